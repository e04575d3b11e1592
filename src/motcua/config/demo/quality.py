"""The sample's registers of quality: two audits, non-conformities in different states."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from motcua.config.demo.live import last_open
from motcua.deadlines.queries import calendar_for
from motcua.identity.queries import account_find
from motcua.identity.types import Actor, Role
from motcua.kernel import clock
from motcua.quality.queries.audits import audit_get
from motcua.quality.queries.register import nonconformity_get
from motcua.quality.services import audits, findings
from motcua.quality.services import nonconformities as services
from motcua.quality.types import AuditPlan, Grade, Report, Source

if TYPE_CHECKING:
    from motcua.config.demo.build import Builder

WARD = "05528"
KEEPER, LEADER = "bachquang.kiemsoat", "bachquang.lanhdao"
AUDITOR = ("bachquang.danhgia", "Đánh giá viên nội bộ (mẫu)")
AGO = timedelta(days=40)
FOUND = (
    (Grade.CONFORM, "8.5.1", "Phiếu tiếp nhận của 20 hồ sơ xem ngẫu nhiên đủ chữ ký (mẫu)."),
    (Grade.OBSERVATION, "7.5.3", "Bảng niêm yết thủ tục ở quầy 2 còn bản cũ (mẫu)."),
    (Grade.MINOR, "8.2.1", "3 trong 20 hồ sơ trễ không có văn bản xin lỗi (mẫu)."),
    (Grade.MAJOR, "7.5.3", "Bản sao số hóa của 4 hồ sơ không đọc được (mẫu)."),
)


def quality_part(builder: Builder) -> str:
    """Hold one audit, plan another, and leave non-conformities at every point of their way."""
    keeper, leader = builder.actor(KEEPER), builder.actor(LEADER)
    if account_find(AUDITOR[0]) is not None:
        return ""
    place = builder.bodies[WARD][""].id
    builder.account_add(*AUDITOR, place, Role.CONTROLLER)
    auditor = builder.actor(AUDITOR[0])
    now = clock.now()
    with clock.clock_set(last_open(calendar_for(place), now - AGO)):
        late, unread = _audit(keeper, auditor, place)
        _acted(keeper, late, keeper, 10, "Bật nhắc việc xin lỗi trước hạn một ngày (mẫu)")
        number = _acted(
            keeper, unread, builder.actor("bachquang.tiepnhan"), 14, "Kiểm tra ảnh trước khi lưu"
        )
        own = _seen(leader, place, "Khách chờ quá 30 phút ở quầy 1, sáng thứ Hai (mẫu)")
        _acted(keeper, own, leader, 20, "Thêm một quầy vào sáng thứ Hai (mẫu)")
        _say(services.action_done, leader, own, number=1, text="Đã thêm quầy từ tuần trước (mẫu)")
    with clock.clock_set(last_open(calendar_for(place), now)):
        _lately(builder, own, unread, number)
    return "2 audits, 4 non-conformities"


def _lately(builder: Builder, own: str, unread: str, number: int) -> None:
    """Go on with what was begun, report one more, plan the next audit."""
    keeper, leader = builder.actor(KEEPER), builder.actor(LEADER)
    bodies, auditor = builder.bodies[WARD], builder.actor(AUDITOR[0])
    _say(
        services.action_check, keeper, own, number=1, effective=True,
        text="Bốn sáng thứ Hai: chờ lâu nhất 18 phút (mẫu)",
    )  # fmt: skip
    _say(
        services.action_done, builder.actor("bachquang.tiepnhan"), unread, number=number,
        text="Đã kiểm tra từng ảnh trong hai tuần (mẫu)",
    )  # fmt: skip
    _seen(leader, bodies["ttpvhcc"].id, "Biển chỉ dẫn ở cửa vào ghi sai giờ làm việc (mẫu)")
    today = clock.today()
    audits.audit_plan(
        actor=keeper,
        plan=AuditPlan(
            title="Đánh giá nội bộ lần 2 (mẫu)",
            criteria="TCVN ISO 9001:2015, điều 8; Nghị định 118/2025/NĐ-CP",
            unit_ids=(bodies["ttpvhcc"].id,),
            auditor_ids=(auditor.account_id,),
            first_day=today + timedelta(days=14),
            last_day=today + timedelta(days=16),
        ),
    )


def _audit(keeper: Actor, auditor: Actor, place: int) -> list[str]:
    today = clock.today()
    audit_id = audits.audit_plan(
        actor=keeper,
        plan=AuditPlan(
            title="Đánh giá nội bộ lần 1 (mẫu)",
            criteria="TCVN ISO 9001:2015, điều 7 và 8; Thông tư 03/2025/TT-VPCP",
            unit_ids=(place,),
            auditor_ids=(auditor.account_id,),
            first_day=today,
            last_day=today + timedelta(days=2),
        ),
    )
    audits.audit_begin(actor=auditor, audit_id=audit_id, version=1)
    for grade, clause, text in FOUND:
        findings.finding_record(
            actor=auditor,
            audit_id=audit_id,
            version=audit_get(auditor, audit_id).version,
            grade=grade,
            clause=clause,
            text=text,
        )
    return audits.audit_conclude(
        actor=auditor,
        audit_id=audit_id,
        version=audit_get(auditor, audit_id).version,
        conclusion="Hệ thống được duy trì; cần khắc phục hai điểm không phù hợp (mẫu).",
    )


def _seen(actor: Actor, place: int, happened: str) -> str:
    return services.nonconformity_report(
        actor=actor,
        report=Report(
            place_id=place,
            source=Source.OBSERVATION,
            grade=Grade.MINOR,
            happened=happened,
            requirement="Nội quy tiếp công dân của Trung tâm (mẫu)",
        ),
    )


def _acted(keeper: Actor, code: str, owner: Actor, days: int, text: str) -> int:
    _say(services.nonconformity_correct, keeper, code, text="Đã xử lý ngay trường hợp này (mẫu)")
    _say(services.nonconformity_analyse, keeper, code, text="Chưa có bước kiểm tra lại (mẫu)")
    return services.action_set(
        actor=keeper,
        code=code,
        version=nonconformity_get(keeper, code).row.version,
        text=text,
        owner_id=owner.account_id,
        due_on=clock.today() + timedelta(days=days),
    )


def _say(operation: Callable[..., object], actor: Actor, code: str, **words: object) -> None:
    version = nonconformity_get(actor, code).row.version
    operation(actor=actor, code=code, version=version, **words)
