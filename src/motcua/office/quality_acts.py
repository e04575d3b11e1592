"""What somebody may do next about a non-conformity: one small form each, one domain call each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from motcua.identity.types import Action, Actor
from motcua.office.offers import Offer
from motcua.office.quality import files_kept
from motcua.office.quality_forms import (
    ActionForm,
    CheckForm,
    DoneForm,
    MoveForm,
    ReasonForm,
    TextForm,
)
from motcua.quality.queries.people import PersonHere
from motcua.quality.services import nonconformities as services
from motcua.quality.types import ENDED, ActionState, ActionView, NonconformityView, Source


def offers_of(actor: Actor, view: NonconformityView, people: list[PersonHere]) -> list[Offer]:
    """Return the acts that this person may do now, in the order of the work."""
    return [replace(one, more=(("people", people),)) for one in _offers(actor, view)]


def _offers(actor: Actor, view: NonconformityView) -> list[Offer]:
    row = view.row
    keeps = any(actor.may(Action.QUALITY_KEEP, one) for one in (row.unit_id, row.place_id))
    writes = bool(view.reach & actor.unit_ids_for(Action.QUALITY_REPORT))
    if row.state in ENDED:
        return [_reopen()] if keeps else []
    found: list[Offer] = []
    if writes:
        found += [_correct(view), _analyse(view)]
    for one in view.actions:
        found += _of_action(actor, one, keeps=keeps, writes=writes)
    if keeps and view.analysed:
        found.append(_set(view))
    if writes:
        found.append(_note())
    untouched = not view.actions and row.source is not Source.AUDIT
    if keeps and untouched and row.opened_by_id != actor.account_id:
        found.append(_dismiss())
    return found


def _said(data: dict[str, Any]) -> dict[str, Any]:
    return {"text": data["text"], "files": files_kept(data.get("file"))}


def _reason(data: dict[str, Any]) -> dict[str, Any]:
    return {"reason": data["text"]}


def _correct(view: NonconformityView) -> Offer:
    first = not view.correction
    return Offer(
        "correct",
        0,
        _("Put it right at once") if first else _("Say more about what was put right"),
        _("Record what was put right"),
        TextForm,
        _said,
        services.nonconformity_correct,
        first=first,
    )


def _analyse(view: NonconformityView) -> Offer:
    first = bool(view.correction) and not view.analysed
    return Offer(
        "analyse",
        0,
        _("Look for the cause") if not view.analysed else _("Say more about the cause"),
        _("Record the cause"),
        TextForm,
        _said,
        services.nonconformity_analyse,
        first=first,
    )


def _set(view: NonconformityView) -> Offer:
    first = not any(one.state in {ActionState.OPEN, ActionState.DONE} for one in view.actions)
    return Offer(
        "set",
        0,
        _("Decide a corrective action"),
        _("Decide the action"),
        ActionForm,
        lambda data: {key: data[key] for key in ("text", "owner_id", "due_on")},
        services.action_set,
        first=first and bool(view.correction),
        icon="plus",
    )


def _of_action(actor: Actor, one: ActionView, *, keeps: bool, writes: bool) -> Iterator[Offer]:
    mine = one.owner_id == actor.account_id
    named = {"number": one.number}
    if one.state is ActionState.OPEN and ((mine and writes) or keeps):
        yield Offer(
            "done",
            one.number,
            _("Action %(number)d is done") % named,
            _("Record that it is done"),
            DoneForm,
            lambda data: {"number": one.number, **_said(data)},
            services.action_done,
            first=mine,
        )
    if one.state is ActionState.OPEN and keeps:
        yield Offer(
            "move",
            one.number,
            _("Change day or owner of action %(number)d") % named,
            _("Change it"),
            MoveForm,
            lambda data: {
                "number": one.number,
                "reason": data["text"],
                "due_on": data["due_on"],
                "owner_id": data["owner_id"],
            },
            services.action_move,
            icon="calendar-due",
        )
    if one.state is ActionState.DONE and keeps and actor.account_id not in {
        one.done_by_id, one.owner_id,
    }:  # fmt: skip
        yield Offer(
            "check",
            one.number,
            _("Check whether action %(number)d works") % named,
            _("Record the check"),
            CheckForm,
            lambda data: {
                "number": one.number,
                "effective": data["effective"] == "yes",
                **_said(data),
            },
            services.action_check,
            first=True,
        )


def _note() -> Offer:
    return Offer(
        "note",
        0,
        _("Add a remark or a file"),
        _("Add it"),
        TextForm,
        _said,
        services.nonconformity_note,
        icon="paperclip",
    )


def _dismiss() -> Offer:
    return Offer(
        "dismiss",
        0,
        _("It is none"),
        _("Decide that it is none"),
        ReasonForm,
        _reason,
        services.nonconformity_dismiss,
        icon="ban",
    )


def _reopen() -> Offer:
    return Offer(
        "reopen",
        0,
        _("Open it again"),
        _("Open it again"),
        ReasonForm,
        _reason,
        services.nonconformity_reopen,
        icon="arrow-back-up",
    )
