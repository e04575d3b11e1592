"""A birth filed as one, in words: one progress, every part with its body, its date and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from motcua.deadlines.explain import explanation_lines
from motcua.dossiers.queries import Standing
from motcua.dossiers.types import Status
from motcua.filing.groups import group_title
from motcua.filing.parent import GroupState
from motcua.filing.queries import GroupView, PartView
from motcua.portal.receipts import dossier_url
from motcua.ui import formats
from motcua.ui.types import ProgressStep


@dataclass(frozen=True)
class PartTold:
    """A part as people read it; `url` is empty where only the codes were given."""

    key: str
    title: str
    body: str
    code: str
    status: int | None
    waiting: bool
    sentence: str
    why: tuple[str, ...]
    url: str
    note: str = ""
    earlier: tuple[tuple[str, str], ...] = ()  # what it was filed as before: code, address


@dataclass(frozen=True)
class GroupTold:
    """Everything that the page of a parent says; nothing of any person."""

    code: str
    public_id: str
    name: str
    title: str
    meaning: str
    sent_at: datetime
    due_at: datetime | None
    steps: tuple[ProgressStep, ...]
    parts: tuple[PartTold, ...]
    failed: bool
    again: bool
    withdrawable: bool
    running: bool
    yours: tuple[PartTold, ...]
    to_file_again: tuple[PartTold, ...] = ()


def group_told(group: GroupView, *, own: bool = False) -> GroupTold:
    """Put a parent into words of the active language; `own` links the parts' own pages."""
    parts = tuple(_part(one, own=own) for one in group.parts)
    title, meaning = _state(group)
    running = group.state is GroupState.RUNNING
    return GroupTold(
        code=group.code,
        public_id=group.public_id,
        name=group_title(group.kind),
        title=title,
        meaning=meaning,
        sent_at=group.sent_at,
        due_at=group.due_at if running else None,
        steps=tuple(_step(one) for one in group.parts),
        parts=parts,
        failed=group.failed and not group.again,
        again=group.again,
        withdrawable=group.withdrawable,
        running=running,
        yours=tuple(told for told, one in zip(parts, group.parts, strict=True) if one.yours),
        to_file_again=tuple(
            told for told, one in zip(parts, group.parts, strict=True) if one.again
        ),
    )


def _state(group: GroupView) -> tuple[str, str]:
    many = {"done": group.finished, "all": len(group.parts)}
    if group.state is GroupState.DONE:
        return _("Everything is done"), _("Every part has its result.")
    if group.state is GroupState.ENDED:
        return _("It ended without a result"), _("The parts below say why.")
    if group.state is GroupState.PARTLY:
        return (
            _("%(done)s of %(all)s parts have their result") % many,
            _("What has its result stays valid. The other parts ended; they say why."),
        )
    title = _("%(done)s of %(all)s parts have their result") % many
    if group.yours:
        return title, _("A part needs something from you.")
    if group.due_at is not None:
        due = {"due": formats.instant(group.due_at)}
        return title, _("Everything is due by %(due)s.") % due
    return title, _("You need to do nothing now. Each part says when it is due.")


def _part(part: PartView, *, own: bool) -> PartTold:
    seen = part.dossier
    if seen is None:
        words = _("It could not be filed from home here. The other parts go on; nothing is lost.")
        return PartTold(part.key, part.title, "", "", None, False, words, (), "")
    redone = {"part": part.redone}
    return PartTold(
        key=part.key,
        title=part.title,
        body=seen.competent_unit_name,
        code=seen.code,
        status=seen.status.value,
        waiting=part.waiting,
        sentence=_sentence(part, seen),
        why=tuple(explanation_lines(seen.due_explanation))
        if seen.due_at and not seen.ended_at
        else (),
        url=dossier_url(seen.code) if own else "",
        note=_("The result of “%(part)s” is being corrected; this part goes on.") % redone
        if part.redone
        else "",
        earlier=tuple((one.code, dossier_url(one.code) if own else "") for one in part.earlier),
    )


def _sentence(part: PartView, seen: Standing) -> str:
    if part.gone:
        return _("It ended, because “%(part)s” ended without a result.") % {"part": part.gone}
    if part.waiting and seen.status is Status.REGISTERED:
        names = ", ".join(f"“{one}”" for one in part.waits_for)
        return _("It waits for the result of %(parts)s; its time begins after that.") % {
            "parts": names
        }
    if seen.status in {Status.ACCEPTED, Status.PROCESSING} and seen.due_at is not None:
        due = {"due": formats.instant(seen.due_at)}
        return _("It is being worked on; the result is due on %(due)s.") % due
    if seen.refusal:
        return _("It was decided and not granted; the reasons are in the result.")
    return str(_SENTENCES.get(seen.status, _SENTENCES[Status.RETURNED]))


_SENTENCES = {
    Status.REGISTERED: gettext_lazy("The papers are being checked."),
    Status.SUPPLEMENT: gettext_lazy("Something is missing. When it has arrived, work goes on."),
    Status.OBLIGATION: gettext_lazy("A payment to the State is due. Then work goes on."),
    Status.REFUSED: gettext_lazy("It was not accepted. The other parts are not affected."),
    Status.WITHDRAWN: gettext_lazy("It was withdrawn."),
    Status.STOPPED: gettext_lazy("Work on it has stopped. What is finished elsewhere stays valid."),
    Status.DONE: gettext_lazy("The result is there."),
    Status.RETURNED: gettext_lazy("The result has been handed over."),
}


def _step(part: PartView) -> ProgressStep:
    seen = part.dossier
    if seen is None:
        return ProgressStep(part.title, "todo", _("not filed"))
    if part.finished:
        return ProgressStep(part.title, "done", seen.competent_unit_name, seen.ended_at)
    if not part.withdrawable:
        return ProgressStep(part.title, "stopped", seen.competent_unit_name, seen.ended_at)
    return ProgressStep(part.title, "todo" if part.waiting else "now", seen.competent_unit_name)


def groups_matching(groups: list[GroupView], text: str, state: str) -> list[GroupView]:
    """Return the parents that a search by code and a chip of the list leave; both may be empty."""
    wanted = text.replace(" ", "").upper()
    if wanted:
        groups = [
            one
            for one in groups
            if any(code.startswith(wanted) for code in (one.code, *_codes(one)))
        ]
    return [one for one in groups if not state or state in _chips(one)]


def _chips(group: GroupView) -> frozenset[str]:
    """Return the chips of the list that a parent answers to."""
    if group.state is GroupState.RUNNING:
        return frozenset({"yours" if group.yours else "running"})
    return frozenset({"ended" if group.state is GroupState.ENDED else "done"})


def _codes(group: GroupView) -> list[str]:
    now = [one.dossier.code for one in group.parts if one.dossier]
    return now + [old.code for one in group.parts for old in one.earlier]
