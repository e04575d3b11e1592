"""What a page offers and what the operation refuses come from the same rules.

For random histories and people: a step is offered exactly when neither right nor four eyes nor an
open return or question refuses it. What is offered with a reason is refused with that reason.
"""

from __future__ import annotations

from functools import partial

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.builders.documents import pdf_make
from tests.builders.dossiers import at, commune_at_work, dossier_accepted, item_of, work_do
from tests.builders.identity import actor_make

from motcua.documents.services import file_store
from motcua.dossiers import services
from motcua.dossiers.queries import actions_allowed, dossier_get
from motcua.dossiers.services import ReturnInput, WorkDetails
from motcua.identity.types import Role
from motcua.kernel.errors import Forbidden, Refused
from motcua.workflow.types import Act

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("system_scope")]
ACTS = (Act.ASSIGN, Act.APPRAISE, Act.APPROVE, Act.ISSUE, Act.RETURN)
# Refusals that are about who somebody is or what the dossier waits for, not about a field.
BARS = {
    "own_appraisal", "own_draft", "not_appraised", "own_opinion", "item_not_yours",
    "receipt_not_confirmed", "return_open", "opinions_missing", "no_return_here", "nobody_there",
}  # fmt: skip
NUMBERED = WorkDetails(number="1/GXN", receiver_name="Nguyễn Văn Mẫu", note="x")


WHY = ReturnInput("missing", "Thiếu", "Bổ sung")


def refused(act):
    """Return the code with which an act is barred; empty when nothing bars it."""
    try:
        with transaction.atomic():
            act()
            transaction.set_rollback(True)
    except Forbidden:
        return "forbidden"
    except Refused as refusal:
        return refusal.code if refusal.code in BARS else ""
    return ""


def shown_why(offer, outcome):
    """Return why a page does not offer an end of a step: empty when it does, None without one."""
    if offer is None:
        return None
    left_out = offer.name == "complete" and outcome not in offer.outcomes
    return offer.reason or (offer.left_out if left_out else "")


@pytest.fixture
def people(system_scope):
    """A commune where some wear two hats."""
    commune = commune_at_work()
    both = actor_make(role=Role.SPECIALIST, unit=commune.office)
    both = actor_make(role=Role.LEADER, unit=commune.unit, account=both.account_id)
    return commune, {
        "specialist": commune.specialist,
        "second": actor_make(role=Role.SPECIALIST, unit=commune.office),
        "leader": commune.leader,
        "both": both,
        "clerk": commune.clerk,
        "counter": commune.counter,
    }


def brought(commune, who, act, drafter, appraiser, returned):
    """Bring a dossier before an act, drafted and appraised by these people."""
    code = dossier_accepted(commune)
    if act is Act.ASSIGN:
        return code
    assigned = item_of(code, Act.ASSIGN).outcomes[0].code
    work_do(code, Act.ASSIGN, commune.leader, assigned, assign_to=who[appraiser].account_id)
    stored = file_store(data=pdf_make(), name="kq.pdf", claimed_type="application/pdf")
    services.dossier_draft_result(
        actor=who[drafter], code=code, file_id=stored.id, file_name=stored.name, title="Giấy"
    )
    if returned:
        item = item_of(code, Act.APPRAISE)
        services.work_return(
            actor=who[appraiser], item_id=item.id, expected_version=item.version,
            given=WHY,
        )  # fmt: skip
    if act is Act.APPRAISE or returned:
        return code
    work_do(code, Act.APPRAISE, who[appraiser], "propose_approve")
    if act is Act.APPROVE:
        return code
    work_do(code, Act.APPROVE, commune.leader, "approved")
    if act is Act.RETURN:
        issued = item_of(code, Act.ISSUE).outcomes[0].code
        work_do(code, Act.ISSUE, commune.clerk, issued, number="1/GXN")
    return code


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    act=st.sampled_from(ACTS),
    drafter=st.sampled_from(["specialist", "second", "both"]),
    appraiser=st.sampled_from(["specialist", "both"]),
    returned=st.booleans(),
)
def test_offered_is_what_is_not_refused(people, act, drafter, appraiser, returned):
    commune, who = people
    with at(), transaction.atomic():
        code = brought(commune, who, act, drafter, appraiser, returned)
        view = dossier_get(code)
        for actor in who.values():
            offers = {
                (one.name, one.item.id): one
                for one in actions_allowed(actor, view)
                if one.item is not None
            }
            for item in (one for one in view.items if one.state.is_live):
                seen = {"actor": actor, "item_id": item.id, "expected_version": item.version}
                offer = offers.get(("complete", item.id), offers.get(("claim", item.id)))
                for outcome in item.outcomes:  # each way to end it, not only the first
                    end = partial(services.work_complete, **seen, outcome=outcome.code)
                    why = refused(partial(end, details=NUMBERED))
                    shown = shown_why(offer, outcome)
                    told = (actor.username, item.act, outcome.code, shown, why)
                    assert (shown == "") == (why == ""), told
                    assert shown in {None, why}, told
                back = refused(partial(services.work_return, **seen, given=WHY))
                offered = ("return_work", item.id) in offers
                assert offered == (back == ""), (actor.username, item.act, back)
        transaction.set_rollback(True)
