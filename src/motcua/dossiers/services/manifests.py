"""Paper handed from unit to unit: put on a manifest, sent, confirmed, reported, explained.

Each answer of the receiver is an event of the dossier. The paper's place moves only with it, and
never the work: that has a hand-over of its own (`work_hand_over`, `work_confirm_receipt`).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from motcua.dossiers.manifest_types import (
    ENDS_OF_MISSING,
    LINES_MOST,
    REPORTS,
    TRAVELS,
    WORDS_MOST,
    LineState,
    ManifestState,
    Place,
)
from motcua.dossiers.models import Dossier, Manifest, ManifestLine
from motcua.dossiers.queries.manifests import manifest_unknown, paper_counts, paper_place
from motcua.dossiers.queries.parts import unit_may_join
from motcua.dossiers.services import _write
from motcua.dossiers.services.papers import number_next
from motcua.dossiers.types import FactType
from motcua.identity.types import Action, Actor, PostingView
from motcua.kernel import clock
from motcua.kernel.errors import FieldProblem, Invalid, NotFound, Refused
from motcua.kernel.text import nfc
from motcua.organisations.queries import unit_get

ACTION = Action.WORK_CLAIM
FORM = "BG"  # the counter of manifests among those of the forms
OPEN_LINES = [LineState.LISTED.value, LineState.SENT.value]


@transaction.atomic
def manifest_begin(
    *, actor: Actor, from_unit_id: int, to_unit_id: int, codes: Iterable[str] = ()
) -> tuple[int, tuple[str, ...]]:
    """Begin a manifest and put dossiers on it; return it and the refusals of single dossiers.

    The number is taken now, so that the sheet can be printed before it is sent; one that is
    cancelled keeps its number. Raises Forbidden, Invalid, and NotFound for an unknown unit.
    """
    posting = actor.posting_for(ACTION, from_unit_id)
    if from_unit_id == to_unit_id:
        text = _("Choose another unit than the one that gives.")
        raise Invalid([FieldProblem("to_unit", text)])
    unit_get(to_unit_id)
    now = clock.now()
    year = clock.local(now).year
    row = Manifest.objects.create(
        from_unit_id=from_unit_id,
        to_unit_id=to_unit_id,
        year=year,
        number=number_next(from_unit_id, FORM, year),
        state=ManifestState.OPEN.value,
        made_by=posting.account_id,
        made_at=now,
    )
    refused = []
    for code in _in_order(codes):
        try:
            _put(row, code)
        except Refused as refusal:
            refused.append(f"{code}: {refusal}")
    return row.pk, tuple(refused)


@transaction.atomic
def manifest_add(*, actor: Actor, manifest_id: int, code: str) -> None:
    """Put the paper of one dossier on a manifest. Raises NotFound, Forbidden, Refused."""
    row, _posting = _given(actor, manifest_id, ManifestState.OPEN)
    _put(row, code)


@transaction.atomic
def manifest_remove(*, actor: Actor, manifest_id: int, line_id: int) -> None:
    """Take a dossier off a manifest that was not sent; one that is gone already is gone."""
    row, _posting = _given(actor, manifest_id, ManifestState.OPEN)
    ManifestLine.objects.filter(manifest=row, pk=line_id).delete()


@transaction.atomic
def manifest_cancel(*, actor: Actor, manifest_id: int) -> None:
    """Give a manifest up that was not sent; its paper stays where it is."""
    row, _posting = _given(actor, manifest_id, ManifestState.OPEN)
    ManifestLine.objects.filter(manifest=row).delete()
    row.state = ManifestState.CANCELLED.value
    row.save(update_fields=["state"])


@transaction.atomic
def manifest_send(*, actor: Actor, manifest_id: int) -> None:
    """Give the paper to whoever carries it; the giver answers for it until it is confirmed.

    Raises NotFound, Forbidden, Refused `manifest_empty`, `not_open`.
    """
    row, posting = _given(actor, manifest_id, ManifestState.OPEN)
    lines = list(ManifestLine.objects.filter(manifest=row).order_by("dossier_id"))
    if not lines:
        raise Refused("manifest_empty", _("No dossier stands on this manifest yet."))
    now = clock.now()
    for line in lines:
        dossier = _locked(line.dossier_id)
        if _write.units_see(dossier, [row.to_unit_id]):
            dossier.save(update_fields=["visible_units"])
        _tell(dossier, FactType.PAPER_SENT, now, row, posting)
    ManifestLine.objects.filter(manifest=row).update(state=LineState.SENT.value)
    row.state, row.sent_at, row.sent_by = ManifestState.SENT.value, now, posting.account_id
    row.save(update_fields=["state", "sent_at", "sent_by"])


@transaction.atomic
def manifest_confirm(*, actor: Actor, manifest_id: int, line_ids: Iterable[int]) -> int:
    """Say that paper has arrived; what was missing may come after all. Return how many.

    Raises NotFound, Forbidden, Refused `already_confirmed`, `giver_confirms`, `not_sent`.
    """
    row, posting = _received(actor, manifest_id)
    wanted = set(line_ids)
    lines = list(ManifestLine.objects.filter(manifest=row, pk__in=wanted).order_by("dossier_id"))
    if not lines:
        raise Refused("nothing_chosen", _("Choose at least one dossier."))
    for line in lines:
        _answerable(line, LineState.SENT, LineState.MISSING)
        _answer(row, line, LineState.RECEIVED, posting)
    _close(row)
    return len(lines)


def manifest_confirm_code(*, actor: Actor, manifest_id: int, code: str) -> None:
    """Say that the paper whose code was scanned has arrived.

    Raises what `manifest_confirm` raises, and Refused `not_on_manifest`.
    """
    line = ManifestLine.objects.filter(manifest_id=manifest_id, dossier__code=code).first()
    if line is None:
        actor.posting_for(ACTION)
        raise Refused(
            "not_on_manifest",
            _("Dossier %(code)s does not stand on this manifest.") % {"code": code[:60]},
        )
    manifest_confirm(actor=actor, manifest_id=manifest_id, line_ids=[line.pk])


@transaction.atomic
def manifest_report(
    *, actor: Actor, manifest_id: int, line_id: int, state: LineState, words: str
) -> None:
    """Say that paper is missing or arrived damaged, in words. Raises as `manifest_confirm`."""
    if state not in REPORTS:
        raise Invalid([FieldProblem("state", _("Say what is wrong."))])
    row, posting = _received(actor, manifest_id)
    line = _line(row, line_id)
    _answerable(line, LineState.SENT)
    line.remark = _words(words)
    _answer(row, line, state, posting, line.remark)


@transaction.atomic
def manifest_explain(
    *, actor: Actor, manifest_id: int, line_id: int, end: LineState, words: str
) -> None:
    """Explain a difference: missing paper stayed or is lost; of damaged paper, what happened.

    Lost paper that is found again is explained once more, as `STAYED`: it lies with the giver and
    may travel anew; both explanations stay events of the dossier. The giving unit explains.
    Raises NotFound, Forbidden, Invalid, Refused `nothing_to_explain`.
    """
    row = _row(actor, manifest_id)
    posting = actor.posting_for(ACTION, row.from_unit_id)
    line = _line(row, line_id)
    found = line.state == LineState.LOST and end is LineState.STAYED
    open_ = line.state in {one.value for one in REPORTS} and line.explained_at is None
    if not (found or open_):
        raise Refused("nothing_to_explain", _("There is no open difference at this dossier."))
    if found or line.state == LineState.MISSING:
        if end not in ENDS_OF_MISSING:
            raise Invalid([FieldProblem("end", _("Say what has become of the paper."))])
        line.state = end.value
    line.explanation = _words(words)
    line.explained_at, line.explained_by = clock.now(), posting.account_id
    line.save(update_fields=["state", "explanation", "explained_at", "explained_by"])
    _tell(
        _locked(line.dossier_id),
        FactType.PAPER_EXPLAINED,
        line.explained_at,
        row,
        posting,
        words=line.explanation,
        found=line.state,
    )
    if row.state == ManifestState.SENT:
        _close(row)


def _in_order(codes: Iterable[str]) -> list[str]:
    """Return codes as everybody locks dossiers: by id; those that nobody knows come first."""
    wanted = list(codes)
    ids = dict(Dossier.objects.filter(code__in=wanted).values_list("code", "id"))
    return sorted(wanted, key=lambda code: ids.get(code, 0))


def _put(row: Manifest, code: str) -> None:
    """Put a dossier on an open manifest whose row is locked or new."""
    dossier = _write.dossier_lock(code)
    if ManifestLine.objects.filter(manifest=row, dossier=dossier).exists():
        raise Refused("already_listed", _("This dossier stands on the manifest already."))
    _expect_here(row, dossier)
    known = dossier.visible_units
    owners = {dossier.competent_unit_id, dossier.receiving_unit_id}
    if not unit_may_join(row.to_unit_id, owners=owners, known=known):
        text = _("This unit has no part in the dossier and may not get its paper.")
        raise Refused("unit_has_no_part", text)
    if ManifestLine.objects.filter(manifest=row).count() >= LINES_MOST:
        text = _("A manifest takes 200 dossiers at most. Begin another one.")
        raise Refused("manifest_full", text)
    originals, copies = paper_counts(dossier.pk)
    ManifestLine.objects.create(
        manifest=row,
        dossier=dossier,
        originals=originals,
        copies=copies,
        state=LineState.LISTED.value,
    )


def _expect_here(row: Manifest, dossier: Dossier) -> None:
    """Raise Refused unless the dossier's paper lies in the giving unit and on no other manifest."""
    travels = ManifestLine.objects.select_related("manifest").filter(
        dossier=dossier, state__in=sorted(one.value for one in TRAVELS)
    )
    other = travels.first()
    if other is not None:
        told = {"number": f"{other.manifest.number}/{other.manifest.year}"}
        text = _("Its paper stands on manifest %(number)s, which is not done with.")
        raise Refused("on_other_manifest", text % told)
    place = paper_place(dossier)
    if place.place is Place.NONE:
        raise Refused("no_paper", _("This dossier has no paper, or was not accepted yet."))
    if place.place is not Place.THERE or place.unit_id != row.from_unit_id:
        raise Refused("paper_elsewhere", _("The paper of this dossier is not in the giving unit."))


