"""One audit: begun, concluded, carried over, closed; each refusal in words."""

from __future__ import annotations

import pytest
from tests.builders.identity import client_for
from tests.builders.quality import audit_held, kept_make, plan_make

from motcua.quality.models import Audit, Nonconformity
from motcua.quality.queries.audits import audit_get
from motcua.quality.services.audits import audit_plan
from motcua.quality.types import Grade

pytestmark = [pytest.mark.usefixtures("system_scope"), pytest.mark.usefixtures("english")]


@pytest.fixture
def kept():
    return kept_make()


def press(kept, actor, audit_id, act, text=""):
    version = audit_get(kept.keeper, audit_id).version
    data = {"act": act, "version": version, f"{act}-text": text}
    return client_for(actor).post(f"/office/audits/{audit_id}/", data, follow=True)


def state():
    return Audit.objects.get().state


def test_from_begin_to_close_with_one_carried_over(kept):
    audit_id = audit_plan(actor=kept.keeper, plan=plan_make(kept))
    assert press(kept, kept.keeper, audit_id, "begin").status_code == 403
    assert "has begun" in press(kept, kept.auditor, audit_id, "begin").content.decode()
    Audit.objects.all()
    held = audit_held(kept, Grade.MINOR)
    assert press(kept, kept.auditor, held, "conclude").status_code == 422
    told = press(kept, kept.auditor, held, "conclude", "Tốt (mẫu)").content.decode()
    code = Nonconformity.objects.get().code
    assert f"Opened: {code}" in told
    page = client_for(kept.keeper).get(f"/office/audits/{held}/").content.decode()
    assert "can be closed when" in page and 'value="close"' not in page, "not offered and refused"
    assert "were not carried over" in press(kept, kept.keeper, held, "close").content.decode()
    told = press(kept, kept.keeper, held, f"carry-{code}", "Chờ phần mềm").content.decode()
    assert "carried over" in told
    page = client_for(kept.keeper).get(f"/office/audits/{held}/").content.decode()
    assert 'value="close"' in page
    assert "is closed" in press(kept, kept.keeper, held, "close").content.decode()
    assert Audit.objects.get(pk=held).state == "closed"


def test_the_slower_one_is_told_and_keeps_the_words(kept):
    audit_id = audit_plan(actor=kept.keeper, plan=plan_make(kept))
    url = f"/office/audits/{audit_id}/"
    data = {"act": "cancel", "version": "7", "cancel-text": "Lý do dài"}
    answer = client_for(kept.keeper).post(url, data)
    assert answer.status_code == 409
    assert "Lý do dài" in answer.content.decode()
    assert state() == "planned"
    assert (
        "stays in the programme"
        in press(kept, kept.keeper, audit_id, "cancel", "Thôi (mẫu)").content.decode()
    )
    assert "not possible" in press(kept, kept.auditor, audit_id, "begin").content.decode()


def test_another_unit_finds_nothing(kept):
    audit_id = audit_held(kept, Grade.MINOR)
    url = f"/office/audits/{audit_id}/"
    assert client_for(kept.officer).get(url).status_code == 200
    assert client_for(kept_make().keeper).get(url).status_code == 404
    assert client_for(kept.officer).post(url, {"act": "x"}).status_code in {302, 403, 404}
