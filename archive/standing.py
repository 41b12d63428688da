"""How the documents stand that a run has seen: for its summary and its exit code."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, column, func, or_, select, table

from zvirka.archive.schema import CONTENT, KNOWN_PATH
from zvirka.archive.survey import SEEN

_DOCUMENTS = table("documents", *(column(n) for n in ("path", "status", "errors", "warnings", "message")))


@dataclass(frozen=True, slots=True)
class Standing:
    """How many documents have each status, the sums of their errors and warnings, and the worst of them."""

    counts: Mapping[str, int]
    errors: int
    warnings: int
    worst: tuple[tuple[str, int, int], ...]
    """Path, errors and warnings of the documents with the most of them, the worst first."""


def standing(connection: Connection, worst: int) -> Standing:
    """How the documents stand that this run has seen; `worst` is how many of them to name."""
    at = _DOCUMENTS.c
    seen = select(at.path, at.status, at.errors, at.warnings).join(SEEN, SEEN.c.path == at.path).subquery()
    with connection.begin():
        counted = connection.execute(
            select(seen.c.status, func.count(), func.sum(seen.c.errors), func.sum(seen.c.warnings)).group_by(
                seen.c.status
            )
        ).all()
        bad = connection.execute(
            select(seen.c.path, seen.c.errors, seen.c.warnings)
            .where(seen.c.status == "findings")
            .order_by(seen.c.errors.desc(), seen.c.warnings.desc(), seen.c.path)
            .limit(worst)
        ).all()
    return Standing(
        {status: count for status, count, _, _ in counted},
        sum(errors or 0 for _, _, errors, _ in counted),
        sum(warnings or 0 for _, _, _, warnings in counted),
        tuple((path, errors, warnings) for path, errors, warnings in bad),
    )


def failed_documents(connection: Connection) -> Iterator[tuple[str, str, Mapping[str, str | int]]]:
    """Path, template and values of each document that this run has seen and that failed, by path."""
    known, content = KNOWN_PATH.c, CONTENT.c
    query = (
        select(known.path, known.template, known.parameters, content.template, content.parameters)
        .join(SEEN, SEEN.c.path == known.path)
        .outerjoin(CONTENT, content.sha256 == known.sha256)
        .where(or_(content.status == "failed", known.template != ""))
        .order_by(known.path)
    )
    with connection.begin():
        for path, own, own_values, template, values in connection.execute(query):
            yield path, own or template, json.loads(own_values if own else values)
