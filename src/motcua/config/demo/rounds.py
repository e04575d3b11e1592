"""Home visits of the sample: villages, people who wait, a round that was, one that is planned.

All people are plainly samples; places lie around the middle of each commune and are invented.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

from motcua.deadlines.queries import calendar_for
from motcua.identity.types import Actor
from motcua.kernel import clock
from motcua.reception import services
from motcua.reception.queries.visits import hamlets_of, visits_live
from motcua.reception.route import Place
from motcua.reception.services import (
    HamletChange,
    HoursOrder,
    PointOrder,
    RoundOrder,
    VisitOrder,
)
from motcua.reception.types import Vehicle
from motcua.reception.visiting import AskedBy, VisitStep

NOTARY, PENSION, ALLOWANCE = "2.000884", "1.014027", "1.001776"


@dataclass(frozen=True)
class Country:
    """A commune of the sample: its middle, its villages from there outward, its extra point."""

    base: Place
    villages: tuple[tuple[str, Place | None], ...]
    point: PointOrder
    weekday: int


COUNTRIES = {
    "05528": Country(
        (21.5215, 105.8487),
        (
            ("Tổ dân phố 1", (21.5234, 105.8502)),
            ("Tổ dân phố 4", (21.5180, 105.8561)),
            ("Tổ dân phố 7", (21.5291, 105.8420)),
            ("Tổ dân phố 12", None),
        ),
        PointOrder(
            name="Nhà văn hóa tổ dân phố 7",
            seat="Tổ dân phố 7, phường Bách Quang",
            hint="Có chỗ ngồi chờ và nước uống; ảnh thẻ chụp tại chỗ.",
        ),
        1,
    ),
    "01849": Country(
        (22.1672, 105.7803),
        (
            ("Thôn Nà Pài", (22.1705, 105.7761)),
            ("Thôn Khuổi Cò", (22.1840, 105.7902)),
            ("Thôn Bản Mới", (22.1533, 105.8010)),
            ("Thôn Nà Lẹng", (22.1985, 105.7634)),
            ("Thôn Phiêng An", None),
        ),
        PointOrder(
            name="Trụ sở xã cũ",
            seat="Thôn Nà Lẹng, xã Phong Quang",
            hint="Ngày chợ phiên mở từ 7 giờ 30.",
        ),
        3,
    ),
}
# Village, who, reason, what for, days waiting, wished half-days, asked how.
PEOPLE: tuple[tuple[int, str, str, str, int, tuple[int, ...], AskedBy], ...] = (
    (3, "Cụ bà Nguyễn Thị Mẫu A", "elderly", PENSION, 12, (), AskedBy.HELPER),
    (1, "Bà Trần Thị Mẫu B", "disabled", ALLOWANCE, 9, (), AskedBy.PHONE),
    (0, "Ông Lê Văn Mẫu C", "ill", NOTARY, 7, (1, 3, 5, 7, 9), AskedBy.PHONE),
    (2, "Chị Hoàng Thị Mẫu D", "child", NOTARY, 6, (), AskedBy.COUNTER),
    (1, "Cụ ông Phạm Văn Mẫu E", "elderly", PENSION, 4, (0, 2, 4, 6, 8), AskedBy.HELPER),
    (3, "Anh Bùi Văn Mẫu G", "no_way", ALLOWANCE, 2, (), AskedBy.PHONE),
    (0, "Cụ bà Đỗ Thị Mẫu H", "elderly", PENSION, 1, (), AskedBy.COUNTER),
)
PLANNED = 5  # the oldest of them are on the round
BEFORE = (
    (2, "Cụ bà Vũ Thị Mẫu K", "elderly", PENSION, VisitStep.DONE),
    (0, "Ông Đặng Văn Mẫu L", "ill", NOTARY, VisitStep.DONE),
    (1, "Bà Ngô Thị Mẫu M", "disabled", ALLOWANCE, VisitStep.NOT_MET),
)


def rounds_make(*, code: str, unit_id: int, director: Actor, officer: Actor) -> str:
    """Make villages, a point, a round of last week and one of the next working day, once."""
    if hamlets_of(unit_id):
        return "there already"
    country = COUNTRIES[code]
    services.visits_offer(actor=director, unit_id=unit_id, offered=True, base=country.base)
    hamlets = [
        services.hamlet_add(actor=director, unit_id=unit_id, change=HamletChange(name, place))
        for name, place in country.villages
    ]
    point = services.point_open(actor=director, unit_id=unit_id, order=country.point)
    services.point_hours_add(
        actor=director,
        point_id=point,
        order=HoursOrder(begins=time(7, 30), ends=time(11), weekday=country.weekday),
    )
    _before(unit_id, officer, hamlets)
    now = clock.now()
    for place, name, reason, procedure, days, wishes, asked_by in PEOPLE:
        with clock.clock_set(now - timedelta(days=days)):
            services.visit_ask_for(
                actor=officer,
                order=_order(unit_id, hamlets[place], name, reason, procedure, wishes),
                asked_by=asked_by,
            )
    one = _round(unit_id, officer, _working(unit_id, clock.today()))
    oldest = [visit.id for visit in visits_live(unit_id)][:PLANNED]
    services.round_pick(actor=officer, round_id=one, visit_ids=oldest)
    return f"{len(PEOPLE) + len(BEFORE)} requests"


def _before(unit_id: int, officer: Actor, hamlets: list[int]) -> None:
    """Let a round of last week happen."""
    day = _working(unit_id, clock.today() - timedelta(days=8))
    begin = datetime(day.year, day.month, day.day, 7, 30, tzinfo=clock.LEGAL_ZONE)
    ids = []
    for place, name, reason, procedure, _step in BEFORE:
        with clock.clock_set(begin - timedelta(days=4 + place)):
            order = _order(unit_id, hamlets[place], name, reason, procedure, ())
            asked = services.visit_ask_for(actor=officer, order=order, asked_by=AskedBy.PHONE)
            ids.append(asked.id)
    with clock.clock_set(begin - timedelta(hours=16)):
        one = _round(unit_id, officer, day)
        services.round_pick(actor=officer, round_id=one, visit_ids=ids)
    for nth, (id_, (*_who, step)) in enumerate(zip(ids, BEFORE, strict=True)):
        with clock.clock_set(begin + timedelta(minutes=20 + 50 * nth)):
            services.visit_step(actor=officer, visit_id=id_, step=VisitStep.ARRIVED)
        with clock.clock_set(begin + timedelta(minutes=45 + 50 * nth)):
            services.visit_step(actor=officer, visit_id=id_, step=step)
    with clock.clock_set(begin + timedelta(hours=4)):
        services.round_end(actor=officer, round_id=one)


def _order(
    unit_id: int, hamlet: int, name: str, reason: str, procedure: str, wishes: tuple[int, ...]
) -> VisitOrder:
    return VisitOrder(
        unit_id=unit_id,
        key=_key(unit_id, name),
        name=name,
        phone="0912 000 000",
        address="Nhà mẫu, cạnh nhà văn hóa",
        reason=reason,
        hamlet_id=hamlet,
        procedures=(procedure,),
        wishes=wishes,
    )


def _round(unit_id: int, officer: Actor, day: date) -> int:
    return services.round_make(
        actor=officer,
        order=RoundOrder(
            unit_id=unit_id,
            key=_key(unit_id, day.isoformat()),
            day=day,
            starts=time(7, 30),
            account_ids=(officer.account_id,),
            vehicle=Vehicle.MOTORBIKE,
        ),
    ).id


def _working(unit_id: int, day: date) -> date:
    """Return a day, or the next working one."""
    calendar = calendar_for(unit_id)
    if calendar.day(day).is_working:
        return day
    return calendar.working_day_after(day, 1).date


def _key(unit_id: int, text: str) -> UUID:
    return uuid5(NAMESPACE_URL, f"motcua:rounds:{unit_id}:{text}")
