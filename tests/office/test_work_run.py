"""One step on many pieces of work: done each by itself, reported, tried again, never twice."""

from __future__ import annotations

import pytest
from tests.builders.dossiers import at, dossier_at, item_of
from tests.builders.identity import actor_make, client_for
from tests.office.acting import text

from motcua.dossiers import services
from motcua.identity.types import Role
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.office import work_run
from motcua.workflow.types import Act, ItemState

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
URL = "/office/worklist/run/"


@pytest.fixture
def codes(commune):
    """Three appraisals that nobody has claimed."""
    with scope_use(SYSTEM), at():
        made = [dossier_at(commune, Act.APPRAISE) for _ in range(3)]
        for code in made:
            item = item_of(code, Act.APPRAISE)
            services.work_release(
                actor=commune.specialist, item_id=item.id, expected_version=item.version
            )
    return made


def items(codes):
    with scope_use(SYSTEM):
        return [item_of(code, Act.APPRAISE) for code in codes]


def send(client, **data):
    with at(2):
        return client.post(URL, data, follow=True)


def test_all_are_claimed_and_a_double_click_claims_once(commune, codes):
    client = client_for(commune.specialist)
    chosen = [f"{one.id}:{one.version}" for one in items(codes)]
    page = text(send(client, act="claim", item=chosen))
    assert "3 of 3 are done." in page
    assert {one.claimed_by_id for one in items(codes)} == {commune.specialist.account_id}
    assert "3 of 3 are done." in text(send(client, act="claim", item=chosen))
    with at(2):
        assert 'value="release"' in text(client.get("/office/worklist/"))
    chosen = [f"{one.id}:{one.version}" for one in items(codes)]
    send(client, act="release", item=chosen)
    assert {one.state for one in items(codes)} == {ItemState.OPEN}


def test_what_fails_is_named_with_its_reason_and_can_be_tried_again(commune, codes):
    with scope_use(SYSTEM):
        colleague = actor_make(role=Role.SPECIALIST, unit=commune.office)
    first, *_others = seen = items(codes)
    with scope_use(colleague.scope), at(1):
        services.work_claim(actor=colleague, item_id=first.id, expected_version=first.version)
    client = client_for(commune.specialist)
    page = text(send(client, act="claim", item=[f"{one.id}:{one.version}" for one in seen]))
    assert "2 of 3 are done." in page
    assert "Somebody else has taken this piece of work already." in page
    assert codes[0] in page
    with scope_use(colleague.scope), at(1):
        services.work_release(
            actor=colleague, item_id=first.id, expected_version=items(codes)[0].version
        )
    assert "3 of 3 are done." in text(send(client, run="again"))
    send(client, run="end")
    assert work_run.KEY not in client.session


def test_it_goes_on_in_steps(commune, codes, monkeypatch):
    monkeypatch.setattr(work_run, "STEP", 2)
    client = client_for(commune.specialist)
    chosen = [f"{one.id}:{one.version}" for one in items(codes)]
    page = text(send(client, act="claim", item=chosen))
    assert "2 of 3 are done." in page
    assert "data-go-on" in page
    assert "3 of 3 are done." in text(send(client, run="on"))


def test_nothing_chosen_and_acts_that_need_their_own_words(commune, codes):
    client = client_for(commune.specialist)
    assert send(client, act="claim").status_code == 422
    first = items(codes)[0]
    for act in ("appraise", "complete", ""):
        answer = send(client, act=act, item=[f"{first.id}:{first.version}"])
        assert answer.status_code == 422
    with at(2):
        assert "Nothing was chosen" in text(client.get(URL))


def test_another_units_work_stays_as_it_was(commune, codes):
    from tests.builders.dossiers import commune_at_work

    with scope_use(SYSTEM):
        other = commune_at_work(name="Phong Quang").specialist
    first = items(codes)[0]
    page = text(send(client_for(other), act="claim", item=[f"{first.id}:{first.version}"]))
    assert "There is no such piece of work." in page
    assert codes[0] not in page
