"""The Service Index on a page: counts that open, points, ranks, and no number that is unsound."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from tests.builders.dossiers import MORNING, commune_at_work, dossier_accepted, dossier_at
from tests.builders.identity import actor_make, client_for

from motcua.identity.types import Role
from motcua.indicators.index.catalogue import INDICATORS
from motcua.indicators.index.definition import Count
from motcua.indicators.index.points import GROUPS
from motcua.indicators.index.standing import MONTHS_STAGE, key_of
from motcua.indicators.index.valuing import GroupValue, Index, index_value
from motcua.indicators.models import Proof, Reading
from motcua.indicators.services import cases_follow
from motcua.kernel import clock
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.office.serviceindex import CHOICES, ranked, value_row
from motcua.organisations.queries import unit_get
from motcua.workflow.types import Act

pytestmark = [pytest.mark.usefixtures("english")]
URL = "/office/service-index/"


@pytest.fixture
def commune(fresh_database, settings, tmp_path):
    settings.SEALS_FILE = tmp_path / "seals.log"
    with clock.clock_set(MORNING), scope_use(SYSTEM):
        made = commune_at_work()
        dossier_at(made, Act.RETURN)
        dossier_accepted(made)
    with clock.clock_set(MORNING + timedelta(hours=6)), scope_use(SYSTEM):
        cases_follow()
        yield made


def test_every_indicator_stands_there_and_its_counts_open(commune):
    client = client_for(commune.leader)
    page = client.get(URL)
    rows = {row["id"]: row for group in page.context["groups"] for row in group["values"]}
    assert len(rows) == 23
    assert (rows["2.1"]["numerator"], rows["2.1"]["denominator"]) == ("2", "2")
    assert rows["2.1"]["ratio"] == "100.00%"
    assert rows["2.2"]["ratio"].endswith("hours")
    listed = client.get(rows["2.1"]["urls"]["counted"])
    assert len(listed.context["rows"]) == 2
    codes = [row["dossier"].code for row in listed.context["rows"]]
    assert all(client.get(f"/office/dossiers/{code}/").status_code == 200 for code in codes)


def test_a_share_of_which_much_is_not_known_says_between_what_it_lies():
    """Of those filed online the result is asked, of others not: the known ones are no sample."""
    count = Count(Fraction(2), Fraction(212), 197)
    values = index_value({"3.3": count}, date(2026, 10, 31)).values
    row = next(value_row(one, {}) for one in values if one.indicator.id == "3.3")
    assert (row["ratio"], row["between"]) == ("0.94%", "between 0.49% and 48.66%")
    rows = index_value({"3.3": Count(Fraction(2), Fraction(212))}, date(2026, 10, 31)).values
    assert all(value_row(one, {})["between"] == "" for one in rows)


def test_every_choice_of_an_option_has_words():
    known = {
        (option.name, choice)
        for indicator in INDICATORS.values()
        for option in indicator.options
        for choice in option.choices
    }
    assert known == set(CHOICES)


def test_notes_and_sources_speak_the_language_of_the_page(commune, settings):
    settings.DEFAULT_LANGUAGE = "vi"
    text = client_for(commune.leader).get(URL).content.decode()
    assert "Ở đây chọn: chỉ cần một tệp." in text
    for english in ("dossiers", "the text", "working days", "domain brief", "in the period"):
        assert english not in text.casefold(), english


def test_a_province_has_its_communes_beside_each_other(commune):
    province = unit_get(commune.unit.parent_id)
    controller = actor_make(role=Role.CONTROLLER, unit=province)
    page = client_for(controller).get(URL)
    by_code = {row["code"]: row for row in page.context["units"]}
    assert by_code[commune.unit.code]["rank"] == 1
    text = page.content.decode()
    assert commune.unit.full_name in text
    empty = page.context["uncounted"]
    assert empty
    assert not {row["code"] for row in empty} & set(by_code)
    assert empty[0]["name"] in text.split("nothing to count in this period")[1]


def test_a_running_month_says_that_a_province_is_counted_to_midnight(commune):
    province = unit_get(commune.unit.parent_id)
    for unit, said in ((province, True), (commune.unit, False)):
        with clock.clock_set(MORNING + timedelta(days=1)):
            page = client_for(actor_make(role=Role.VIEWER, unit=unit)).get(URL)
        assert page.context["without_today"] is said
        assert ("counted up to midnight" in page.content.decode()) is said


def test_while_events_are_unsound_no_number_is_shown(commune):
    own = dossier_accepted(commune)
    away = dossier_accepted(commune_at_work(name="Phong Quang"))
    problem = f"{own}, {away}"
    Reading.objects.update_or_create(name="index-cases", defaults={"problem": problem})
    client = client_for(commune.leader)
    for url in (URL, f"{URL}list/?indicator=2.1&side=counted"):
        text = client.get(url).content.decode()
        assert "The figure is not shown" in text
        assert f"events of 2 dossiers were changed or cannot be read. Of your units: {own}." in text
        assert away not in text, "of another unit the reader is told that there is one"
        assert "points that can be counted" not in text
    blind = client_for(actor_make(role=Role.FINANCE, unit=commune.unit))
    text = blind.get(URL).content.decode()
    assert "events of 2 dossiers were changed" in text
    assert own not in text, "no board, no code"
    chair = client_for(actor_make(role=Role.VIEWER, unit=unit_get(commune.unit.parent_id)))
    assert f"{own}, {away}." in chair.get(URL).content.decode()
    Reading.objects.update(problem=f"{problem}, …")
    assert "events of more than 2 dossiers" in client.get(URL).content.decode()


def test_a_month_whose_kept_totals_were_changed_is_not_shown_and_others_are(commune):
    key = key_of(date(2026, 8, 1), commune.unit.id)
    found = {"stage": MONTHS_STAGE, "key": key, "where": "index of it", "what": "one more"}
    Proof.objects.update_or_create(name="figures", defaults={"found": [found]})
    client = client_for(commune.leader)
    august = client.get(URL, {"from": "2026-08-01", "to": "2026-08-31"}).content.decode()
    assert "The figure is not shown" in august
    assert "What is kept of 08/2026 for the index is not what its dossiers say." in august
    assert "points that can be counted" not in august
    for first, last in (("2026-07-01", "2026-07-31"), ("2026-08-01", "2026-08-30")):
        other = client.get(URL, {"from": first, "to": last}).content.decode()
        assert "The figure is not shown" not in other


def test_another_unit_and_nonsense_are_not_found(commune):
    client = client_for(commune.leader)
    assert client.get(URL, {"unit": "19"}).status_code == 404
    for query in ({"indicator": "9.9"}, {"side": "x"}, {"indicator": "2.1;--"}):
        assert client.get(f"{URL}list/", query).status_code == 404
    assert client.get(f"{URL}list/", {"indicator": "4.2", "after": "\x00'"}).status_code == 200


def test_equal_units_share_a_rank_and_an_empty_one_has_none():
    def index(points, reachable):
        groups = tuple(
            GroupValue(group, Fraction(points if group == 1 else 0),
                       Fraction(reachable if group == 1 else 0), Fraction(most))
            for group, most in GROUPS.items()
        )  # fmt: skip
        return Index((), groups)

    rows = ranked([
        ("d", "D", index(0, 0)), ("b", "B", index(6, 12)), ("a", "A", index(9, 18)),
        ("c", "C", index(9, 10)), ("e", "E", index(1, 10)),
    ])  # fmt: skip
    assert [(row["code"], row["rank"]) for row in rows] == [
        ("c", 1), ("a", 2), ("b", 2), ("e", 4), ("d", ""),
    ]  # fmt: skip
