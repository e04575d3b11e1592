"""One non-conformity on its page: each act once, refusals in words, nothing typed is lost."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.builders.identity import client_for
from tests.builders.quality import acted, done, kept_make, reported
from tests.office.qualitydesk import act

from motcua.kernel import clock
from motcua.quality.models import Nonconformity

pytestmark = [pytest.mark.usefixtures("system_scope"), pytest.mark.usefixtures("english")]


@pytest.fixture
def kept():
    return kept_make()


def state():
    return Nonconformity.objects.get().state


def test_the_whole_way_by_its_buttons(kept):
    code = reported(kept)
    day = (clock.today() + timedelta(days=5)).isoformat()
    steps = [
        (kept.officer, "correct", {"text": "Đã ký bù"}),
        (kept.officer, "analyse", {"text": "Mẫu cũ không có ô ký"}),
        (kept.keeper, "set", {"text": "Sửa mẫu", "owner_id": kept.officer.account_id, "due_on": day}),
        (kept.keeper, "move-1", {"text": "Chờ in", "due_on": day[:-2] + "28", "owner_id": ""}),
        (kept.officer, "done-1", {"text": "Mẫu mới đã dùng"}),
        (kept.leader, "check-1", {"text": "Xem 20 hồ sơ", "effective": "no"}),
        (kept.officer, "analyse", {"text": "Người mới chưa biết"}),
        (kept.keeper, "set", {"text": "Hướng dẫn", "owner_id": kept.officer.account_id, "due_on": day}),
        (kept.officer, "done-2", {"text": "Đã hướng dẫn"}),
        (kept.leader, "check-2", {"text": "Xem 20 hồ sơ", "effective": "yes"}),
    ]  # fmt: skip
    for actor, key, fields in steps:
        if key == "move-1":
            fields["due_on"] = (clock.today() + timedelta(days=9)).isoformat()
        answer = act(kept, actor, code, key, **fields)
        assert answer.status_code == 302, (key, answer.content.decode()[:3000])
    assert state() == "closed"
    page = client_for(kept.officer).get(f"/office/nonconformities/{code}/").content.decode()
    for words in ("Chờ in", "first promised", "opened again once", "Người mới chưa biết"):
        assert words in page
    assert act(kept, kept.leader, code, "reopen", text="Lại xảy ra").status_code == 302
    assert state() == "open"


def test_the_doer_is_not_offered_the_check_and_cannot_press_it(kept):
    code = reported(kept)
    number = acted(kept, code, owner=kept.leader)
    done(kept, code, number, by=kept.leader)
    page = client_for(kept.leader).get(f"/office/nonconformities/{code}/").content.decode()
    assert "Check whether action" not in page
    told = act(kept, kept.leader, code, "check-1", text="Tốt", effective="yes")
    assert told.status_code == 302
    assert state() == "checking"
    page = client_for(kept.keeper).get(f"/office/nonconformities/{code}/").content.decode()
    assert "Check whether action 1 works" in page


def test_the_slower_one_and_an_empty_form_keep_what_was_typed(kept):
    code = reported(kept)
    url = f"/office/nonconformities/{code}/"
    stale = client_for(kept.officer).post(
        url, {"act": "correct", "version": 9, "correct-text": "Đã ký bù"}
    )
    assert stale.status_code == 409
    assert "Đã ký bù" in stale.content.decode()
    assert act(kept, kept.officer, code, "correct", text="").status_code == 422
    late = act(kept, kept.keeper, code, "set", text="x", owner_id="", due_on="")
    assert late.status_code == 302  # not offered before the cause is found


def test_another_unit_finds_nothing_and_an_own_report_is_dismissed_by_another(kept):
    code = reported(kept, by=kept.keeper)
    url = f"/office/nonconformities/{code}/"
    assert client_for(kept_make().keeper).get(url).status_code == 404
    assert client_for(kept.keeper).get("/office/nonconformities/KPH.x/").status_code == 404
    assert "It is none" not in client_for(kept.keeper).get(url).content.decode()
    assert act(kept, kept.leader, code, "dismiss", text="Đúng mẫu").status_code == 302
    assert state() == "dismissed"
