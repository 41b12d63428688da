"""The command `extract`: what stands in a file, before any meaning; as text, as JSON, as a picture of a page."""

from __future__ import annotations

import json
from argparse import Namespace
from pathlib import Path

from zvirka.archive.failures import MISSING
from zvirka.console.answer import complain, say, shown
from zvirka.console.arguments import WrongUsage
from zvirka.console.blocks import block_as_json, block_as_text, fault_as_json
from zvirka.console.forms import chosen_form
from zvirka.console.progress import working
from zvirka.extract import read
from zvirka.messages import N_, render
from zvirka.schemas.document import Block, Document, Format, Grid, GridKind, Prose, Stream, UnreadableDocument
from zvirka.schemas.form import Form

DONE, DOCUMENT_FAILED = 0, 3
_KINDS = {
    GridKind.RULES: N_("drawn lines"),
    GridKind.ALIGNMENT: N_("alignment"),
    GridKind.CELLS: N_("cells"),
    GridKind.FRAMES: N_("frames or tabs"),
}


def extract_and_show(arguments: Namespace, language: str) -> int:
    """Print the blocks of one file and draw a page of it, as the options say; the exit code.

    Raises `WrongUsage` for a page that is not there, for a picture of something without pages, and for a picture
    that cannot be written.
    """
    form = chosen_form(arguments.form)
    path: Path = arguments.file
    try:
        with working(shown(path)):
            if not path.exists():
                raise UnreadableDocument(MISSING)
            document = read(path, engine=arguments.engine)
    except UnreadableDocument as error:
        complain(language, error.template, error.values, shown(path))
        return DOCUMENT_FAILED
    if arguments.page is not None and arguments.page > document.pages:
        raise WrongUsage(
            N_("{path} has no page {page}; its last is {pages}"),
            path=shown(path),
            page=arguments.page,
            pages=document.pages,
        )
    if arguments.draw is not None:
        _draw(document, arguments, form)
    blocks = document.blocks if arguments.page is None else of_page(document.blocks, arguments.page)
    if arguments.json:
        say(json.dumps(as_json(document, blocks, path, language), ensure_ascii=False, indent=2))
    else:
        _print(document, blocks, path, language)
    return DONE


def of_page(blocks: tuple[Block, ...], page: int) -> tuple[Block, ...]:
    """What of the blocks stands on one page."""
    found: list[Block] = []
    for block in blocks:
        if isinstance(block, Grid):
            if block.page == page or any(line.page == page for c in block.cells for line in c.lines):
                found.append(block)
        elif lines := tuple(line for line in block.lines if line.page == page):
            found.append(type(block)(lines))
    return tuple(found)


def as_json(document: Document, blocks: tuple[Block, ...], path: Path, language: str) -> dict[str, object]:
    """The document as one JSON value; places in points from the top left of the page."""
    return {
        "path": str(path),
        "sha256": document.sha256,
        "format": str(document.format),
        "pages": document.pages,
        "blocks": [block_as_json(block) for block in blocks],
        "faults": [fault_as_json(fault, language) for fault in document.faults],
    }


def _print(document: Document, blocks: tuple[Block, ...], path: Path, language: str) -> None:
    counted = {
        "format": str(document.format),
        "pages": document.pages,
        "tables": sum(isinstance(block, Grid) for block in document.blocks),
    }
    say(f"{shown(path)}: {render(N_('{format}, pages: {pages}, tables: {tables}'), counted, language)}")
    for fault in document.faults:
        complain(language, fault.template, fault.values, shown(path))
    table = 0
    for block in blocks:
        say("")
        match block:
            case Grid():
                table += 1
                values = {
                    "table": table,
                    "page": block.page,
                    "rows": block.rows,
                    "columns": block.columns,
                    "kind": render(_KINDS[block.kind], {}, language),
                }
                head = N_("table {table}, page {page}: rows: {rows}, columns: {columns}, told by {kind}")
                say(render(head, values, language))
            case Prose() | Stream() if block.lines:
                head = N_("text, page {page}") if isinstance(block, Prose) else N_("text without a grid")
                say(render(head, {"page": block.lines[0].page}, language))
        for line in block_as_text(block):
            say(line)


def _draw(document: Document, arguments: Namespace, form: Form | None) -> None:
    if document.format is not Format.PDF:
        raise WrongUsage(N_("{path} has no pages to draw; --draw is for PDF"), path=shown(arguments.file))
    from zvirka.console.drawing import draw_page

    page = arguments.page or next((b.page for b in document.blocks if isinstance(b, Grid)), 1)
    picture = draw_page(arguments.file.read_bytes(), document, page, arguments.engine, form)
    try:
        picture.save(arguments.draw)
    except (OSError, ValueError) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
        raise WrongUsage(
            N_("the picture cannot be written to {path}: {reason}"), path=shown(arguments.draw), reason=reason
        ) from None
