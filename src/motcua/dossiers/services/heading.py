"""A unit edits what it prints on its papers: heading, how to reach it, hints; dated versions."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from motcua.dossiers.models import Heading
from motcua.dossiers.papers import HeadingView
from motcua.dossiers.queries.headings import heading_view
from motcua.dossiers.types import PaperForm
from motcua.identity.types import Action, Actor
from motcua.kernel import clock
from motcua.kernel.errors import FieldProblem, Invalid, Stale
from motcua.kernel.text import nfc

LONGEST = {
    "superior": 200, "name": 200, "place": 100, "abbreviation": 20, "seat": 300, "hotline": 60,
    "hours": 200, "signer_title": 100,
}  # fmt: skip
HINT_MAX = 300
_HOTLINE = re.compile(r"[0-9+(][0-9 .()+\-–/;,]*")
_ABBREVIATION = re.compile(r"[^\W_][\w.\-]*")


@dataclass(frozen=True, slots=True)
class HeadingInput:
    """What is to stand on the papers; an empty text leaves what the directory of units says."""

    valid_from: date
    superior: str = ""
    name: str = ""
    place: str = ""
    abbreviation: str = ""
    seat: str = ""
    hotline: str = ""
    hours: str = ""
    signer_title: str = ""
    hints: Mapping[PaperForm, str] = field(default_factory=dict)


def heading_edit(
    *, actor: Actor, unit_id: int, given: HeadingInput, version: int = 0
) -> HeadingView:
    """Write the next version of a unit's heading, in force from `given.valid_from`.

    Papers that were issued keep the heading of their day. `version` is the one that the page
    showed (0: none). Raises Forbidden, Invalid with every wrong field, Stale.
    """
    posting = actor.posting_for(Action.HEADING_EDIT, unit_id)
    row = heading_clean(given)
    row.unit_id, row.edited_by, row.edited_at = unit_id, posting.account_id, clock.now()
    with transaction.atomic():
        newest = Heading.objects.filter(unit_id=unit_id).aggregate(last=Max("version"))["last"] or 0
        if newest != version:
            raise _stale(newest)
        row.version = newest + 1
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError as error:  # two at once: the number of the version decides
            raise _stale(newest + 1) from error
    return heading_view(row)


def heading_clean(given: HeadingInput) -> Heading:
    """Return the unsaved row of clean texts; raises Invalid with every wrong field."""
    problems = []
    texts = {name: nfc(getattr(given, name)) for name in LONGEST}
    for name, most in LONGEST.items():
        if len(texts[name]) > most:
            problems.append(FieldProblem(name, _("This is too long.")))
    if texts["hotline"] and not _HOTLINE.fullmatch(texts["hotline"]):
        problems.append(FieldProblem("hotline", _("Enter telephone numbers only.")))
    if texts["abbreviation"] and not _ABBREVIATION.fullmatch(texts["abbreviation"]):
        text = _("Letters and digits only: it stands in the numbers of papers.")
        problems.append(FieldProblem("abbreviation", text))
    hints = {form.value: nfc(text) for form, text in given.hints.items() if nfc(text)}
    for form, text in hints.items():
        if len(text) > HINT_MAX:
            problems.append(
                FieldProblem(f"hint_{form}", _("This is too long; 300 characters at most."))
            )
    if given.valid_from < clock.today():
        problems.append(FieldProblem("valid_from", _("This day has passed.")))
    if problems:
        raise Invalid(problems)
    return Heading(valid_from=given.valid_from, hints=hints, **texts)


def _stale(version: int) -> Stale:
    return Stale(
        "heading_changed",
        _("Somebody else has changed this heading in the meantime. Please look at it again."),
        version=version,
    )
