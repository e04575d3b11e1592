"""Frozen reports and the people who sign them, for tests."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from motcua.identity.types import Actor, Role
from motcua.indicators.services import rollup_fold
from motcua.indicators.types import Period
from motcua.kernel import clock
from motcua.kernel.errors import Refused
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.oversight.frozen.models import FrozenReport, ReportOrder
from motcua.oversight.frozen.queries import Report, report_get
from motcua.oversight.frozen.services import acting, asking, working
from motcua.oversight.frozen.services.scheduling import RuleOrder, reports_draw_up
from motcua.oversight.frozen.types import Act, Every, Reach
from tests.builders.deadlines import holidays_there
from tests.builders.dossiers import MORNING, Commune, commune_at_work, dossier_accepted
from tests.builders.identity import actor_make
from tests.builders.organisations import province_make

MONTH = Period(date(2026, 9, 1), date(2026, 9, 30))
OCTOBER = datetime(2026, 10, 2, 2, 0, tzinfo=UTC)  # a Friday, the second working day
REPORT = "ii06a"


@dataclass(frozen=True)
class Bureau:
    """A commune with work of September, those who sign its reports, and the province above."""

    commune: Commune
    province: Any
    maker: Actor
    leader: Actor
    above: Actor
    stranger: Actor

    @property
    def unit_id(self) -> int:
        """The commune."""
        return int(self.commune.unit.id)


def bureau_make(*, dossiers: int = 2, name: str = "Mẫu Báo Cáo") -> Bureau:
    """Return such a commune; its dossiers were accepted on the morning of the tests."""
    with clock.clock_set(MORNING):
        holidays_there()
        province = province_make()
        commune = commune_at_work(name=name)
        for _one in range(dossiers):
            dossier_accepted(commune)
        rollup_fold()
        return Bureau(
            commune,
            province,
            maker=actor_make(role=Role.CONTROLLER, unit=commune.unit, full_name="Mẫu Lập Biểu"),
            leader=actor_make(role=Role.LEADER, unit=commune.unit, full_name="Mẫu Lãnh Đạo"),
            above=actor_make(role=Role.CONTROLLER, unit=province, full_name="Mẫu Cấp Tỉnh"),
            stranger=actor_make(role=Role.LEADER, unit=commune_at_work(name="Mẫu Khác").unit),
        )


@contextmanager
def bureau_at_work(**more: Any) -> Iterator[Bureau]:
    """Have such a commune at the beginning of October."""
    made = bureau_make(**more)
    with clock.clock_set(OCTOBER):
        yield made


def late_entry(bureau: Bureau, *, days: int = 1) -> str:
    """Record now a dossier that was accepted in September; return its code."""
    with clock.clock_set(MORNING + timedelta(days=days)):
        code = dossier_accepted(bureau.commune)
        rollup_fold()
    return code


def frozen_make(bureau: Bureau, **over: Any) -> str:
    """Return the code of the commune's report of September, frozen by its maker."""
    wanted: dict[str, Any] = {
        "unit_id": bureau.unit_id, "report": REPORT, "period": MONTH, **over
    }  # fmt: skip
    asking.report_freeze(actor=bureau.maker, **wanted)
    return done(wanted["unit_id"], wanted["report"], wanted["period"])


def done(unit_id: int, report: str = REPORT, period: Period = MONTH) -> str:
    """Let the worker do what was asked for about a report; return the code of what it made.

    Raises what came of it instead as Refused, also when it waits.
    """
    working.orders_work()
    with scope_use(SYSTEM):
        row = ReportOrder.objects.exclude(act=Act.LOOK.value).get(
            unit_id=unit_id, report=report, first_day=period.first, last_day=period.last
        )
        if row.problem:
            raise Refused(row.problem, row.words)
        assert row.made is not None
        return row.made.code


