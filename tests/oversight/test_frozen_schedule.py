"""The schedule draws up each report once, on its working day; who is late is seen."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from motcua.kernel import clock
from motcua.kernel.errors import Forbidden, Invalid, NotFound, Refused
from motcua.kernel.outbox import outbox_deliver
from motcua.notices import channels
from motcua.notices.models import Notice
from motcua.notices.types import Channel
from motcua.organisations.queries import unit_get
from motcua.oversight.frozen.models import FrozenReport, ReportFile
from motcua.oversight.frozen.queries import (
    expected,
    next_due,
    periods_asked,
    rules_about,
    rules_of,
    units_asked,
    waiting_for,
)
from motcua.oversight.frozen.services.scheduling import rule_end, rule_set
from motcua.oversight.frozen.types import Every, Reach, State
from tests.builders.frozen import (
    MONTH,
    OCTOBER,
    bureau_at_work,
    drawn_up,
    frozen_make,
    row_of,
    rule_order,
    seen,
    sent,
)

FIRST = datetime(2026, 9, 30, 16, 0, tzinfo=UTC)  # 23:00 of the last day: not over yet
LATER = datetime(2026, 10, 12, 2, 0, tzinfo=UTC)


class Post:
    """A way for e-mail that goes nowhere."""


@pytest.fixture
def bureau(system_scope, monkeypatch):
    monkeypatch.setitem(channels._adapters, Channel.EMAIL, Post())
    with bureau_at_work() as made:
        yield made


def test_it_is_drawn_up_once_on_its_working_day(bureau):
    rule_set(actor=bureau.maker, unit_id=bureau.unit_id, order=rule_order(mail="mau@example.org"))
    with clock.clock_set(FIRST):
        assert drawn_up() == 0
    assert drawn_up() == 1
    assert drawn_up() == 0
    (line,) = waiting_for(bureau.maker)
    assert (line.period, line.due_on, line.state) == (MONTH, date(2026, 10, 7), State.DRAFTED)
    (step,) = seen(bureau, line.code).steps
    assert (step.account_id, step.name) == (None, "")
    assert not line.late(clock.today())
    with clock.clock_set(LATER):
        assert waiting_for(bureau.maker)[0].late(clock.today())
    sent(bureau, line.code)
    outbox_deliver()
    paper = ReportFile.objects.get(report__code=line.code)
    assert paper.signatures == []  # the unit has no certificate here, and the paper says so
    mail = Notice.objects.get(template="report_sent")
    assert mail.values == {"code": line.code, "digest": row_of(line.code).digest[:16]}
    assert [one.address for one in mail.deliveries.all()] == ["mau@example.org"]


def test_a_withdrawn_report_is_not_drawn_up_again_and_a_hand_made_one_is_not_doubled(bureau):
    frozen_make(bureau)
    rule_set(actor=bureau.maker, unit_id=bureau.unit_id, order=rule_order())
    assert drawn_up() == 0
    with clock.clock_set(datetime(2026, 11, 3, 2, 0, tzinfo=UTC)):
        assert drawn_up() == 1
        assert FrozenReport.objects.filter(first_day=date(2026, 10, 1)).count() == 1


def test_a_province_asks_its_communes_and_sees_who_is_late(bureau):
    order = rule_order(reach=Reach.BELOW)
    with pytest.raises(Forbidden):
        rule_set(actor=bureau.maker, unit_id=bureau.province.id, order=order)
    with pytest.raises(Invalid) as refusal:
        rule_set(actor=bureau.maker, unit_id=bureau.unit_id, order=order)
    assert [one.field for one in refusal.value.problems] == ["reach"]
    rule_set(actor=bureau.above, unit_id=bureau.province.id, order=order)
    (rule,) = rules_of(bureau.province.id)
    assert drawn_up() >= 2  # each commune its own
    (line,) = waiting_for(bureau.maker)
    sent(bureau, line.code)
    with clock.clock_set(LATER):
        (period,) = periods_asked(rule, clock.today())
        found = expected(rule, period, units_asked(rule, period.last))
        late = {one.unit_id: one.late(clock.today()) for one in found}
        assert late[bureau.unit_id] is False
        assert late[bureau.stranger.postings[0].unit_id] is True
        assert bureau.province.id not in late
    unit = unit_get(bureau.unit_id)
    assert [one.id for one in rules_about(unit)] == [rule.id]
    assert [one.period.first for one in next_due(unit)] == [date(2026, 10, 1)]


@pytest.mark.parametrize(
    ("every", "earliest"),
    [
        (Every.MONTH, date(2026, 9, 1)),
        (Every.QUARTER, date(2026, 7, 1)),
        (Every.YEAR, date(2025, 1, 1)),
    ],
)
def test_a_rule_starts_with_the_last_period_and_draws_up_no_years_at_once(bureau, every, earliest):
    who = {"actor": bureau.maker, "unit_id": bureau.unit_id}
    with pytest.raises(Invalid) as refusal:
        rule_set(**who, order=rule_order(every=every, valid_from=earliest - timedelta(days=1)))
    (problem,) = refusal.value.problems
    assert problem.field == "valid_from"
    assert f"{earliest:%d/%m/%Y}" in problem.message
    rule_set(**who, order=rule_order(every=every, valid_from=earliest))
    (rule,) = rules_of(bureau.unit_id)
    assert len(periods_asked(rule, clock.today())) == 1


def test_rules_are_dated_never_doubled_and_end_with_a_reason(bureau):
    order = rule_order()
    made = rule_set(actor=bureau.maker, unit_id=bureau.unit_id, order=order)
    with pytest.raises(Refused) as refusal:
        rule_set(actor=bureau.leader, unit_id=bureau.unit_id, order=order)
    assert refusal.value.code == "rule_there"
    for wrong, field in (
        ({"draft_day": 0}, "draft_day"),
        ({"draft_day": 6}, "due_day"),
        ({"mail": "x"}, "mail"),
        ({"source": " "}, "source"),
        ({"valid_from": date(9999, 12, 1)}, "valid_from"),
        ({"valid_from": date(1, 1, 1)}, "valid_from"),
    ):
        with pytest.raises(Invalid) as invalid:
            wanted = replace(order, every=Every.YEAR, **wrong)
            rule_set(actor=bureau.maker, unit_id=bureau.unit_id, order=wanted)
        assert [one.field for one in invalid.value.problems] == [field]
    with pytest.raises(Forbidden):
        rule_end(actor=bureau.above, rule_id=made, reason="Bãi bỏ")
    rule_end(actor=bureau.maker, rule_id=made, reason="Bãi bỏ")
    with pytest.raises(NotFound):
        rule_end(actor=bureau.maker, rule_id=made, reason="Bãi bỏ")
    assert rules_of(bureau.unit_id) == []
    assert rules_of(bureau.unit_id, ended=True)[0].ended_reason == "Bãi bỏ"
    assert drawn_up() == 1  # what was due before it ended
    with clock.clock_set(datetime(2026, 11, 3, 2, 0, tzinfo=UTC)):
        assert drawn_up() == 0
    assert OCTOBER.date() == rules_of(bureau.unit_id, ended=True)[0].valid_to
