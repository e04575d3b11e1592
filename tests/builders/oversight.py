"""Difficulties and who has to answer them, for tests."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from motcua.documents.services import file_store
from motcua.identity.types import Actor, Role
from motcua.kernel import clock
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.oversight.models import DifficultyFile, Target
from motcua.oversight.queries.register import difficulty_get
from motcua.oversight.services import addressees, answering, reporting
from motcua.oversight.services.targets import Order, target_set
from motcua.oversight.target_rules import Level, Metric
from motcua.oversight.types import Answer, DifficultyView, Group, Kind, Report, Severity
from tests.builders.deadlines import holidays_there
from tests.builders.documents import pdf_make
from tests.builders.dossiers import MORNING
from tests.builders.identity import actor_make
from tests.builders.organisations import body_of, commune_make, province_make


@dataclass(frozen=True)
class Watch:
    """A province with two communes, a department that answers, and their people."""

    province: Any
    first: Any
    second: Any
    department: Any
    keeper: Actor
    answerer: Actor
    officer: Actor
    other: Actor


def watch_make() -> Watch:
    """Return a province with two wards, its department of justice, and one person each."""
    province = province_make()
    first, second = commune_make(name="Mẫu Một"), commune_make(name="Mẫu Hai")
    department = body_of(province, "stp")
    return Watch(
        province=province,
        first=first,
        second=second,
        department=department,
        keeper=actor_make(role=Role.CONTROLLER, unit=province, full_name="Mẫu Giữ Sổ"),
        answerer=actor_make(role=Role.LEADER, unit=department, full_name="Mẫu Trả Lời"),
        officer=actor_make(role=Role.SPECIALIST, unit=first, full_name="Mẫu Phường Một"),
        other=actor_make(role=Role.SPECIALIST, unit=second, full_name="Mẫu Phường Hai"),
    )


@contextmanager
def watch_at_work() -> Iterator[Watch]:
    """Have such a province on a working morning, whose rule sends everything to the department."""
    with clock.clock_set(MORNING):
        holidays_there()
        made = watch_make()
        addressees.route_add(actor=made.keeper, addressee_id=addressee_make(made))
        yield made


def addressee_make(watch: Watch, **over: Any) -> int:
    """Return the department as addressee with three working days, or as `over` says."""
    wanted: dict[str, Any] = {
        "kind": Kind.UNIT,
        "name": "",
        "limit": "3wd",
        "source": "Công văn mẫu 01/CV-MAU",
        "answers_id": watch.department.id,
    }
    return addressees.addressee_add(
        actor=watch.keeper, register_id=watch.province.id, **{**wanted, **over}
    )


def ministry_make(watch: Watch) -> int:
    """Return somebody outside with five working days."""
    return addressee_make(watch, kind=Kind.MINISTRY, name="Bộ Mẫu", limit="5wd", answers_id=None)


def difficulty_report_make(watch: Watch, **over: Any) -> Report:
    """Return a difficulty of the first ward with a system."""
    report = Report(
        place_id=watch.first.id,
        group=Group.SYSTEM,
        severity=Severity.BLOCKS,
        title="Phần mềm hộ tịch không nhận hồ sơ (mẫu)",
        text="Từ sáng nay phần mềm báo lỗi 500 khi gửi.",
        proposal="Khởi động lại dịch vụ.",
        system="Hộ tịch điện tử",
        blocked=7,
    )
    return replace(report, **over)


def difficulty_make(watch: Watch, **over: Any) -> str:
    """Return the number of a reported difficulty."""
    return reporting.difficulty_report(
        actor=watch.officer, report=difficulty_report_make(watch, **over)
    )


def seen(watch: Watch, code: str, actor: Actor | None = None) -> DifficultyView:
    """Return a difficulty as somebody sees it, by default whoever keeps the register."""
    return difficulty_get(actor or watch.keeper, code)


def version(watch: Watch, code: str) -> int:
    """Return its version now."""
    with scope_use(SYSTEM):
        return seen(watch, code).line.version


def answered(watch: Watch, code: str, **over: Any) -> None:
    """Let the department answer how to go on, or as `over` says."""
    wanted: dict[str, Any] = {"answer": Answer.GUIDANCE, "text": "Nhập lại sau 14 giờ."}
    answering.difficulty_answer(
        actor=watch.answerer, code=code, version=version(watch, code), **{**wanted, **over}
    )


def difficulty_there(commune: Any) -> tuple[str, int]:
    """Return number and file of a difficulty of a commune; made once."""
    with clock.clock_set(MORNING), scope_use(SYSTEM):
        found = DifficultyFile.objects.filter(event__difficulty__place_id=commune.unit.id).first()
        if found is not None:
            return found.event.difficulty.code, found.pk
        officer = actor_make(role=Role.SPECIALIST, unit=commune.unit)
        stored = file_store(data=pdf_make(), name="mau.pdf", claimed_type="application/pdf")
        code = reporting.difficulty_report(
            actor=officer,
            report=Report(
                commune.unit.id, Group.SUPPORT, Severity.ASKS, "Câu hỏi mẫu", "Câu hỏi mẫu."
            ),
            files=[(stored.id, stored.name)],
        )
        return code, difficulty_get(officer, code).events[0].files[0].id


def acted(client: Any, watch: Watch, code: str, act: str, **fields: Any) -> Any:
    """Send one act of a difficulty's page as its form does; return the answer."""
    data = {f"{act}-{name}": value for name, value in fields.items()}
    form = {"act": act, "version": version(watch, code), **data}
    return client.post(f"/office/difficulties/{code}/", form)


def difficulty_form(watch: Watch, **over: Any) -> dict[str, Any]:
    """Return what the form of a report sends."""
    return {
        "place_id": watch.first.id,
        "group": "system",
        "title": "Phần mềm báo lỗi (mẫu)",
        "text": "Lỗi 500 từ sáng.",
        "severity": "blocks",
        "blocked": 3,
        **over,
    }


def target_there() -> int:
    """Return a target of the province of the tests; made once."""
    with clock.clock_set(MORNING), scope_use(SYSTEM):
        province = province_make()
        found = Target.objects.filter(unit_id=province.id).first()
        if found is not None:
            return found.pk
        order = Order(
            "Ít nhất 90 % đúng hạn (mẫu)", "NQ mẫu 01", Metric.IN_TIME, Level.COMMUNES,
            Decimal(90), date(2026, 9, 1), date(2026, 12, 31),
        )  # fmt: skip
        keeper = actor_make(role=Role.CONTROLLER, unit=province)
        return target_set(actor=keeper, unit_id=province.id, order=order)
