"""Papers shown at a counter: by whoever shows them, and by the officer who read the code."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from motcua.citizens.types import CitizenActor
from motcua.documents.queries import file_get
from motcua.documents.types import StoredFileView
from motcua.filing.models import Share, ShareItem
from motcua.filing.queries.kept import file_name, item_view
from motcua.filing.types import SharedPaper, ShareState, ShareView
from motcua.identity.types import Action, Actor
from motcua.kernel import clock
from motcua.kernel.audit import Reading, readings_of
from motcua.kernel.errors import NotFound

SHOWN = 20  # earlier ones on the page
OPENED = "papers shown by the person at the counter"


def share_subject(share_id: int, item_id: int = 0) -> str:
    """Return how the record of readings names papers that are shown, or one of them."""
    return f"share:{share_id}:{item_id}" if item_id else f"share:{share_id}"


def shares_of(citizen: CitizenActor, *, limit: int = SHOWN) -> list[ShareView]:
    """Return what somebody showed, the newest first; the papers of none of them."""
    rows = Share.objects.filter(person_id=citizen.subject_id).order_by("-made_at", "-pk")
    return [share_view(row) for row in rows[:limit]]


def share_get(citizen: CitizenActor, public_id: str) -> ShareView:
    """Return one of them with its papers; raises NotFound for another person's."""
    row = Share.objects.filter(person_id=citizen.subject_id, public_id=public_id).first()
    if row is None:
        raise share_unknown()
    return share_view(row, papers=True)


def share_readings(share: ShareView) -> list[tuple[Reading, int]]:
    """Return who looked at what was shown, the newest first; with the paper, 0 for all of them."""
    mine = share_subject(share.id)
    return [
        (one, int(one.subject.removeprefix(mine).lstrip(":") or 0))
        for one in readings_of(share.id_number, subject=mine)
    ]


def share_shown(actor: Actor, share_id: int) -> ShareView | None:
    """Return what a person shows this officer at this moment; None when that is over.

    In the officer's own scope: the wall gives the rows of a live share of the unit alone.
    """
    row = _shown_to(actor).filter(pk=share_id).first()
    return share_view(row, papers=True) if row else None


def shared_file(
    actor: Actor, share_id: int, item_id: int
) -> tuple[ShareView, SharedPaper, StoredFileView, str]:
    """Return a paper that is shown to this officer now, its file and its name; raises NotFound.

    The caller records the reading.
    """
    share = share_shown(actor, share_id)
    papers = share.papers if share else ()
    paper = next((one for one in papers if one.item.id == item_id), None)
    if share is None or paper is None:
        raise share_unknown()
    return share, paper, file_get(paper.item.file_id), file_name(paper.item)


def share_unknown() -> NotFound:
    """Return the answer for what is not there, or not this person's."""
    return NotFound("share_unknown", _("No papers are shown here."))


def share_view(row: Share, *, papers: bool = False) -> ShareView:
    """Return a row as others see it; with its papers that may still be used."""
    return ShareView(
        id=row.pk,
        public_id=row.public_id,
        id_number=row.id_number,
        code=row.code,
        state=_state(row),
        chosen=row.papers,
        made_at=row.made_at,
        expires_at=row.expires_at,
        ended_at=row.ended_at,
        unit_id=row.unit_id,
        account_id=row.account_id,
        opened_at=row.opened_at,
        papers=_papers(row) if papers else (),
    )


def _papers(row: Share) -> tuple[SharedPaper, ...]:
    items = ShareItem.objects.filter(share=row).select_related("item__file__held")
    found = [
        SharedPaper(item_view(one.item), one.owned)
        for one in items.order_by("-item__verified", "-item__issued_on", "-item_id")
    ]
    return tuple(one for one in found if one.item.usable)


def _state(row: Share) -> ShareState:
    if row.ended_at is not None and row.ended_at < row.expires_at:
        return ShareState.ENDED
    if row.ended_at is not None or row.expires_at <= clock.now():
        return ShareState.EXPIRED
    return ShareState.OPEN if row.opened_at else ShareState.WAITING


def _shown_to(actor: Actor) -> QuerySet[Share]:
    return Share.objects.filter(
        account_id=actor.account_id,
        unit_id__in=actor.unit_ids_for(Action.DOSSIER_INTAKE),
        ended_at=None,
        expires_at__gt=clock.now(),
    )
