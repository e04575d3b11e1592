"""A slip's page from memory: never older than the dossier, never another's, with every header."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from motcua.dossiers import chain, services
from motcua.dossiers.queries import dossier_get
from motcua.kernel import clock
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.portal import fast, tracking
from motcua.ui import formats
from motcua.workflow.types import Act
from tests.builders.dossiers import (
    at,
    commune_at_work,
    dossier_accepted,
    dossier_at,
    dossier_registered,
    item_of,
    work_do,
)
from tests.builders.organisations import commune_make
from tests.builders.procedures import offering_make, version_make

NOW = datetime(2026, 9, 10, 2, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_kept():
    fast.pages.clear()


@pytest.fixture
def commune():
    with scope_use(SYSTEM), at():
        return commune_at_work()


@pytest.fixture
def client():
    client = Client()
    client.cookies["motcua_language"] = "en"
    return client


def address(code):
    return f"/t/{code}/{chain.tracking_token(code)}/"


def ask(client, code, hours=1.0, **headers):
    with at(hours):
        return client.get(address(code), headers=headers)


def long_way(client, code, hours=1.0):
    """Return the page as it is made without the memory (a query leads the long way)."""
    with at(hours):
        html = client.get(address(code) + "?x=1").content.decode()
    return html.replace("?x=1", "")


def brought_to(commune, act):
    with scope_use(SYSTEM), at():
        return dossier_at(commune, act)


def test_the_second_page_costs_one_statement_and_is_the_same(
    client, commune, django_assert_num_queries
):
    code = brought_to(commune, Act.APPROVE)
    first = ask(client, code)
    with django_assert_num_queries(1):
        second = ask(client, code)
    assert second.status_code == 200
    assert second.content == first.content
    assert dict(second.headers) == dict(first.headers)
    assert second.content.decode() == long_way(client, code)


def test_it_carries_every_header_of_the_long_way(client, commune):
    code = brought_to(commune, Act.ASSIGN)
    ask(client, code)
    answer = ask(client, code)
    with at(1):
        other = client.get(address(code) + "?x=1")
    here, there = dict(answer.headers), dict(other.headers)
    assert here.pop("ETag").startswith('W/"')
    assert int(here.pop("Content-Length")) == len(answer.content)
    there.pop("Content-Length")
    assert here == there
    assert "nonce" not in here["Content-Security-Policy"]
    assert b"nonce" not in answer.content
    assert not answer.cookies


def assign(commune, code):
    outcome = item_of(code, Act.ASSIGN).outcomes[0].code
    work_do(code, Act.ASSIGN, commune.leader, outcome, assign_to=commune.specialist.account_id)


def supplement(commune, code):
    services.dossier_propose_supplement(
        actor=commune.specialist, code=code, items=("Bản chính",), reason="Mờ"
    )


def supplement_approved(commune, code):
    supplement(commune, code)
    services.dossier_approve_supplement(
        actor=commune.leader, code=code, version=dossier_get(code).version
    )


def sql(statement):
    """Return a change by a hand in the database: what no operation tells is seen too."""

    def change(_commune, code):
        with connection.cursor() as cursor:
            cursor.execute(statement.replace("CODE", f"'{code}'"))

    return change


OF = "(SELECT id FROM dossiers_dossier WHERE code = CODE)"
CHANGES = {
    "event": (Act.ASSIGN, assign),
    "supplement": (Act.APPRAISE, supplement_approved),
    "withdrawal": (
        Act.APPRAISE,
        lambda c, code: services.dossier_withdraw(actor=c.counter, code=code, reason="Đổi ý"),
    ),
    "fee": (
        Act.APPROVE,
        lambda c, code: services.dossier_collect_fee(actor=c.counter, code=code),
    ),
    "fee line": (
        Act.APPROVE,
        sql(f"UPDATE dossiers_fee SET amount_vnd = 9000 WHERE dossier_id = {OF}"),
    ),
    "due date": (
        Act.APPROVE,
        sql("UPDATE dossiers_dossier SET due_at = due_at + interval '1 day' WHERE code = CODE"),
    ),
    "work item": (
        Act.APPROVE,
        sql(
            "UPDATE workflow_workitem SET opened_at = opened_at - interval '1 day' "
            f"WHERE process_id = (SELECT process_id FROM dossiers_dossier WHERE id = {OF})"
        ),
    ),
    "process": (
        Act.APPROVE,
        sql(
            "UPDATE workflow_process SET status = 'cancelled', ended_at = started_at "
            f"WHERE id = (SELECT process_id FROM dossiers_dossier WHERE id = {OF})"
        ),
    ),
    "name of a unit": (
        Act.APPROVE,
        sql(
            "UPDATE organisations_unit SET full_name = 'Nơi mới' WHERE id = "
            f"(SELECT receiving_unit_id FROM dossiers_dossier WHERE id = {OF})"
        ),
    ),
    "name of the commune around": (
        Act.APPROVE,
        sql(
            "UPDATE organisations_unit SET full_name = 'Xã mới' WHERE id = (SELECT parent_id "
            "FROM organisations_unit WHERE id = "
            f"(SELECT receiving_unit_id FROM dossiers_dossier WHERE id = {OF}))"
        ),
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_changes_is_on_the_next_page(client, commune, change):
    act, make = CHANGES[change]
    code = brought_to(commune, act)
    before = ask(client, code)
    assert ask(client, code).content == before.content
    with scope_use(SYSTEM), at(1):
        make(commune, code)
    after = ask(client, code)
    assert after.content != before.content
    assert after["ETag"] != before["ETag"]
    assert after.content.decode() == long_way(client, code)


def test_acceptance_is_on_the_next_page(client, commune):
    with scope_use(SYSTEM), at():
        code = dossier_registered(commune)
    assert "being checked" in ask(client, code).content.decode()
    with scope_use(SYSTEM), at(1):
        services.dossier_accept(actor=commune.counter, code=code)
    assert "The result is due" in ask(client, code).content.decode()


def test_each_language_has_its_own_page(client, commune):
    code = brought_to(commune, Act.APPROVE)
    seen = {}
    for _ in range(2):
        for language in ("vi", "en", "id"):
            client.cookies["motcua_language"] = language
            answer = ask(client, code)
            assert answer["Content-Language"] == language
            assert f'<html lang="{language}"' in answer.content.decode()
            assert seen.setdefault(language, answer.content) == answer.content
    assert len(set(seen.values())) == 3


def test_each_dossier_has_its_own_page(client, commune):
    with scope_use(SYSTEM), at():
        codes = [dossier_accepted(commune) for _ in range(3)]
    for _ in range(2):
        for code in codes:
            html = ask(client, code).content.decode()
            assert [one for one in codes if f"Dossier {one}<" in html] == [code]


def test_the_clock_alone_makes_a_new_page(client, commune):
    code = brought_to(commune, Act.APPROVE)
    hours = (1, 20, 47, 60, 71, 71.5, 95, 101.1, 101.9, 102, 102.5, 130, 24 * 9)
    for one in hours:
        assert ask(client, code, one).content.decode() == long_way(client, code, one)
    for one in reversed(hours):
        assert ask(client, code, one).content.decode() == long_way(client, code, one)


def test_a_known_page_is_not_sent_again(client, commune):
    code = brought_to(commune, Act.APPROVE)
    etag = ask(client, code)["ETag"]
    answer = ask(client, code, **{"If-None-Match": etag})
    assert (answer.status_code, answer.content) == (304, b"")
    assert answer["ETag"] == etag
    assert ask(client, code, **{"If-None-Match": 'W/"other"'}).status_code == 200


def test_a_wrong_token_is_never_answered_from_memory(client, commune):
    code, other = (brought_to(commune, Act.ASSIGN) for _ in range(2))
    ask(client, code)
    for token in ("a" * 26, chain.tracking_token(other), chain.tracking_token(code)[:-1]):
        assert client.get(f"/t/{code}/{token}/").status_code == 404


def test_a_good_token_is_good_where_others_have_guessed(client, commune):
    code = brought_to(commune, Act.ASSIGN)
    guesses = [client.get(f"/t/{code}/{'a' * 26}/").status_code for _ in range(40)]
    assert guesses[-1] == 429
    fast.pages.clear()
    assert ask(client, code).status_code == 200


def test_people_with_a_session_or_a_message_take_the_long_way(client, commune):
    code = brought_to(commune, Act.ASSIGN)
    for name in ("sessionid", "messages", "motcua_citizen", "anything"):
        client.cookies[name] = "x"
        for _ in range(2):
            assert "ETag" not in ask(client, code)
            assert "ETag" not in client.get("/procedures/")
        del client.cookies[name]
    assert len(fast.pages) == 0


def test_the_memory_is_bounded():
    kept = fast.Pages(3)
    for number in range(10):
        kept.put(number, fast.Kept(b"", {}, fast.Promise(lambda: 1, 1)))
        kept.get(7)
    assert len(kept) == 3
    assert kept.get(7) is not None
    assert kept.get(0) is None


SPANS = st.timedeltas(min_value=timedelta(days=-3), max_value=timedelta(days=3))


@given(due=SPANS, first=SPANS, second=st.timedeltas(timedelta(0), timedelta(hours=2)))
def test_equal_moments_say_equal_words(due, first, second):
    one, two = NOW + first, NOW + first + second
    if tracking.moment(NOW + due, one) == tracking.moment(NOW + due, two):
        words = []
        for now in (one, two):
            with clock.clock_set(now):
                words.append((formats.remaining(NOW + due), formats.instant_short(NOW + due)))
        assert words[0] == words[1]


@pytest.fixture
def catalogue(db):
    offering_make(unit=commune_make(), version=version_make(code="1.001193"))


@pytest.mark.parametrize("path", ["/procedures/", "/procedures/1.001193/", "/units/"])
def test_a_page_of_the_catalogue_is_given_again_at_one_statement(
    client, catalogue, path, django_assert_num_queries
):
    first = client.get(path)
    with django_assert_num_queries(1):
        second = client.get(path)
    assert (second.status_code, second.content) == (200, first.content)
    assert dict(second.headers) == dict(first.headers)
    assert second["Cache-Control"] == "public, no-cache"
    assert {"Cookie"} <= {word.strip() for word in second["Vary"].split(",")}
    with django_assert_num_queries(1):
        again = client.get(path, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_page_of_the_catalogue_follows_language_day_and_catalogue(client, catalogue):
    def page():
        return client.get("/procedures/1.001193/").content.decode()

    with at(1):
        first = page()
        client.cookies["motcua_language"] = "vi"
        assert '<html lang="vi"' in page()
        client.cookies["motcua_language"] = "en"
        assert page() == first
        offering_make(unit=commune_make(name="Nơi thứ hai"), version=version_make(code="2.000815"))
        assert "2.000815" in client.get("/procedures/").content.decode()
    etags = set()
    for hours in (1, 25):
        with at(hours):
            etags.add(client.get("/procedures/1.001193/")["ETag"])
    assert len(etags) == 2


def test_an_answer_with_a_token_or_a_nonce_is_not_kept(client, catalogue):
    client.cookies["csrftoken"] = "x" * 32
    client.get("/procedures/")
    assert len(fast.pages) == 0
    del client.cookies["csrftoken"]
    client.get("/procedures/")
    assert len(fast.pages) == 1
    client.cookies["csrftoken"] = "x" * 32
    assert client.get("/procedures/")["ETag"]


def test_foreign_host_names_are_refused_as_ever(client, catalogue, settings):
    settings.ALLOWED_HOSTS = ["testserver"]
    client.get("/procedures/")
    assert client.get("/procedures/", headers={"Host": "evil.example"}).status_code == 400
