"""What an imported life needs so that people can go on with it: its requests, its process.

A step's details are told apart here: what its event may say, what is free text, what is a row of
its own. A dossier that is still open gets its process at the step that its events imply; one that
nobody could go on with is refused with the reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from motcua.dossiers.models import Dossier, Obligation, SupplementRequest
from motcua.dossiers.services import _write
from motcua.dossiers.services.intake import reason_clean
from motcua.dossiers.types import Fact, FactType, Phase, State, Status, StopKind
from motcua.identity.queries import actor_get
from motcua.identity.types import Action
from motcua.kernel import clock
from motcua.kernel.errors import Refused
from motcua.kernel.text import nfc
from motcua.procedures.types import OfferingView, VersionView
from motcua.workflow.queries import limit_hours
from motcua.workflow.services import process_start, process_suspend
from motcua.workflow.types import Act

IN_EVENT = frozenset(
    {"official", "act", "outcome", "kind", "version", "method", "pauses", "amount"}
)
WORDS = frozenset({"reason", "legal_basis"})
IN_ROW = frozenset({"items", "payer", "notice_number", "proof"})
KINDS: dict[FactType, frozenset[str]] = {
    FactType.STOPPED: frozenset({StopKind.TEMPORARY.value, StopKind.FINAL.value}),
    FactType.DONE: frozenset({"grant", "refusal"}),
}
_CODE = re.compile(r"[a-z0-9_]{1,40}")
# Which acts lie behind a dossier. No draft of a result comes with a history, so whatever was
# appraised elsewhere is appraised here, where the draft is put in; a result that was issued
# elsewhere is there on paper and only to be returned.
BEHIND: dict[Status, tuple[str, ...]] = {
    Status.ACCEPTED: (Act.RECEIVE,),
    Status.PROCESSING: (Act.RECEIVE, Act.ASSIGN),
    Status.SUPPLEMENT: (Act.RECEIVE, Act.ASSIGN),
    Status.OBLIGATION: (Act.RECEIVE, Act.ASSIGN),
    Status.DONE: tuple(act for act in Act if act is not Act.RETURN),
}
# The fact since whose instant the present step has been open.
SINCE = {Status.ACCEPTED: FactType.ACCEPTED, Status.DONE: FactType.DONE}


def instants_check(steps: Sequence[Fact]) -> None:
    """Refuse steps without a submission, ones that go backwards in time, ones that lie ahead."""
    if not steps or steps[0].type is not FactType.SUBMITTED:
        raise Refused("no_submission", _("The first step must be the submission."))
    for earlier, later in pairwise(steps):
        if later.at < earlier.at:
            text = _("The step “%(later)s” lies before the step “%(earlier)s” that it follows.")
            names = {"later": later.type.value, "earlier": earlier.type.value}
            raise Refused("instants_backwards", text % names)
    if steps[-1].at > clock.now():
        raise Refused("in_the_future", _("A step lies in the future."))


def step_clean(step: Fact) -> tuple[Fact, dict[str, Any]]:
    """Return a step with what its event may say, and its details that belong to rows.

    Raises Refused for a detail or a kind that is not known, Invalid for a reason too long.
    """
    unknown = sorted(step.data.keys() - IN_EVENT - WORDS - IN_ROW)
    data = {key: value for key, value in step.data.items() if key in IN_EVENT}
    unknown += [k for k, v in data.items() if isinstance(v, str) and not _CODE.fullmatch(v)]
    kinds = KINDS.get(step.type)
    if kinds is not None and data.get("kind", min(kinds)) not in kinds:
        unknown.append("kind")
    if step.type is FactType.STOPPED and "kind" not in data:
        unknown.append("kind")
    if unknown:
        text = _("The step “%(step)s” has details that are not known: %(names)s.")
        raise Refused(
            "detail_unknown", text % {"step": step.type.value, "names": ", ".join(unknown)}
        )
    words = {
        name: reason_clean(str(step.data[name]), name)
        for name in sorted(WORDS & step.data.keys())
        if step.data[name]
    }
    rest = {name: step.data[name] for name in IN_ROW & step.data.keys()}
    if step.type is FactType.SUPPLEMENT_REQUESTED:  # its reason stands in the request
        return replace(step, data=data, words={}), rest | words
    if "legal_basis" in words:
        words.setdefault("reason", "")
    return replace(step, data=data, words=words), rest


class Beside:
    """The requests and obligations of one life, built step by step with its fold."""

    def __init__(self, dossier: Dossier, applicant: str) -> None:
        self.dossier = dossier
        self.applicant = applicant
        self.requests: list[SupplementRequest] = []
        self.obligations: list[Obligation] = []

    @property
    def rows(self) -> list[SupplementRequest | Obligation]:
        """Return everything."""
        return [*self.requests, *self.obligations]

    def complete(self, fact: Fact, before: State, version: VersionView) -> Fact:
        """Return a step with what the event of a request says besides."""
        if fact.type is FactType.SUPPLEMENT_REQUESTED:
            working = before.status is Status.PROCESSING
            phase = Phase.APPRAISAL if working else Phase.INTAKE
            ordinal = len(self.requests) + 1
            return replace(fact, data={**fact.data, "ordinal": ordinal, "phase": phase.value})
        if fact.type is FactType.OBLIGATION_REQUESTED:
            return replace(fact, data={"pauses": version.pauses_for_obligation, **fact.data})
        return fact

    def tell(self, fact: Fact, details: Mapping[str, Any], before: State, after: State) -> None:
        """Write down what a step means for the rows."""
        if fact.type is FactType.SUPPLEMENT_REQUESTED:
            self._close("received", fact.at)
            self.requests.append(self._request(fact, details, before))
        elif fact.type in {FactType.SUPPLEMENT_RECEIVED, FactType.ACCEPTED}:
            self._close("received", fact.at, after.due_at if before.accepted_at else None)
        elif fact.type is FactType.OBLIGATION_REQUESTED:
            self.obligations.append(self._obligation(fact, details, before))
        elif fact.type is FactType.OBLIGATION_FULFILLED:
            row = self.obligations[-1]
            row.fulfilled_at, row.due_after = fact.at, after.due_at
            row.proof = nfc(str(details.get("proof", "")))[:200]
        elif after.status in {Status.REFUSED, Status.WITHDRAWN, Status.STOPPED}:
            self._close("cancelled", None)

    def _close(self, state: str, at: datetime | None, due: datetime | None = None) -> None:
        if self.requests and self.requests[-1].state == "requested":
            last = self.requests[-1]
            last.state, last.received_at, last.due_after = state, at, due

    def _request(self, fact: Fact, details: Mapping[str, Any], before: State) -> SupplementRequest:
        return SupplementRequest(
            dossier=self.dossier,
            ordinal=fact.data["ordinal"],
            phase=fact.data["phase"],
            state="requested",
            items=[nfc(str(item))[:500] for item in details.get("items", ())],
            reason=details.get("reason", ""),
            legal_basis=details.get("legal_basis", "")[:300],
            requested_at=fact.at,
            due_before=before.due_at,
        )

    def _obligation(self, fact: Fact, details: Mapping[str, Any], before: State) -> Obligation:
        return Obligation(
            dossier=self.dossier,
            payer=nfc(str(details.get("payer", "")))[:200] or self.applicant,
            notice_number=nfc(str(details.get("notice_number", "")))[:80],
            amount_vnd=fact.data.get("amount", 0),
            pauses=fact.data["pauses"],
            requested_at=fact.at,
            due_before=before.due_at,
        )

    def check(self, state: State) -> None:
        """Refuse a dossier that waits for something of which nobody knows what it is."""
        if state.status is Status.SUPPLEMENT and not self.requests[-1].items:
            raise Refused(
                "items_missing",
                _("It waits for a supplement: say in “items” what was asked for."),
            )
        owed = self.obligations[-1:] if state.status is Status.OBLIGATION else []
        if any(not row.notice_number or not row.amount_vnd for row in owed):
            raise Refused(
                "notice_missing",
                _("It waits for a payment: say “notice_number” and “amount”."),
            )


def needs_process(state: State) -> bool:
    """Tell whether people work on a dossier in this state by its process."""
    return state.accepted_at is not None and state.status in BEHIND


def units_of(dossier: Dossier, offering: OfferingView) -> dict[str, int]:
    """Return the unit of every part of the process."""
    return {
        "competent": dossier.competent_unit_id,
        **offering.roles_units,
        "receiving": dossier.receiving_unit_id,
    }


def process_open(
    dossier: Dossier,
    state: State,
    facts: list[Fact],
    version: VersionView,
    offering: OfferingView,
    official_id: int | None,
) -> None:
    """Start the process of a written, open dossier at the step that its facts imply.

    `official_id` gets the open step when it is one of appraisal that they may do.
    """
    status = state.status
    assert status is not None, "a life has a submission"
    kind = SINCE.get(status, FactType.ASSIGNED)
    units = units_of(dossier, offering)
    since = max((fact.at for fact in facts if fact.type is kind), default=facts[-1].at)
    started = process_start(
        key=version.process_key,
        subject=f"dossier:{dossier.pk}",
        units=units,
        at=since,
        deadline_at=state.due_at,
        limit_hours=limit_hours(version.limit),
        done=BEHIND[status],
        assign_to=_able(official_id, units.values()) if kind is FactType.ASSIGNED else None,
    )
    if state.suspended_from is not None:
        process_suspend(process_id=started.process_id, at=state.suspended_from)
    dossier.process_id = started.process_id
    _write.units_see(dossier, [item.unit_id for item in started.items])


def _able(official_id: int | None, unit_ids: Iterable[int]) -> int | None:
    """Return the official if it is somebody who appraises in one of these units today."""
    person = actor_get(official_id) if official_id is not None else None
    if person is None or not any(person.may(Action.DOSSIER_APPRAISE, unit) for unit in unit_ids):
        return None
    return official_id
