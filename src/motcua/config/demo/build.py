"""Builds the sample installation in an empty, migrated database; each part prints its progress."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

from motcua.config.demo import plan
from motcua.config.demo.births import births_part
from motcua.config.demo.certificates import stamped
from motcua.config.demo.certified import certified_part
from motcua.config.demo.drawn import drawn_part
from motcua.config.demo.factor import factor_sample
from motcua.config.demo.hall import hall_make
from motcua.config.demo.histories import (
    Offer,
    Place,
    earlier_draw,
    histories_draw,
    recent_draw,
)
from motcua.config.demo.keys import keys_make
from motcua.config.demo.live import STATES, Desk, last_open
from motcua.config.demo.money import account_open
from motcua.config.demo.online import FILED, PROCEDURE, online_make
from motcua.config.demo.oversight import oversight_part
from motcua.config.demo.papers import handed_in
from motcua.config.demo.published import published_part
from motcua.config.demo.quality import quality_part
from motcua.config.demo.ratings import ratings_part
from motcua.config.demo.reports import reports_part
from motcua.config.demo.rounds import rounds_make
from motcua.config.demo.signals import raised, withdrawals_part
from motcua.config.demo.team import team_part
from motcua.config.demo.wordings import wordings_part
from motcua.deadlines.queries import calendar_for
from motcua.deadlines.services import holidays_load
from motcua.dossiers.services.history import histories_import
from motcua.forms.services import forms_import
from motcua.identity.capacity_rules import Office
from motcua.identity.queries import account_find, actor_get
from motcua.identity.rules import SAMPLE_PASSWORD
from motcua.identity.services import OfficeInput, account_make, office_set, posting_open
from motcua.identity.types import Actor, Role
from motcua.kernel import clock
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.organisations.queries import unit_by_code, unit_children
from motcua.organisations.services import bodies_ensure, units_load
from motcua.organisations.types import UnitView
from motcua.procedures.queries import competent_body, offering_get, offerings_of, procedures_search
from motcua.procedures.services import offering_open, procedures_import
from motcua.procedures.types import OfferingView
from motcua.workflow.services import processes_ship

Say = Callable[[str], None]
SERIAL_LIVE = 500_000


class Builder:
    """Holds what later parts need of earlier ones."""

    def __init__(self, say: Say, scale: plan.Scale = plan.WHOLE) -> None:
        self.say = say
        self.scale = scale
        self.serial: Iterator[int] = count(1)
        self.bodies: dict[str, dict[str, UnitView]] = {}
        self.started = time.monotonic()

    def part(self, words: str, work: Callable[[], Any]) -> None:
        """Run one part in a transaction of its own and say how long it took."""
        before = time.monotonic()
        with scope_use(SYSTEM):
            said = work()
        self.say(f"  {words:<52} {said or '':<24} {time.monotonic() - before:5.1f} s")

    def build(self) -> None:
        """Build everything, or only what is missing since the last time."""
        fresh = self.ground()
        self.life(fresh=fresh)

    def ground(self) -> bool:
        """Build what there is before anybody comes; return whether it was not there before."""
        with scope_use(SYSTEM):
            built = account_find("bachquang.tiepnhan") is not None
        if not built:
            self.part("units of the whole country, old and new", self.units)
            self.part("working calendar", lambda: holidays_load() and None)
            self.part("catalogue of procedures", self.procedures)
            self.part("processes", lambda: processes_ship(at=plan.SINCE) and None)
        self.part("forms to fill in online", self.forms)
        self.part("communes of the sample", self.communes)
        if not built:
            self.part("procedures opened for intake", self.offerings)
            self.part("sample accounts", self.accounts)
        self.part("sample certificates", lambda: keys_make(self.bodies))
        return not built

    def life(self, *, fresh: bool) -> None:
        """Let people come: once what is past, every day anew what is of today."""
        if fresh:
            self.part("two months from 2025-07-01", self.histories)
            self.part("the last weeks, and what people said", self.recent)
            self.part("withdrawn at the last hour", lambda: _withdrawals(self))
        # Before what was filed from home: on a day off that bears the same last working day, and
        # the desks' own dossiers are made once a day.
        self.part("dossiers of today", self.live)
        if fresh:  # before the counters' last hour: the register book follows the time
            self.part("births filed as one", lambda: births_part(self))
        self.part("certified copies", lambda: certified_part(self))
        self.part("the hall of Bách Quang", lambda: _hall(self))
        self.part("rounds to people at home", lambda: _rounds(self))
        self.part("absences, reminders, causes of lateness", lambda: team_part(self))
        self.part("registers of quality", lambda: quality_part(self))
        self.part("difficulties, targets, the weekly brief", lambda: oversight_part(self))
        self.part("signals of polished figures", raised)
        self.part("frozen reports", lambda: reports_part(self))
        if fresh:
            self.part("filed from home", self.online)
            self.part("processes drawn by the ward", lambda: drawn_part(self))
            self.part("templates of results", lambda: wordings_part(self))
        self.part("seal, figures for everybody", lambda: published_part(whole=self.scale.published))

    def units(self) -> str:
        """Load the directory of units."""
        reports = units_load(folder=self.scale.directory)
        return f"{sum(report.accepted for report in reports.values()):,} rows"

    def procedures(self) -> str:
        """Load the catalogue as in force since the first day of the sample."""
        return f"{procedures_import(at=plan.SINCE).accepted:,} procedures"

    def forms(self) -> str:
        """Publish the forms that come with Motcua, as new versions where a file changed."""
        return f"{forms_import(at=plan.SINCE).accepted} forms"

    def communes(self) -> str:
        """Make the bodies of the sample's communes and of the province."""
        province = unit_by_code(plan.PROVINCE)
        bodies_ensure(province.id)
        apart = bodies_ensure(province.id, plan.BESIDE_PROVINCE)
        self.bodies[plan.PROVINCE] = {one.code.rsplit(".", 1)[1]: one for one in apart}
        self.bodies[plan.PROVINCE][""] = province
        account_open(province.id)
        for one in self.scale.communes:
            unit = unit_by_code(one.code)
            bodies_ensure(unit.id)
            beside = bodies_ensure(unit.id, plan.BESIDE) if one.staffed else []
            children = [*unit_children(unit.id), *beside]  # these have superiors of their own
            self.bodies[one.code] = {child.code.rsplit(".", 1)[1]: child for child in children}
            self.bodies[one.code][""] = unit
        return f"{len(self.scale.communes)} communes"

    def offerings(self) -> str:
        """Open every complete procedure where staff is, and the busiest ones elsewhere."""
        codes = [(row.code, row.field.code) for row in _complete()]
        busiest = dict(plan.SHARES)
        for one in self.scale.communes:
            bodies = self.bodies[one.code]
            for code, field in codes if one.staffed else [c for c in codes if c[0] in busiest]:
                body = competent_body(code, bodies[""], plan.FIRST_DAY)
                if body is not None:  # decided beside the commune: its own counter takes it in
                    offering_open(actor=None, unit_id=body.id, code=code, units={}, at=plan.SINCE)
                    continue
                handling = bodies[_desk(code, field)]
                units = {
                    "receiving": bodies["ttpvhcc"].id,
                    "handling": handling.id,
                    "competent": bodies[""].id,
                    "opinion": bodies["kt"].id,
                    "province": _province_body(),
                }
                offering_open(
                    actor=None, unit_id=bodies[""].id, code=code, units=units, at=plan.SINCE
                )
        return f"{len(codes)} where staffed"

    def accounts(self) -> str:
        """Make the named sample accounts, and one specialist account per desk elsewhere."""
        for one in plan.ACCOUNTS:
            unit = unit_by_code(one.unit)
            place = self.bodies[one.unit][one.place] if one.place else unit
            office = Office.HEAD if one.role is Role.LEADER else None
            self.account_add(one.username, one.name, place.id, one.role, *one.also, office=office)
        factor_sample(self.actor(plan.WITH_FACTOR))
        return f"{len(plan.ACCOUNTS)} accounts"

    def account_add(
        self, username: str, name: str, unit_id: int, *roles: Any, office: Office | None = None
    ) -> None:
        """Make a sample account with postings, and the office held, since the first day."""
        account = account_make(
            actor=None,
            username=username,
            full_name=name,
            password=SAMPLE_PASSWORD,
            is_sample=True,
        )
        for role in roles:
            posting = posting_open(
                actor=None, account_id=account.id, unit_id=unit_id, role=role, valid_from=plan.SINCE
            )
            if office is not None and role is Role.LEADER:
                given = OfficeInput(office, valid_from=plan.SINCE)
                office_set(actor=None, posting_id=posting.id, given=given)

    def actor(self, username: str) -> Actor:
        """Return who acts by a sample account."""
        account = account_find(username)
        actor = actor_get(account.id) if account else None
        if actor is None:
            raise RuntimeError(f"the sample account {username} is missing")
        return actor

    def histories(self) -> str:
        """Draw and import the two months of every commune."""
        actor = self.actor("thainguyen.nghiepvu")
        drawn = [
            history
            for one in self.scale.communes
            for history in histories_draw(
                one, _place(self, one.code), _offers(self.bodies[one.code][""].id), self.serial
            )
        ]
        report = histories_import(actor=actor, histories=drawn)
        if report.refused:
            raise RuntimeError(f"the sample was refused: {report.refused[0].reason}")
        return f"{report.accepted:,} dossiers"

    def recent(self) -> str:
        """Draw and import some weeks before today, so that present boards show something."""
        actor = self.actor("thainguyen.nghiepvu")
        today = clock.today()
        drawn = [
            history
            for one in self.scale.communes
            for history in recent_draw(
                one.code,
                _place(self, one.code),
                _offers(self.bodies[one.code][""].id),
                self.serial,
                today,
                self.scale.recent * (3 if one.code == "05528" else 1),
            )
        ]
        place, offers = _place(self, "05528"), _offers(self.bodies["05528"][""].id)
        drawn += earlier_draw("05528", place, offers, self.serial, today, self.scale.earlier)
        report = histories_import(actor=actor, histories=drawn)
        return f"{report.accepted:,} dossiers, {ratings_part(self)}"

    @stamped
    def live(self) -> str:
        """Make dossiers of today in the two staffed communes, once a day."""
        from motcua.dossiers.queries import dossiers_search

        total = 0
        wanted = (("05528", "bachquang", self.scale.rounds), ("01849", "phongquang", 1))
        for code, prefix, rounds in wanted:
            unit = self.bodies[code][""]
            open_now = last_open(calendar_for(unit.id), clock.now())
            fresh = dossiers_search(
                unit_ids=[unit.id], received_from=clock.local(open_now).date(), limit=1
            )
            if fresh.rows:
                continue
            first = SERIAL_LIVE + clock.today().toordinal() % 1000 * 200 + total
            desk = self.desk(code, prefix)
            made = desk.dossiers_make(serial=first, now=clock.now(), states=STATES * rounds)
            total += len(made)
        return f"{total} dossiers"

    def desk(self, code: str, prefix: str) -> Desk:
        """Return the people of a staffed commune with what they take in today."""
        offerings = self.live_offerings(self.bodies[code][""].id)
        return Desk(self._people(prefix), offerings, f"{code}-{clock.today()}")

    @stamped
    def online(self) -> str:
        """File what sample persons sent from home to the two staffed communes."""
        total = 0
        for code, prefix in (("05528", "bachquang"), ("01849", "phongquang")):
            unit = self.bodies[code][""]
            desk = Desk(self._people(prefix), [], f"{code}-online")
            offering = offering_get(unit_id=unit.id, code=PROCEDURE)
            now = last_open(calendar_for(unit.id), clock.now())
            total += online_make(desk, offering, FILED[code], now)
        return f"{total} dossiers"

    def _people(self, prefix: str) -> dict[str, Actor]:
        names = ("tiepnhan", "hotich", "xahoi", "kinhte", "lanhdao", "vanthu")
        return {name: self.actor(f"{prefix}.{name}") for name in names}

    def live_offerings(self, unit_id: int) -> list[OfferingView]:
        """Return what people come for most; certified copies come in by rows (`certified.py`)."""
        wanted = [one for one in offerings_of(unit_id) if one.code in dict(plan.SHARES)]
        return [one for one in wanted if not one.version.certified_copies]


