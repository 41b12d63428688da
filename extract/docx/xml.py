"""Small questions to WordprocessingML elements, by local name.

Names are compared without their namespace, so that the transitional and the strict edition of the format
(ECMA-376, ISO/IEC 29500-1) read alike.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

OFF_VALUES = frozenset(("0", "false", "off"))


def local(element: etree._Element) -> str:
    """The element's name without namespace; empty for comments and processing instructions."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: etree._Element, name: str) -> str | None:
    """The value of an attribute, whatever its namespace."""
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return None


def number(element: etree._Element | None, name: str = "val") -> int | None:
    """An attribute as a whole number; None without the element, the attribute or a number in it."""
    text = attribute(element, name) if element is not None else None
    try:
        return int(text) if text is not None else None
    except ValueError:
        return None


def child(element: etree._Element | None, name: str) -> etree._Element | None:
    """The first child of that name."""
    if element is None:
        return None
    return next((c for c in element if local(c) == name), None)


def children(element: etree._Element | None, name: str) -> Iterator[etree._Element]:
    """The children of that name, in order."""
    return (c for c in element if local(c) == name) if element is not None else iter(())


def descend(element: etree._Element | None, *names: str) -> etree._Element | None:
    """The first child of the first child … along the names."""
    for name in names:
        element = child(element, name)
    return element


def switch(properties: etree._Element | None, name: str) -> bool | None:
    """An on/off property (17.17.4): None where it is not set."""
    found = child(properties, name)
    if found is None:
        return None
    return attribute(found, "val") not in OFF_VALUES


def value(properties: etree._Element | None, name: str) -> str | None:
    """The `val` of a child of that name."""
    found = child(properties, name)
    return attribute(found, "val") if found is not None else None
