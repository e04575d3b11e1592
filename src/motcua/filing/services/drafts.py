"""Drafts: begun once, saved page by page, never overwritten without a word."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from motcua.citizens.types import CitizenActor
from motcua.filing.groups import group_led_by
from motcua.filing.models import Draft
from motcua.filing.queries.drafts import draft_view, drafts_mine, files_of
from motcua.filing.rules import keys_put, keys_taken
from motcua.filing.services.known import known_follow
from motcua.filing.types import DraftState, DraftView, Saved
from motcua.kernel import clock
from motcua.kernel.errors import NotFound, Refused, Stale

MAX_OPEN = 50  # open drafts of one person; more are a machine's


def draft_start(
    *,
    citizen: CitizenActor,
    procedure_code: str,
    version_id: int,
    form_id: int,
    form_number: int = 0,
    unit_id: int | None = None,
    case: str = "",
    parts: tuple[str, ...] = (),
    answers: Mapping[str, Any] | None = None,
    marks: list[dict[str, Any]] | None = None,
    fees: dict[str, Any] | None = None,
    papers: dict[str, Any] | None = None,
) -> DraftView:
    """Write a new draft; `answers` are what is known before anybody typed, `marks` from where.

    Raises Refused `too_many_drafts`.
    """
    if drafts_mine(citizen).filter(state=DraftState.OPEN).count() >= MAX_OPEN:
        raise Refused(
            "too_many_drafts",
            _("You have too many open drafts. Please send or delete some of them first."),
        )
    group = group_led_by(procedure_code)
    wanted = [one.key for one in group.parts if one.key in parts] if group else []
    now = clock.now()
    row = Draft.objects.create(
        person_id=citizen.person_id,
        subject_id=citizen.subject_id,
        relation_id=citizen.relation_id,
        helper_id=citizen.helper_id,
        procedure_code=procedure_code,
        version_id=version_id,
        form_id=form_id,
        form_number=form_number,
        unit_id=unit_id,
        case=case,
        group=group.key if group and wanted else "",
        parts=wanted,
        answers=dict(answers or {}),
        marks=list(marks or []),
        fees=fees or {},
        papers=papers or {},
        started_at=now,
        saved_at=now,
        expires_at=expiry(now),
    )
    return draft_view(row)


def draft_save(
    *,
    citizen: CitizenActor,
    public_id: str,
    page: str,
    keys: tuple[str, ...],
    answers: Mapping[str, Any],
    expected: int,
    done: bool = True,
) -> Saved:
    """Keep the answers of one page; `keys` are the questions that the page asks ("purpose").

    Where a page asks for parts of a person they are named ("mother.name"); `answers` may hold more
    than the page asks. `expected` is the draft's version that the page was drawn from. Where
    another tab or device saved the same page since, and differently, nothing is overwritten: both
    are kept, and the answer says `conflict`. `done` marks the page as gone through (not a save
    while typing). Raises NotFound, Refused `draft_closed`.
    """
    with transaction.atomic():
        row = draft_lock(citizen, public_id)
        given, stored = keys_taken(answers, keys), keys_taken(row.answers, keys)
        kept_at = int(row.pages.get(page, 0) or row.pages.get(f"~{page}", 0))
        changed = given != stored
        if changed and kept_at > expected:
            row.others[page] = {"answers": given, "at": clock.now().isoformat()}
            draft_store(row, "others", changed=False)
            return Saved(draft_view(row, files_of(row)), conflict=True)
        before = row.answers
        row.answers = keys_put(before, keys, given)
        if changed:
            known_follow(citizen, row, before)
        row.others.pop(page, None)
        through = done or page in row.pages
        row.pages.pop(f"~{page}", None)
        row.pages[page if through else f"~{page}"] = row.version + 1 if changed else kept_at
        draft_store(row, "answers", "marks", "others", "pages", changed=changed)
        return Saved(draft_view(row, files_of(row)))


def draft_choose(
    *,
    citizen: CitizenActor,
    public_id: str,
    page: str,
    mine: tuple[str, ...],
    keys: tuple[str, ...],
) -> DraftView:
    """End a conflict: of the questions `mine` the second version is taken, of the rest the saved.

    Raises NotFound, Refused `draft_closed`.
    """
    with transaction.atomic():
        row = draft_lock(citizen, public_id)
        other = row.others.pop(page, None)
        if other is not None:
            taken = tuple(key for key in keys if key in mine)
            row.answers = keys_put(row.answers, taken, other["answers"])
            row.pages[page] = row.version + 1
            draft_store(row, "answers", "others", "pages")
        return draft_view(row, files_of(row))


def draft_set(*, citizen: CitizenActor, public_id: str, **values: Any) -> DraftView:
    """Change what is not a form's answer: place, case, return, fee, what a source said.

    Raises NotFound, Refused `draft_closed`.
    """
    wrong = values.keys() - {
        "unit_id", "case", "delivery", "fees", "papers", "sources", "changes", "marks",
    }  # fmt: skip
    if wrong:
        raise ValueError(f"a draft has no {sorted(wrong)}")
    with transaction.atomic():
        row = draft_lock(citizen, public_id)
        for name, value in values.items():
            setattr(row, name, value)
        draft_store(row, *values)
        return draft_view(row, files_of(row))


def draft_discard(*, citizen: CitizenActor, public_id: str) -> DraftView:
    """Put a draft away; it can be taken back for 30 days (setting). Twice is once."""
    with transaction.atomic():
        row = _locked(citizen, public_id)
        if row.state == DraftState.SENT:
            raise Refused("draft_sent", _("This was sent already."))
        if row.state == DraftState.OPEN:
            row.state, row.discarded_at = DraftState.DISCARDED, clock.now()
            row.save(update_fields=["state", "discarded_at"])
        return draft_view(row)


def draft_restore(*, citizen: CitizenActor, public_id: str) -> DraftView:
    """Take a discarded draft back; it lives as long as a new one. Twice is once."""
    with transaction.atomic():
        row = _locked(citizen, public_id)
        if row.state == DraftState.DISCARDED:
            row.state, row.discarded_at = DraftState.OPEN, None
            row.expires_at, row.warned_at = expiry(clock.now()), None
            row.save(update_fields=["state", "discarded_at", "expires_at", "warned_at"])
        return draft_view(row, files_of(row))


def expiry(now: datetime) -> datetime:
    """Return until when a draft that was saved now is kept."""
    days: int = settings.DRAFT_DAYS
    return now + timedelta(days=days)


def draft_lock(citizen: CitizenActor, public_id: str) -> Draft:
    """Return an open draft with its row locked; raises NotFound, Refused `draft_closed`."""
    row = _locked(citizen, public_id)
    if row.state != DraftState.OPEN:
        raise Refused(
            "draft_closed",
            _("This was sent already.")
            if row.state == DraftState.SENT
            else _("This draft was deleted. Take it back to go on with it."),
            dossier=row.sent_code,
        )
    return row


def draft_expect(row: Draft, expected: int | None) -> None:
    """Raise Stale when the draft was changed since the page that is answered was drawn."""
    if expected is not None and row.version != expected:
        raise Stale(
            "draft_changed",
            _("This draft was changed in another tab or on another device. Please look again."),
        )


def draft_store(row: Draft, *names: str, changed: bool = True) -> None:
    """Write columns of a locked draft; a change is a new version and a longer life."""
    now = clock.now()
    row.saved_at = now
    row.expires_at, row.warned_at = expiry(now), None
    if changed:
        row.version += 1
    row.save(update_fields=[*names, "saved_at", "expires_at", "warned_at", "version"])


def _locked(citizen: CitizenActor, public_id: str) -> Draft:
    row = drafts_mine(citizen).select_for_update().filter(public_id=public_id).first()
    if row is None:
        raise NotFound("draft_unknown", _("There is no such draft here."))
    return row
