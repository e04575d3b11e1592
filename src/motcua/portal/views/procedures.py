"""The catalogue: search in plain words, narrow down by level and field."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from motcua.kernel.text import nfc
from motcua.portal.catalogue import catalogue_page
from motcua.portal.words import vietnamese
from motcua.procedures.labels import FEE_STATES, LEVELS, word
from motcua.procedures.overview import catalogue_state, counts_by_field, counts_by_level
from motcua.procedures.queries import procedures_meant, procedures_search
from motcua.procedures.types import FeeState, FieldView, ProcedureRow
from motcua.ui.links import chips_for, url_with
from motcua.ui.types import Chip, Choice

LONGEST = 200
NAME_SHOWN = 200  # some names of procedures fill a page


@catalogue_page(catalogue_state)
def procedures(request: HttpRequest) -> HttpResponse:
    """Show the procedures that fit; six statements at most, whatever is found."""
    query = nfc(request.GET.get("q", ""))[:LONGEST]
    level = request.GET.get("level", "")
    level = level if level in LEVELS else ""
    field = nfc(request.GET.get("field", ""))[:LONGEST]
    after = request.GET.get("after", "")[:12]
    after = after if after.isprintable() else ""
    page = procedures_search(query, field=field, level=level, after=after)
    fields = counts_by_field(query, level=level)
    levels = counts_by_level(query, field=field)
    level_chips = chips_for(request, "level", LEVELS.items(), counts=levels)
    field_chips = _field_chips(request, fields, field)
    # What is meant in plain words stands on top, unless somebody narrows down or reads on.
    meant = [] if level or field or after else procedures_meant(query)
    context = {
        "query": query,
        "meant": [procedure_choice(row) for row in meant],
        "kept": {"level": level, "field": field},
        "page": page,
        "rows": [procedure_choice(row) for row in page.items],
        "chosen": [chip for chip in (*level_chips, *field_chips) if chip.selected],
        "levels": [chip for chip in level_chips if chip.count and not chip.selected],
        "fields": [chip for chip in field_chips if not chip.selected],
        "next_url": url_with(request, after=page.after) if page.after else "",
        "first_url": url_with(request, after=None) if after else "",
        "filtered": bool(level or field),
        "all_url": url_with(request, level=None, field=None),
    }
    return render(request, "portal/procedures.html", context)


def _field_chips(
    request: HttpRequest, fields: list[tuple[FieldView, int]], chosen: str
) -> list[Chip]:
    """Return the fields, the largest first; the chosen one even where nothing is left of it."""
    counts = {view.code: n for view, n in fields}
    choices = [(view.code, view.name) for view, _n in fields]
    if chosen and chosen not in counts:
        choices.append((chosen, chosen))
    return chips_for(request, "field", choices, counts=counts)


def procedure_choice(row: ProcedureRow) -> Choice:
    """Return a line of the catalogue."""
    facts = [row.code, row.field_name, *(word(LEVELS, level) for level in row.levels)]
    if row.limit:
        facts.append(row.limit_text)
    if row.fee_state is FeeState.FREE:
        facts.append(word(FEE_STATES, row.fee_state))
    if not row.complete:
        facts.append(_("record incomplete"))
    url = reverse("portal:procedure", args=[row.code])
    name = vietnamese(Truncator(row.name).chars(NAME_SHOWN))
    return Choice(name, url, " · ".join(facts), "file-text")
