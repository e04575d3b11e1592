"""Search by code, name, card number and card text."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.builders.dossiers import at, commune_at_work, dossier_accepted, dossier_registered
from tests.builders.identity import actor_make, client_for
from tests.office.acting import get, post, records, text

from motcua.dossiers.types import PartyInput
from motcua.identity.types import Role
from motcua.kernel.audit import readings_of
from motcua.kernel.scope import SYSTEM, scope_use

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


URL = "/office/search/"
CARD = "019090000077|012345678|Đặng Thị Ánh|14031985|Nữ|Tổ 4, Bách Quang|01072021"


@pytest.fixture
def code(commune):
    parties = (PartyInput(name="Đặng Thị Ánh", id_number="019090000077"),)
    with scope_use(SYSTEM), at():
        return dossier_registered(commune, parties=parties)


@pytest.mark.parametrize("words", ["Đặng Thị Ánh", "dang thi anh", "ÁNH đặng", "anh"])
def test_names_are_found_without_their_marks(commune, code, words):
    assert code in text(post(commune.counter, URL, q=words))


def test_codes_are_found_by_their_beginning(commune, code):
    assert code in text(post(commune.counter, URL, q=code))
    assert code in text(post(commune.counter, URL, q=code[:12].lower()))


@pytest.mark.parametrize("number", ["019090000077", "019 090 000 077", CARD])
def test_a_card_is_found_recorded_and_kept_out_of_the_address(commune, code, number):
    before = records()
    answer = post(commune.counter, URL, q=number)
    assert code in text(answer)
    assert answer.redirect_chain == []
    assert records() == before + 1
    with scope_use(SYSTEM):
        assert readings_of("019090000077")[0].purpose == "search by card number"


def test_other_questions_become_an_address(commune, code):
    answer = post(commune.counter, URL, q="dang", received_from="2026-09-01")
    assert answer.redirect_chain == [(f"{URL}?q=dang&received_from=2026-09-01", 302)]
    assert code in text(answer)


def test_a_damaged_card_is_told_at_the_field(commune):
    answer = post(commune.counter, URL, q="12|x|y|z|a|b|c")
    assert "cannot be read" in text(answer)
    assert 'id="id_q_error"' in text(answer)


def test_chips_narrow_by_status(commune, code):
    with scope_use(SYSTEM), at():
        accepted = dossier_accepted(commune)
    page = text(get(commune.counter, f"{URL}?status=open"))
    assert accepted in page
    assert code not in page


@pytest.mark.parametrize(
    "query",
    ["q=" + "x" * 500, "q=a&after=zzz", "received_from=2026-02-30", "status=x&q=a", "q=%00"],
)
def test_odd_questions_are_answered_calmly(commune, query):
    assert get(commune.counter, f"{URL}?{query}").status_code == 200


def test_nothing_asked_and_nothing_found_say_what_to_do(commune):
    assert "What are you looking for?" in text(get(commune.counter, URL))
    assert "No dossier found" in text(get(commune.counter, f"{URL}?q=<b>zzz"))
    assert "<b>zzz" not in text(get(commune.counter, f"{URL}?q=<b>zzz"))


def test_pages_follow_each_other(commune, monkeypatch):
    monkeypatch.setattr("motcua.office.views.search.PAGE", 2)
    with scope_use(SYSTEM), at():
        codes = {dossier_registered(commune) for _ in range(5)}
    found, url = [], f"{URL}?q=mau"
    while url:
        answer = get(commune.counter, url)
        found += [row.code for row, _due in answer.context["rows"]]
        url = answer.context["next_url"]
    assert len(found) == 5
    assert set(found) == codes


def test_others_find_nothing(commune, code):
    with scope_use(SYSTEM), at():
        other = commune_at_work(code="05437", name="Phong Quang")
        admin = actor_make(role=Role.TECHNICAL_ADMIN, unit=commune.unit)
        both = actor_make(role=Role.VIEWER, unit=commune.unit, account=other.counter.account_id)
    for person in (other.counter, both):
        assert code not in text(get(person, f"{URL}?q=anh"))
    assert get(admin, URL).status_code == 404
    assert Client().get(URL)["Location"].startswith("/office/sign-in/")
    assert client_for(commune.counter).put(URL).status_code == 405
