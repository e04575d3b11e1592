"""The register book (form 07) of a unit: a period, page by page, and as files."""

from __future__ import annotations

from itertools import pairwise
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from motcua.dossiers.book_files import MEDIA_TYPES
from motcua.dossiers.queries.book import book_beside, book_count, book_page
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.kernel.errors import Invalid
from motcua.office.book import book_choice, book_reading_record
from motcua.ui.links import url_with
from motcua.ui.types import Chip

PAGE = 50


@requires(Action.DOSSIER_READ)
@require_safe
def register_book(request: SignedInRequest) -> HttpResponse:
    """Show a page of it; the reading is recorded. A damaged place begins anew."""
    choice = book_choice(request)
    days = (choice.period.period.first, choice.period.period.last)
    after = request.GET.get("after", "")
    try:
        entries, following = book_page(
            choice.unit.id, *days, as_of=choice.as_of, after=after, limit=PAGE
        )
    except Invalid:
        entries, following = book_page(choice.unit.id, *days, as_of=choice.as_of, limit=PAGE)
    book_reading_record(request, choice.unit, entries)
    query = urlencode(choice.query)
    context = {
        "choice": choice.period,
        "unit": choice.unit,
        "as_of": choice.as_of,
        "total": book_count(choice.unit.id, *days),
        "beside": book_beside(choice.unit.id, *days),
        "later": any(two.received_at < one.received_at for one, two in pairwise(entries)),
        "entries": entries,
        "books": [
            Chip(one.full_name, url_with(request, book=one.code, after=None), one == choice.unit)
            for one in choice.units
        ]
        if len(choice.units) > 1
        else [],
        "stood": [
            Chip(_("As it is now"), url_with(request, stood=None, after=None), not choice.at_end),
            Chip(
                _("As it stood at the end of the period"),
                url_with(request, stood="end", after=None),
                choice.at_end,
            ),
        ],
        "files": [
            (kind.upper(), f"{reverse('office:register_book_file', args=[kind])}?{query}")
            for kind in MEDIA_TYPES
        ],
        "next_url": url_with(request, after=following) if following else "",
        "first_url": url_with(request, after=None) if after else "",
    }
    return render(request, "office/register_book.html", context)
