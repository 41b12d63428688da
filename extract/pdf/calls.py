"""pdfium's functions as plain foreign calls: addresses are numbers, and the interpreter's lock stays held.

The calls of one page are thousands, each shorter than a microsecond; pointer objects and the release of the lock would
cost more than what they call. pdfium is not thread-safe anyway.
"""

from __future__ import annotations

import ctypes
from typing import Any

import pypdfium2.raw as pdfium

ADDRESS, INT = ctypes.c_void_p, ctypes.c_int


def function(name: str, result: Any, *types: Any) -> Any:
    """The pdfium function of that name, with these C types."""
    return ctypes.PYFUNCTYPE(result, *types)(address_of(getattr(pdfium, name)))


def address_of(handle: Any) -> int:
    """The address that a pointer or a function object holds."""
    return ctypes.cast(handle, ctypes.c_void_p).value or 0
