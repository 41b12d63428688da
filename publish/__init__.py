"""What people open: CSV files, a data package, frames, workbooks; each made from the views of an archive."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from zvirka.publish.frames import ArchiveFrames, read_archive, to_frame

__all__ = ["ArchiveFrames", "read_archive", "to_frame"]


def __getattr__(name: str) -> Any:
    # pandas takes longer to load than a document to read, and an import needs none of it
    if name in __all__:
        from zvirka.publish import frames

        return getattr(frames, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
