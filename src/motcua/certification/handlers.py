"""Reactions to the steps of a dossier whose papers are certified copies."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _

from motcua.certification.models import Batch, Row
from motcua.certification.services.certify import result_number
from motcua.certification.services.check import stage_follow
from motcua.certification.types import BESIDE, RowState, Stage
from motcua.dossiers.events import DossierChanged
from motcua.dossiers.queries import dossier_get
from motcua.dossiers.types import FactType
from motcua.kernel.errors import Refused
from motcua.kernel.events import listen
from motcua.procedures.queries import version_get

STAGES = {
    FactType.APPRAISED: Stage.CERTIFY,
    FactType.SENT_BACK: Stage.CHECK,
    FactType.APPROVED: Stage.SEAL,
    FactType.DONE: Stage.GIVE,
    FactType.RETURNED: Stage.OVER,
    FactType.WITHDRAWN: Stage.OVER,
    FactType.STOPPED: Stage.OVER,
    FactType.REOPENED: Stage.CHECK,
}


def dossier_changed(event: DossierChanged) -> None:
    """Keep the stage of a batch; refuse a step on another page that would pass the register by.

    Which dossiers these are the version of their procedure says, however they were taken in. It
    costs nothing for others: the event says so itself, and a version is read once.
    """
    stage = STAGES.get(event.fact.type)
    if stage is None or "supplement" in event.fact.data:  # refused to ask: nothing came back
        return
    if event.beside != BESIDE and not _certified(event):
        return
    check = CHECKS.get(event.fact.type)
    if check is not None:
        check(event)
    if stage is Stage.CHECK:  # the list is made anew once everything was compared again
        Batch.objects.filter(dossier_id=event.dossier_id).update(checked_at=None, checked_by=None)
    if event.fact.type is FactType.REOPENED:  # what was struck out may be certified anew
        struck = Row.objects.filter(
            batch__dossier_id=event.dossier_id, state=RowState.CANCELLED.value
        )
        struck.update(state=RowState.WAITING.value)
    stage_follow(event.dossier_id, stage)


def _certified(event: DossierChanged) -> bool:
    return bool(event.version_id) and version_get(event.version_id).certified_copies


def _listed_check(event: DossierChanged) -> None:
    """Refuse `list_first`, `check_first`: the list that is signed names what was compared."""
    batch = Batch.objects.filter(dossier_id=event.dossier_id).first()
    if batch is None:
        raise _unlisted()
    if batch.checked_at is None:
        raise Refused(
            "check_first",
            _(
                "These are certified copies. Say that they were compared on the page “Certified "
                "copies”: it makes the list of papers that is signed."
            ),
        )


def _certified_check(event: DossierChanged) -> None:
    """Refuse `list_first`, `certify_first` while a paper of the batch has no number."""
    if not Batch.objects.filter(dossier_id=event.dossier_id).exists():
        raise _unlisted()
    rows = Row.objects.filter(batch__dossier_id=event.dossier_id)
    if rows.filter(state=RowState.WAITING.value).exists():
        raise Refused(
            "certify_first",
            _(
                "These are certified copies. Certify them on the page “Certified copies”, where "
                "each paper gets its number in the register."
            ),
        )


def _sealed_check(event: DossierChanged) -> None:
    """Refuse `number_differs`: the result bears the numbers of the register and no other."""
    if not Batch.objects.filter(dossier_id=event.dossier_id).exists():
        return  # approved before there was a register here
    number = result_number(event.code)
    if dossier_get(event.code).results[-1].number != number:
        raise Refused(
            "number_differs",
            _(
                "These are certified copies: their number is %(number)s, as in the register. Seal "
                "them on the page “Certified copies”, which enters it by itself."
            )
            % {"number": number},
        )


def _unlisted() -> Refused:
    return Refused(
        "list_first",
        _(
            "These are certified copies without the list of their papers, so that none would get "
            "a number in the register. Open the dossier and press “Certified copies”: whoever "
            "compares them makes the list there first, and the work goes on from it."
        ),
    )


CHECKS: dict[FactType, Callable[[DossierChanged], None]] = {
    FactType.APPRAISED: _listed_check,
    FactType.APPROVED: _certified_check,
    FactType.DONE: _sealed_check,
}


def connect() -> None:
    """Connect the reactions; called once when the application starts."""
    listen(DossierChanged, dossier_changed)
