"""The board: true figures, each leading to its dossiers; other units answer 404."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from tests.builders.dossiers import at, commune_at_work, dossier_accepted, dossier_at
from tests.builders.identity import actor_make, client_for

from motcua.identity.types import Role
from motcua.indicators.types import Figure, Period
from motcua.office.figures import figure_name
from motcua.organisations.queries import unit_get
from motcua.workflow.types import Act

pytestmark = pytest.mark.usefixtures("system_scope")
BOARD = "/office/board/"


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


def page_of(actor, path=BOARD, hours=1, **query):
    with at(hours):
        answer = client_for(actor).get(path, query)
    return answer, answer.content.decode().replace("\u00a0", " ")


def links_of(page):
    return {
        (match[1].replace("&amp;", "&"), int(re.sub(r"\D", "", re.sub(r"<[^>]*>", "", match[2]))))
        for match in re.finditer(
            r'<a href="(/office/board/dossiers/[^"]*)">(?:<span class="visually-hidden">[^<]*</span>)?((?:<strong[^>]*>)?[\d,]+)',
            page,
        )
    }


def test_a_leader_sees_one_headline_and_the_date_of_the_data(commune):
    answer, page = page_of(commune.leader)
    assert answer.status_code == 200
    assert commune.unit.full_name in page
    assert "of 1 resolved were on time" in page
    assert "Figures as of Thursday 10 September 2026, 10:00" in page
    assert "Nothing is overdue." in page


def test_one_day_is_one_date(commune):
    page = page_of(commune.leader, **{"from": "2026-09-10", "to": "2026-09-10"})[1]
    assert '<h2 id="board-period">10 Sep 2026</h2>' in page


def test_the_other_pages_of_the_unit_open_with_what_is_chosen_here(commune):
    days = {"from": "2026-08-01", "to": "2026-08-20"}
    _answer, page = page_of(commune.leader, unit=commune.unit.code, **days)
    ways = page.split('class="ways"')[1].split("</nav>")[0]
    links = [one.replace("&amp;", "&") for one in re.findall(r'href="([^"]+)"', ways)]
    assert len(links) == 7
    for link in links:
        answer, _page = page_of(commune.leader, path=link)
        assert answer.status_code == 200, link
        if "?" in link:
            chosen = answer.context.get("choice") or answer.context["question"]
            assert chosen.period == Period(date(2026, 8, 1), date(2026, 8, 20)), link


def test_late_and_overdue_are_two_words_for_whoever_hears_the_page():
    for language in ("en", "vi", "id"):
        with override(language):
            for short in (True, False):
                names = {figure_name(one, short=short) for one in (Figure.LATE, Figure.OVERDUE)}
                assert len(names) == 2, language
            assert figure_name(Figure.LATE) == figure_name(Figure.LATE, short=True)


def test_every_number_leads_to_as_many_dossiers(commune):
    _answer, page = page_of(commune.leader)
    links = links_of(page)
    assert len(links) > 8
    for url, value in links:
        _list, dossiers = page_of(commune.leader, url)
        assert dossiers.count('<th scope="row">') == value, url
        assert f": {value}</h1>" in dossiers


def test_overdue_dossiers_show_who_needs_help(commune):
    _answer, page = page_of(commune.leader, hours=24 * 14)
    assert "Nothing is overdue." not in page
    assert commune.offering.version.name in page


def test_a_province_sees_its_communes_and_goes_down_to_one(commune):
    other = commune_at_work(name="Phong Quang")
    with at():
        dossier_accepted(other)
    province = unit_get(commune.unit.parent_id)
    viewer = actor_make(role=Role.VIEWER, unit=province)
    _answer, page = page_of(viewer)
    assert commune.unit.full_name in page
    assert f"unit={commune.unit.code}" in page
    answer, below = page_of(viewer, unit=commune.unit.code)
    assert answer.status_code == 200
    assert province.full_name in below  # the way back up


def test_a_province_has_one_row_for_each_commune_with_its_bodies(commune):
    other = commune_at_work(name="Phong Quang")
    with at():
        dossier_accepted(other)
    viewer = actor_make(role=Role.VIEWER, unit=unit_get(commune.unit.parent_id))
    _answer, page = page_of(viewer)
    table = page.split("By unit", 1)[1].split("</table>")[0]
    rows = re.findall(r'<th scope="row" class="wide"><span[^>]*><a[^>]*>([^<]*)</a>', table)
    assert sorted(rows) == sorted([commune.unit.full_name, other.unit.full_name])
    for url, value in links_of(table):
        assert f": {value}</h1>" in page_of(viewer, url)[1], url


def test_a_viewer_of_figures_sees_no_names(commune):
    viewer = actor_make(role=Role.VIEWER, unit=commune.unit)
    _answer, page = page_of(viewer, "/office/board/dossiers/", figure="received")
    assert page.count('<th scope="row">') == 3
    assert "Nguyễn Văn Mẫu" not in page
    _answer, page = page_of(commune.leader, "/office/board/dossiers/", figure="received")
    assert page.count("Nguyễn Văn Mẫu") == 3


def test_a_unit_outside_the_scope_does_not_exist(commune):
    other = commune_at_work(name="Phong Quang")
    for code in (other.unit.code, unit_get(commune.unit.parent_id).code, "nothing"):
        answer, _page = page_of(commune.leader, unit=code)
        assert answer.status_code == 404


def test_officers_without_the_right_do_not_find_it(commune):
    assert page_of(commune.specialist)[0].status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [
        {"from": "2026-02-30", "to": "2026-03-01"},
        {"from": "2026-09-10", "to": "2026-09-01"},
        {"from": "0001-01-01", "to": "9999-12-31"},
        {"from": "2026-09-10"},
    ],
)
def test_a_wrong_period_is_told_at_its_field_and_keeps_what_was_typed(commune, wrong):
    answer, page = page_of(commune.leader, **wrong)
    assert answer.status_code == 200
    assert 'aria-invalid="true"' in page
    assert wrong["from"] in page


def test_an_empty_period_says_what_will_appear(commune):
    _answer, page = page_of(commune.leader, **{"from": "2025-08-01", "to": "2025-08-31"})
    assert "No figures in this period yet" in page


def test_many_dossiers_need_as_many_statements_as_few(commune):
    client = client_for(commune.leader)
    counts = []
    for _round in range(2):
        with at(1):
            client.get(BOARD)
            with CaptureQueriesContext(connection) as queries:
                client.get(BOARD)
            counts.append(len(queries))
            for _ in range(3):
                dossier_accepted(commune)
    assert counts[0] == counts[1]


def test_a_board_that_renews_itself_does_not_keep_its_reader_signed_in(commune):
    with at(1):
        client = client_for(commune.leader)
        assert client.get(BOARD).status_code == 200
    for hours in (1.3, 1.45):  # by itself: half an hour without a hand goes on being reckoned
        with at(hours):
            asked = client.get(BOARD, headers={"X-Board": "part", "X-By-Itself": "1"})
            assert asked.status_code == 200
    with at(1.55):
        assert client.get(BOARD).status_code == 302


def test_whoever_uses_the_board_stays_signed_in(commune):
    with at(1):
        client = client_for(commune.leader)
    for hours in (1.3, 1.55):
        with at(hours):
            assert client.get(BOARD).status_code == 200
