"""What would lift a unit: choose dossiers, read the whole index as it would be; nothing changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from types import SimpleNamespace

import pytest
from tests.builders.dossiers import (
    MORNING,
    commune_at_work,
    dossier_accepted,
    dossier_at,
    work_do,
)
from tests.builders.identity import actor_make, client_for

from motcua.identity.types import Role
from motcua.indicators.index.definition import Count
from motcua.indicators.index.valuing import index_value
from motcua.indicators.models import Reading
from motcua.indicators.queries import index_lift
from motcua.indicators.services import cases_follow
from motcua.kernel import clock
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.office import whatif
from motcua.office.views import service_index_lift
from motcua.organisations.queries import unit_get
from motcua.workflow.types import Act

pytestmark = [pytest.mark.usefixtures("english")]
URL = "/office/service-index/lift/"
INDEX = "/office/service-index/"


@pytest.fixture
def commune(fresh_database, settings, tmp_path):
    settings.SEALS_FILE = tmp_path / "seals.log"
    with clock.clock_set(MORNING), scope_use(SYSTEM):
        place = commune_at_work()
        done = [dossier_at(place, Act.ISSUE) for _number in range(3)]
        for number, code in enumerate(done):
            work_do(code, Act.ISSUE, place.clerk, "issued", number=f"0{number}/GKS")
        open_ = dossier_accepted(place)
    with clock.clock_set(MORNING + timedelta(hours=6)), scope_use(SYSTEM):
        cases_follow()
        yield SimpleNamespace(
            unit=place.unit, leader=place.leader, offering=place.offering, done=done, open=open_
        )


def rows_of(page):
    return {row["id"]: row for row in page.context["lift"].answer["rows"]}


def test_every_indicator_with_points_to_gain_stands_there_by_what_it_would_give(commune):
    client = client_for(commune.leader)
    page = client.get(URL)
    lines = page.context["lines"]
    assert {"4.2", "3.3", "4.3"} <= {line["id"] for line in lines}
    gains = [float(line["gain"]) for line in lines]
    assert gains == sorted(gains, reverse=True)
    assert page.context["lift"].answer is None
    first = client.get(INDEX).context["lift_url"]
    assert client.get(first).status_code == 200
    assert not any(line["rows"] for line in lines), "lists are read when they are opened"


def test_dossiers_are_opened_ticked_and_lift_everything_that_they_touch(commune):
    client = client_for(commune.leader)
    page = client.get(URL, {"open": "4.2"})
    line = next(line for line in page.context["lines"] if line["id"] == "4.2")
    assert [row["key"] for row in line["rows"]] == sorted(commune.done)
    row = line["rows"][0]
    assert client.get(row["url"]).status_code == 200
    assert row["words"]
    chosen = sorted(commune.done)[:2]
    page = client.get(URL, {"open": "4.2", "tick-4.2": chosen})
    answer = page.context["lift"].answer
    changed = rows_of(page)
    assert changed["4.2"]["counted"] == ("0 of 3", "2 of 3")
    assert changed["4.2"]["chosen"] == "2"
    assert set(changed) >= {"4.2"}
    assert answer["points_gain"].startswith("+")
    text = page.content.decode()
    assert f"({answer['points_gain']})" in text
    assert text.count(" checked>") == 2
    again = next(line for line in page.context["lines"] if line["id"] == "4.2")
    assert [row["key"] for row in again["ticks"]] == chosen
    assert [row["key"] for row in again["rows"]] == sorted(commune.done)[2:]
    assert client.get(INDEX).context["points"] == page.context["points"], "nothing was changed"


def test_all_of_these_and_a_number_are_what_the_ticks_would_say(commune):
    client = client_for(commune.leader)
    ticked = client.get(URL, {"tick-4.3": [*commune.done, commune.open]})
    every = client.get(URL, {"all-4.3": "on"})
    number = client.get(URL, {"oldest-4.3": "9000"})
    assert ticked.context["lift"].answer == every.context["lift"].answer
    assert every.context["lift"].answer == number.context["lift"].answer
    assert rows_of(every)["4.3"]["counted"][1] == "4 of 4"
    assert rows_of(every)["4.3"]["crossed"] == "reaches the 80% that give all points"
    one = client.get(URL, {"oldest-4.3": "1"})
    assert rows_of(one)["4.3"]["counted"] == ("0 of 4", "1 of 4")
    assert "crossed" in rows_of(one)["4.3"]
    assert rows_of(one)["4.3"]["crossed"] == ""


def test_procedures_are_chosen_where_dossiers_cannot_be(commune):
    client = client_for(commune.leader)
    page = client.get(URL)
    lines = {line["id"]: line for line in page.context["lines"]}
    by_code = next(line for line in lines.values() if line["by_code"])
    text = page.content.decode()
    assert "Counted by procedures, not by dossiers: choose procedures." in text
    page = client.get(URL, {"open": by_code["id"]})
    line = next(line for line in page.context["lines"] if line["id"] == by_code["id"])
    assert line["rows"][0]["key"] == commune.offering.code
    page = client.get(URL, {f"tick-{by_code['id']}": commune.offering.code})
    assert rows_of(page)[by_code["id"]]["chosen"] == "1"


def test_codes_of_elsewhere_are_told_at_their_indicator_and_unticked(commune):
    client = client_for(commune.leader)
    page = client.get(URL, {"tick-4.2": [commune.done[0], "H19-404", "<b>", commune.open]})
    assert page.status_code == 200
    assert page.context["lift"].answer is None
    (problem,) = page.context["lift"].form.errors["oldest-4.2"]
    assert all(code in problem for code in ("H19-404", "<b>", commune.open))
    assert commune.done[0] not in problem
    text = page.content.decode()
    assert "<b>" not in text
    assert text.count(" checked>") == 1, "pressing again reckons with what is left"


@pytest.mark.parametrize("typed", ["many", "-3", "1.5", "9" * 20, "\x00"])
def test_a_wrong_number_is_said_at_its_field_and_the_page_stays(commune, typed):
    page = client_for(commune.leader).get(URL, {"oldest-4.2": typed})
    assert page.status_code == 200
    assert page.context["lift"].form.errors
    assert page.context["lift"].answer is None
    assert page.context["lines"]


def test_too_many_are_refused_with_what_to_do(commune, monkeypatch):
    client = client_for(commune.leader)
    monkeypatch.setattr(whatif, "MOST_TICKED", 2)
    page = client.get(URL, {"tick-4.2": commune.done})
    assert "At most 2 can be ticked" in page.content.decode()
    assert page.context["lift"].answer is None
    monkeypatch.setattr(index_lift, "MOST", 2)
    page = client.get(URL, {"all-4.2": "on"})
    assert page.context["lift"].answer is None
    (problem,) = page.context["lift"].form.errors["oldest-4.2"]
    assert "At most 2 at once" in problem


def test_another_unit_nonsense_and_what_cannot_be_opened_are_not_found(commune):
    client = client_for(commune.leader)
    assert client.get(URL, {"unit": "19"}).status_code == 404
    for opened in ("9.9", "2.2", "1.4", "4.2;--"):
        assert client.get(URL, {"open": opened}).status_code == 404
    assert client.get(URL, {"open": "4.2", "after": "\x00'"}).status_code == 200
    assert client.post(URL, {}).status_code == 405


def test_codes_of_a_neighbour_are_strangers(commune):
    with clock.clock_set(MORNING), scope_use(SYSTEM):
        other = commune_at_work()
        own = dossier_at(other, Act.ISSUE)
        work_do(own, Act.ISSUE, other.clerk, "issued", number="09/GKS")
    with clock.clock_set(MORNING + timedelta(hours=6)), scope_use(SYSTEM):
        cases_follow()
    page = client_for(other.leader).get(URL, {"tick-4.2": [own, *commune.done], "open": "4.2"})
    assert page.context["lift"].answer is None
    (problem,) = page.context["lift"].form.errors["oldest-4.2"]
    assert commune.done[0] in problem
    assert own not in problem
    line = next(line for line in page.context["lines"] if line["id"] == "4.2")
    assert [row["key"] for row in [*line["ticks"], *line["rows"]]] == [own]


def test_pages_of_a_list_keep_what_is_ticked(commune, monkeypatch):
    monkeypatch.setattr(service_index_lift, "PAGE", 1)
    client = client_for(commune.leader)
    codes = sorted(commune.done)
    page = client.get(URL, {"open": "4.2", "after": codes[0], "tick-4.2": codes[0]})
    line = next(line for line in page.context["lines"] if line["id"] == "4.2")
    assert [row["key"] for row in line["ticks"]] == codes[:1]
    assert [row["key"] for row in line["rows"]] == codes[1:2]
    assert line["next"] == codes[1]
    assert line["later"]


def test_with_nothing_left_to_gain_the_page_says_so(commune, monkeypatch):
    full = index_value({"4.2": Count(Fraction(4), Fraction(4))}, MORNING.date())
    real = service_index_lift.index_of

    def index_of(unit_id, period):
        return replace(real(unit_id, period), whole=full)

    monkeypatch.setattr(service_index_lift, "index_of", index_of)
    text = client_for(commune.leader).get(URL, {"all-4.2": "on"}).content.decode()
    assert "Nothing is left to gain" in text
    assert "Reckon" not in text


def test_while_events_are_unsound_no_number_is_shown(commune):
    Reading.objects.update_or_create(name="index-cases", defaults={"problem": "G19.26-0001"})
    text = client_for(commune.leader).get(URL, {"all-4.2": "on"}).content.decode()
    assert "The figure is not shown" in text
    assert "points" not in text.split("<h1>")[1]


@pytest.mark.parametrize("asked", [{"oldest-4.2": "0"}, {"all-2.1": "on"}, {"tick-2.1": "H19-1"}])
def test_where_nothing_was_chosen_the_page_says_so(commune, asked):
    """Of 4.2 none are asked for; 2.1 became full since the address was kept."""
    client = client_for(commune.leader)
    page = client.get(URL, asked)
    id_ = next(iter(asked)).partition("-")[2]
    lift = page.context["lift"]
    assert lift.answer is None
    assert [one.id for one in lift.idle] == [id_]
    text = page.content.decode()
    assert "Nothing was chosen that does not count yet" in text
    assert f"<li>{id_} " in text
    assert text.count('id="then"') == 1, "where the answer would stand"
    page = client.get(URL, {**asked, "all-4.3": "on"})
    assert rows_of(page).keys() >= {"4.3"}
    assert [one.id for one in page.context["lift"].idle] == [id_], "beside an answer, too"
    assert page.content.decode().count('id="then"') == 1


def test_an_opened_indicator_without_points_to_gain_says_why(commune):
    client = client_for(commune.leader)
    full = client.get(URL, {"open": "2.1"})
    assert "2.1" not in {line["id"] for line in full.context["lines"]}
    text = full.content.decode()
    assert 'id="i-2.1"' in text
    assert "It has all its points here" in text
    text = client.get(URL, {"open": "5.3"}).content.decode()
    assert 'id="i-5.3"' in text
    assert "It does not apply here in this period" in text
    text = client.get(URL, {"open": "4.2"}).content.decode()
    assert text.count('id="i-4.2"') == 1
    assert "It has all its points here" not in text


def test_of_what_may_add_two_no_number_is_said(commune, monkeypatch):
    counts = {"5.4": Count(Fraction(1), Fraction(8)), "4.2": Count(Fraction(1), Fraction(8))}
    whole = index_value(counts, MORNING.date())
    real = service_index_lift.index_of

    def index_of(unit_id, period):
        return replace(real(unit_id, period), whole=whole)

    monkeypatch.setattr(service_index_lift, "index_of", index_of)
    page = client_for(commune.leader).get(URL)
    fields = page.context["lift"].form.fields
    assert fields["all-4.2"].label == "All 7"
    assert fields["all-5.4"].label == "All that do not count yet"
    lines = {line["id"]: line for line in page.context["lines"]}
    assert (lines["4.2"]["to_full"], lines["5.4"]["to_full"]) == (6, 0)
    assert "more reach the 90%" not in page.content.decode()


def test_all_indicators_together_are_refused_at_the_one_that_is_too_much(commune, monkeypatch):
    monkeypatch.setattr(index_lift, "MOST", 4)
    client = client_for(commune.leader)
    assert client.get(URL, {"all-4.3": "on"}).context["lift"].answer
    page = client.get(URL, {"all-4.3": "on", "all-4.2": "on"})
    assert page.context["lift"].answer is None
    (errors,) = page.context["lift"].form.errors.values()
    assert "of all indicators together" in errors[0]


def test_a_running_month_says_that_a_province_is_counted_to_midnight(commune):
    province = unit_get(commune.unit.parent_id)
    for unit, said in ((province, True), (commune.unit, False)):
        with clock.clock_set(MORNING + timedelta(days=1)):
            page = client_for(actor_make(role=Role.VIEWER, unit=unit)).get(URL)
        text = page.content.decode()
        assert ("counted up to midnight" in text) is said


def test_the_list_behind_an_indicator_leads_here(commune):
    client = client_for(commune.leader)
    page = client.get(f"{INDEX}list/", {"indicator": "4.2", "side": "missing"})
    assert "open=4.2" in page.context["lift"]
    assert client.get(page.context["lift"]).context["opened"] == "4.2"
    for asked in ({"indicator": "4.2", "side": "counted"}, {"indicator": "2.2", "side": "missing"}):
        assert client.get(f"{INDEX}list/", asked).context["lift"] == ""


def test_what_is_supposed_speaks_the_language_of_the_page(commune, settings):
    settings.DEFAULT_LANGUAGE = "vi"
    text = client_for(commune.leader).get(URL, {"oldest-4.2": "2"}).content.decode()
    assert "Hồ sơ được số hóa và có kết quả điện tử nếu thủ tục trả kết quả." in text
    for english in ("would have", "Counted by", "points", "Reckon", "chosen"):
        assert english not in text.split("<h1>")[1].split("</main>")[0], english
