"""Boards by reader: which one, its first screen, filters, live answers, a fixed number of statements."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.builders.dossiers import at, commune_at_work, dossier_accepted, dossier_at
from tests.builders.identity import actor_make, client_for
from tests.builders.reception import hall_at
from tests.office.test_board import BOARD, links_of, page_of

from motcua.identity.types import Role
from motcua.indicators.services.rollup import rollup_fold
from motcua.kernel import clock
from motcua.office.boards.asked import Reader, readers_of
from motcua.office.boards.centre import Peek, Waiting, hall_keys
from motcua.organisations.queries import unit_get
from motcua.organisations.types import UnitKind
from motcua.ui.types import Tone
from motcua.workflow.types import Act

pytestmark = pytest.mark.usefixtures("system_scope")
LATE = 24 * 14


@pytest.fixture(autouse=True)
def _english(settings):
    settings.DEFAULT_LANGUAGE = "en"


@pytest.fixture
def commune():
    with at():
        made = commune_at_work()
        dossier_accepted(made)
        dossier_at(made, Act.APPROVE)
        dossier_at(made, Act.RETURN)
    return made


@pytest.fixture
def province(commune):
    return unit_get(commune.unit.parent_id)


@pytest.fixture
def chairman(province):
    return actor_make(role=Role.VIEWER, unit=province)


def keys_of(page):
    """Return number by label of the first screen's key figures."""
    found = re.findall(
        r'<span class="key-value">.*?<strong>(.*?)</strong></span> <span class="key-label">(.*?)</span>',
        page,
        re.DOTALL,
    )
    return {label: value for value, label in found}


def asks(actor, mark="", hours=1, path=BOARD, **query):
    """Ask as an open page does."""
    with at(hours):
        headers = {"X-Board": "part", **({"If-None-Match": mark} if mark else {})}
        return client_for(actor).get(path, query, headers=headers)


def test_the_board_follows_the_kind_of_unit_and_the_role():
    assert readers_of(UnitKind.WARD)[0] is Reader.UNIT
    assert readers_of(UnitKind.DEPARTMENT) == (Reader.UNIT,)
    assert readers_of(UnitKind.CENTRE)[0] is Reader.CENTRE
    assert readers_of(UnitKind.PROVINCE, {Role.VIEWER})[0] is Reader.PROVINCE
    assert readers_of(UnitKind.CITY, {Role.CONTROLLER})[0] is Reader.MINISTRY
    assert readers_of(UnitKind.COUNTRY)[0] is Reader.MINISTRY


def test_the_head_of_a_commune_sees_first_what_is_to_be_decided(commune):
    _answer, page = page_of(commune.leader)
    keys = keys_of(page)
    assert list(keys)[:4] == [
        "overdue now",
        "due by the end of the next working day",
        "wait for your signature",
        "to be given to somebody",
    ]
    assert keys["wait for your signature"] == "1"
    assert keys["to be given to somebody"] == "1"
    assert keys["received today"] == "3"
    assert keys["resolved today"] == "1"
    assert "of 2 in process" in page
    assert page.index("key-figures") < page.index("headline")


def test_steps_are_counted_for_whoever_does_them_only(commune):
    viewer = actor_make(role=Role.VIEWER, unit=commune.unit)
    keys = keys_of(page_of(viewer)[1])
    assert "wait for your signature" not in keys
    assert "overdue now" in keys


def test_people_are_named_to_whoever_shares_out_the_work_and_in_the_order_of_names(
    commune, chairman
):
    _answer, page = page_of(commune.leader)
    assert "Who has how much, by name" in page
    assert commune.specialist.name in page
    for reader, unit in ((chairman, ""), (chairman, commune.unit.code)):
        page = page_of(reader, **({"unit": unit} if unit else {}))[1]
        assert "Who has how much" not in page
        assert commune.specialist.name not in page


