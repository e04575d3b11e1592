"""Pages that set units beside each other, and walls, say what was taken over: the same sentence."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.builders.dossiers import at, commune_at_work, dossier_accepted
from tests.builders.identity import actor_make, client_for
from tests.office.test_board_merged import LATER, merger

from motcua.identity.types import Role
from motcua.indicators.services import rollup_fold
from motcua.kernel import clock
from motcua.office.passed import SHORT, Passed, Passing
from motcua.organisations.queries import unit_get

__all__ = ("merger",)
pytestmark = [pytest.mark.usefixtures("system_scope"), pytest.mark.usefixtures("english")]
RULE = "Counted here too, from the merger on, each dossier once:"
TARGET = {
    "title": "Đúng hạn (mẫu)",
    "source": "NQ mẫu",
    "metric": "in-time",
    "goal": "90",
    "level": "communes",
    "first_day": "2026-09-01",
    "last_day": "2026-12-31",
}


def page_of(actor, url, hours=LATER, **query):
    with at(hours):
        return client_for(actor).get(url, query).content.decode().replace("\u00a0", " ")


def told_of(merged, heir):
    """Return the name and whose it is now, as the sentence says them."""
    return (f"{merged.unit.full_name}</a> (taken over on ", f" by {heir.unit.full_name})")


@pytest.fixture
def chair(merger):
    return actor_make(role=Role.CONTROLLER, unit=unit_get(merger[0].unit.parent_id))


def test_a_comparison_says_who_took_over_whom_and_opens_that_part(merger, chair):
    heir, merged, _codes, days = merger
    page = page_of(chair, "/office/compare/", **days)
    said = page.split(RULE)[1].split("</p>")[0]
    assert all(one in said for one in told_of(merged, heir))
    assert f"taken={merged.unit.id}" in said
    before = page_of(chair, "/office/compare/", **{**days, "to": days["from"]})
    assert RULE not in before
    neighbour = page_of(commune_at_work(name="Bên Cạnh").leader, "/office/compare/", **days)
    assert RULE in neighbour
    assert "taken=" not in neighbour, "sums of others are read, their lists are not"


def test_a_unit_among_its_peers_says_what_it_took_over_itself(merger):
    heir, merged, _codes, days = merger
    page = page_of(heir.leader, "/office/compare/unit/", **days)
    assert merged.unit.full_name in page.split(RULE)[1].split("</p>")[0]
    alone = commune_at_work(name="Bên Cạnh")
    assert RULE not in page_of(alone.leader, "/office/compare/unit/", **days)


def test_targets_and_states_of_units_say_it(merger, chair):
    heir, merged, _codes, _days = merger
    with at():
        rollup_fold()
        client_for(chair).post("/office/targets/", TARGET)
    for url in ("/office/targets/", "/office/targets/states/"):
        said = page_of(chair, url).split(RULE)[1].split("</p>")[0]
        assert all(one in said for one in told_of(merged, heir)), url
        assert RULE not in page_of(chair, url, hours=24), "the merger is still to come"


def test_a_wall_names_it_without_leading_anywhere(merger):
    heir, merged, _codes, days = merger
    page = page_of(heir.leader, "/office/board/wall/", **days)
    said = page.split(RULE)[1].split("</p>")[0]
    assert merged.unit.full_name in said
    assert "<a " not in said
    other = commune_at_work(name="Bên Cạnh")
    with at():
        dossier_accepted(other)
    assert RULE not in page_of(other.leader, "/office/board/wall/", **days)


def test_a_wall_names_a_few_and_says_how_many_more():
    day = clock.today() - timedelta(days=1)
    many = Passing(tuple(Passed(str(n), day) for n in range(5)))
    assert (len(many.short().took), many.short().more) == (SHORT, 3)
    assert Passing(many.took[:SHORT]).short().more == 0
