"""The brief makes itself once, keeps what was said, and is made anew only with a reason."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import ProgrammingError, connection, transaction

from motcua.kernel import clock
from motcua.kernel.errors import Forbidden, Invalid, Refused
from motcua.kernel.scope import scope_use
from motcua.kernel.scopes import scope_units
from motcua.oversight.brief_rules import Part, Say, week_of
from motcua.oversight.models import Brief
from motcua.oversight.queries.briefs import brief_get, brief_weeks
from motcua.oversight.services import keeping, reporting
from motcua.oversight.services.briefs import brief_make, briefs_make
from tests.builders.deadlines import holidays_there
from tests.builders.dossiers import MORNING, commune_at_work, dossier_accepted
from tests.builders.oversight import addressee_make, answered, difficulty_make, version, watch_make

WEEK = week_of(clock.local(MORNING).date())
MONDAY_MORNING = MORNING + timedelta(days=7 - MORNING.weekday())


@pytest.fixture
def watch(system_scope):
    with clock.clock_set(MORNING):
        holidays_there()
        made = watch_make()
        commune = commune_at_work(name="Mẫu Ba")
        dossier_accepted(commune)
        code = difficulty_make(made)
        keeping.difficulty_route(
            actor=made.keeper, code=code, version=version(made, code),
            addressee_id=addressee_make(made),
        )  # fmt: skip
    with clock.clock_set(MONDAY_MORNING):
        yield made


def test_it_makes_itself_on_monday_and_only_once(watch):
    assert briefs_make() == 1
    assert briefs_make() == 0
    view = brief_get(watch.province.id)
    assert (view.week, view.version, view.account_id) == (WEEK, 1, None)
    received = next(one for one in view.sentences if one.say is Say.RECEIVED)
    assert received.values == {"n": 1, "before": 0}
    assert [one.values["n"] for one in view.sentences if one.say is Say.LONGEST] == [7]
    assert brief_weeks(watch.province.id) == [(WEEK, 1)]


def test_what_happens_later_does_not_change_a_past_week(watch):
    briefs_make()
    first = brief_get(watch.province.id)
    code = next(one.code for one in first.sentences if one.part is Part.OPEN)
    answered(watch, code)
    reporting.difficulty_close(
        actor=watch.officer, code=code, version=version(watch, code), text="Xong"
    )
    with pytest.raises(Refused) as refusal:
        brief_make(actor=watch.keeper, unit_id=watch.province.id, week=WEEK, reason="Kiểm tra lại")
    assert refusal.value.code == "same"


def test_a_correction_is_a_new_version_with_its_reason_and_difference(watch):
    briefs_make()
    with clock.clock_set(MORNING + timedelta(days=1)):  # recorded late, happened in that week
        difficulty_make(watch, title="Vướng mắc ghi muộn (mẫu)")
    again = {"actor": watch.keeper, "unit_id": watch.province.id, "week": WEEK}
    with pytest.raises(Invalid):
        brief_make(**again)
    assert brief_make(**again, reason="Bổ sung vướng mắc ghi muộn") == 2
    view = brief_get(watch.province.id)
    assert view.reason == "Bổ sung vướng mắc ghi muộn"
    assert [one.values["title"] for one in view.new] == ["Vướng mắc ghi muộn (mẫu)"]
    assert view.gone == ()
    assert brief_get(watch.province.id, WEEK, 1).new == ()


def test_only_the_register_makes_it_and_only_of_a_week_that_is_over(watch):
    with pytest.raises(Forbidden):
        brief_make(actor=watch.officer, unit_id=watch.province.id, week=WEEK)
    with pytest.raises(Invalid):
        brief_make(actor=watch.keeper, unit_id=watch.province.id, week=clock.today())
    assert brief_make(actor=watch.keeper, unit_id=watch.province.id, week=date(2026, 1, 7)) == 1


def test_it_is_the_provinces_and_never_changed(watch):
    briefs_make()
    with scope_use(scope_units([watch.first.id])):
        assert brief_get(watch.province.id) is None
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE oversight_brief SET sentences = '[]'")
    assert Brief.objects.count() == 1