def _place(builder: Builder, code: str) -> Place:
    bodies = builder.bodies[code]
    officials: dict[str, int] = {}
    prefix = {"05528": "bachquang", "01849": "phongquang"}.get(code)
    for offering in offerings_of(bodies[""].id) if prefix else ():
        desk = _desk(offering.version.code, offering.version.field_code)
        name = {"vp": "hotich", "vhxh": "xahoi", "kt": "kinhte"}.get(desk, desk)
        officials[offering.version.code] = builder.actor(f"{prefix}.{name}").account_id
    return Place(bodies[""].id, bodies["ttpvhcc"].id, calendar_for(bodies[""].id), officials)


def _withdrawals(builder: Builder) -> str:
    places = {
        one.code: (_place(builder, one.code), _offers(builder.bodies[one.code][""].id))
        for one in builder.scale.communes
    }
    return withdrawals_part(builder, places)


def _hall(builder: Builder) -> str:
    """Let people take numbers in the hall of the ward, today and some weeks before."""
    officials = [builder.actor("bachquang.tiepnhan"), builder.actor("bachquang.giamdoc")]
    return hall_make(
        unit_id=builder.bodies["05528"]["ttpvhcc"].id,
        director=officials[1],
        officials=officials,
        offerings=builder.live_offerings(builder.bodies["05528"][""].id),
        scale=builder.scale,
    )


