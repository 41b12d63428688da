"""Other table readers behind one function each, as far as they are installed: a file → the tables of its pages.

A table is a matrix of texts; a merged cell has its text in its first place and nothing in the others.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Callable
from importlib.util import find_spec
from typing import Any

Matrix = list[list[str]]
Reader = Callable[[bytes], list[Matrix]]


def ours(data: bytes) -> list[Matrix]:
    """This project's own grids."""
    return _ours(data, "pdfium")


def ours_by_pdfplumber(data: bytes) -> list[Matrix]:
    """This project's own grids, of pdfplumber's glyphs."""
    return _ours(data, "pdfplumber")


def _ours(data: bytes, engine: str) -> list[Matrix]:
    from zvirka.extract import read_bytes
    from zvirka.schemas.document import Grid, UnreadableDocument

    found = []
    try:
        blocks = read_bytes(data, "benchmark.pdf", engine).blocks
    except UnreadableDocument:
        return []
    for block in blocks:
        if isinstance(block, Grid):
            matrix = [[""] * block.columns for _ in range(block.rows)]
            for cell in block.cells:
                matrix[cell.row][cell.column] = cell.text
            found.append(matrix)
    return found


def pdfplumber(data: bytes) -> list[Matrix]:
    """`Page.extract_tables` with its defaults."""
    import pdfplumber as library

    found = []
    with library.open(io.BytesIO(data)) as document:
        for page in document.pages:
            found += [[[text or "" for text in row] for row in table] for table in page.extract_tables()]
            page.close()
    return found


def tablers(data: bytes) -> list[Matrix]:
    """`tablers.find_tables` with its defaults."""
    import tablers as library

    found = []
    with library.Document(bytes=data) as document:
        for page in document.pages():
            tables = library.find_tables(page, extract_text=True)
            found += [[[cell.text or "" for cell in row] for row in table.to_list()] for table in tables]
    return found


def camelot(data: bytes) -> list[Matrix]:
    """`camelot.read_pdf`, lattice."""
    import camelot as library

    tables = library.read_pdf(io.BytesIO(data), pages="all", flavor="lattice", suppress_stdout=True)
    return [[[str(text) for text in row] for row in table.df.values.tolist()] for table in tables]


def img2table(data: bytes) -> list[Matrix]:
    """`img2table` on the file's own text, also for tables without rules."""
    from img2table.document import PDF

    found = []
    for tables in PDF(data).extract_tables(implicit_rows=False, borderless_tables=False).values():
        for table in tables:
            seen: set[Any] = set()
            matrix = []
            for row in table.content.values():
                texts = []
                for cell in row:
                    place = (cell.bbox.x1, cell.bbox.y1, cell.bbox.x2, cell.bbox.y2)
                    texts.append("" if place in seen else cell.value or "")
                    seen.add(place)
                matrix.append(texts)
            found.append(matrix)
    return found


_PEERS: dict[str, Reader] = {
    "pdfplumber": pdfplumber,
    "tablers": tablers,
    "camelot": camelot,
    "img2table": img2table,
}


def readers() -> dict[str, Reader]:
    """Ours first, then the peers that are installed."""
    logging.disable(logging.WARNING)
    found: dict[str, Reader] = {"zvirka": ours, "zvirka (pdfplumber)": ours_by_pdfplumber}
    found.update((name, read) for name, read in _PEERS.items() if find_spec(name) is not None)
    return found
