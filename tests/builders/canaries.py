"""Three communes, one of which has dossiers with names and numbers that nobody else may see.

`own` holds the canaries; `sibling` lies in the same province, `elsewhere` in another one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from typing import Any

from django.db import connection, transaction
from django.test import Client

from motcua.documents.services import file_store
from motcua.dossiers import chain, services
from motcua.dossiers.queries import dossier_get
from motcua.dossiers.types import ComponentInput, PartyInput
from motcua.dossiers.views import DossierView
from motcua.identity.models import Posting
from motcua.identity.rules import token_actions
from motcua.identity.services.tokens import token_issue
from motcua.identity.types import Action, Actor, Role
from motcua.kernel import clock
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.workflow.services import process_draft_start
from motcua.workflow.types import Act
from tests.builders.citizens import (
    citizen_make,
    client_of,
    petition_asked,
    relation_asked,
    review_make,
)
from tests.builders.documents import pdf_make
from tests.builders.dossiers import (
    MORNING,
    Commune,
    commune_at_work,
    dossier_at,
    dossier_registered,
)
from tests.builders.drawn import whole
from tests.builders.filing import draft_asked
from tests.builders.forms import form_drafted
from tests.builders.identity import actor_make, client_for
from tests.builders.organisations import body_of
from tests.builders.paying import bank_tells
from tests.builders.payments import account_change_make, mismatch_make, order_make
from tests.builders.published import published_there
from tests.builders.reception import Doors, doors_make

NAME = "Quách Tử Kỳ Lân"
CARD = "019099887766"
ADDRESS = "ngõ Chim Ưng 4711"
PHONE = "0987 654 321"
CANARY = PartyInput(name=NAME, id_number=CARD, address=ADDRESS, phone=PHONE)
PERSONAL = (NAME, CARD, ADDRESS, PHONE)
NOON = MORNING + timedelta(hours=1)
# What a reading may write: who read it, when, how often somebody tried.
WRITTEN_BY_READING = {
    "citizens_session",
    "django_session",
    "identity_apitoken",
    "identity_session",
    "kernel_accessrecord",
    "kernel_budget",
    "reception_device",  # when it was seen
}


@dataclass
class World:
    """Three communes; `codes` are dossiers of `own` by where they stand."""

    own: Commune
    sibling: Commune
    elsewhere: Commune
    codes: dict[str, str]
    clients: dict[tuple[str, str], Client] = field(default_factory=dict)
    _dossiers: dict[str, DossierView] = field(default_factory=dict)
    _relation: int | None = None
    _draft: tuple[str, str] | None = None
    _mismatch: int | None = None
    _account_change: int | None = None
    _orders: dict[bool, str] = field(default_factory=dict)
    form: int = 0  # a draft of the form of all procedures
    _doors: Doors | None = None
    process_draft: int | None = None

    def doors(self) -> Doors:
        """Return the hall of the commune's centre, with the links that open its pages."""
        if self._doors is None:
            with clock.clock_set(MORNING), scope_use(SYSTEM):
                self._doors = doors_make(self.own.centre)
        return self._doors

    def code(self, where: str = "appraise") -> str:
        """Return the code of the dossier that stands there."""
        return self.codes[where]

    def dossier(self, where: str = "appraise") -> DossierView:
        """Return that dossier, whoever asks; read once, as whatever is done to it is undone."""
        if where not in self._dossiers:
            with scope_use(SYSTEM):
                self._dossiers[where] = dossier_get(self.codes[where])
        return self._dossiers[where]

    def item(self, where: str = "appraise") -> int:
        """Return its first live piece of work."""
        return next(item.id for item in self.dossier(where).items if item.state.is_live)

    def component(self, where: str = "appraise") -> int:
        """Return the first component of that dossier."""
        return self.dossier(where).components[0].id

    def attachment(self, where: str = "approve") -> int:
        """Return a file in that dossier."""
        return self.dossier(where).attachments[0].id

    def sha256(self, where: str = "registered") -> str:
        """Return the hash of a file in that dossier, as only those know who may read it."""
        return self.dossier(where).attachments[0].sha256

    def token(self, where: str = "appraise") -> str:
        """Return the second factor in the QR code of its slip."""
        return chain.tracking_token(self.codes[where])

    def person(self, relation: str, role: Role) -> Client:
        """Return a browser of somebody with this role in one of the communes."""
        key = (relation, role.value)
        if key not in self.clients:
            unit = getattr(self, relation).unit
            self.clients[key] = client_for(actor_make(role=role, unit=unit))
        return self.clients[key]

    def machine(self, relation: str, role: Role) -> Client:
        """Return a program with a token of such a person, with every right that it may have."""
        key = (f"token {relation}", role.value)
        if key not in self.clients:
            self.clients[key] = _machine(actor_make(role=role, unit=getattr(self, relation).unit))
        return self.clients[key]

    def citizen(self) -> Client:
        """Return a browser of a citizen to whom nothing of `own` belongs."""
        if ("citizen", "") not in self.clients:
            self.clients["citizen", ""] = client_of(citizen_make())
        return self.clients["citizen", ""]

    def draft(self) -> tuple[str, str]:
        """Return (procedure, draft) of a citizen of `own`, whose name is the canary."""
        if self._draft is None:
            with scope_use(SYSTEM):
                self._draft = draft_asked(self.own, name=NAME, address=ADDRESS)
        return self._draft

    def order(self, *, paid: bool = False) -> str:
        """Return an order (perhaps a paid one) of a citizen of `own`, whose name is the canary."""
        subject = f"sample:canary-{paid}"
        if paid not in self._orders:
            order = order_make(self.own.unit.id, payer_name=NAME, subject=subject)
            self._orders[paid] = order.code
            if paid:
                bank_tells(order)
        return self._orders[paid]

    def mismatch(self) -> int:
        """Return a difference in the payments of `own`."""
        if self._mismatch is None:
            self._mismatch = mismatch_make(self.own.unit.id)
        return self._mismatch

    def account_change(self) -> int:
        """Return an account that was entered for `own` and waits to be confirmed."""
        if self._account_change is None:
            self._account_change = account_change_make(self.own.unit)
        return self._account_change

    def petition(self) -> str:
        """Return a petition about a dossier of `own`, in which the canary's name stands."""
        with scope_use(SYSTEM):
            return petition_asked(self.own.unit.id, self.code("registered"), text=NAME)

    def relation(self) -> int:
        """Return a request of a citizen that the officers of `own` decide."""
        if self._relation is None:
            with scope_use(SYSTEM):
                self._relation = relation_asked(unit_id=self.own.unit.id, name=NAME, number=CARD)
        return self._relation

    def review(self) -> int:
        """Return a refused sign-in that the officers of `own` decide."""
        with scope_use(SYSTEM):
            return review_make(unit_id=self.own.unit.id, name=NAME, number=CARD).pk

    def machine_gone(self) -> Client:
        """Return a program whose token was good before the posting in `own` ended."""
        if ("token gone", "") not in self.clients:
            actor = actor_make(role=Role.LEADER, unit=self.own.unit)
            self.clients["token gone", ""] = _machine(actor)
            _end(actor)
        return self.clients["token gone", ""]

    def gone(self) -> Client:
        """Return a browser that was signed in before the last posting in `own` ended."""
        if ("gone", "") not in self.clients:
            actor = actor_make(role=Role.LEADER, unit=self.own.unit)
            self.clients["gone", ""] = client_for(actor)
            _end(actor)
        return self.clients["gone", ""]