def test_a_province_is_told_who_needs_help_and_why(commune, chairman):
    other = commune_at_work(name="Phong Quang")
    _answer, page = page_of(chairman)
    assert "No unit needs help now" in page
    _answer, page = page_of(chairman, hours=LATE, **{"from": "2026-09-01", "to": "2026-09-30"})
    needs = page.split('<ol class="needs">')[1].split("</ol>")[0]
    assert commune.unit.full_name in needs
    assert other.unit.full_name not in needs
    assert "2 overdue of 2 in process" in needs
    for url, _n in links_of(needs):
        assert ": 2</h1>" in page_of(chairman, url, hours=LATE)[1]
    assert keys_of(page)["units need help"] == "1"
    assert "Most received, by procedure" in page


def test_who_needs_help_needs_it_now_whatever_days_are_looked_at(commune, chairman):
    days = {"from": "2026-09-10", "to": "2026-09-11"}  # nothing was overdue at their end
    _answer, page = page_of(chairman, hours=LATE, **days)
    assert keys_of(page)["units need help"] == "1"
    needs = page.split('<ol class="needs">')[1].split("</ol>")[0]
    assert "2 overdue of 2 in process" in needs
    (url,) = {url for url, _n in links_of(needs)}
    assert ": 2</h1>" in page_of(chairman, url, hours=LATE)[1]
    causes = page.split("Overdue by cause on record")[1]
    assert "from=2026-09-24" in causes.split("</table>")[0]


def test_a_quiet_province_is_told_so(province):
    viewer = actor_make(role=Role.VIEWER, unit=province)
    _answer, page = page_of(viewer, **{"from": "2025-08-01", "to": "2025-08-31"})
    assert "No unit needs help now" in page


def test_fields_and_procedures_across_units(commune, chairman):
    _answer, page = page_of(chairman, board="ministry")
    field = commune.offering.version.field
    assert "By field" in page
    assert f"field={field.code}" in page
    _answer, narrowed = page_of(chairman, board="ministry", field=field.code)
    assert 'aria-current="true"' in narrowed
    assert keys_of(narrowed)["received today"] == "3"
    for url, value in links_of(narrowed):
        assert f": {value}</h1>" in page_of(chairman, url)[1], url


def test_a_procedure_and_the_unit_alone_narrow_every_figure_and_its_list(commune):
    code = commune.offering.version.code
    _answer, page = page_of(commune.leader, procedure=code, own="1")
    links = links_of(page)
    assert links
    for url, value in links:
        assert f": {value}</h1>" in page_of(commune.leader, url)[1], url
    assert "The unit itself alone" in page


def test_by_channel_only_what_was_received_is_counted(commune):
    _answer, page = page_of(commune.leader, channel="counter")
    assert "By channel only what was received is counted" in page
    assert keys_of(page) == {"received today": "3"}
    assert "of 0 received" not in page
    assert "Overdue now" not in page
    assert keys_of(page_of(commune.leader, channel="post")[1]) == {"received today": "0"}


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"field": "no-such"}, "The field “no-such” is not known here"),
        ({"procedure": "9.999999"}, "The procedure “9.999999” is not known here"),
        ({"channel": "pigeon"}, "The channel “pigeon” is not known here"),
        ({"board": "moon"}, "This unit has no such board"),
    ],
)
def test_a_filter_that_cannot_be_read_is_told_and_the_rest_is_kept(commune, wrong, said):
    answer, page = page_of(commune.leader, **wrong, **{"from": "2026-09-01", "to": "2026-09-10"})
    assert answer.status_code == 200
    assert said in page
    assert "1/9/2026" in page or "2026-09-01" in page
    assert keys_of(page)["received today"] == "3"


def test_a_centre_sees_its_hall_and_what_is_still_to_be_done(commune):
    with at():
        hall = hall_at(commune.centre)
        hall.take()
        hall.take()
    _answer, page = page_of(commune.director, hours=0.5)
    keys = keys_of(page)
    assert keys["people wait in the hall"] == "2"
    assert keys["the longest wait now"] == "30 min"
    assert keys["results to hand over"] == "1"
    assert keys["received today"] == "3"
    assert "A · Hộ tịch" in page
    assert "received by this centre in the period" in page
    assert "Overdue" not in page.split("By procedure")[1].split("</thead>")[0]


