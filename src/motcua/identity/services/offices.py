"""Which office the holder of a posting holds: what a signature says it was made in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from motcua.identity.capacities import offices_of, signs
from motcua.identity.capacity_rules import HEADS, TITLED, Held, Office, newest, principal_of
from motcua.identity.models import Posting, SigningOffice
from motcua.identity.services._common import account_lock, administers, rights_record
from motcua.identity.types import Actor, Role
from motcua.kernel import clock
from motcua.kernel.errors import FieldProblem, Invalid, NotFound, Refused
from motcua.kernel.text import nfc

TITLE_MAX, DOCUMENT_MAX = 100, 120


@dataclass(frozen=True, slots=True)
class OfficeInput:
    """The office that somebody holds; None takes the one that is recorded away.

    `valid_to` is exclusive. `document`: the working regulation that gives signatures by order,
    or the written delegation.
    """

    office: Office | None
    title: str = ""
    document: str = ""
    valid_from: datetime | None = None
    valid_to: datetime | None = None


@transaction.atomic
def office_set(*, actor: Actor | None, posting_id: int, given: OfficeInput) -> None:
    """Record which office the holder of a posting holds from now (or a later day) on.

    What was signed before keeps what it said. `actor` None is the command line, which alone may
    date back. Raises NotFound for a posting outside the actor's units, Refused for one's own, for
    a role that signs nothing, an ended posting, or a second head of one unit; Invalid per field.
    """
    now = clock.now()
    known = Posting.objects.filter(pk=posting_id).values_list("account_id", "unit_id").first()
    if known is None or not administers(actor, known[1]):
        raise NotFound("posting_unknown", _("There is no such posting."))
    if actor is not None and actor.account_id == known[0]:
        raise Refused("own_office", _("Nobody records the own office. Ask a colleague."))
    account_lock(known[0])
    # The unit's postings in one order: two who name a head at once wait for each other.
    rows = list(
        Posting.objects.select_for_update(of=("self",)).filter(unit_id=known[1]).order_by("id")
    )
    posting = next(one for one in rows if one.pk == posting_id)
    if not signs(Role(posting.role)):
        raise Refused("signs_nothing", _("Whoever holds this role signs no documents."))
    if posting.valid_to is not None and posting.valid_to <= now:
        raise Refused("posting_ended", _("This posting has ended already."))
    start = max(given.valid_from or now, posting.valid_from)
    title, document = nfc(given.title), nfc(given.document)
    _check(given, title, document, start, now if actor is not None else None)
    if given.office in HEADS:
        _one_head(posting, rows, start)
    row = SigningOffice.objects.create(
        posting=posting,
        office=given.office.value if given.office else "",
        title=title,
        document=document,
        valid_from=start,
        valid_to=given.valid_to,
        set_by_id=actor.account_id if actor else None,
        set_at=now,
    )
    rights_record(
        "office_set",
        account_id=posting.account_id,
        actor=actor,
        posting=posting_id,
        office=row.office,
        title=title,
        document=document,
        valid_from=start.isoformat(),
        valid_to=given.valid_to.isoformat() if given.valid_to else None,
    )


def _check(
    given: OfficeInput, title: str, document: str, start: datetime, earliest: datetime | None
) -> None:
    """Raise Invalid with every wrong field."""
    problems = []
    if len(title) > TITLE_MAX:
        problems.append(FieldProblem("title", _("This is too long.")))
    elif given.office in TITLED and not title:
        problems.append(FieldProblem("title", _("Write the title that stands on the paper.")))
    elif given.office is Office.SECTION_DEPUTY and principal_of(title) == title:
        text = _("The title of a deputy begins with “Phó”.")
        problems.append(FieldProblem("title", text))
    if len(document) > DOCUMENT_MAX:
        problems.append(FieldProblem("document", _("This is too long.")))
    elif given.office in TITLED and not document:
        text = _("Name the document that lets this person sign.")
        problems.append(FieldProblem("document", text))
    if given.office is Office.AUTHORISED and given.valid_to is None:
        text = _("A delegation to sign has an end: give its last day.")
        problems.append(FieldProblem("valid_to", text))
    if given.valid_to is not None and given.valid_to <= start:
        problems.append(FieldProblem("valid_to", _("The end must be after the beginning.")))
    if earliest is not None and start < earliest:
        problems.append(FieldProblem("valid_from", _("This day has passed.")))
    if problems:
        raise Invalid(problems)


def _one_head(posting: Posting, rows: list[Posting], start: datetime) -> None:
    """Refuse a second head of one unit, from the start on and at whatever begins later."""
    others = [one.pk for one in rows if one.account_id != posting.account_id]
    lines = [one for some in offices_of(others).values() for one in some]
    days = {start} | {one.valid_from for one in lines if _heads(one) and one.valid_from > start}
    ends = posting.valid_to
    for day in days:
        if (ends is None or day < ends) and any(_heads(one) for one in newest(lines, day)):
            raise Refused(
                "second_head",
                _("Somebody else is recorded as head of this unit. Change that first."),
            )


def _heads(one: Held) -> bool:
    return one.office in HEADS
