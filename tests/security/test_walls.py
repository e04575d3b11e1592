"""The wall alone: with the application's own checks switched off, the database still leaks nothing.

Read from PostgreSQL's catalogue, so that a new walled table is under test the day it is made.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from django.db import InternalError, ProgrammingError, connection
from django.urls import reverse
from tests.builders.canaries import CARD, NAME, World, fingerprint, undone, world_held
from tests.builders.citizens import citizen_make
from tests.builders.routes import routes
from tests.builders.shares import share_held
from tests.security.rows import ROWS
from tests.security.test_route_matrix import ask, leaks

from motcua.dossiers import services
from motcua.dossiers.letter_rules import LetterAct
from motcua.dossiers.queries import (
    dossier_exists,
    dossier_get,
    dossiers_by_ids,
    dossiers_search,
    duplicates_find,
    person_known,
)
from motcua.dossiers.types import LateCause, StopKind
from motcua.identity.types import Actor, Role
from motcua.kernel.errors import NotFound
from motcua.kernel.scope import (
    NOTHING,
    SYSTEM,
    Scope,
    scope_dossier,
    scope_persons,
    scope_units,
    scope_use,
)
from motcua.kernel.scopes import MANY
from motcua.organisations.queries import unit_descendant_ids
from motcua.workflow.queries import item_get, items_of, worklist

pytestmark = pytest.mark.invariant
# What persons have of their own: no unit sees it before it is sent.
OF_PERSONS = {
    "citizens_consent",
    "citizens_formeraccount",
    "citizens_person",
    "filing_draft",
    "filing_draftfile",
    "filing_export",
    "filing_group",
    "filing_grouppart",
    "filing_share",
    "filing_shareitem",
    "filing_storeitem",
    "notices_delivery",
    "notices_notice",
    "notices_preference",
}
# Of these, what a person shows at a counter is seen by that unit while it is shown.
SHOWN = {"filing_share", "filing_shareitem", "filing_storeitem"}
# What only the system reads.
OF_NOBODY = {"citizens_keptform"}
# Signals compare a commune with a dozen others, each of which has rows of its own.
OF_PEERS = {"oversight_signalcase", "oversight_signaltally"}
# Of the Service Index and its cases no board is made.
NO_BOARD = {"indicators_case", "indicators_indexmonth", "indicators_indextotal"}
THEIRS = [r for r in routes() if r.name in ROWS and ROWS[r.name].kind in {"theirs", "page"}]


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    logging.disable(logging.WARNING)
    with world_held(django_db_blocker) as made:
        yield made
    logging.disable(logging.NOTSET)


def rows(sql: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def walled() -> list[str]:
    return [
        name
        for (name,) in rows(
            "SELECT relname FROM pg_class WHERE relrowsecurity AND relkind IN ('r', 'p')"
            " AND relnamespace = 'public'::regnamespace ORDER BY 1"
        )
    ]


def scope_of(world: World, relation: str) -> Scope:
    return scope_units(unit_descendant_ids(getattr(world, relation).unit.id))


def seen(table: str, scope: Scope) -> set[str]:
    with scope_use(scope):
        return {key for (key,) in rows(f"SELECT ctid::text FROM {table}")}


# --- what the catalogue says --------------------------------------------------------------


def test_every_wall_is_forced_and_has_a_policy(world):
    assert len(walled()) >= 12
    bare = rows(
        "SELECT relname FROM pg_class c WHERE relrowsecurity AND (NOT relforcerowsecurity"
        " OR NOT EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid = c.oid))"
    )
    assert bare == []


def test_every_policy_asks_for_the_scope_and_none_is_for_another_role(world):
    loose = rows(
        "SELECT tablename, policyname FROM pg_policies WHERE roles <> '{public}'"
        " OR permissive <> 'PERMISSIVE' OR qual !~ 'motcua_scope|EXISTS' OR CASE policyname"
        # A dossier's code and a person let read and never write.
        " WHEN 'tracking' THEN cmd <> 'SELECT' OR with_check IS NOT NULL"
        " OR qual !~ 'motcua_scope_dossier|EXISTS' OR qual ~ 'motcua_scope_(all|units|persons)'"
        " WHEN 'citizen' THEN cmd <> 'SELECT' OR with_check IS NOT NULL"
        " OR qual !~ 'motcua_scope_persons' OR qual ~ 'motcua_scope_(all|units|dossier)'"
        # Officials who read what the operations alone write.
        " WHEN 'office' THEN cmd <> 'SELECT' OR with_check IS NOT NULL"
        " OR qual !~ 'motcua_scope_units' OR qual ~ 'motcua_scope_(all|persons|dossier)'"
        # A wall screen, opened by a link, reads sums.
        " WHEN 'screen' THEN cmd <> 'SELECT' OR with_check IS NOT NULL"
        " OR qual !~ 'motcua_scope_board' OR qual ~ 'motcua_scope_(all|units|persons|dossier)'"
        " ELSE cmd <> 'ALL' OR qual IS DISTINCT FROM with_check END"
    )
    assert loose == []


def test_a_wall_screen_reads_every_table_of_sums_that_boards_are_made_of(world):
    """A table it does not see would be missing in its sums, silently (reception, `scope_board`)."""
    screened = {t for (t,) in rows("SELECT tablename FROM pg_policies WHERE policyname = 'screen'")}
    sums = {table for table in walled() if table.startswith("indicators_")} - NO_BOARD
    assert screened == sums | {"reception_ticket"}


def test_what_is_the_persons_alone_asks_for_no_unit(world):
    assert set(walled()) >= OF_PERSONS | OF_NOBODY
    for_units = {
        table
        for table, _name in rows(
            "SELECT tablename, policyname FROM pg_policies"
            " WHERE qual ~ 'motcua_scope_units|motcua_sees|dossiers_dossier'"
        )
    }
    assert for_units & (OF_PERSONS | OF_NOBODY) == SHOWN
    doors = rows(
        "SELECT DISTINCT tablename, policyname, cmd FROM pg_policies WHERE tablename = ANY(%s)"
        " AND policyname <> 'wall' AND qual ~ 'ended_at IS NULL' AND qual ~ 'wall_until >'",
        sorted(SHOWN),
    )
    assert set(doors) == {(table, "office", "SELECT") for table in SHOWN}


def test_the_functions_that_walls_ask_have_no_rights_of_their_own(world):
    asked = rows(
        "SELECT proname, prosecdef, provolatile::text FROM pg_proc"
        " WHERE proname LIKE 'motcua_sees%%' OR proname LIKE 'motcua_scope%%'"
    )
    assert {"motcua_sees_dossier", "motcua_sees_process"} <= {name for name, *_ in asked}
    assert [name for name, lent, kept in asked if lent or kept != "s"] == []


def test_no_view_and_no_lent_right_goes_around_the_wall(world):
    assert rows("SELECT viewname FROM pg_views WHERE schemaname = 'public'") == []
    assert rows("SELECT matviewname FROM pg_matviews WHERE schemaname = 'public'") == []
    lent = rows(
        "SELECT proname FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace"
        " AND proowner = 'motcua_owner'::regrole"
    )
    # Owned by motcua_owner, who stands before forced walls like everybody else.
    # `motcua_file_forget` removes a row of a file under scope `*` alone (documents, ADR 0020).
    assert {name for (name,) in lent} <= {"motcua_txid", "motcua_file_forget"}


def test_the_application_may_not_empty_or_alter_any_table(world):
    may = rows(
        "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
        " AND has_table_privilege('motcua_app', oid, 'TRUNCATE, TRIGGER, REFERENCES')"
    )
    assert may == []
    assert rows("SELECT has_schema_privilege('motcua_app', 'public', 'CREATE')") == [(False,)]


# --- rows by scope ------------------------------------------------------------------------


def test_each_commune_sees_its_own_rows_of_every_walled_table_and_no_other(world):
    world.relation(), world.order(paid=True), world.mismatch(), world.petition(), world.review()
    share_held(world)
    filled = 0
    for table in walled():
        everything = seen(table, SYSTEM)
        parts = [seen(table, scope_of(world, name)) for name in ("own", "sibling", "elsewhere")]
        assert seen(table, NOTHING) == set(), table
        assert sum(map(len, parts)) == len(set.union(*parts)), f"{table} is shared"
        if table in SHOWN:
            assert len(parts[0]) == 1, f"{table} shows a commune more than is shown to it"
            parts[0] = set()
        if table in OF_PERSONS | OF_NOBODY:
            assert parts == [set(), set(), set()], f"{table} is shown to officials"
            continue
        if table in OF_PEERS:  # other communes beside these three, so that one stands out
            assert set.union(*parts) <= everything
            continue
        assert set.union(*parts) == everything, f"{table} has rows that nobody sees"
        filled += bool(parts[0])
    assert filled >= 18, "the communes have rows to hide"


def test_a_scope_written_as_ranges_sees_what_the_list_of_its_units_does(world):
    """Many units are sent as ranges: padded with units that nobody has, a commune stays itself."""
    nobody = range(10**9, 10**9 + MANY)
    for name in ("own", "sibling", "elsewhere"):
        units = unit_descendant_ids(getattr(world, name).unit.id)
        few, many = scope_units(units), scope_units([*units, *nobody])
        assert not few.setting.startswith("{[") and many.setting.startswith("{[")
        for table in walled():
            assert seen(table, few) == seen(table, many), table
    both = [
        unit
        for name in ("own", "sibling")
        for unit in unit_descendant_ids(getattr(world, name).unit.id)
    ]
    wide = scope_units([*both, *nobody])
    for table in set(walled()) - OF_PEERS - SHOWN:
        parts = (seen(table, scope_of(world, name)) for name in ("own", "sibling"))
        assert seen(table, wide) == set.union(*parts), table
    strangers = scope_units([*nobody, 10**9 - 2])
    assert all(seen(table, strangers) == set() for table in walled())


def test_each_person_sees_their_own_rows_and_no_other(world):
    world.draft(), world.relation(), world.petition()
    with scope_use(SYSTEM):
        people = [key for (key,) in rows("SELECT id FROM citizens_person")]
    assert len(people) >= 3
    for table in walled():
        parts = [seen(table, scope_persons([key])) for key in people]
        if table in OF_PERSONS:
            assert sum(map(len, parts)) == len(set.union(*parts)), f"{table} is shared"
            assert set.union(*parts) == seen(table, SYSTEM), f"{table} has rows that nobody sees"
        if table in OF_NOBODY:
            assert not any(parts), f"{table} is shown to persons"
        assert seen(table, scope_persons([10**9])) == set(), f"{table} is shown to a stranger"


def test_a_person_sees_their_own_dossier_alone_and_writes_nothing_of_it(world):
    dossier, mine = world.dossier("approve"), scope_persons([10**9])
    by_citizens = rows("SELECT tablename FROM pg_policies WHERE policyname = 'citizen' ORDER BY 1")
    shown = set()
    with undone():
        with scope_use(SYSTEM), connection.cursor() as cursor:
            cursor.execute(
                "UPDATE dossiers_dossier SET visible_persons = %s WHERE id = %s",
                [[10**9], dossier.id],
            )
        for (table,) in by_citizens:
            with scope_use(mine):
                places = [place for (place,) in rows(f"SELECT ctid::text FROM {table}")]
                if "dossier_id" in {name for (name,) in rows(_COLUMNS, table)}:
                    found = rows(f"SELECT DISTINCT dossier_id FROM {table}")
                    assert found in ([], [(dossier.id,)]), table
            shown |= {table} if places else set()
            for place in places[:1]:
                for sql in (
                    f"UPDATE {table} SET id = id WHERE ctid = %s::tid",
                    f"DELETE FROM {table} WHERE ctid = %s::tid",
                ):
                    assert _written(mine, sql, place) == 0, sql
        with scope_use(mine):
            assert rows("SELECT id FROM dossiers_dossier") == [(dossier.id,)]
            subjects = rows("SELECT DISTINCT subject FROM workflow_process")
            assert subjects == [(f"dossier:{dossier.id}",)]
    assert shown >= {"dossiers_dossier", "dossiers_party", "dossiers_event", "workflow_workitem"}


def test_the_scope_of_a_dossier_shows_that_dossier_alone(world):
    dossier = world.dossier("approve")
    with scope_use(scope_dossier(dossier.id)):
        for table in walled():
            columns = {name for (name,) in rows(_COLUMNS, table)}
            if "dossier_id" in columns:
                found = rows(f"SELECT DISTINCT dossier_id FROM {table}")
                assert found in ([], [(dossier.id,)]), table
        assert rows("SELECT id FROM dossiers_dossier") == [(dossier.id,)]
        assert rows("SELECT DISTINCT subject FROM workflow_process") == [(f"dossier:{dossier.id}",)]


_COLUMNS = "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0"


@pytest.mark.parametrize(
    "text",
    [
        "{}",
        "{1",
        "dossier:",
        "dossier:x",
        "*x",
        "{0}",
        "' OR true --",
        "{[",
        "{[1,9",
        "{[9,1)}",
        "{[,)}",
        "{[,9)}",
        "{[1,)}",
        "{[1,2),[3,)}",
        "{(,)}",
        "{[1,]}",
        "{[1,2),[3,]}",
        "{[1,2),(,0]}",
        "{[1,2], [3,9)}",
        "{[0,1)}",
    ],
)
def test_a_damaged_scope_shows_nothing(world, text):
    try:
        with scope_use(Scope(text)):
            assert rows("SELECT count(*) FROM dossiers_dossier") == [(0,)]
    except (ProgrammingError, InternalError, Exception) as error:  # noqa: BLE001
        assert re.search("invalid input|malformed|lower bound", str(error)), error


def test_rows_of_another_commune_cannot_be_written(world):
    before = fingerprint()
    wide = scope_units([*scope_of(world, "sibling").unit_ids, *range(10**9, 10**9 + MANY)])
    for table in walled():
        with scope_use(scope_of(world, "own")):
            found = rows(f"SELECT row_to_json(t)::text, ctid::text FROM {table} t LIMIT 1")
        if not found:
            continue
        row, place = json.loads(found[0][0]), found[0][1]
        row["id"] = 10**9
        for sql, value in (
            (f"INSERT INTO {table} SELECT * FROM json_populate_record(null::{table}, %s)", row),
            (f"UPDATE {table} SET id = id WHERE ctid = %s::tid", place),
            (f"DELETE FROM {table} WHERE ctid = %s::tid", place),
        ):
            for stranger in (scope_of(world, "sibling"), wide):
                assert _written(stranger, sql, value) == 0, sql
    assert fingerprint() == before


def _written(scope: Scope, sql: str, value: Any) -> int:
    value = json.dumps(value) if isinstance(value, dict) else value
    try:
        with undone(), scope_use(scope), connection.cursor() as cursor:
            cursor.execute(sql, [value])
            return cursor.rowcount
    except ProgrammingError as error:
        assert "row-level security" in str(error) or "permission denied" in str(error)
        return 0


# --- the application with its own checks switched off --------------------------------------


@pytest.fixture
def blind(monkeypatch):
    """Everybody may everything everywhere, as far as the application is concerned."""

    def posting_for(self: Actor, *_asked: object) -> Any:
        return self.postings[0]

    def everywhere(_self: Actor, _action: object) -> frozenset[int]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT id FROM organisations_unit")
            return frozenset(key for (key,) in cursor.fetchall())

    monkeypatch.setattr(Actor, "may", lambda *_asked: True)
    monkeypatch.setattr(Actor, "posting_for", posting_for)
    monkeypatch.setattr(Actor, "unit_ids_for", everywhere)


@contextmanager
def as_sibling(world: World) -> Iterator[Actor]:
    with scope_use(scope_of(world, "sibling")):
        yield world.sibling.leader


def test_queries_of_another_commune_find_nothing(world, blind):
    dossier = world.dossier("approve")
    item = world.item("approve")
    process = rows_process(dossier.id)
    with as_sibling(world) as actor:
        units = actor.unit_ids_for(None)
        for code in world.codes.values():
            assert not dossier_exists(code)
            with pytest.raises(NotFound):
                dossier_get(code)
        assert dossiers_by_ids([dossier.id]) == {}
        for text in (NAME, CARD, dossier.code, dossier.code[:8], ""):
            found = {row.code for row in dossiers_search(text, unit_ids=units).rows}
            assert not found & set(world.codes.values())
        assert person_known(CARD) is None
        assert duplicates_find(procedure_code=dossier.procedure.code, id_number=CARD) == ()
        with pytest.raises(NotFound):
            item_get(item)
        assert list(items_of(process)) == []
        listed = worklist(unit_ids=units, account_id=actor.account_id, limit=100).rows
        assert item not in {row.item.id for row in listed}


def rows_process(dossier_id: int) -> int:
    with scope_use(SYSTEM):
        return int(rows("SELECT process_id FROM dossiers_dossier WHERE id = %s", dossier_id)[0][0])


OPERATIONS: dict[str, dict[str, Any]] = {
    "dossier_accept": {},
    "dossier_refuse": {"reason": "a", "legal_basis": "b"},
    "dossier_request_supplement_at_intake": {"items": ["a"], "reason": "b"},
    "dossier_propose_supplement": {"items": ["a"], "reason": "b"},
    "dossier_approve_supplement": {},
    "dossier_receive_supplement": {},
    "dossier_request_obligation": {"payer": "a", "notice_number": "1", "amount_vnd": 1},
    "dossier_fulfil_obligation": {"proof": "1"},
    "dossier_collect_fee": {},
    "dossier_reverse_fee": {"reason": "a"},
    "dossier_withdraw": {"reason": "a"},
    "dossier_stop": {"reason": "a", "legal_basis": "b", "kind": StopKind.FINAL},
    "dossier_reopen": {"reason": "a"},
    "dossier_draft_result": {"file_id": 1, "file_name": "a.pdf", "title": "a"},
    "dossier_sign_result": {"signed": None},
    "dossier_apologise": {
        "cause": LateCause.STAFF, "reason": "a", "promised_on": date(2027, 1, 4)
    },
    "lateness_explain": {"cause": LateCause.STAFF},
    "letter_decide": {"approve": True},
    "letter_propose": {
        "act": LetterAct.REFUSAL, "words": {"reason": "a", "legal_basis": "b"}
    },
    "letter_recall": {},
    "opinion_ask": {"asked": services.Asked(unit_ids=(1,), question="a", limit="1wd")},
    "opinion_extend": {"ordinal": 1, "limit": "1wd", "reason": "a"},
    "opinion_recall": {"ordinal": 1, "reason": "a"},
    "opinion_remind": {"ordinal": 1},
    "opinion_waive": {"ordinal": 1, "reason": "a", "legal_basis": "b"},
}  # fmt: skip
ON_ITEMS: dict[str, dict[str, Any]] = {
    "work_claim": {},
    "work_release": {},
    "work_assign": {"assignee_id": 1},
    "work_hand_over": {"to_unit_id": 1},
    "work_confirm_receipt": {},
    "work_complete": {"outcome": "approved"},
    "work_take_over": {},
    "work_take_back": {},
    "work_complete_alike": {"outcome": "approved"},
    "work_return": {"given": services.ReturnInput(cause="papers", reason="a", put_right="b")},
    "return_answer": {"answer": "put_right", "text": "a"},
    "return_recall": {"reason": "a"},
}


BY_CITIZENS: dict[str, dict[str, Any]] = {
    "dossier_order": {},
    "dossier_withdraw_own": {"reason": "Không cần nữa"},
    "own_receipt": {},
    "supplement_supply_own": {"items": ()},
}


def test_every_operation_of_the_dossiers_is_tried():
    named = {name for name in services.__all__ if name[0].islower()}
    # These name no dossier that there is: they make some, or are the system's own.
    making = {"dossier_intake", "dossier_submit", "dossier_submit_online", "dossiers_import"}
    others = {
        "dossiers_apologise", "dossiers_recompute_due", "submission_problems", "work_bulk_assign",
        "opinion_answer",  # by the number of a question: tests/dossiers/test_opinions.py
        "work_reassign_undo", "work_take_over_all",
    }  # fmt: skip
    assert named - set(OPERATIONS) - set(ON_ITEMS) - set(BY_CITIZENS) == making | others


def test_operations_of_another_citizen_change_nothing(world):
    citizen = citizen_make()
    before = fingerprint()
    for name, inputs in BY_CITIZENS.items():
        for code in world.codes.values():
            for scope in (citizen.scope, SYSTEM):  # whatever scope the caller left open
                with scope_use(scope), pytest.raises(NotFound):
                    getattr(services, name)(citizen=citizen, code=code, **inputs)
    assert fingerprint() == before


def test_operations_of_another_commune_change_nothing(world, blind):
    item = world.item("approve")
    before = fingerprint()
    with as_sibling(world) as actor:
        for name, inputs in OPERATIONS.items():
            for code in world.codes.values():
                with pytest.raises(NotFound):
                    getattr(services, name)(actor=actor, code=code, **inputs)
        for name, inputs in ON_ITEMS.items():
            with pytest.raises(NotFound):
                getattr(services, name)(actor=actor, item_id=item, expected_version=1, **inputs)
    assert fingerprint() == before


@pytest.mark.parametrize("route", THEIRS, ids=lambda route: route.name)
def test_no_page_shows_anything_when_only_the_wall_is_left(world, blind, route):
    row = ROWS[route.name]
    person = world.machine if route.by_token else world.person
    client = person("sibling", Role.LEADER)
    address = reverse(route.address, args=row.arguments(world))
    for method in route.methods:
        with undone():
            status, _place, answered = ask(client, route, method, address, row.data(world))
        asked = address + json.dumps(row.data(world), default=str)
        # The wall may only answer a write with an error; a reading finds nothing.
        assert status < 500 or method == "POST", answered[:300]
        assert leaks(world, asked, answered, with_code=True) == [], f"{method} {address}"
