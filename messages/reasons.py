"""What systems and libraries give as a reason, in their own English; told in the user's language where it is here.

A message has such a text in its field `reason`. One that is not listed stays as it is: a reason in English is better
than none.
"""

from __future__ import annotations

from zvirka.messages import N_

REASONS = (
    # of the system
    N_("Permission denied"),
    N_("Operation not permitted"),
    N_("No such file or directory"),
    N_("File exists"),
    N_("Not a directory"),
    N_("Is a directory"),
    N_("Directory not empty"),
    N_("No space left on device"),
    N_("Disk quota exceeded"),
    N_("Read-only file system"),
    N_("File name too long"),
    N_("Input/output error"),
    N_("Too many open files"),
    N_("Too many levels of symbolic links"),
    N_("Text file busy"),
    # of pdfium and pdfminer
    N_("Failed to load document (PDFium: Data format error)."),
    N_("Failed to load document (PDFium: File access error)."),
    N_("Failed to load document (PDFium: Unknown error)."),
    N_("Failed to load page."),
    N_("PdfminerException: No /Root object! - Is this really a PDF?"),
    N_("PdfminerException: Unexpected EOF"),
    N_("no pages"),
    # of SQLite
    N_("database is locked"),
    N_("database or disk is full"),
    N_("disk I/O error"),
    N_("unable to open database file"),
    N_("attempt to write a readonly database"),
    N_("file is not a database"),
    N_("database disk image is malformed"),
    # of Python's reader of TOML
    N_("Invalid statement"),
    N_("Invalid value"),
    N_("Invalid initial character for a key part"),
    N_("Expected newline or end of document after a statement"),
    N_("Expected '=' after a key in a key/value pair"),
    N_("Expected ']' at the end of a table declaration"),
    N_("Expected ']]' at the end of an array declaration"),
    N_("Cannot overwrite a value"),
    N_("Unclosed array"),
    N_("Unclosed inline table"),
    N_("Unterminated string"),
    N_("Illegal character '\\n'"),
    N_("Unescaped '\\' in a string"),
)
