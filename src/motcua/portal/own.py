"""One's own dossier in words: what to do now, what was handed in, what came back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from motcua.documents.queries import files_told
from motcua.documents.types import Hold
from motcua.dossiers import chain
from motcua.dossiers.queries import dossier_get, dossier_track
from motcua.dossiers.slip_paper import has_slip
from motcua.dossiers.types import FINAL, FactType, Status
from motcua.dossiers.views import AttachmentView, DossierView, ResultView
from motcua.feedback.queries import rating_of
from motcua.feedback.types import RatingView
from motcua.notices.queries import notices_of_subject
from motcua.notices.types import NoticeView
from motcua.portal.letters import Letters, letters_told
from motcua.portal.telling import DossierTold, told
from motcua.ui import formats
from motcua.ui.formats import language

WITHDRAWABLE = frozenset(
    {Status.REGISTERED, Status.ACCEPTED, Status.PROCESSING, Status.SUPPLEMENT, Status.OBLIGATION}
)
RATED = frozenset({Status.DONE, Status.RETURNED})


@dataclass(frozen=True)
class OwnTask:
    """Something that waits for the person, with the button that does it."""

    title: str
    text: str
    label: str = ""
    url: str = ""


@dataclass(frozen=True)
class EndTold:
    """Why a dossier was refused or stopped, in the office's words; what is not known is empty."""

    reason: str
    legal_basis: str = ""
    go_instead: str = ""


@dataclass(frozen=True)
class OwnTold:
    """Everything that the page of one's own dossier says."""

    dossier: DossierView
    told: DossierTold
    tasks: tuple[OwnTask, ...]
    papers: tuple[tuple[str, tuple[AttachmentView, ...]], ...]
    results: tuple[ResultView, ...]
    notices: tuple[NoticeView, ...]
    ended: EndTold | None
    rating: RatingView | None
    letters: Letters = ()
    has_slip: bool = False

    @property
    def may_withdraw(self) -> bool:
        """Whether the dossier can still be withdrawn."""
        return self.dossier.status in WITHDRAWABLE

    @property
    def may_rate(self) -> bool:
        """Whether there is a result about which to say how it was."""
        return self.dossier.status in RATED


def own_told(code: str) -> OwnTold:
    """Return one's own dossier, under the person's scope; raises NotFound for another's."""
    dossier = dossier_get(code)
    followed = dossier_track(dossier.code, chain.tracking_token(dossier.code))
    return OwnTold(
        dossier=dossier,
        told=_told(dossier, told(followed)),
        tasks=tuple(_tasks(dossier)),
        papers=_papers(dossier),
        results=tuple(one for one in dossier.results if one.issued_at is not None),
        notices=tuple(notices_of_subject(f"dossier:{dossier.id}", language=language())),
        ended=_end(dossier),
        rating=rating_of(dossier.id),
        letters=letters_told(dossier.papers),
        has_slip=has_slip(dossier),
    )


def _told(dossier: DossierView, shown: DossierTold) -> DossierTold:
    """Say that it is the office's turn, once everything that was asked for has been sent."""
    asked = dossier.open_supplement
    if dossier.status is not Status.SUPPLEMENT or (asked and asked.state == "requested"):
        return shown
    return replace(
        shown,
        title=_("What you sent has arrived and is being checked"),
        meaning=_("You need to do nothing now."),
        following=(_("The office looks at what you sent, and the work goes on."),),
    )


def _tasks(dossier: DossierView) -> list[OwnTask]:
    tasks = [_malicious(one) for one in _condemned(dossier)]
    asked = dossier.open_supplement
    if asked is not None and asked.state == "requested":
        tasks.append(
            OwnTask(
                _("The office needs something more"),
                _("You can send it from here. Until then the clock stands.")
                if dossier.accepted_at
                else _("You can send it from here. Then the office looks at it again."),
                _("Send what is missing"),
                reverse("portal:my_dossier_supply", args=[dossier.code]),
            )
        )
    owed = dossier.open_obligation
    if owed is not None:
        tasks.append(
            OwnTask(
                _("Please pay %(amount)s to the State")
                % {"amount": formats.money(owed.amount_vnd)},
                " ".join(
                    filter(
                        None,
                        (
                            _("Notice %(number)s.") % {"number": owed.notice_number},
                            _why_owed(dossier),
                        ),
                    )
                ),
                *_pay(dossier),
            )
        )
    if dossier.unpaid_vnd and dossier.status not in FINAL:
        tasks.append(
            OwnTask(
                _("Please pay the fee of %(amount)s")
                % {"amount": formats.money(dossier.unpaid_vnd)},
                _("Pay online, or at the counter with the code of your dossier."),
                *_pay(dossier),
            )
        )
    return tasks


def _why_owed(dossier: DossierView) -> str:
    """Return what the office wrote about why the payment is owed; often nothing."""
    asked = [one for one in dossier.timeline if one.type == FactType.OBLIGATION_REQUESTED]
    return str(asked[-1].data.get("reason") or "") if asked else ""


def _condemned(dossier: DossierView) -> list[AttachmentView]:
    """Return what this person handed in and a later check found malicious; one statement."""
    own = own_files(dossier).values()
    files = files_told(one.file_id for one in own) if own else {}
    return [one for one in own if files[one.file_id].hold is Hold.MALWARE]


def _malicious(file: AttachmentView) -> OwnTask:
    text = _(
        "A later check found it in “%(name)s”. Nobody gets this file, and the office knows. Please "
        "check your device. The office asks you for the paper again, or you bring it to the "
        "counter."
    )
    return OwnTask(_("A file contains malicious software"), text % {"name": file.name})


def _pay(dossier: DossierView) -> tuple[str, str]:
    try:
        return _("Pay now"), reverse("portal:pay_dossier", args=[dossier.code])
    except NoReverseMatch:
        return "", ""


def _papers(dossier: DossierView) -> tuple[tuple[str, tuple[AttachmentView, ...]], ...]:
    """Return what was handed in: each component, and what was sent besides."""
    papers = [(one.name, one.files) for one in dossier.components if one.given]
    also = tuple(one for one in dossier.attachments if one.kind == "other")
    if also:
        papers.append((_("Sent later"), also))
    return tuple(papers)


def _end(dossier: DossierView) -> EndTold | None:
    """Return why a dossier was refused or stopped: reason, law, and who is competent instead."""
    if dossier.status not in {Status.REFUSED, Status.STOPPED}:
        return None
    told_last: dict[str, Any] = next(
        (e.data for e in reversed(dossier.timeline) if e.type in {"refused", "stopped"}), {}
    )
    reason = str(told_last.get("reason") or "")
    instead = next((one.go_instead for one in reversed(dossier.papers) if one.go_instead), "")
    return EndTold(reason, str(told_last.get("legal_basis") or ""), instead) if reason else None


def own_files(dossier: DossierView) -> dict[int, AttachmentView]:
    """Return the files that this person handed in; drafts of the office are not among them."""
    shown = {"component", "other"}
    return {one.id: one for one in dossier.attachments if one.kind in shown}
