"""Reception at the counter: accept (slip, due instant), ask for a supplement, or refuse."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from motcua.dossiers import chain
from motcua.dossiers.models import Component, Dossier, SupplementRequest
from motcua.dossiers.paper_rules import paper_rule
from motcua.dossiers.queries.detail import supplement_view
from motcua.dossiers.queries.sent import intake_key
from motcua.dossiers.services import _write
from motcua.dossiers.services import due as dossier_due
from motcua.dossiers.services._proposals import WAITING, proposals_close
from motcua.dossiers.services._rows import rows_bind
from motcua.dossiers.services._submission import submission_clean
from motcua.dossiers.services.letters import Pen, signer_posting
from motcua.dossiers.services.papers import Said, book_enter, fact_with_paper
from motcua.dossiers.services.submit import (
    _plain,
    dossier_create,
    intake_posting,
    offering_for,
    receipt_again,
    receipt_of,
)
from motcua.dossiers.services.supplement import components_add
from motcua.dossiers.types import (
    Channel,
    ComponentInput,
    Fact,
    FactType,
    Outcome,
    Phase,
    Receipt,
    ReturnMethod,
    Status,
    Submission,
)
from motcua.identity.types import Action, Actor, PostingView
from motcua.kernel import batch, clock, wire
from motcua.kernel.errors import FieldProblem, Invalid, NotFound, Refused
from motcua.kernel.failpoints import failpoint, failpoint_after_commit
from motcua.kernel.idempotency import key_answer, key_claim
from motcua.kernel.rows import columns, load
from motcua.kernel.text import nfc
from motcua.procedures.queries import offering_get, version_get
from motcua.procedures.types import ComponentView, OfferingView, VersionView
from motcua.workflow.queries import limit_hours
from motcua.workflow.services import Ids, ids_ahead, ids_of, process_start

REASON_MAX = 1000
GO_INSTEAD_MAX = 300
_COMPONENTS = f"""
SELECT {columns(Component, "c")} FROM dossiers_component c
JOIN dossiers_dossier d ON d.id = c.dossier_id WHERE d.code = %s ORDER BY c."order"
"""  # noqa: S608 - our own text


def components_missing(version: VersionView, given: Sequence[tuple[int, bool, bool]]) -> list[str]:
    """Return the names of required components that are neither there nor not applicable."""
    return [component.label for component in components_lacking(version, given)]


def components_lacking(
    version: VersionView, given: Sequence[tuple[int, bool, bool]]
) -> list[ComponentView]:
    """Return the required components that are neither there nor not applicable.

    `given` tells (component id, is there, is not applicable). A paper form and an electronic
    form are alternatives: one of them is enough. No paper outside the list may be asked for.
    """
    state = {component_id: (there, waived) for component_id, there, waived in given}
    missing: list[ComponentView] = []
    has_form = any(
        state.get(component.id, (False, False))[0]
        for component in version.components
        if component.template
    )
    for component in version.components:
        there, waived = state.get(component.id, (False, False))
        if there or waived or not component.required:
            continue
        if component.template and has_form:
            continue
        missing.append(component)
    return missing


def dossier_intake(
    *,
    actor: Actor,
    submission: Submission,
    idempotency_key: str = "",
    client: str = "",
    to_pool: bool = False,
) -> Receipt:
    """Submit and accept in one transaction: what a counter officer does with one key press.

    `to_pool` passes over the assignment: the work lies open for whoever of the resolving office
    takes it, as a leader may let it by naming nobody. For matters that end the same day.
    Raises what `dossier_submit` and `dossier_accept` raise; then nothing is written at all.
    """
    clean = submission_clean(submission)
    who = client or f"account:{actor.account_id}"
    with batch.operation():
        if idempotency_key:
            body = chain.canonical(_plain(clean)).encode()
            replay = key_claim(client=who, key=intake_key(idempotency_key), body=body)
            if replay is not None:
                return receipt_again(replay)
        dossier = dossier_create(actor=actor, submission=clean)
        posting = intake_posting(actor, clean, dossier.receiving_unit_id)
        at, offering = clean.declared_at or clock.now(), offering_for(clean)
        _accept(dossier, posting, at, offering, to_pool=to_pool)
        if idempotency_key:
            key_answer(
                client=who,
                key=intake_key(idempotency_key),
                status=201,
                response={"code": dossier.code},
                subject=f"dossier:{dossier.pk}",
            )
        failpoint("submit.written")
        failpoint_after_commit("submit.committed")
    return receipt_of(dossier)


def dossier_accept(
    *,
    actor: Actor,
    code: str,
    version: int | None = None,
    components: Sequence[ComponentInput] = (),
) -> Outcome:
    """Accept a registered dossier (1→2, or 5→2 after a supplement before acceptance).

    The clock starts at the acceptance instant; the process of the procedure version starts.
    `components` are the papers that came in since the submission.
    Raises NotFound, Stale, Forbidden; Refused `components_missing` with their names;
    Refused `not_in_this_status` for the second of two officers.
    """
    with batch.operation():
        dossier, [papers, waiting, taken] = _write.dossier_lock_and(
            code,
            wire.Statement(_COMPONENTS, [code]),
            wire.Statement(WAITING, [code]),
            ids_ahead(processes=1, items=2),  # the step done at the counter, and the next one
            version=version,
        )
        posting = actor.posting_for(Action.DOSSIER_INTAKE, dossier.receiving_unit_id)
        at = clock.now()
        known = version_get(dossier.procedure_version_id)
        offering = _offering_of(dossier, known)
        added = components_add(dossier, components, account_id=actor.account_id, at=at)
        if added:
            _write.facts_record(dossier, added, _write.doer_of(posting))
        given = None if added else [load(Component, row) for row in papers.rows]
        asked = _asked_received(dossier, at)
        if waiting.rows:
            asked |= proposals_close(dossier)
        ids = ids_of(taken)
        outcome = _accept(dossier, posting, at, offering, rows=asked, given=given, ids=ids)
        failpoint("operation.written")
        failpoint_after_commit("operation.committed")
    return outcome


def _offering_of(dossier: Dossier, known: VersionView) -> OfferingView:
    """Return the offering as it is, or was on the day of submission.

    Who closes a procedure takes in no more dossiers; those that were filed go on.
    """
    unit_id = dossier.competent_unit_id
    try:
        return offering_get(unit_id=unit_id, code=known.code)
    except NotFound:
        day = clock.local(dossier.submitted_at).date()
        return offering_get(unit_id=unit_id, code=known.code, on=day)


def _complete_check(
    dossier: Dossier, known: VersionView, given: Iterable[Component] | None
) -> None:
    """Refuse a dossier from which required components are missing; `given`: what it has."""
    if given is None:
        given = Component.objects.filter(dossier=dossier)
    missing = components_missing(
        known,
        [(row.component_id, _row_given(row), row.not_applicable) for row in given],
    )
    if missing:
        raise Refused(
            "components_missing",
            _("These components are still missing: %(names)s.") % {"names": "; ".join(missing)},
            components=missing,
        )


def _asked_received(dossier: Dossier, at: datetime) -> dict[str, str]:
    """Close what was asked for before acceptance; return what binds it."""
    if Status(dossier.status) is not Status.SUPPLEMENT:
        return {}
    pending = list(SupplementRequest.objects.filter(dossier=dossier, state="requested"))
    for request in pending:
        request.state, request.received_at = "received", at
        request.save(update_fields=["state", "received_at"])
    return rows_bind(dossier, *pending)


def _accept(
    dossier: Dossier,
    posting: PostingView,
    at: datetime,
    offering: OfferingView,
    rows: dict[str, str] | None = None,
    given: Iterable[Component] | None = None,
    ids: Ids | None = None,
    *,
    to_pool: bool = False,
) -> Outcome:
    # A dossier keeps the version it was submitted under; the offering only names the units.
    known = dossier_due.version_of(dossier)
    _complete_check(dossier, known, given)
    due = dossier_due.due_of(known, dossier.competent_unit_id, at)
    fact = _write.fact_at(
        FactType.ACCEPTED, at, rows=rows, due_at=due.instant, limit=known.limit, rule=known.due_rule
    )
    units = {"competent": dossier.competent_unit_id, **offering.roles_units}
    units["receiving"] = dossier.receiving_unit_id
    dossier.due_explanation = dossier_due.explained(dossier, due)
    dossier.accepted_by = posting.account_id
    facts, done = _begun(fact, to_pool=to_pool)
    _write.guard_check(dossier, fact)  # before the process, whose own refusal says less
    with batch.together():
        started = process_start(
            key=known.process_key,
            subject=f"dossier:{dossier.pk}",
            units=units,
            at=at,
            deadline_at=due.instant,
            limit_hours=limit_hours(known.limit),
            done=done,
            account_id=posting.account_id,
            ids=ids,
            procedure=known.code,
            place=dossier.competent_unit_id,
            data=_facts_given(dossier, known),
        )
        _write.units_see(dossier, started.units.values())  # of its steps, and no others
        book_enter(dossier, at)
        dossier.process_id = started.process_id
        return _write.facts_record(
            dossier,
            facts,
            _write.doer_of(posting),
            also=["due_explanation", "accepted_by", "visible_units", "process_id"],
        )


def _begun(accepted: Fact, *, to_pool: bool) -> tuple[list[Fact], tuple[str, ...]]:
    """Return the facts that a dossier's work begins with, and the acts that are done by then."""
    if not to_pool:
        return [accepted], ("receive",)
    pool = _write.fact_at(FactType.ASSIGNED, accepted.at, pool=True)
    return [accepted, pool], ("receive", "assign")