def _end(actor: Actor) -> None:
    Posting.objects.filter(account_id=actor.account_id).update(
        valid_to=clock.now() - timedelta(seconds=1)
    )


def _machine(actor: Actor) -> Client:
    posting = actor.postings[0]
    issued = token_issue(
        actor=actor,
        posting_id=posting.id,
        name="Kiểm thử",
        actions=token_actions(role=posting.role, wanted=Action),
        expires_at=clock.now() + timedelta(days=30),
    )
    return Client(headers={"Authorization": f"Bearer {issued.secret}"})


def world_make() -> World:
    """Build the three communes; a dossier of `own` stands at every place of the procedure."""
    parties = {"parties": (CANARY,)}
    with clock.clock_set(MORNING), scope_use(SYSTEM):
        own = commune_at_work(name="Bách Quang", fees=[])
        sibling = commune_at_work(name="Phong Quang", fees=[])
        elsewhere = commune_at_work(name="Thủy Xuân", province="46", fees=[])
        codes = {"registered": dossier_registered(own, components=_papers(own), **parties)}
        for act in (Act.ASSIGN, Act.APPRAISE, Act.APPROVE, Act.ISSUE, Act.RETURN):
            codes[act.value] = dossier_at(own, act, **parties)
        codes["supplement"] = _supplement(own, parties)
        codes["obligation"] = _obligation(own, parties)
        codes |= _more(own, parties)
        for commune in (sibling, elsewhere):
            dossier_at(commune, Act.APPRAISE)
        form = form_drafted().id
    return World(own, sibling, elsewhere, codes, form=form)


def _papers(commune: Commune) -> tuple[ComponentInput, ...]:
    """Return every component as a file."""
    stored = file_store(data=pdf_make(text="4711"), name="giay.pdf")
    return tuple(
        ComponentInput(component_id=c.id, file_ids=(stored.id,), file_names=("giay.pdf",))
        for c in commune.offering.version.components
    )


def _proposed(commune: Commune, parties: dict[str, Any]) -> str:
    code = dossier_at(commune, Act.APPRAISE, **parties)
    services.dossier_propose_supplement(
        actor=commune.specialist, code=code, items=["Bản sao"], reason="Thiếu giấy"
    )
    return code


