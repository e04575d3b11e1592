"""The page of units by state: colours with their rules and reasons; a commune sees its own."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.builders.dossiers import MORNING, commune_at_work, dossier_accepted, dossier_at
from tests.builders.identity import client_for
from tests.builders.oversight import watch_at_work

from motcua.indicators.models import Reading
from motcua.indicators.services import rollup_fold
from motcua.kernel import clock
from motcua.workflow.types import Act

pytestmark = [pytest.mark.usefixtures("system_scope"), pytest.mark.usefixtures("english")]
URL = "/office/targets/states/"
DATA = {
    "title": "Ít nhất 90 % đúng hạn (mẫu)",
    "source": "NQ mẫu",
    "metric": "in-time",
    "goal": "90",
    "level": "communes",
    "first_day": "2026-09-01",
    "last_day": "2026-12-31",
}


@pytest.fixture
def watch():
    with watch_at_work() as made:
        commune = commune_at_work(name="Mẫu Ba")
        dossier_at(commune, Act.RETURN)
        dossier_accepted(commune)
        rollup_fold()
        client_for(made.keeper).post("/office/targets/", DATA)
        online = {"title": "Trực tuyến 50 % (mẫu)", "metric": "online", "goal": "50"}
        client_for(made.keeper).post("/office/targets/", DATA | online)
        with clock.clock_set(MORNING + timedelta(days=1)):
            yield made, commune


def page_of(actor, **query):
    return client_for(actor).get(URL, query).content.decode().replace("\u00a0", " ")


def test_units_stand_by_state_with_the_targets_that_make_it_so(watch):
    made, commune = watch
    page = page_of(made.keeper)
    red = page.split('id="s-red"')[1].split("</section>")[0]
    assert commune.unit.full_name in red
    assert "Trực tuyến 50 % (mẫu)" in red
    assert "Ít nhất 90 % đúng hạn (mẫu)" not in red
    assert "One other target stands otherwise." in red
    assert "0 / 2" in red
    assert made.first.full_name in page.split('id="s-none"')[1].split("</section>")[0]
    bare = page.split('id="s-none"')[1].split("</section>")[0]
    assert "nothing to count" in bare
    assert "<table" not in bare, "of these there is nothing to say but their names"
    assert "At least one target is not reached and will not be" in page
    assert "Over all 2 targets that are followed" in page


def test_a_state_of_the_address_narrows_and_a_wrong_one_does_not(watch):
    made, commune = watch
    assert commune.unit.full_name not in page_of(made.keeper, state="none")
    assert 'id="s-red"' not in page_of(made.keeper, state="green")
    assert commune.unit.full_name in page_of(made.keeper, state="purple")


def test_a_commune_sees_how_it_stands_itself_alone(watch):
    made, commune = watch
    page = page_of(made.officer)
    assert made.first.full_name in page
    assert commune.unit.full_name not in page


def test_a_target_on_the_index_is_set_at_its_form(watch):
    made, _commune = watch
    index = {"title": "Chỉ số 2.1 (mẫu)", "metric": "index", "indicator": ""}
    keeper = client_for(made.keeper)
    wrong = keeper.post("/office/targets/", DATA | index)
    assert wrong.status_code == 422
    assert "Choose an indicator whose value is a share." in wrong.content.decode()
    page = keeper.post("/office/targets/", DATA | index | {"indicator": "2.1"}, follow=True)
    text = page.content.decode()
    assert "2.1 Resolved early or on time" in text
    assert "Last 28 days" in text
    assert "each unit for itself" in text


def test_while_the_index_cannot_be_read_the_row_says_why_it_has_no_colour(system_scope):
    with watch_at_work() as made:
        commune = commune_at_work(name="Mẫu Ba")
        dossier_at(commune, Act.RETURN)
        rollup_fold()
        keeper = client_for(made.keeper)
        keeper.post("/office/targets/", DATA)
        keeper.post("/office/targets/", DATA | {"metric": "index", "indicator": "2.1"})
        Reading.objects.update_or_create(name="index-cases", defaults={"problem": "H19-1"})
        with clock.clock_set(MORNING + timedelta(days=1)):
            page = page_of(made.keeper)
    assert 'id="s-green"' not in page
    row = page.split('id="s-none"')[1].split(commune.unit.full_name)[1].split("</tr>")[0]
    assert "1 dossier were changed" in row
    assert "H19-1" not in page, "nobody knows of which unit it is"
    assert "no colour" in page


def test_without_targets_the_page_says_what_will_stand_here(system_scope):
    with watch_at_work() as made:
        assert "No unit has a target" in page_of(made.keeper)
