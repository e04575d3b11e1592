"""The sample's frozen reports: to be signed, to be approved, corrected and sent, late."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from motcua.config.demo import plan
from motcua.config.demo.live import last_open
from motcua.deadlines.queries import calendar_for
from motcua.indicators.services import rollup_fold
from motcua.kernel import clock
from motcua.organisations.queries import unit_by_code
from motcua.oversight.frozen.queries import lines_of_unit, report_get
from motcua.oversight.frozen.rules import period_of
from motcua.oversight.frozen.services import acting, asking
from motcua.oversight.frozen.services.scheduling import RuleOrder, reports_draw_up, rule_set
from motcua.oversight.frozen.services.working import orders_work
from motcua.oversight.frozen.types import Every, Reach, State

if TYPE_CHECKING:
    from motcua.config.demo.build import Builder

SOURCE = "Công văn mẫu 03/CV-MAU"
MAKER, LEADER = "bachquang.kiemsoat", "bachquang.lanhdao"
ABOVE, ABOVE_LEADER = "thainguyen.kiemsoat", "thainguyen.lanhdao"


def reports_part(builder: Builder) -> str:
    """Let a ward send the report of the month before last, correct it, and draw up the last one.

    Once: afterwards the schedule draws up what its days bring. A commune of the mountains has a
    rule too, and has not signed yet. The province sent its own of the month before last, and its
    leader has to approve the last one.
    """
    ward, province = builder.bodies["05528"][""].id, unit_by_code(plan.PROVINCE).id
    begins = not lines_of_unit(ward)[0]
    if begins:
        today = clock.today()
        last = period_of(Every.MONTH, today.replace(day=1) - timedelta(days=1))
        before = period_of(Every.MONTH, last.first - timedelta(days=1))
        with clock.clock_set(datetime.combine(last.first, time(8), clock.LEGAL_ZONE)):
            _rule(builder, MAKER, ward, before.first, due_day=20)  # set when it began
            _rule(builder, ABOVE, province, before.first, due_day=20)
        _rule(builder, "phongquang.lanhdao", builder.bodies["01849"][""].id, last.first, due_day=3)
        _corrected(builder, ward, before.last)
        _of_province(builder, province, before.last)
    reports_draw_up()
    drawn = orders_work()
    if begins:
        _signed(builder, province)
    return f"{drawn} drawn up"


def _rule(builder: Builder, who: str, unit_id: int, since: date, *, due_day: int) -> None:
    order = RuleOrder("ii06a", Every.MONTH, Reach.OWN, 1, due_day, since, SOURCE)
    rule_set(actor=builder.actor(who), unit_id=unit_id, order=order)


def _of_province(builder: Builder, province: int, end: date) -> None:
    """Send the province's report of a month."""
    maker, leader = builder.actor(ABOVE), builder.actor(ABOVE_LEADER)
    with clock.clock_set(_morning(province, end, 3)):
        code = lines_of_unit(province)[0][0].code
        for act, actor in (
            (acting.report_sign, maker),
            (acting.report_approve, leader),
            (asking.report_send, maker),
        ):
            act(actor=actor, code=code, version=report_get(maker, code).standing.seq)
            orders_work()


def _signed(builder: Builder, province: int) -> None:
    """Sign the province's last report, for its leader; on a month's first days there is none."""
    newest = lines_of_unit(province)[0][0]
    if newest.state is State.DRAFTED:
        acting.report_sign(actor=builder.actor(ABOVE), code=newest.code, version=newest.seq)
        orders_work()


def _morning(unit_id: int, end: date, day: int) -> datetime:
    """Return an hour after the opening of a working day after another day."""
    opening = calendar_for(unit_id).working_day_after(end, day).opening
    return opening.replace(tzinfo=clock.LEGAL_ZONE) + timedelta(hours=1)


def _corrected(builder: Builder, ward: int, end: date) -> None:
    """Send the report of a month, record one more dossier of it, send the new version."""
    maker, leader, above = (builder.actor(one) for one in (MAKER, LEADER, ABOVE))

    def sent(code: str) -> None:
        for act, actor in (
            (acting.report_sign, maker),
            (acting.report_approve, leader),
            (asking.report_send, maker),
            (acting.report_seen, above),
        ):
            act(actor=actor, code=code, version=report_get(maker, code).standing.seq)
            orders_work()

    with clock.clock_set(_morning(ward, end, 2)):
        reports_draw_up()
        orders_work()
        first = lines_of_unit(ward)[0][0].code
        sent(first)
    closing = last_open(
        calendar_for(ward), datetime.combine(end, datetime.max.time(), clock.LEGAL_ZONE)
    )
    with clock.clock_set(closing):
        desk = builder.desk("05528", "bachquang")
        desk.dossiers_make(serial=9_000, now=closing, states=("accepted",))
        rollup_fold()
    with clock.clock_set(_morning(ward, end, 4)):
        # The instant of recording is the database's own: nobody can set it back, nor can a sample.
        reason = (
            "Bổ sung hồ sơ tiếp nhận bằng giấy, nhập muộn vào hệ thống"
            " (mẫu: thời điểm ghi nhận là lúc dựng bản dùng thử)"
        )
        seq = report_get(maker, first).standing.seq
        asking.report_renew(actor=maker, code=first, version=seq, reason=reason)
        orders_work()
        sent(lines_of_unit(ward)[0][0].code)
