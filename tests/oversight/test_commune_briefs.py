"""A commune's weekly brief follows from the same rules, and tells of that commune alone."""

from __future__ import annotations

from datetime import timedelta

import pytest

from motcua.identity.types import Role
from motcua.kernel import clock
from motcua.kernel.errors import Invalid
from motcua.oversight.brief_rules import Part, Say, week_of
from motcua.oversight.queries.briefs import brief_get
from motcua.oversight.services.briefs import brief_make, briefs_make, commune_briefs_make
from tests.builders.dossiers import MORNING, commune_at_work, dossier_accepted
from tests.builders.identity import actor_make, client_for
from tests.builders.oversight import difficulty_make, watch_at_work

pytestmark = pytest.mark.usefixtures("system_scope")
WEEK = week_of(clock.local(MORNING).date())
URL = "/office/brief/"


@pytest.fixture
def watch():
    with watch_at_work() as made:
        commune = commune_at_work(name="Mẫu Ba")
        dossier_accepted(commune)
        difficulty_make(made)
        with clock.clock_set(MORNING + timedelta(days=7 - MORNING.weekday())):
            yield made, commune


def test_only_communes_with_something_to_say_have_one_and_once(watch):
    made, commune = watch
    assert commune_briefs_make() == 2
    assert commune_briefs_make() == 0
    assert brief_get(made.second.id) is None
    view = brief_get(commune.unit.id)
    said = {one.say: one for one in view.sentences}
    assert said[Say.RECEIVED].values == {"n": 1, "before": 0}
    assert said[Say.RECEIVED].unit == commune.unit.code
    assert Say.NONE_OPEN in said, "another commune's difficulty is not told here"
    theirs = brief_get(made.first.id)
    assert [one.values["n"] for one in theirs.sentences if one.part is Part.OPEN] == [7]
    assert briefs_make() == 1, "the province's stays its own"


def test_a_commune_reads_its_own_and_makes_none(watch):
    _made, commune = watch
    controller = actor_make(role=Role.CONTROLLER, unit=commune.unit)
    page = client_for(controller).get(URL)
    assert not page.context["may_make"]
    commune_briefs_make()
    page = client_for(controller).get(URL)
    assert commune.unit.full_name in page.content.decode()
    urls = [one["url"] for _title, found in page.context["parts"] for one in found if one["url"]]
    assert urls
    assert all(client_for(controller).get(url).status_code == 200 for url in urls)
    assert "Phần mềm hộ tịch" not in page.content.decode()
    paper = client_for(controller).get(f"{URL}pdf/")
    assert paper["Content-Type"] == "application/pdf"
    with pytest.raises(Invalid):
        brief_make(actor=controller, unit_id=commune.unit.id, week=WEEK, reason="Lần nữa")
