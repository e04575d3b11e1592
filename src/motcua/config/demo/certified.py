"""Certified copies of the sample's ward: batches at every step, and a number struck out."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from motcua.certification.queries import batch_counts, batch_get
from motcua.certification.services import (
    batch_certify,
    batch_check,
    batch_seal,
    batch_take_in,
    entry_cancel,
)
from motcua.certification.types import RowInput
from motcua.config.demo.certificates import stamped
from motcua.config.demo.live import last_open
from motcua.deadlines.queries import calendar_for
from motcua.dossiers.types import PartyInput
from motcua.identity.capacity_rules import Office
from motcua.identity.types import Role
from motcua.kernel import clock
from motcua.procedures.certified import CERTIFIED_COPIES

WARD, DEPUTY = "05528", "bachquang.pholanhdao"
DIPLOMA = RowInput("Bằng tốt nghiệp đại học", 2, 3, issuer="Đại học Thái Nguyên", number="A 012345")
SCHOOL = RowInput("Bằng tốt nghiệp trung học phổ thông", 1, 2)
LAND = RowInput("Giấy chứng nhận quyền sử dụng đất", 5, 2, number="CĐ 123456")
BIRTH = RowInput("Giấy khai sinh", 1, 4, issuer="UBND phường Bách Quang")
LETTER = RowInput(
    "Giấy xác nhận viết tay", 1, 1, ground="private", note="Chưa có xác nhận, đóng dấu"
)
MARRIAGE = RowInput("Giấy chứng nhận kết hôn", 1, 2)
BATCHES: tuple[tuple[str, str, tuple[RowInput, ...], int], ...] = (
    ("Ngô Thị Mẫu", "019090000711", (DIPLOMA, SCHOOL, BIRTH), 3),
    ("Hà Văn Mẫu", "019090000712", (LAND, BIRTH), 3),
    ("Vi Thị Mẫu", "019090000713", (BIRTH,), 2),
    ("Lương Văn Mẫu", "019090000714", (DIPLOMA, MARRIAGE), 1),
    ("Phùng Thị Mẫu", "019090000715", (SCHOOL, LETTER), 1),
    ("Đàm Văn Mẫu", "019090000716", (BIRTH, MARRIAGE, LAND), 0),
)
"""Who asks, for what, and how many steps are done: compared, certified, sealed."""


@stamped
def certified_part(builder: Any) -> str:
    """Take six batches in on the last working morning and bring them so far; once."""
    if any(batch_counts().values()):
        return "there already"
    unit_id = builder.bodies[WARD][""].id
    names = ("tiepnhan", "hotich", "lanhdao", "vanthu")
    counter, specialist, leader, clerk = (builder.actor(f"bachquang.{one}") for one in names)
    builder.account_add(
        DEPUTY, "Phó Chủ tịch UBND (mẫu)", unit_id, Role.LEADER, office=Office.DEPUTY
    )
    start = last_open(calendar_for(unit_id), clock.now()) - timedelta(minutes=90)
    for nth, (name, number, rows, steps) in enumerate(BATCHES):
        at = start + timedelta(minutes=12 * nth)
        party = PartyInput(name=name, id_number=number, address="phường Bách Quang")
        with clock.clock_set(at):
            taken = batch_take_in(
                actor=counter,
                unit_id=unit_id,
                party=party,
                procedure_code=CERTIFIED_COPIES,
                rows=rows,
            )
        acts = (
            lambda code: batch_check(actor=specialist, code=code),
            lambda code: batch_certify(actor=leader, code=code),
            lambda code: batch_seal(actor=clerk, code=code),
        )
        for step, act in enumerate(acts[:steps], start=1):
            with clock.clock_set(at + timedelta(minutes=3 * step)):
                act(taken.code)
        if nth == 1:
            wrong = batch_get(taken.code).entries[-1]
            with clock.clock_set(at + timedelta(minutes=11)):
                entry_cancel(
                    actor=builder.actor(DEPUTY), entry_id=wrong.id, reason="Ghi nhầm số bản sao"
                )
    return f"{len(BATCHES)} batches"