def _facts_given(dossier: Dossier, known: VersionView) -> dict[str, Any]:
    """Return what a dossier tells its process (`workflow.words.DOSSIER_DATA`)."""
    return {
        "channel": Channel(dossier.channel).name.lower(),
        "return_method": ReturnMethod(dossier.return_method).name.lower(),
        "procedure": known.code,
    }


def _row_given(row: Component) -> bool:
    return bool(row.originals or row.copies or row.electronic or row.satisfied_by)


def reason_clean(text: str, field: str = "reason") -> str:
    """Return a reason in clean text; raises Invalid when it is empty or too long."""
    cleaned = nfc(text)
    if not cleaned:
        raise Invalid([FieldProblem(field, _("Give the reason."))])
    if len(cleaned) > REASON_MAX:
        raise Invalid([FieldProblem(field, _("This is too long; 1000 characters at most."))])
    return cleaned


def dossier_refuse(
    *,
    actor: Actor,
    code: str,
    reason: str,
    legal_basis: str,
    go_instead: str = "",
    version: int | None = None,
    letter: Pen = None,
) -> Outcome:
    """Refuse to take a dossier in (1→3, form 03) with reason and legal basis; both are required.

    `go_instead` is where the person should go, if somebody else is competent.
    Also when a supplement asked for before acceptance never came (5→3).
    """
    cleaned, basis = reason_clean(reason), reason_clean(legal_basis, "legal_basis")
    with transaction.atomic():
        dossier = _write.dossier_lock(code, version=version)
        rule = paper_rule(FactType.REFUSED, clock.today())
        posting = signer_posting(actor, dossier, rule, letter)
        fact = _write.fact_at(
            FactType.REFUSED,
            clock.now(),
            rows=_write.requests_close(dossier),
            words={"reason": cleaned, "legal_basis": basis},
        )
        said = Said(posting.account_id, cleaned, basis, go_instead=nfc(go_instead)[:GO_INSTEAD_MAX])
        fact = fact_with_paper(dossier, fact, rule, said, letter)
        outcome = _write.facts_record(dossier, [fact], _write.doer_of(posting))
        failpoint("operation.written")
        failpoint_after_commit("operation.committed")
    return outcome