def drawn_up() -> int:
    """Let the schedule ask for what is due and the worker make it; return how many were made."""
    reports_draw_up()
    before = _versions()
    working.orders_work()
    return _versions() - before


def _versions() -> int:
    with scope_use(SYSTEM):
        return FrozenReport.objects.count()


def seen(bureau: Bureau, code: str, actor: Actor | None = None) -> Report:
    """Return a report as somebody sees it."""
    return report_get(actor or bureau.maker, code)


def seq(bureau: Bureau, code: str) -> int:
    """Return the number of its last step."""
    with scope_use(SYSTEM):
        return seen(bureau, code).standing.seq


def signed(bureau: Bureau, code: str) -> str:
    """Let the maker sign it; return its code."""
    acting.report_sign(actor=bureau.maker, code=code, version=seq(bureau, code))
    return code


def approved(bureau: Bureau, code: str) -> str:
    """Let it be signed and approved; return its code."""
    signed(bureau, code)
    acting.report_approve(actor=bureau.leader, code=code, version=seq(bureau, code))
    return code


def sent(bureau: Bureau, code: str) -> str:
    """Let it be signed off and sent; return its code."""
    approved(bureau, code)
    send(bureau, code, seq(bureau, code))
    return code


def send(bureau: Bureau, code: str, version: int) -> None:
    """Let its maker ask for sending and the worker send it; Refused as `done` does."""
    asking.report_send(actor=bureau.maker, code=code, version=version)
    with scope_use(SYSTEM):
        row = row_of(code)
    done(row.unit_id, row.report, Period(row.first_day, row.last_day))


def renewed(bureau: Bureau, code: str, reason: str = "Bổ sung hồ sơ nhập muộn") -> str:
    """Freeze it anew; return the code of the new version."""
    with scope_use(SYSTEM):
        row = row_of(code)
        asking.report_renew(actor=bureau.maker, code=code, version=seq(bureau, code), reason=reason)
    return done(row.unit_id, row.report, Period(row.first_day, row.last_day))


def row_of(code: str) -> FrozenReport:
    """Return the stored row."""
    return FrozenReport.objects.get(code=code)


def rule_order(**over: Any) -> RuleOrder:
    """Return a monthly rule: drawn up on the first, due on the fifth working day."""
    wanted: dict[str, Any] = {
        "report": REPORT,
        "every": Every.MONTH,
        "reach": Reach.OWN,
        "draft_day": 1,
        "due_day": 5,
        "valid_from": date(2026, 9, 1),
        "source": "Công văn mẫu 02/CV-MAU",
    }
    return RuleOrder(**{**wanted, **over})


def frozen_there(commune: Commune) -> str:
    """Return the code of a commune's report of September; made once."""
    with scope_use(SYSTEM):
        found = FrozenReport.objects.filter(unit_id=commune.unit.id).first()
        if found is not None:
            return found.code
        with clock.clock_set(OCTOBER):
            maker = actor_make(role=Role.CONTROLLER, unit=commune.unit)
            asking.report_freeze(actor=maker, unit_id=commune.unit.id, report=REPORT, period=MONTH)
            return done(commune.unit.id)


URL = "/office/frozen-reports/"


def acted(client: Any, bureau: Bureau, code: str, act: str, **fields: Any) -> Any:
    """Send one act of a report's page as its form does; return the answer."""
    data = {f"{act}-{name}": value for name, value in fields.items()}
    return client.post(f"{URL}{code}/", {"act": act, "version": seq(bureau, code), **data})


def page_of(client: Any, path: str) -> str:
    """Return a page that opens."""
    answer = client.get(path)
    assert answer.status_code == 200
    return str(answer.content.decode())


def computed(client: Any, code: str) -> str:
    """Ask on a report's page to have it computed again, let the worker do it, return the page."""
    assert client.post(f"{URL}{code}/", {"act": "look"}).status_code == 302
    assert working.orders_work() == 1
    return page_of(client, f"{URL}{code}/")
