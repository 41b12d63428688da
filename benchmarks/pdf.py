"""How exactly and how fast tables are read from PDF, beside other readers used from Python.

    python -m benchmarks.pdf [--documents 10] [--runs 5] [--only speed|accuracy|memory] [--readers NAME,…]

Accuracy: generated pages with known truth (tools/drawn_tables.py), for each kind of ruling. Cell adjacency after Göbel
et al. (ICDAR 2013): each filled cell with its next filled neighbour to the right and below; precision, recall and F1
over all documents of a kind. "Cells" is the share of filled cells whose text stands, letter for letter, in the right
row and column of the right table. Speed: ten dense pages, the median of several runs, readers in turn in one process.
Memory: the highest resident set above that after import, in a process of its own, for 20 and for 200 pages.

Aims: at most 1/25 of pdfplumber's time; 60 MB for 200 pages, and no more than for 20 but for a tenth; F1 0.95 on fully
ruled tables, 0.80 over all kinds.
"""

from __future__ import annotations

import argparse
import io
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from statistics import median

from reportlab.pdfgen.canvas import Canvas

from benchmarks.pdf_peers import Matrix, Reader, readers
from tools.drawn_sheet import TrueTable
from tools.drawn_tables import PARTLY, RULED, STYLES, UNRULED, WORDS, drawn
from tools.generate.lines import FONT, use_fonts

SPEED_AIM, MEMORY_AIM, RULED_AIM, ALL_AIM = 1 / 25, 60.0, 0.95, 0.80
DENSE_ROWS = 29
# A second a page: two hundred pages of these are not waited for.
SLOW = ("camelot", "img2table")
Relation = tuple[str, str, str]
Readers = dict[str, Reader]


def dense(pages: int) -> bytes:
    """Landscape pages with a ruled table of ten columns each, about 3,000 glyphs a page."""
    use_fonts()
    rng = random.Random(5)
    memory = io.BytesIO()
    canvas = Canvas(memory, pagesize=(842, 595), invariant=1)
    xs = [30, 210, 250, 310, 360, 410, 460, 510, 560, 610, 810]
    words = WORDS["uk"].split()
    for _ in range(pages):
        canvas.setFont(FONT, 7)
        canvas.setLineWidth(0.5)
        ys = [570 - 18 * row for row in range(DENSE_ROWS + 1)]
        for y in ys:
            canvas.line(xs[0], y, xs[-1], y)
        for x in xs:
            canvas.line(x, ys[0], x, ys[-1])
        for y in ys[:-1]:
            canvas.drawString(xs[0] + 2, y - 8, " ".join(rng.choices(words, k=6))[:44] + " ")
            canvas.drawString(xs[1] + 2, y - 8, "2016")
            canvas.drawString(xs[2] + 2, y - 8, "Відділ")
            for left in range(3, 9):
                figure = f"{rng.randint(0, 99999) / 10:.1f}".replace(".", ",")
                canvas.drawRightString(xs[left + 1] - 2, y - 8, figure)
            canvas.drawString(xs[9] + 2, y - 8, " ".join(rng.choices(words, k=2))[:28])
        canvas.showPage()
    canvas.save()
    return memory.getvalue()


def matrix_of(table: TrueTable) -> Matrix:
    """The truth as the readers give it."""
    matrix = [[""] * table.columns for _ in range(table.rows)]
    for cell in table.cells:
        matrix[cell.row][cell.column] = " ".join(cell.lines)
    return matrix


def folded(text: str) -> str:
    """The text without white space, which readers treat differently."""
    return "".join(text.split())


def relations(matrix: Matrix) -> Counter[Relation]:
    """Each filled cell with the next filled one to its right and below."""
    found: Counter[Relation] = Counter()
    texts = [[folded(text) for text in row] for row in matrix]
    for lines, way in ((texts, "right"), ([list(column) for column in zip(*texts, strict=True)], "below")):
        for line in lines:
            filled = [text for text in line if text]
            found.update((a, b, way) for a, b in pairwise(filled))
    return found


def placed(matrix: Matrix) -> Iterator[tuple[int, int, str]]:
    """Each filled cell with its place."""
    for row, texts in enumerate(matrix):
        for column, text in enumerate(texts):
            if text := folded(text):
                yield row, column, text


class Tally:
    """Counts over documents."""

    def __init__(self) -> None:
        self.right = self.found = self.true = self.cells_right = self.cells = 0

    def add(self, truth: Sequence[Matrix], read: Sequence[Matrix]) -> None:
        """One document more."""
        wanted: Counter[Relation] = sum((relations(m) for m in truth), Counter())
        given: Counter[Relation] = sum((relations(m) for m in read), Counter())
        self.right += sum((wanted & given).values())
        self.found += sum(given.values())
        self.true += sum(wanted.values())
        for index, matrix in enumerate(truth):
            there = set(placed(read[index])) if index < len(read) else set()
            cells = list(placed(matrix))
            self.cells += len(cells)
            self.cells_right += sum(cell in there for cell in cells)

    def __iadd__(self, other: Tally) -> Tally:
        for name in vars(self):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        return self

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return 2 * self.right / (self.found + self.true) if self.found + self.true else 0.0

    def figures(self) -> str:
        """Precision, recall, F1, share of cells right."""
        precision = self.right / self.found if self.found else 0.0
        recall = self.right / self.true if self.true else 0.0
        cells = self.cells_right / self.cells if self.cells else 0.0
        return f"{precision:7.3f}{recall:7.3f}{self.f1:7.3f}{cells:7.3f}"


