"""A reader for tests of the import: the first line of a file says what happens while it is read. Not shipped.

drawn SEED          a table in which everything holds
broken SEED         the same with a wrong number in its first row
period SEED DAY     a table of a series of periods that begin on one day; DAY is when this one ends
texts SEED          a drawn table whose first rows have the following lines as numbers and activities
empty               no table
sleep SECONDS | hang | spin | memory | kill | abort | leave | raise | write PATH | connect | torn
"""

from __future__ import annotations

import ctypes
import gc
import hashlib
import os
import random
import signal
import socket
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from multiprocessing.connection import Connection
from pathlib import Path

from tools.tables import Shape, right_table
from zvirka.schemas.document import Format, UnreadableDocument
from zvirka.schemas.form import Form
from zvirka.schemas.report import Amount, Measure, Report, Row, Table

SHAPE = Shape(items=6, decimals=1)


def odd_reader(data: bytes, name: str, form: Form | None, engine: str) -> Report:
    """The report of a file that says what is in it; or whatever else it asks for."""
    del form, engine
    first, *lines = data.decode("utf-8").split("\n")
    word, *rest = first.split() or [""]
    if word in _HAPPENINGS:
        _HAPPENINGS[word](*rest)
        word, rest = "empty", []
    tables = {
        "drawn": lambda seed: (_table(int(seed)),),
        "broken": lambda seed: (_broken(_table(int(seed))),),
        "texts": lambda seed: (_texts(_table(int(seed)), lines),),
        "period": lambda seed, day: (_until(_table(int(seed)), date.fromisoformat(day)),),
        "empty": tuple,
    }
    if word not in tables:
        raise UnreadableDocument("nobody knows what {word} is", word=word or "nothing")
    return Report(name, hashlib.sha256(data).hexdigest(), Format.TEXT, 1, tables[word](*rest))


def _table(seed: int) -> Table:
    return right_table(random.Random(seed), SHAPE).table()


def _broken(table: Table) -> Table:
    first = table.rows[0]
    amounts = tuple(
        replace(a, value=a.value + 7, raw="7")
        if a.value is not None and (a.source, a.measure) == ("total", Measure.PLAN)
        else a
        for a in first.amounts
    )
    return replace(table, rows=(replace(first, amounts=amounts), *table.rows[1:]))


def _texts(table: Table, lines: list[str]) -> Table:
    told = [
        replace(row, number=line, activity=line, executor=line, amounts=_raw(row, line))
        for row, line in zip(table.rows, lines, strict=False)
    ]
    return replace(table, rows=(*told, *table.rows[len(told) :]))


def _raw(row: Row, raw: str) -> tuple[Amount, ...]:
    return tuple(replace(amount, raw=raw) for amount in row.amounts)


def _until(table: Table, end: date) -> Table:
    return replace(table, section="6.2", title="drawn", period_start=date(end.year, 1, 1), period_end=end)


def _hang() -> None:
    # in a C library that holds the interpreter's lock, so that no handler in Python runs
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
    ctypes.PyDLL(None).sleep(3600)


def _spin() -> None:
    while True:
        pass


def _memory() -> None:
    held = []
    while True:
        held.append(bytearray(16 << 20))


def _raise() -> None:
    raise RuntimeError("something\nodd")


def _worker() -> int:
    """The process that had this one started."""
    import psutil

    return psutil.Process().parents()[1].pid


def _connect() -> None:
    with socket.socket() as connection:
        connection.connect(("127.0.0.1", 9))


def _torn() -> None:
    """Die in the middle of a message to the parent."""
    for thing in gc.get_objects():
        if isinstance(thing, Connection) and not thing.closed and thing.writable:
            os.write(thing.fileno(), b"\x00\x00\x10\x00half of it")
    os._exit(7)


_HAPPENINGS: dict[str, Callable[..., object]] = {
    "sleep": lambda seconds: time.sleep(float(seconds)),
    "hang": _hang,
    "spin": _spin,
    "memory": _memory,
    "kill": lambda worker="": os.kill(_worker() if worker else os.getpid(), signal.SIGKILL),
    "abort": os.abort,
    "leave": lambda: os._exit(0),
    "raise": _raise,
    "write": lambda path: Path(path).write_text("written by a document"),
    "connect": _connect,
    "torn": _torn,
}