def _given(actor: Actor, manifest_id: int, state: ManifestState) -> tuple[Manifest, PostingView]:
    """Return a manifest of the actor's own unit, locked; raises unless it is in this state."""
    row = _row(actor, manifest_id)
    posting = actor.posting_for(ACTION, row.from_unit_id)
    if row.state != state.value:
        raise Refused("not_open", _("This manifest was sent or cancelled in the meantime."))
    return row, posting


def _received(actor: Actor, manifest_id: int) -> tuple[Manifest, PostingView]:
    row = _row(actor, manifest_id)
    posting = actor.posting_for(ACTION, row.to_unit_id)
    if row.sent_at is None:
        raise Refused("not_sent", _("This manifest has not been sent yet."))
    if row.sent_by == posting.account_id:
        raise Refused("giver_confirms", _("The receiver confirms, not the giver."))
    return row, posting


def _row(actor: Actor, manifest_id: int) -> Manifest:
    """Return a manifest with its row locked; NotFound for anybody whose unit has no part in it."""
    units = actor.unit_ids_for(ACTION)
    row = Manifest.objects.select_for_update().filter(pk=manifest_id).first()
    if row is None or not (
        row.from_unit_id in units or (row.to_unit_id in units and row.sent_at is not None)
    ):
        raise manifest_unknown()
    return row