def _rounds(builder: Builder) -> str:
    """Let people of the ward and of the mountain commune wait for a visit at home."""
    told = [
        rounds_make(
            code=code,
            unit_id=builder.bodies[code]["ttpvhcc"].id,
            director=builder.actor(f"{prefix}.giamdoc"),
            officer=builder.actor(f"{prefix}.tiepnhan"),
        )
        for code, prefix in (("05528", "bachquang"), ("01849", "phongquang"))
    ]
    return told[0]


def _province_body() -> int:
    children = unit_children(unit_by_code(plan.PROVINCE).id)
    return next(child.id for child in children if child.code.endswith(".stp"))


def _complete() -> list[Any]:
    """Return every complete procedure of communes."""
    rows: list[Any] = []
    after: str | None = None
    while True:
        page = procedures_search(level="commune", complete=True, after=after, limit=100)
        rows += page.items
        after = page.after
        if not after:
            return rows


def _desk(code: str, field: str) -> str:
    """Return which body of a commune handles a procedure (Decree 150/2025, in our reading)."""
    if code in plan.SOCIAL or field in {"bao-tro-xa-hoi", "nguoi-co-cong", "giam-ngheo"}:
        return "vhxh"
    if code in plan.LAND_AND_BUILDING or field in {
        "dat-dai",
        "xay-dung",
        "hoat-dong-xay-dung",
        "thanh-lap-va-hoat-dong-cua-ho-kinh-doanh",
        "ho-kinh-doanh",
    }:
        return "kt"
    return "vp"


def _offers(unit_id: int) -> dict[str, Offer]:
    """Return what a unit takes in of the procedures that bring most of the work, as drawn from."""
    wanted = dict(plan.SHARES)
    return {
        offering.version.code: Offer(
            offering.version.code,
            offering.version.limit,
            offering.version.due_rule,
            *(
                tuple(c.order for c in handed_in(offering.version.components, online=online))
                for online in (False, True)
            ),
        )
        for offering in offerings_of(unit_id)
        if offering.version.code in wanted
    }
