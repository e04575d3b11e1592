"""One signal at one unit: cases, the explanation of the unit, the conclusion of who inspects."""

from __future__ import annotations

import pytest
from tests.builders.identity import actor_make, client_for
from tests.builders.organisations import province_make
from tests.builders.signals import NOW, SIGNAL, noted, suspect_make

from motcua.identity.types import Role
from motcua.kernel import clock
from motcua.kernel.models import AccessRecord
from motcua.oversight.signals.models import SignalCase
from motcua.oversight.signals.queries.matters import matters_of

pytestmark = [pytest.mark.usefixtures("system_scope"), pytest.mark.usefixtures("english")]


@pytest.fixture
def found():
    with clock.clock_set(NOW):
        yield suspect_make()


def address(found, months="?month=2026-09&months=1"):
    return f"/office/signals/{SIGNAL}/{found.unit.code}/{months}"


def said(found, actor, **fields):
    [matter] = [one for one in matters_of([found.unit.id]) if one.conclusion is None]
    form = {"act": "explanation", "matter": matter.id, "members": matter.members, **fields}
    return client_for(actor).post(address(found), form)


def test_the_cases_stand_there_and_the_reading_is_written_down(found):
    page = client_for(found.inspector).get(address(found))
    text = page.content.decode()
    assert page.status_code == 200
    assert f"H19.{found.unit.id}-260903-0001" in text
    assert "It stands out. That is a question, not a verdict." in text
    assert "30.0% here, 1.7% in 11 other units of its kind" in text
    record = AccessRecord.objects.get(subject=f"signal:{SIGNAL}:{found.unit.id}")
    assert record.account_id == found.inspector.account_id


def test_a_long_list_goes_on_behind_its_last_row(found):
    noted(found.unit.id, exposed=30, cases=12, first=100)
    client = client_for(found.inspector)
    first = client.get(address(found))
    assert len(first.context["cases"]) == 25
    second = client.get(first.context["next_url"])
    assert len(second.context["cases"]) == 5
    assert client.get(address(found, "?after=~1")).status_code == 200
    assert client.get(address(found, "?after=2026-09-01T00:00:00~1")).status_code == 200
    for known_to_python_alone in ("2026-W36-1T00:00:00%2B00:00", "0001-01-01T00:00:00%2B14:00"):
        page = client.get(address(found, f"?after={known_to_python_alone}~1"))
        assert page.status_code == 200


def test_only_who_inspects_sees_whose_hand_it_was(found):
    SignalCase.objects.create(
        signal=SIGNAL, unit_id=found.unit.id, month="2026-09-01", at=NOW, dossier_id=1,
        code="H19.9-260903-9999", seq=4, seqs=[4], account_id=found.head.account_id,
    )  # fmt: skip
    for actor, seen in ((found.inspector, True), (found.head, False)):
        page = client_for(actor).get(address(found))
        assert [row["who"] for row in page.context["cases"] if row["who"]] == (
            ["Mẫu Chủ Tịch"] if seen else []
        )


def test_the_unit_explains_and_another_account_concludes(found):
    assert said(found, found.head, text="Mất điện hai ngày (mẫu).").status_code == 302
    page = client_for(found.inspector).get(address(found))
    assert "Mất điện hai ngày (mẫu)." in page.content.decode()
    assert "explain" not in page.context
    answer = said(
        found, found.inspector, act="conclusion", verdict="explained", text="Đã kiểm tra (mẫu)."
    )
    assert answer.status_code == 302
    after = client_for(found.inspector).get(address(found))
    assert "Explained" in after.content.decode()
    assert "conclude" not in after.context
    assert not client_for(found.head).get(address(found)).context.get("explain")


def test_what_may_not_be_said_is_refused_and_what_was_typed_stays(found):
    empty = said(found, found.head, text=" ")
    assert empty.status_code == 422
    assert said(found, found.inspector, act="conclusion", text="Đã xem.").status_code == 422
    stale = said(
        found, found.inspector, act="conclusion", verdict="nothing", text="Đã xem.", members=3
    )
    assert stale.status_code == 422
    assert "Further cases came in meanwhile" in stale.content.decode()
    assert "Đã xem." in stale.content.decode()
    assert said(found, found.inspector, text="Tôi giải thích.").status_code == 403
    assert (
        said(found, found.head, act="conclusion", verdict="nothing", text="Không.").status_code
        == 403
    )
    assert said(found, found.head, text="Có.", matter="x").status_code == 422
    assert said(found, found.head, text="Có.", matter=999_999).status_code == 404


def test_another_unit_and_an_unknown_signal_are_not_there(found):
    stranger = client_for(actor_make(role=Role.LEADER, unit=found.peer))
    assert stranger.get(address(found)).status_code == 404
    inspector = client_for(found.inspector)
    assert inspector.get(f"/office/signals/unknown/{found.unit.code}/").status_code == 404
    assert inspector.get(f"/office/signals/{SIGNAL}/00000/").status_code == 404


def test_a_unit_without_cases_has_an_empty_list(found):
    page = client_for(found.inspector).get(f"/office/signals/back-dated/{found.unit.code}/")
    assert "No case in these months" in page.content.decode()
    chairman = client_for(actor_make(role=Role.LEADER, unit=province_make()))
    assert "explain" not in chairman.get(address(found)).context
