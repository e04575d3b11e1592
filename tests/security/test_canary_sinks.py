"""T20: a name and a number go through the whole life of a dossier and turn up in no sink.

Sinks: log lines at DEBUG, payloads of events, outbox messages, arguments of jobs, idempotency
keys, readings, budgets, throttling, addresses of redirects, seals outside the database.
"""

from __future__ import annotations

import logging

import pytest
from django.db import connection
from django.urls import reverse
from tests.builders.canaries import ADDRESS, CARD, NAME, PERSONAL, World, world_make
from tests.builders.dossiers import MORNING, at, item_of, submission_make

from motcua.dossiers import services
from motcua.dossiers.queries import dossier_get
from motcua.dossiers.services.seal import seal_make
from motcua.dossiers.types import StopKind
from motcua.identity.types import Role
from motcua.kernel.outbox import outbox_deliver
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.workflow.types import Act

CARD_TEXT = f"{CARD}||{NAME}|01021990|Nam|{ADDRESS}|01012022"
# Where personal data belongs: behind the wall. Everything else is a sink.
HOMES = {
    "dossiers_dossier",
    "dossiers_party",
    "dossiers_result",
    "dossiers_attachment",
    "dossiers_reason",
    "dossiers_supplementrequest",
    "dossiers_opinionrequest",  # what the asked unit is shown
    "dossiers_opinionanswer",
    "dossiers_paper",  # what stands on an issued form
}
SECRETS = [secret.lower() for secret in (*PERSONAL, CARD_TEXT, "0987654321")]


def found_in(text: str) -> list[str]:
    lowered = text.lower()
    return [secret for secret in SECRETS if secret in lowered]


@pytest.fixture
def world(fresh_database, settings, tmp_path):
    settings.SEALS_FILE = tmp_path / "seals.log"
    return world_make()


def walk(world: World) -> list[str]:
    """Go through pages and API as people do; return where redirects led and what refusals said."""
    places: list[str] = []

    def send(client, method: str, route: str, /, *arguments: object, **data: object) -> None:
        address = reverse(route, args=arguments)
        response = getattr(client, method)(address, data)
        places.append(response.headers.get("Location", ""))
        assert response.status_code < 500

    counter = world.person("own", Role.COUNTER)
    specialist = world.person("own", Role.SPECIALIST)
    for text in (CARD, NAME, CARD_TEXT):
        send(counter, "get", "office:search", q=text)
        send(counter, "get", "office:intake", q=text, person=text)
        send(counter, "post", "office:intake", card=text, name=text, id_number=CARD)
        send(counter, "post", "office:sign_in", username=text, password=text)
        send(counter, "get", "portal:procedures", q=text)
        send(counter, "get", "portal:units", q=text)
        send(counter, "post", "portal:track", code=text, key=text)
    send(counter, "get", "office:dossier", world.code("return"))
    send(counter, "get", "office:slip", world.code("return"))
    send(specialist, "get", "office:worklist")
    with scope_use(SYSTEM):
        item = item_of(world.code("return"), Act.RETURN)
    send(
        counter, "post", "office:work_complete", world.code("return"), item.id,
        version=item.version, outcome=item.outcomes[0].code, receiver_name=NAME,
        receiver_id_number=CARD, return_method="0",
    )  # fmt: skip
    machine = world.machine("own", Role.COUNTER)
    body = {
        "procedure": world.own.offering.version.code,
        "unit": world.own.unit.code,
        "parties": [{"name": NAME, "id_number": CARD, "address": ADDRESS}],
    }
    for key, extra in (("k-1", {}), ("k-1", {}), ("k-2", {"unit": CARD}), ("k-3", {NAME: CARD})):
        answer = machine.post(
            reverse("api:dossier_hand_in"),
            {**body, **extra},
            content_type="application/json",
            headers={"Idempotency-Key": key},
        )
        places.append(answer.headers.get("Location", ""))
        assert answer.status_code < 500
    assert machine.get("/api/v1/dossiers", {"q": CARD}).status_code == 200
    return places


def test_no_sink_holds_the_name_or_the_number(world, caplog, settings):
    caplog.set_level(logging.DEBUG)
    with at(2):
        places = walk(world)
        with scope_use(SYSTEM):
            assert dossier_get(world.code("return")).status == 10
        while outbox_deliver(limit=100) == 100:
            pass
        seal_make()
    leaks = [f"log: {r.name} {found_in(r.getMessage())}" for r in caplog.records
             if found_in(f"{r.getMessage()} {r.args} {r.exc_text or ''}")
             # The SQL log holds every parameter; settings refuse it outside of development.
             and r.name != "django.db.backends"]  # fmt: skip
    leaks += [f"redirect: {place}" for place in places if found_in(place)]
    leaks += [f"table {table}" for table in sinks()]
    leaks += ["seals outside"] if found_in(settings.SEALS_FILE.read_text("utf-8")) else []
    assert not leaks, "\n".join(leaks)


def sinks() -> list[str]:
    """Return the tables other than their homes in which a secret stands, in any column."""
    with scope_use(SYSTEM), connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        tables = sorted({name for (name,) in cursor.fetchall()} - HOMES)
        bad = []
        for table in tables:
            cursor.execute(f"SELECT t::text FROM {table} t")
            bad += [f"{table}: {found_in(text)}" for (text,) in cursor.fetchall() if found_in(text)]
    return bad


def reasons_give(world: World) -> None:
    """Say a name and a number wherever a reason is written in free text."""
    own, words = world.own, f"{NAME}, {CARD}, không đủ điều kiện"
    with scope_use(SYSTEM):
        actors = {"counter": own.counter, "leader": own.leader, "specialist": own.specialist}
        services.dossier_refuse(
            actor=actors["counter"], code=world.code("registered"), reason=words, legal_basis=words
        )
        services.dossier_withdraw(actor=actors["counter"], code=world.code("assign"), reason=words)
        services.dossier_propose_supplement(
            actor=actors["specialist"], code=world.code("appraise"), items=[words], reason=words
        )
        services.dossier_stop(
            actor=actors["leader"],
            code=world.code("appraise"),
            reason=words,
            legal_basis=words,
            kind=StopKind.FINAL,
        )
        services.dossier_reopen(actor=actors["counter"], code=world.code("return"), reason=words)
        services.dossier_intake(
            actor=own.director,
            submission=submission_make(own, declared_at=MORNING, declared_reason=words),
        )


def test_a_reason_in_free_text_stays_behind_the_wall(world, caplog, settings):
    caplog.set_level(logging.DEBUG)
    with at(2):
        reasons_give(world)
        seal_make()
    assert [f"table {table}" for table in sinks()] == []
    assert not found_in(settings.SEALS_FILE.read_text("utf-8"))
    with scope_use(SYSTEM):
        told = [event.data.get("reason", "") for event in dossier_get(world.code()).timeline]
    assert any(NAME in reason for reason in told), "the page goes on telling it"


def test_the_homes_hold_them_so_that_the_search_means_something(world):
    with scope_use(SYSTEM), connection.cursor() as cursor:
        cursor.execute("SELECT t::text FROM dossiers_party t")
        assert any(found_in(text) for (text,) in cursor.fetchall())


def test_the_sql_log_is_silent_unless_somebody_asks_for_it(settings):
    """Django logs statements with their parameters only while DEBUG is on."""
    assert settings.DEBUG is False