def accuracy(found: Readers, documents: int) -> bool:
    """Prints the table of accuracy; whether ours reaches the aims."""
    kinds = {"ruled": list(RULED), "partly ruled": list(PARTLY), "unruled": list(UNRULED)}
    tallies = {(name, style): Tally() for name in found for style in STYLES}
    for style in STYLES:
        for number in range(documents):
            tables, data = drawn(random.Random(f"benchmark {style} {number}"), style)
            truth = [matrix_of(table) for table in tables]
            for name, read in found.items():
                tallies[name, style].add(truth, _tried(read, data))
    print(f"accuracy on {documents} documents a style: precision, recall, F1 of cell adjacency; cells right")
    reached = True
    for name in found:
        print(f"\n{name}")
        whole = Tally()
        for kind, styles in kinds.items():
            part = Tally()
            for style in styles:
                print(f"  {style:24}{tallies[name, style].figures()}")
                part += tallies[name, style]
            print(f"  {kind.upper():24}{part.figures()}")
            whole += part
            if name == "zvirka" and kind == "ruled":
                reached = part.f1 >= RULED_AIM
        print(f"  {'ALL':24}{whole.figures()}")
        reached = reached and (name != "zvirka" or whole.f1 >= ALL_AIM)
    return reached


def _tried(read: Reader, data: bytes) -> list[Matrix]:
    try:
        return read(data)
    except Exception as error:  # a peer that fails on a document has found nothing in it
        print(f"    {read.__name__}: {type(error).__name__}", file=sys.stderr)
        return []


def speed(found: Readers, runs: int) -> bool:
    """Prints milliseconds a page; whether ours reaches the aim."""
    pages = 10
    data = dense(pages)
    times: dict[str, list[float]] = {name: [] for name in found}
    for run in range(runs + 1):
        for name, read in found.items():
            begin = time.process_time()
            read(data)
            if run:  # the first run loads libraries
                times[name].append((time.process_time() - begin) / pages * 1000)
    base = median(times["pdfplumber"])
    print(
        f"\nspeed on {pages} dense pages, CPU ms a page, median (least, most) of {runs} runs; share of pdfplumber's"
    )
    for name, measured in times.items():
        middle = median(measured)
        span = f"({min(measured):.1f}, {max(measured):.1f})"
        print(f"  {name:24}{middle:9.2f} {span:18} 1/{base / middle:.1f}")
    return median(times["zvirka"]) <= SPEED_AIM * base


_CHILD = """
import sys, threading, psutil
from benchmarks.pdf_peers import readers
read = readers()[sys.argv[1]]
data = open(sys.argv[2], "rb").read()
small = open(sys.argv[3], "rb").read()
read(small)  # what is imported late counts as import
me = psutil.Process()
before = peak = me.memory_info().rss
over = threading.Event()
def watch():
    global peak
    while not over.wait(0.01):
        peak = max(peak, me.memory_info().rss)
watcher = threading.Thread(target=watch)
watcher.start()
kept = read(data)
over.set(); watcher.join()
print(max(peak, me.memory_info().rss) - before)
"""


def memory(found: Readers, folder: Path) -> bool:
    """Prints megabytes above import; whether ours reaches the aim."""
    paths = {pages: folder / f"dense-{pages}.pdf" for pages in (1, 20, 200)}
    for pages, path in paths.items():
        path.write_bytes(dense(pages))
    print("\nmemory above import, MB at the highest, for 20 and 200 dense pages; MB for each page more")
    ours = 0.0
    for name in found:
        if name in SLOW:
            continue
        figures = []
        for pages in (20, 200):
            command = [sys.executable, "-c", _CHILD, name, str(paths[pages]), str(paths[1])]
            done = subprocess.run(command, capture_output=True, text=True, timeout=1200, check=False)
            figures.append(int(done.stdout) / 2**20 if done.returncode == 0 else float("nan"))
        slope = (figures[1] - figures[0]) / 180
        print(f"  {name:24}{figures[0]:9.1f}{figures[1]:9.1f}{slope:9.3f}")
        if name == "zvirka":
            ours = figures[1]
    return ours <= MEMORY_AIM


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the figures; 1 if an aim is missed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--documents", type=int, default=10, help="documents a style (default: 10)")
    parser.add_argument("--runs", type=int, default=5, help="runs a reader (default: 5)")
    parser.add_argument("--only", choices=("speed", "accuracy", "memory"))
    parser.add_argument("--readers", default=",".join(readers()), help="default: all that are installed")
    given = parser.parse_args(arguments)
    found = {name: read for name, read in readers().items() if name in given.readers.split(",")}
    reached = {}
    if given.only in (None, "accuracy"):
        reached["accuracy"] = accuracy(found, given.documents)
    if given.only in (None, "speed"):
        reached["speed"] = speed(found, given.runs)
    if given.only in (None, "memory"):
        with tempfile.TemporaryDirectory() as folder:
            reached["memory"] = memory(found, Path(folder))
    missed = [name for name, held in reached.items() if not held]
    print("\naims missed: " + ", ".join(missed) if missed else "\nall aims reached")
    return 1 if missed else 0


if __name__ == "__main__":
    raise SystemExit(main())