def test_a_wait_is_held_against_the_aim_of_its_own_queue():
    with at():
        since = clock.now()
        queues = (
            Waiting("A", 1, since, 60),
            Waiting("B", 1, since + timedelta(minutes=25), 10),
            Waiting("C", 0, None, 5),
        )
    with at(0.5):
        peeked = Peek(True, queues, 0, 1, 2, 0)
        longest = hall_keys(peeked)[1]
    assert (longest.value, longest.note, longest.tone) == (
        "30 min", "aim: 60 minutes", Tone.NEUTRAL,
    )  # fmt: skip


def test_a_centre_without_a_hall_has_no_hall_on_its_board(commune):
    _answer, page = page_of(commune.director)
    assert "people wait in the hall" not in keys_of(page)
    assert "results to hand over" in keys_of(page)


def test_an_open_board_is_told_nothing_until_something_happens(commune, chairman):
    other = commune_at_work(name="Phong Quang")
    while rollup_fold():
        pass
    first = asks(commune.leader)
    mark = first["ETag"]
    part = first.content.decode()
    assert first.status_code == 200
    assert "<html" not in part
    assert keys_of(part)["received today"] == "3"
    assert asks(commune.leader, mark).status_code == 304
    with at(1):
        dossier_accepted(other)
    assert asks(commune.leader, mark).status_code == 304
    with at(1):
        dossier_accepted(commune)
    answer = asks(commune.leader, mark)
    assert answer.status_code == 200
    assert answer["ETag"] != mark
    assert answer["X-Board-At"] == "10:00:00"
    assert keys_of(answer.content.decode())["received today"] == "4"
    assert "no-store" in answer["Cache-Control"]
    assert "X-Board" in answer["Vary"]


def test_time_alone_renews_a_board_because_due_instants_pass(commune):
    mark = asks(commune.leader)["ETag"]
    assert asks(commune.leader, mark, hours=1 + 1 / 60).status_code == 200


def test_boards_of_others_answer_nobody(commune):
    other = commune_at_work(name="Phong Quang")
    for path in (BOARD, f"{BOARD}wall/"):
        assert page_of(commune.leader, path, unit=other.unit.code)[0].status_code == 404
        assert page_of(commune.specialist, path)[0].status_code == 404
    assert asks(commune.leader, unit=other.unit.code).status_code == 404


def test_every_board_needs_as_many_statements_whatever_there_is(commune, chairman):
    hall = hall_at(commune.centre)
    boards = [
        (commune.leader, BOARD, {}),
        (commune.director, BOARD, {}),
        (chairman, BOARD, {}),
        (chairman, BOARD, {"board": "ministry"}),
        (commune.specialist, f"{BOARD}mine/", {}),
        (chairman, f"{BOARD}wall/", {}),
    ]
    clients = [(client_for(actor), path, query) for actor, path, query in boards]

    def counts():
        found = []
        for client, path, query in clients:
            client.get(path, query)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(path, query).status_code == 200
            found.append(len(queries))
        return found

    with at(LATE / 24 * 24):
        before = counts()
        for _round in range(3):
            dossier_accepted(commune)
            hall.take()
        after = counts()
    assert before == after
    assert max(before) <= 60


def test_a_period_that_is_over_does_not_speak_of_now(commune, chairman):
    days = {"from": "2026-09-10", "to": "2026-09-20"}
    for query in ({}, {"board": "ministry"}):
        page = page_of(chairman, hours=LATE, **query, **days)[1]
        tables = page.split("By procedure")[-1]
        assert "Overdue now" not in tables
        assert "Overdue at the end of the period" in tables
    assert "Overdue now" in page_of(commune.leader, hours=LATE)[1]


def test_the_comparison_opens_with_the_units_area_and_days(commune, province, chairman):
    days = {"from": "2026-09-01", "to": "2026-09-20"}
    for actor in (chairman, commune.leader):
        page = page_of(actor, unit=commune.unit.code, **days)[1]
        (url,) = re.findall(r'href="(/office/compare/\?[^"]*)"', page)
        url = url.replace("&amp;", "&")
        assert url == f"/office/compare/?unit={province.code}&from=2026-09-01&to=2026-09-20"
        with at(1):
            assert client_for(actor).get(url).status_code == 200
