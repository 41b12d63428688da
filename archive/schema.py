"""The tables of the store. They are internal; programs use the views of `views.py`.

`known_path` has a row for each path that was ever there, `content` one for each content that was read; what a content
holds stands in the tables that begin with `content_`. Exact numbers are text.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
)
from sqlalchemy.types import TypeEngine

from zvirka.archive.records import AMOUNT_FIELDS, FINDING_FIELDS, ROW_FIELDS, TABLE_FIELDS

VERSION = 1
"""Of these tables and of what is kept in them; an archive of another version is not written into."""

METADATA = MetaData()
TEXT = Text().with_variant(Text(collation="C"), "postgresql")
"""Text that is ordered by its code points everywhere, as Python orders it."""

_INTEGERS = {
    "table_no",
    "row_no",
    "position",
    "first_page",
    "last_page",
    "rows",
    "page",
    "line",
    "parent",
    "level",
}
_INTEGERS |= {"suspect_row", "alternatives"}
_KEYS = {
    "table": ("table_no",),
    "row": ("table_no", "row_no"),
    "amount": ("table_no", "row_no", "position"),
    "finding": ("position",),
}


def _type(name: str) -> TypeEngine[Any]:
    if name == "exhaustive":
        return Boolean()
    return Integer() if name in _INTEGERS else TEXT


FACT = Table("fact", METADATA, Column("name", TEXT, primary_key=True), Column("value", TEXT, nullable=False))
"""What is true of the archive as a whole: the version of its tables, what the CSV files were made from."""

KNOWN_PATH = Table(
    "known_path",
    METADATA,
    Column("path", TEXT, primary_key=True),
    Column("name", TEXT, nullable=False),
    Column("root", LargeBinary, nullable=False),
    Column("location", LargeBinary, nullable=False),
    Column("size", BigInteger),
    Column("modified", BigInteger),
    Column("sha256", TEXT),
    Column("present", Boolean, nullable=False),
    Column("is_first", Boolean, nullable=False),
    Column("template", TEXT, nullable=False),
    Column("parameters", TEXT, nullable=False),
    Column("message", TEXT, nullable=False),
    Index("known_path_by_content", "sha256", "path"),
    Index("known_path_by_root", "root", "path"),
)

CONTENT = Table(
    "content",
    METADATA,
    Column("content_id", Integer, primary_key=True),
    Column("sha256", TEXT, nullable=False, unique=True),
    Column("document_id", TEXT, nullable=False),
    Column("format", TEXT, nullable=False),
    Column("pages", Integer),
    Column("tables", Integer, nullable=False),
    Column("rows", Integer, nullable=False),
    Column("status", TEXT, nullable=False),
    Column("template", TEXT, nullable=False),
    Column("parameters", TEXT, nullable=False),
    Column("message", TEXT, nullable=False),
    Column("name", TEXT, nullable=False),
    Column("reading", TEXT, nullable=False),
    Column("limits", TEXT, nullable=False),
)


def _part(kind: str, fields: tuple[str, ...]) -> Table:
    key = _KEYS[kind]
    return Table(
        f"content_{kind}",
        METADATA,
        Column("content_id", ForeignKey("content.content_id", ondelete="CASCADE"), primary_key=True),
        *(
            Column(name, _type(name), primary_key=name in key, autoincrement=False)
            for name in sorted(fields, key=lambda name: key.index(name) if name in key else len(key))
        ),
        sqlite_with_rowid=False,
    )


PARTS = {
    "table": _part("table", TABLE_FIELDS),
    "row": _part("row", ROW_FIELDS),
    "amount": _part("amount", AMOUNT_FIELDS),
    "finding": _part("finding", FINDING_FIELDS),
}
FIELDS = {"table": TABLE_FIELDS, "row": ROW_FIELDS, "amount": AMOUNT_FIELDS, "finding": FINDING_FIELDS}
Index("content_table_by_series", PARTS["table"].c.series)

WAITING_SERIES = Table("waiting_series", METADATA, Column("series", TEXT, primary_key=True))
"""Series whose documents are to be compared with each other again."""
