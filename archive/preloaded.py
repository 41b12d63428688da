"""All that reading a document needs, loaded: children are forked from a process that has imported this."""

from importlib import import_module

from zvirka.archive.helper import end_with_parent

# whoever goes away meanwhile need not wait for the end; afterwards the helper looks after that by itself
end_with_parent(whether=True)
for name in ("archive.child", "extract.docx.reading", "extract.pdf.reading", "extract.text.reading"):
    import_module(f"zvirka.{name}")
# no lexicon has it, so that all of them are looked into, and in memory from then on
import_module("zvirka.normalize.words").known("щщ")
end_with_parent(whether=False)
