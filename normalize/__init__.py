"""Document → Report: header → columns, broken lines → text, cells → amounts, printed rows → logical rows."""

from zvirka.normalize.normalizing import normalize

__all__ = ["normalize"]
