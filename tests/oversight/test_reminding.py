"""Reminders of owed answers: once a rung, in working hours, to whoever owes; seen on the history."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import ProgrammingError, connection, transaction

from motcua.deadlines.types import CalendarInvalid
from motcua.identity.models import Account
from motcua.kernel import clock
from motcua.notices.models import Notice
from motcua.oversight.models import AnswerReminder
from motcua.oversight.queries.register import difficulty_get
from motcua.oversight.queries.reminders import reminders_of
from motcua.oversight.reminder_rules import RULES, Rung, day_before, rule_on, rung_of
from motcua.oversight.services import reminding
from motcua.oversight.services.answering import difficulty_ask
from motcua.oversight.services.keeping import difficulty_route
from motcua.oversight.services.reminding import answers_remind
from tests.builders.deadlines import calendar_make
from tests.builders.dossiers import MORNING
from tests.builders.identity import client_for
from tests.builders.oversight import (
    answered,
    difficulty_make,
    ministry_make,
    version,
    watch_at_work,
)

pytestmark = pytest.mark.usefixtures("system_scope")
# Reported on Thursday 10 September in the morning with three working days: due on Tuesday.


@pytest.fixture
def watch():
    with watch_at_work() as made:
        Account.objects.filter(pk=made.answerer.account_id).update(email="mau@example.org")
        yield made


def told(day: int, hours: float = 0) -> set[tuple[str, int, int]]:
    """Sweep so many days later; return what was written."""
    before = set(AnswerReminder.objects.values_list("pk", flat=True))
    with clock.clock_set(MORNING + timedelta(days=day, hours=hours)):
        answers_remind()
    rows = AnswerReminder.objects.exclude(pk__in=before)
    return set(rows.values_list("rung", "occurrence", "account_id"))


def test_the_day_before_on_the_day_and_each_week_after_once_each(watch):
    code = difficulty_make(watch)
    owes = watch.answerer.account_id
    assert told(1) == set()
    assert told(4) == {("before", 1, owes)}
    assert told(4, 1) == set()
    assert told(5, 10) == set(), "at night nobody is told"
    assert told(5) == {("due", 1, owes)}
    assert told(6) == set()
    assert told(12) == {("late", 1, owes)}
    assert told(26) == {("late", 3, owes)}, "what was missed is not made up for"
    assert Notice.objects.filter(template="answers_owed").count() == 4
    with clock.clock_set(MORNING + timedelta(days=26, hours=1)):
        shown = reminders_of(difficulty_get(watch.keeper, code).line.id)
        page = client_for(watch.keeper).get(f"/office/difficulties/{code}/").content.decode()
    assert [(one.rung, one.occurrence, one.people) for one in shown] == [
        (Rung.BEFORE, 1, 1), (Rung.DUE, 1, 1), (Rung.LATE, 1, 1), (Rung.LATE, 3, 1),
    ]  # fmt: skip
    assert page.count("reminder went out") + page.count("Đã gửi nhắc nhở") >= 4
    with clock.clock_set(MORNING + timedelta(days=27)):
        answered(watch, code)
    assert told(40) == set()


def test_whoever_asks_back_is_not_reminded_while_the_clock_stands(watch):
    code = difficulty_make(watch)
    difficulty_ask(
        actor=watch.answerer, code=code, version=version(watch, code), text="Lỗi ở bước nào?"
    )
    assert told(5) == set()


def test_for_somebody_outside_whoever_keeps_the_register_is_reminded(watch):
    code = difficulty_make(watch)
    difficulty_route(
        actor=watch.keeper,
        code=code,
        version=version(watch, code),
        addressee_id=ministry_make(watch),
        text="Thuộc thẩm quyền của Bộ (mẫu).",
    )
    assert told(5) == set(), "their five working days begin anew"
    assert told(7) == {("due", 1, watch.keeper.account_id)}


def test_several_at_once_are_one_message_and_none_is_hidden(watch):
    for _ in range(25):
        difficulty_make(watch)
    assert len(told(5)) == 1
    assert AnswerReminder.objects.count() == 25
    notice = Notice.objects.get(template="answers_owed")
    assert (notice.values["count"], notice.values["due"]) == (25, 25)
    assert notice.values["codes"].endswith("…")


def test_a_sweep_that_dies_tells_nothing_twice_and_nothing_less(watch, monkeypatch):
    difficulty_make(watch)
    with monkeypatch.context() as broken:
        broken.setattr(reminding, "_tell", lambda _written: 1 / 0)
        assert told(5) == set(), "what could not be told was not written either"
    assert len(told(5)) == 1
    assert told(5, 1) == set()


def test_a_year_without_a_calendar_stops_no_other(watch, monkeypatch):
    difficulty_make(watch)

    def unknown(**_more):
        raise CalendarInvalid("calendar_year_unknown", year="2031")

    with monkeypatch.context() as later:
        later.setattr(reminding, "rung_of", unknown)
        assert told(5) == set()
    assert len(told(5)) == 1


def test_reminders_only_grow(watch):
    difficulty_make(watch)
    told(5)
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM oversight_answerreminder")


def test_days_before_are_working_days_and_the_rule_is_dated():
    calendar = calendar_make()
    monday = date(2026, 9, 14)
    assert day_before(monday, 1, calendar) == date(2026, 9, 11)
    assert rung_of(due_on=monday, today=date(2026, 9, 10), calendar=calendar) is None
    assert rung_of(due_on=monday, today=date(2026, 9, 12), calendar=calendar).rung is Rung.BEFORE
    assert rule_on(RULES[0].valid_from - timedelta(days=1)) is None
    before = RULES[0].valid_from - timedelta(days=1)
    assert rung_of(due_on=before, today=before, calendar=calendar) is None