def _more(commune: Commune, parties: dict[str, Any]) -> dict[str, str]:
    refused, stopped = (dossier_registered(commune, **parties) for _ in range(2))
    services.dossier_refuse(
        actor=commune.counter, code=refused, reason="Sai thẩm quyền", legal_basis="Luật"
    )
    services.dossier_withdraw(actor=commune.counter, code=stopped, reason="Không cần nữa")
    asked = _opinion(commune, parties)
    more = {"refused": refused, "stopped": stopped, "proposed": _proposed(commune, parties)}
    return {**more, "opinion": asked}


def _opinion(commune: Commune, parties: dict[str, Any]) -> str:
    """Return a dossier about which a department of the own commune was asked, with its name."""
    economy = body_of(commune.unit, "kt")
    actor_make(role=Role.COORDINATOR, unit=economy)
    code = dossier_at(commune, Act.APPRAISE, components=_papers(commune), **parties)
    asked = services.Asked(
        unit_ids=(economy.id,),
        question=NAME,
        limit="4wh",
        attachment_ids=tuple(one.id for one in dossier_get(code).attachments[:1]),
        told=(("Địa chỉ", ADDRESS),),
    )
    services.opinion_ask(actor=commune.specialist, code=code, asked=asked)
    return code


def _supplement(commune: Commune, parties: dict[str, Any]) -> str:
    code = _proposed(commune, parties)
    services.dossier_approve_supplement(actor=commune.leader, code=code)
    return code


def _obligation(commune: Commune, parties: dict[str, Any]) -> str:
    code = dossier_at(commune, Act.APPRAISE, **parties)
    services.dossier_request_obligation(
        actor=commune.specialist, code=code, payer="Chủ hồ sơ", notice_number="1", amount_vnd=1000
    )
    return code


@contextmanager
def world_held(blocker: Any) -> Iterator[World]:
    """Build the world in a transaction that is rolled back at the end; for a module's fixture.

    The clock stands at noon.
    """
    with blocker.unblock():
        outer = transaction.atomic()
        outer.__enter__()
        try:
            world = world_make()
            world.draft()
            with clock.clock_set(NOON):
                published_there(world.own.unit.code)  # public pages answer 503 before that
                yield world
        finally:
            transaction.set_rollback(True)
            outer.__exit__(None, None, None)


@contextmanager
def undone() -> Iterator[None]:
    """Undo in the database whatever the block does, also when a statement in it failed."""
    mark = transaction.savepoint()
    try:
        yield
    finally:
        transaction.set_rollback(False)
        transaction.savepoint_rollback(mark)


@cache
def _fingerprint_sql() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
        tables = [name for (name,) in cursor.fetchall()]
    return " UNION ALL ".join(
        f"SELECT '{table}', count(*), coalesce(sum(hashtextextended(t::text, 0)), 0) FROM {table} t"
        for table in tables
        if table not in WRITTEN_BY_READING
    )


def fingerprint() -> dict[str, tuple[int, int]]:
    """Return a checksum of the content of every table but those that readings write."""
    with scope_use(SYSTEM), connection.cursor() as cursor:
        cursor.execute(_fingerprint_sql())
        return {table: (count, digest) for table, count, digest in cursor.fetchall()}


def rows_written() -> dict[str, tuple[int, int, int]]:
    """Return how many rows this transaction has added, changed and removed so far, by table.

    What was undone again counts too; tables that readings write are left out.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, n_tup_ins, n_tup_upd, n_tup_del FROM pg_stat_xact_user_tables"
            " WHERE schemaname = 'public' AND n_tup_ins + n_tup_upd + n_tup_del > 0"
        )
        rows = {table: (added, changed, gone) for table, added, changed, gone in cursor.fetchall()}
    return {table: count for table, count in rows.items() if table not in WRITTEN_BY_READING}


def tables_changed(work: Callable[[], None]) -> list[str]:
    """Do some work and return the tables whose content it changed.

    Mostly the server's own counters tell at once that nothing was written. When something was,
    perhaps to be undone, all that is there is compared with what stands when the work is undone;
    done a second time it might write no more.
    """
    mark, before = transaction.savepoint(), rows_written()
    work()
    if rows_written() == before:
        transaction.savepoint_commit(mark)
        return []
    content = fingerprint()
    transaction.savepoint_rollback(mark)
    return [table for table, there in fingerprint().items() if there != content[table]]


def process_drawn(world: World) -> int:
    """Return a draft of a process that `own` draws."""
    if world.process_draft is None:
        with clock.clock_set(MORNING), scope_use(SYSTEM):
            drawer = actor_make(role=Role.CONTROLLER, unit=world.own.unit)
            world.process_draft = process_draft_start(
                actor=drawer,
                unit_id=world.own.unit.id,
                key="canary",
                name="Quy trình riêng",
                bpmn=whole(),
            ).id
    return world.process_draft
