"""Finding a procedure by plain words or by what happens in a life or a business."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files

from motcua.kernel import clock
from motcua.procedures.models import ProcedureVersion
from motcua.procedures.queries.catalogue import in_force, row_view
from motcua.procedures.rules.words import PlainWords, meant, words_read
from motcua.procedures.types import ProcedureRow


@lru_cache(maxsize=1)
def plain_words() -> PlainWords:
    """Return the list of plain words; read once per process."""
    source = files("motcua.procedures") / "data" / "plain_words.csv"
    with source.open(encoding="utf-8") as lines:
        return words_read(lines)


def procedures_meant(query: str) -> list[ProcedureRow]:
    """Return the procedures that a question in plain words asks for; none or one statement."""
    codes = meant(plain_words(), query)
    return procedures_listed(codes) if codes else []


def procedures_listed(codes: Iterable[str]) -> list[ProcedureRow]:
    """Return these procedures in this order, without those that are not in force; one statement."""
    wanted = list(codes)
    rows = in_force(ProcedureVersion.objects.filter(procedure__code__in=wanted), clock.now())
    found = {
        version.procedure.code: row_view(version)
        for version in rows.select_related("procedure", "field").defer("content", "search_key")
    }
    return [found[code] for code in wanted if code in found]


def event_procedures(key: str) -> list[ProcedureRow]:
    """Return the procedures of an event in their order; nothing for an unknown event."""
    event = plain_words().event(key)
    return procedures_listed(event.codes) if event else []
