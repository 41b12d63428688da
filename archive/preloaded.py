"""All that reading a document needs, loaded: children are forked from a process that has imported this."""

from zvirka.archive import child
from zvirka.extract.docx import reading as docx_reading
from zvirka.extract.pdf import reading as pdf_reading
from zvirka.extract.text import reading as text_reading
from zvirka.normalize.words import known

__all__ = ["child", "docx_reading", "pdf_reading", "text_reading"]

# no lexicon has it, so that all of them are looked into, and in memory from then on
known("щщ")