def _line(row: Manifest, line_id: int) -> ManifestLine:
    line = ManifestLine.objects.filter(manifest=row, pk=line_id).first()
    if line is None:
        raise NotFound("line_unknown", _("This dossier does not stand on this manifest."))
    return line


def _answerable(line: ManifestLine, *states: LineState) -> None:
    if line.state not in {one.value for one in states}:
        raise Refused(
            "already_confirmed",
            _("Dossier %(code)s has been answered for already, at %(at)s.")
            % {
                "code": line.dossier.code,
                "at": f"{clock.local(line.answered_at):%H:%M %d/%m/%Y}" if line.answered_at else "",
            },
        )


_FACTS = {
    LineState.RECEIVED: FactType.PAPER_RECEIVED,
    LineState.DAMAGED: FactType.PAPER_DAMAGED,
    LineState.MISSING: FactType.PAPER_MISSING,
}


def _answer(
    row: Manifest, line: ManifestLine, state: LineState, posting: PostingView, words: str = ""
) -> None:
    now = clock.now()
    line.state, line.answered_at, line.answered_by = state.value, now, posting.account_id
    line.save(update_fields=["state", "answered_at", "answered_by", "remark"])
    _tell(_locked(line.dossier_id), _FACTS[state], now, row, posting, words=words)


def _tell(
    dossier: Dossier,
    kind: FactType,
    at: datetime,
    row: Manifest,
    posting: PostingView,
    *,
    words: str = "",
    found: str = "",
) -> None:
    """Record what happened to the paper as an event of the dossier."""
    fact = _write.fact_at(
        kind,
        at,
        words={"reason": words} if words else None,
        from_unit=row.from_unit_id,
        to_unit=row.to_unit_id,
        manifest=f"{row.number}/{row.year}",
        found=found or None,
    )
    _write.facts_record(dossier, [fact], _write.doer_of(posting))


def _locked(dossier_id: int) -> Dossier:
    return _write.subject_lock(f"dossier:{dossier_id}")


def _close(row: Manifest) -> None:
    """Close a manifest whose lines are all confirmed or explained."""
    lines = ManifestLine.objects.filter(manifest=row)
    open_ = lines.filter(state__in=OPEN_LINES) | lines.filter(
        state__in=sorted(one.value for one in REPORTS), explained_at=None
    )
    if not open_.exists():
        row.state, row.closed_at = ManifestState.CLOSED.value, clock.now()
        row.save(update_fields=["state", "closed_at"])


def _words(text: str) -> str:
    words = nfc(text)
    if not words:
        raise Invalid([FieldProblem("words", _("Say it in a few words."))])
    if len(words) > WORDS_MOST:
        raise Invalid([FieldProblem("words", _("This is too long; 500 characters at most."))])
    return words
