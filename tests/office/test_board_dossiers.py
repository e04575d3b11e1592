"""The list behind a figure: filters, pages, wrong addresses."""

from __future__ import annotations

import pytest
from tests.builders.dossiers import at, commune_at_work, dossier_accepted
from tests.builders.identity import actor_make, client_for

from motcua.identity.types import Role

pytestmark = pytest.mark.usefixtures("system_scope")
LIST = "/office/board/dossiers/"


@pytest.fixture(autouse=True)
def _english(settings):
    settings.DEFAULT_LANGUAGE = "en"


@pytest.fixture
def commune():
    with at():
        made = commune_at_work()
        for _ in range(27):
            dossier_accepted(made)
    return made


def get(commune, **query):
    with at(1):
        return client_for(commune.leader).get(LIST, query)


def test_a_long_list_comes_in_pages(commune):
    first = get(commune, figure="open")
    page = first.content.decode()
    assert ": 27</h1>" in page
    assert page.count('<th scope="row">') == 25
    after = page.split("after=")[1].split('"')[0]
    second = get(commune, figure="open", after=after).content.decode()
    assert second.count('<th scope="row">') == 2
    assert get(commune, figure="open", after="'x").status_code == 200


def test_filters_are_the_address(commune):
    code = commune.offering.version.code
    page = get(commune, figure="open", procedure=code, official="0").content.decode()
    assert ": 27</h1>" in page
    assert commune.offering.version.name in page
    assert "Not assigned yet" in page
    someone = get(commune, figure="open", official=str(commune.specialist.account_id))
    assert "No dossier is behind this figure" in someone.content.decode()


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("2026-09-20", "2026-09-01", "The last day lies before the first day."),
        ("2026-10-01", "2026-10-31", "This period has not begun yet."),
        ("abc", "2026-09-01", "Enter a valid date."),
        ("2026-09-01", "", "Enter “To”."),
    ],
)
def test_days_that_cannot_be_shown_are_named_and_never_exchanged_in_silence(
    commune, first, last, said
):
    answer = get(commune, figure="open", **{"from": first, "to": last})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert said in page
    assert "These are other days than the address asks for" in page
    assert "other days than" not in get(commune, figure="open").content.decode()


def test_what_one_official_has_is_for_whoever_shares_out_the_work(commune):
    viewer = actor_make(role=Role.VIEWER, unit=commune.unit)
    official = str(commune.specialist.account_id)
    with at(1):
        answer = client_for(viewer).get(LIST, {"figure": "open", "official": official})
    assert answer.status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/office/board/?unit=%00",
        "/office/board/dossiers/?figure=open&procedure=%00",
        "/office/compare/?unit=%00",
        "/office/compare/unit/?unit=%00",
        "/office/forecast/?procedure=%00",
        "/office/twenty/?unit=%00",
    ],
)
def test_a_nul_in_an_address_is_nothing_that_exists(commune, path):
    with at(1):
        assert client_for(commune.leader).get(path).status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"figure": "nonsense"},
        {"figure": "open", "procedure": "9.999"},
        {"figure": "open", "official": "٣"},
        {"figure": "open", "official": "9" * 30},
    ],
)
def test_addresses_that_mean_nothing_answer_404(commune, query):
    assert get(commune, **query).status_code == 404
