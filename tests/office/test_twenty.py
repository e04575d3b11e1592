"""The twenty that matter: shares, links that open to as many, order, files, empty states, 404."""

from __future__ import annotations

import re

import pytest
from tests.builders.dossiers import at, commune_at_work, dossier_accepted, dossier_at
from tests.builders.identity import actor_make, client_for

from motcua.identity.types import Role
from motcua.indicators.models import Reading
from motcua.indicators.services import cases_follow
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.workflow.types import Act

PAGE = "/office/twenty/"


@pytest.fixture(autouse=True)
def _english(settings, tmp_path):
    settings.DEFAULT_LANGUAGE = "en"
    settings.SEALS_FILE = tmp_path / "seals.log"


@pytest.fixture
def commune(fresh_database):
    with at(), scope_use(SYSTEM):
        made = commune_at_work()
        dossier_accepted(made)
        dossier_at(made, Act.APPROVE)
    with at():
        cases_follow()
    return made


def page_of(actor, path=PAGE, hours=1, **query):
    with at(hours):
        answer = client_for(actor).get(path, query)
    return answer, answer.content.decode(errors="replace").replace("\u00a0", " ")


def links_of(page):
    found = re.findall(r'<td class="num"><a href="([^"]*)">(.*?)</a>', page)
    return [
        (url.replace("&amp;", "&"), re.sub(r".*</span>|<[^>]*>", "", text)) for url, text in found
    ]


def test_a_leader_sees_shares_and_every_number_opens_to_as_many(commune):
    answer, page = page_of(commune.leader)
    assert answer.status_code == 200
    assert "procedure alone" in page
    assert "Figures as of Thursday 10 September 2026, 10:00" in page
    assert commune.offering.version.name in page
    links = links_of(page)
    assert len(links) >= 3
    for url, value in links:
        answer, shown = page_of(commune.leader, url)
        assert answer.status_code == 200
        if "/board/dossiers/" in url:
            assert f": {value}</h1>" in shown
        else:
            assert shown.count("/office/dossiers/") >= int(value)


def test_the_list_of_re_use_is_that_of_the_procedure_alone(commune):
    code = commune.offering.code
    query = {"unit": commune.unit.code, "indicator": "4.3", "side": "missing"}
    _answer, page = page_of(commune.leader, "/office/service-index/list/", **query)
    _answer, own = page_of(commune.leader, "/office/service-index/list/", **query, procedure=code)
    assert page.count("/office/dossiers/") == own.count("/office/dossiers/") > 0
    answer, _page = page_of(
        commune.leader, "/office/service-index/list/", **query, procedure="9.999999"
    )
    assert answer.status_code == 404


def test_the_order_is_the_address_and_heads_say_it(commune):
    _answer, page = page_of(commune.leader, sort="-received")
    assert re.search(r'aria-sort="descending"><a href="[^"]*sort=received">Received', page)
    _answer, page = page_of(commune.leader, sort="no-such-column")
    assert re.search(r'aria-sort="descending"><a href="[^"]*sort=share">Share', page)


def test_what_was_not_online_stands_with_its_parts_and_its_year(commune):
    _answer, page = page_of(commune.leader, **{"from": "2026-09-01", "to": "2026-09-30"})
    part = page.split("Where a full online service pays most", 1)[1]
    assert "× 365" in page
    assert ">73<" in part, "two in ten days are 73 a year"


def test_another_measure_without_anything_says_so(commune):
    answer, page = page_of(commune.leader, by="late")
    assert answer.status_code == 200
    assert "Nothing of this kind in the period" in page


def test_re_use_is_refused_while_events_cannot_be_read(commune):
    with scope_use(SYSTEM):
        Reading.objects.update_or_create(
            name="index-cases", defaults={"problem": "H19.1-260910-0001"}
        )
    answer, page = page_of(commune.leader)
    assert answer.status_code == 200
    assert "Re-use of data is not shown" in page
    assert "Where data instead of paper pays most" not in page


def test_finance_reads_numbers_without_the_lists_of_the_board(commune):
    with at(), scope_use(SYSTEM):
        finance = actor_make(role=Role.FINANCE, unit=commune.unit)
    answer, page = page_of(finance)
    assert answer.status_code == 200
    assert "/office/board/dossiers/" not in page


def test_another_communes_procedures_do_not_exist(commune):
    with at(), scope_use(SYSTEM):
        other = commune_at_work(name="Phong Quang")
    assert page_of(other.leader, unit=commune.unit.code)[0].status_code == 404
    assert page_of(commune.specialist)[0].status_code == 404
