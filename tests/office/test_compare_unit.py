"""A unit among its peers: rates with their standing, times against the limit, satisfaction."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from tests.builders.dossiers import MORNING, at, commune_at_work, dossier_accepted, dossier_at
from tests.builders.identity import actor_make, client_for
from tests.builders.organisations import province_make

from motcua.feedback.services import rating_give
from motcua.identity.types import Role
from motcua.indicators.comparing import rules
from motcua.indicators.models import Reading
from motcua.indicators.services import cases_follow
from motcua.kernel import clock
from motcua.kernel.scope import SYSTEM
from motcua.office.comparing.among import used_text
from motcua.office.comparing.words import share_text
from motcua.organisations.queries import unit_get
from motcua.workflow.types import Act

pytestmark = [pytest.mark.usefixtures("english", "system_scope")]
URL = "/office/compare/unit/"


@pytest.fixture
def communes(monkeypatch):
    """Three communes, of which the first resolved two and was rated; one peer is enough here."""
    few = replace(rules.RULES[0], least=1, peers=2, answers=1, factors=(Fraction(2), Fraction(5)))
    monkeypatch.setattr(rules.rules_on, "__defaults__", ((few,),))
    with at():
        made = [commune_at_work(name=name) for name in ("Bách Quang", "Phong Quang", "Sông Công")]
        codes = [dossier_at(one, Act.RETURN) for one in (made[0], *made)]
        dossier_accepted(made[0])
    with at(1):
        rating_give(scope=SYSTEM, code=codes[0], score=5)
    with at(2):
        cases_follow()
    return made


def page_of(actor, path=URL, **query):
    with at(3):
        return client_for(actor).get(path, query)


def test_a_commune_sees_itself_among_its_peers(communes):
    answer = page_of(communes[0].leader)
    text = answer.content.decode().replace("\u00a0", " ")
    assert answer.context["unit"].id == communes[0].unit.id
    assert len(answer.context["found"].peers.keys) == 2
    rates = {rate["measure"].key: rate for rate in answer.context["rates"]}
    assert rates["in-time"]["ratio"] == "100.00%"
    assert rates["in-time"]["standing"][0] == "No difference that chance would not make"
    assert "middle one at 100.00%" in rates["in-time"]["strip"]["words"]
    assert "2 units of its kind" in text
    assert "at most 5 times more or less" in text
    assert [row["own"] for row in answer.context["peers"]] == [True, False, False]


def test_times_and_satisfaction_say_on_how_many_they_rest(communes):
    answer = page_of(communes[0].leader)
    text = answer.content.decode()
    assert answer.context["time"]["times"].within == 2
    assert "of 2 with a result took no longer than their limit" in text
    assert len(answer.context["time"]["procedures"]) == 1
    people = answer.context["people"]
    assert (people["said"].answers, people["said"].resolved) == (1, 2)
    assert "of 1 ratings say satisfied or very satisfied" in text
    assert "1 of 2 dossiers with a result in the period were rated (50.0%)" in text
    assert people["low"] == "20.7%", "one answer tells little, and the interval says so"


def test_ratings_of_a_past_period_say_up_to_when_they_count(communes):
    past = {"from": "2026-09-01", "to": str(clock.local(MORNING).date())}
    with at(48):
        text = client_for(communes[0].leader).get(URL, past).content.decode()
        ranked = {**past, "measure": "satisfied"}
        page = client_for(communes[0].leader).get("/office/compare/", ranked).content.decode()
        other = client_for(communes[0].leader).get("/office/compare/", past).content.decode()
    said = "Ratings count that were given up to the date of these figures, the end of "
    assert "1 of 2 dossiers" in text
    assert said in text
    assert said in page
    assert "Ratings count" not in other


def test_too_few_answers_have_no_share(communes, monkeypatch):
    monkeypatch.setattr(rules.rules_on, "__defaults__", (rules.RULES,))
    text = page_of(communes[0].leader).content.decode()
    assert "One rating: too few to tell a share (at least 10)." in text
    assert "No peers: fewer than 5 units of its kind" in text
    assert "Too few to compare" in text


def test_of_a_neighbour_only_sums_are_shown(communes):
    own, other, _third = communes
    answer = page_of(own.leader, unit=other.unit.code)
    assert answer.status_code == 200
    assert all(rate["behind"] == "" for rate in answer.context["rates"])
    assert answer.context["time"]["procedures"] == []
    assert answer.context["time"]["times"].total == 1
    assert "/office/board/dossiers/" not in answer.content.decode()


def test_other_units_answer_as_if_they_were_not_there(communes):
    leader = communes[0].leader
    province_make(code="04", name="Cao Bằng")
    away = commune_at_work(name="Nùng Trí Cao", province="04")
    for code in (away.unit.code, f"{communes[0].unit.code}.vp", "nothing"):
        assert page_of(leader, unit=code).status_code == 404, code
    assert page_of(communes[0].counter).status_code == 404
    province = unit_get(communes[0].unit.parent_id)
    assert page_of(leader, unit=province.code).status_code == 200, "provinces are ranked too"
    viewer = actor_make(role=Role.VIEWER, unit=province)
    assert page_of(viewer).context["unit"].id == province.id


def test_unsound_events_show_no_number(communes):
    Reading.objects.update_or_create(name="index-cases", defaults={"problem": "G19.26-0001"})
    text = page_of(communes[0].leader).content.decode()
    assert "The figure is not shown" in text
    assert "with a result" not in text


@pytest.mark.parametrize(
    ("used", "said"),
    [
        (None, "–"),
        (0.4299, "42%"),
        (0.9999, "99%"),
        (1.0, "100%"),
        (1.0001, "101%"),
        (2.5, "more than 200%"),
        (float("inf"), "more than 200%"),
    ],
)
def test_late_never_reads_as_the_limit(used, said):
    assert used_text(used) == said


@pytest.mark.parametrize(
    ("ratio", "said"),
    [
        (None, "–"),
        (Fraction(0), "0.00%"),
        (Fraction(1, 10**6), "0.01%"),
        (Fraction(10**6 - 1, 10**6), "99.99%"),
        (Fraction(1), "100.00%"),
        (Fraction(2, 3), "66.67%"),
    ],
)
def test_only_all_reads_as_all(ratio, said):
    assert share_text(ratio) == said
