"""Who may not approve may still send back: the page offers that end of the step, and only it."""

from __future__ import annotations

import pytest
from tests.builders.documents import pdf_make
from tests.builders.dossiers import at, dossier_accepted, item_of, work_do
from tests.builders.identity import actor_make
from tests.office.acting import dossier_url, get, item_url, post, text

from motcua.documents.services import file_store
from motcua.dossiers import services
from motcua.dossiers.queries import actions_allowed, dossier_get
from motcua.identity.types import Role
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.workflow.types import Act

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
OWN = "You drafted this result yourself"


@pytest.fixture
def head(commune):
    """The one leader of a small unit, who is its specialist too."""
    with scope_use(SYSTEM):
        both = actor_make(role=Role.SPECIALIST, unit=commune.office)
        return actor_make(role=Role.LEADER, unit=commune.unit, account=both.account_id)


@pytest.fixture
def code(commune, head):
    """A dossier whose draft that leader made."""
    with scope_use(SYSTEM), at():
        code = dossier_accepted(commune)
        work_do(code, Act.ASSIGN, commune.leader, item_of(code, Act.ASSIGN).outcomes[0].code,
                assign_to=commune.specialist.account_id)  # fmt: skip
        stored = file_store(data=pdf_make(), name="kq.pdf", claimed_type="application/pdf")
        services.dossier_draft_result(
            actor=head, code=code, file_id=stored.id, file_name="kq.pdf", title="Giấy"
        )
        work_do(code, Act.APPRAISE, commune.specialist, "propose_approve")
    return code


def test_the_one_leader_who_drafted_sends_it_back(commune, head, code):
    with scope_use(SYSTEM), at(1):
        [offer] = [
            one for one in actions_allowed(head, dossier_get(code))
            if one.name == "complete"
        ]  # fmt: skip
    assert [one.code for one in offer.outcomes] == ["returned"]
    assert (offer.reason, offer.left_out, offer.primary) == ("", "own_draft", False)
    page = text(get(head, dossier_url(code)))
    url = item_url(code, Act.APPROVE, "complete")
    assert url in page
    assert "Send back" in page
    assert OWN in page
    form = text(get(head, url))
    assert OWN in form
    assert 'value="approved"' not in form
    with scope_use(SYSTEM):
        version = item_of(code, Act.APPROVE).version
    post(head, url, version=version, outcome="returned", cause="basis",
         note="Sai căn cứ", put_right="Nêu đúng điều khoản")  # fmt: skip
    with scope_use(SYSTEM):
        assert item_of(code, Act.APPRAISE).claimed_by_id == commune.specialist.account_id


def test_what_only_sends_back_is_not_approved_by_a_forged_form(head, code):
    with scope_use(SYSTEM):
        version = item_of(code, Act.APPROVE).version
    url = item_url(code, Act.APPROVE, "complete")
    answer = post(head, url, version=version, outcome="approved")
    assert answer.status_code in {409, 422}
    with scope_use(SYSTEM):
        assert item_of(code, Act.APPROVE).state.is_live