def dossier_request_supplement_at_intake(
    *,
    actor: Actor,
    code: str,
    items: Sequence[str],
    reason: str,
    deadline: date | None = None,
    legal_basis: str = "",
    version: int | None = None,
    letter: Pen = None,
) -> Outcome:
    """Ask for missing papers before acceptance (1→5, form 02): the clock has not started."""
    with transaction.atomic():
        dossier = _write.dossier_lock(code, version=version)
        rule = paper_rule(FactType.SUPPLEMENT_REQUESTED, clock.today(), Phase.INTAKE)
        posting = signer_posting(actor, dossier, rule, letter)
        if Status(dossier.status) is Status.PROCESSING:
            raise Refused("not_in_this_status", _("The dossier has been accepted already."))
        at = clock.now()
        request = supplement_make(
            dossier, items=items, reason=reason, deadline=deadline, legal_basis=legal_basis
        )
        request.phase, request.state = Phase.INTAKE, "requested"
        request.proposed_by = request.approved_by = posting.account_id
        request.requested_at = at
        earlier = _asked_received(dossier, at)
        request.save()
        fact = _write.fact_at(
            FactType.SUPPLEMENT_REQUESTED,
            at,
            rows=earlier | rows_bind(dossier, request) | proposals_close(dossier),
            ordinal=request.ordinal,
            phase=Phase.INTAKE.value,
        )
        said = Said(posting.account_id, request=supplement_view(request))
        fact = fact_with_paper(dossier, fact, rule, said, letter)
        outcome = _write.facts_record(dossier, [fact], _write.doer_of(posting))
        failpoint("operation.written")
        failpoint_after_commit("operation.committed")
    return outcome


def supplement_make(
    dossier: Dossier,
    *,
    items: Sequence[str],
    reason: str,
    deadline: date | None,
    legal_basis: str,
) -> SupplementRequest:
    """Return an unsaved request (form 02) with the next ordinal; raises Invalid."""
    cleaned = [nfc(item)[:500] for item in items if nfc(item)]
    problems = []
    if not cleaned:
        problems.append(FieldProblem("items", _("List at least one paper or correction.")))
    if deadline is not None and deadline < clock.today():
        problems.append(FieldProblem("deadline", _("This day has passed.")))
    if problems:
        raise Invalid(problems)
    last = SupplementRequest.objects.filter(dossier=dossier).aggregate(last=Max("ordinal"))["last"]
    return SupplementRequest(
        dossier=dossier,
        ordinal=(last or 0) + 1,
        items=cleaned,
        reason=reason_clean(reason),
        legal_basis=nfc(legal_basis)[:300],
        deadline=deadline,
    )
