"""The sample's register of difficulties, its targets and the brief of last week."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from motcua.config.demo import plan
from motcua.config.demo.live import last_open
from motcua.deadlines.queries import calendar_for
from motcua.identity.types import Actor, Role
from motcua.kernel import clock
from motcua.organisations.queries import unit_by_code, unit_children
from motcua.oversight.queries.register import difficulty_get
from motcua.oversight.queries.ways import addressees_of
from motcua.oversight.services import addressees, answering, keeping, reporting
from motcua.oversight.services.briefs import briefs_make, commune_briefs_make
from motcua.oversight.services.reminding import answers_remind
from motcua.oversight.services.targets import Order, target_set
from motcua.oversight.target_rules import Level, Metric
from motcua.oversight.types import Answer, Group, Kind, Report, Severity

if TYPE_CHECKING:
    from motcua.config.demo.build import Builder

WARD, MOUNTAIN = "05528", "01849"
KEEPER = "thainguyen.kiemsoat"
JUSTICE = ("thainguyen.tuphap", "Lãnh đạo Sở Tư pháp (mẫu)")
SOURCE = "Công văn mẫu 01/CV-MAU"


def oversight_part(builder: Builder) -> str:
    """Let two communes have difficulties at every point of their way; set targets; make the brief.

    Once: afterwards only the brief of a new week is added.
    """
    province = unit_by_code(plan.PROVINCE)
    if not addressees_of(province.id):
        ago = last_open(calendar_for(province.id), clock.now() - timedelta(days=16))
        with clock.clock_set(ago):
            codes = _reported(builder, province.id)
        lately = last_open(calendar_for(province.id), clock.now() - timedelta(days=9))
        with clock.clock_set(lately):
            _answered(builder, codes)
            _targets(builder.actor(KEEPER), province.id)
    with clock.clock_set(last_open(calendar_for(province.id), clock.now())):
        answers_remind()
    return f"{briefs_make() + commune_briefs_make()} briefs"


def _reported(builder: Builder, province_id: int) -> list[str]:
    """Name who answers, and let the communes report; one waits for a rule."""
    keeper = builder.actor(KEEPER)
    justice = _body(province_id, ".stp")
    builder.account_add(*JUSTICE, justice, Role.LEADER)
    to = [
        addressees.addressee_add(
            actor=keeper, register_id=province_id, kind=kind, name=name, limit=limit,
            source=SOURCE, answers_id=unit_id,
        )
        for kind, name, limit, unit_id in (
            (Kind.UNIT, "", "3wd", justice),
            (Kind.VENDOR, "Nhà cung cấp phần mềm (mẫu)", "2wd", None),
            (Kind.MINISTRY, "Bộ chủ quản cơ sở dữ liệu (mẫu)", "10wd", None),
        )
    ]  # fmt: skip
    addressees.route_add(actor=keeper, addressee_id=to[0], group=Group.INSTITUTION)
    addressees.route_add(actor=keeper, addressee_id=to[1], group=Group.SYSTEM)
    addressees.route_add(actor=keeper, addressee_id=to[2], system="Cơ sở dữ liệu hộ tịch (mẫu)")
    told = (
        ("bachquang.tiepnhan", WARD, Group.SYSTEM, Severity.BLOCKS, 12,
         "Phần mềm biên lai báo lỗi khi ký số (mẫu)", "Phần mềm biên lai (mẫu)"),
        ("phongquang.tiepnhan", MOUNTAIN, Group.INFRASTRUCTURE, Severity.SLOWS, 5,
         "Đường truyền mất mỗi khi mưa lớn (mẫu)", ""),
        ("bachquang.hotich", WARD, Group.INSTITUTION, Severity.ASKS, 0,
         "Xác nhận tình trạng hôn nhân cho người ở nhiều nơi (mẫu)", ""),
        ("phongquang.hotich", MOUNTAIN, Group.SYSTEM, Severity.BLOCKS, 9,
         "Không tra được dữ liệu hộ tịch trước năm 2016 (mẫu)", "Cơ sở dữ liệu hộ tịch (mẫu)"),
    )  # fmt: skip
    return [
        reporting.difficulty_report(
            actor=builder.actor(who),
            report=Report(
                place_id=_place(builder, who), group=group, severity=severity, title=title,
                text=f"{title}. Đã thử lại nhiều lần, chưa khắc phục được.", system=system,
                blocked=blocked, proposal="Đề nghị hướng dẫn cách xử lý tạm thời (mẫu).",
            ),
        )
        for who, _commune, group, severity, blocked, title, system in told
    ]  # fmt: skip


def _answered(builder: Builder, codes: list[str]) -> None:
    """Answer two of them: one with a promise, one with guidance that is published."""
    keeper = builder.actor(KEEPER)
    broken, _line, asked, _data = codes
    answering.difficulty_answer(
        actor=keeper, code=broken, version=_version(keeper, broken), answer=Answer.PROMISE,
        text="Bản sửa lỗi được cài trong tuần tới (mẫu).", letter="15/NCC ngày mẫu",
        promised_on=clock.today() + timedelta(days=5),
    )  # fmt: skip
    justice = builder.actor(JUSTICE[0])
    answering.difficulty_answer(
        actor=justice, code=asked, version=_version(keeper, asked), answer=Answer.GUIDANCE,
        text="Xác nhận theo từng nơi cư trú; nơi khác được hỏi qua hệ thống (mẫu).",
    )  # fmt: skip
    keeping.difficulty_publish(
        actor=keeper, code=asked, version=_version(keeper, asked),
        title="Xác nhận tình trạng hôn nhân cho người từng ở nhiều nơi (mẫu)",
        answer="Xác nhận theo từng nơi cư trú; nơi khác được hỏi qua hệ thống (mẫu).",
    )  # fmt: skip


def _targets(keeper: Actor, province_id: int) -> None:
    today = clock.today()
    first, last = today.replace(month=1, day=1), today.replace(month=12, day=31)
    for title, metric, indicator, goal in (
        ("Ít nhất 95 % hồ sơ giải quyết trước hạn và đúng hạn (mẫu)", Metric.IN_TIME, "", 95),
        ("Ít nhất 55 % hồ sơ tiếp nhận trực tuyến (mẫu)", Metric.ONLINE, "", 55),
        ("Hồ sơ quá hạn không vượt 2 % số đang giải quyết (mẫu)", Metric.OVERDUE, "", 2),
        ("Ít nhất 80 % thủ tục có dịch vụ trực tuyến (mẫu)", Metric.INDEX, "3.1", 80),
        ("Bộ chỉ số phục vụ: ít nhất 60 % số điểm có thể đạt (mẫu)", Metric.POINTS, "", 60),
    ):
        order = Order(
            title, "Nghị quyết mẫu 01/NQ-MAU", metric, Level.COMMUNES, Decimal(goal), first, last,
            indicator,
        )  # fmt: skip
        target_set(actor=keeper, unit_id=province_id, order=order)


def _version(actor: Actor, code: str) -> int:
    return difficulty_get(actor, code).line.version


def _place(builder: Builder, who: str) -> int:
    return builder.actor(who).postings[0].unit_id


def _body(province_id: int, ending: str) -> int:
    return next(one.id for one in unit_children(province_id) if one.code.endswith(ending))
