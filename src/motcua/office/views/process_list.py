"""Processes: what is in force, what is being drawn, what waits for approval."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.kernel.text import search_key
from motcua.office.processdesk import STATES, people
from motcua.organisations.queries import units_by_ids
from motcua.quality.queries.register import open_by_process
from motcua.ui.links import chips_for
from motcua.ui.types import Label
from motcua.workflow.drawn import DraftState, DraftView, VersionView
from motcua.workflow.queries import drafts_list, process_versions


@dataclass(frozen=True)
class DraftLine:
    """A draft with the names of its unit and of whoever saved it last."""

    draft: DraftView
    state: Label
    unit: str
    editor: str


@dataclass(frozen=True)
class Shelf:
    """The versions of one process, the newest first."""

    newest: VersionView
    unit: str
    approver: str
    older: tuple[VersionView, ...]
    nonconformities: int  # that run, of units in sight

    @property
    def procedures(self) -> tuple[str, ...]:
        """Return the procedures whose new dossiers start on a version of it today."""
        uses = [use for version in (self.newest, *self.older) for use in version.uses]
        return tuple(sorted({use.procedure for use in uses if use.in_force}))


@requires(Action.PROCESS_APPROVE)
@require_safe
def process_list(request: SignedInRequest) -> HttpResponse:
    """List drafts and versions; `state` and words narrow them."""
    text = request.GET.get("q", "")[:200].replace("\x00", "")
    drafts = [one for one in drafts_list(request.actor) if _fits(text, one.key, one.name)]
    versions = [one for one in process_versions(request.actor) if _fits(text, one.key, one.name)]
    groups = {
        "drawn": [one for one in drafts if one.can_save],
        "waiting": [one for one in drafts if one.state is DraftState.SUBMITTED],
        "closed": [
            one for one in drafts if one.state in {DraftState.APPROVED, DraftState.WITHDRAWN}
        ],
    }
    state = request.GET.get("state", "")
    shown = groups.get(state, [*groups["waiting"], *groups["drawn"]])
    context = {
        "chips": chips_for(
            request,
            "state",
            [
                ("drawn", _("being drawn")),
                ("waiting", _("waiting for approval")),
                ("closed", _("closed drafts")),
            ],
            counts={name: len(found) for name, found in groups.items()},
        ),
        "q": text,
        "narrowed": bool(text or state),
        "lines": _lines(shown),
        "shelves": [] if state in groups else _shelves(versions, open_by_process(request.actor)),
        "with_versions": state not in groups,
        "may_draw": request.actor.may(Action.PROCESS_DRAW),
    }
    return render(request, "office/process_list.html", context)


def _fits(text: str, *parts: str) -> bool:
    whole = search_key(" ".join(parts))
    return all(word in whole for word in search_key(text).split())


def _lines(drafts: list[DraftView]) -> list[DraftLine]:
    units = units_by_ids({one.unit_id for one in drafts})
    names = people(one.edited_by_id for one in drafts)
    return [
        DraftLine(
            one, STATES[one.state], units[one.unit_id].full_name, names.get(one.edited_by_id, "")
        )
        for one in drafts
    ]


def _shelves(versions: list[VersionView], running: dict[str, int]) -> list[Shelf]:
    units = units_by_ids({one.unit_id for one in versions if one.unit_id})
    names = people(one.approved_by_id for one in versions)
    found: dict[str, list[VersionView]] = {}
    for version in versions:
        found.setdefault(version.key, []).append(version)
    return [
        Shelf(
            newest,
            units[newest.unit_id].full_name if newest.unit_id in units else "",
            names.get(newest.approved_by_id or 0, ""),
            tuple(older),
            running.get(newest.key, 0),
        )
        for newest, *older in found.values()
    ]
