"""The wall and the ledger, read from PostgreSQL's own catalogue."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection

SOURCE = Path(__file__).resolve().parents[2] / "src" / "motcua"
# Names of fields that can hardly hold anything but personal data.
SUSPECT = re.compile(
    r"(?:^|_)(?:phone|email|address|id_number|card_number|identity_number|birth_date|born_on"
    r"|date_of_birth|sex|gender|ethnicity|religion|person_name|applicant_name|owner_name"
    r"|receiver_name|holder_name)$"
)
# Tables with personal data outside the wall, and why.
OPEN = {
    "identity.Account": "officials; sign-in looks an account up before there is a scope",
}
OUR_MODELS = [m for m in apps.get_models() if m.__module__.startswith("motcua.")]
pytestmark = pytest.mark.invariant


def declared(model: type) -> frozenset[str]:
    """Return the personal fields of a model, as its models module declares them (PERSONAL)."""
    package = model.__module__.split(".models")[0]
    module = __import__(f"{package}.models", fromlist=["PERSONAL"])
    return getattr(module, "PERSONAL", {}).get(model.__name__, frozenset())


def rows(sql: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def test_models_with_personal_data_say_so():
    silent = [
        f"{model._meta.label}.{field.name}"
        for model in OUR_MODELS
        for field in model._meta.concrete_fields
        if SUSPECT.search(field.name) and field.name not in declared(model)
    ]
    assert not silent, "\n".join(map(str, silent))


def test_personal_fields_that_are_declared_exist():
    for model in OUR_MODELS:
        assert declared(model) <= {field.name for field in model._meta.concrete_fields}, model


@pytest.mark.django_db
def test_personal_data_stands_behind_the_wall():
    walled = {
        name
        for (name,) in rows(
            "SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity"
        )
    }
    policed = {name for (name,) in rows("SELECT DISTINCT tablename FROM pg_policies")}
    open_tables = [
        model._meta.db_table
        for model in OUR_MODELS
        if model._meta.label not in OPEN
        and (
            declared(model)
            or any(field.column == "dossier_id" for field in model._meta.concrete_fields)
        )
        and model._meta.db_table not in walled & policed
    ]
    assert not open_tables, "\n".join(map(str, open_tables))


@pytest.mark.django_db
def test_the_application_cannot_pass_through_the_wall():
    assert (
        rows(
            "SELECT rolname FROM pg_roles WHERE rolname IN ('motcua_app', 'motcua_owner')"
            " AND (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb)"
        )
        == []
    )
    assert rows("SELECT pg_has_role('motcua_app', 'motcua_owner', 'MEMBER')") == [(False,)]
    assert (
        rows(
            "SELECT c.relname FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner"
            " WHERE r.rolname = 'motcua_app'"
        )
        == []
    )


@pytest.mark.django_db
def test_ledgers_are_append_only_for_the_application():
    marked = {
        table
        for file in SOURCE.glob("*/migrations/*.py")
        for table in re.findall(r"append_only\(\s*[\"'](\w+)[\"']", file.read_text("utf-8"))
    }
    ledgers = marked | {
        model._meta.db_table
        for model in OUR_MODELS
        if model.__name__.endswith(("Event", "Seal", "AccessRecord"))
    }
    assert "kernel_accessrecord" in ledgers
    changeable = [
        table
        for table in sorted(ledgers)
        if rows(f"SELECT has_table_privilege('motcua_app', '{table}', 'UPDATE, DELETE, TRUNCATE')")
        != [(False,)]
        or rows(f"SELECT has_any_column_privilege('motcua_app', '{table}', 'UPDATE')") != [(False,)]
    ]
    assert not changeable, "\n".join(map(str, changeable))


@pytest.mark.django_db
def test_no_function_of_the_owner_lends_its_rights_without_a_fixed_path():
    loose = rows(
        "SELECT p.proname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace"
        " WHERE n.nspname = 'public' AND p.prosecdef"
        " AND NOT coalesce(array_to_string(p.proconfig, ',') LIKE '%search_path=%', false)"
    )
    assert not loose, "\n".join(map(str, loose))
