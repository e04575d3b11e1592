"""Schemathesis over the OpenAPI: no 500, answers as described, no door left open, no wall leaks."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    ignored_auth,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)
from tests.builders.api import token_for
from tests.builders.canaries import undone
from tests.builders.dossiers import at, commune_at_work, dossier_accepted

from motcua.api.interface import api
from motcua.config.wsgi import application
from motcua.kernel.scope import NOTHING, SYSTEM, scope_use

DOCUMENT = json.loads(json.dumps(api.get_openapi_schema(), default=str))
schema = schemathesis.openapi.from_dict(DOCUMENT)
schema.app = application
CHECKS = [
    not_a_server_error,
    content_type_conformance,
    ignored_auth,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
]


@pytest.fixture(scope="module")
def held(django_db_setup, django_db_blocker):
    """A token of one commune, and what belongs to another; one transaction for the module."""
    with django_db_blocker.unblock():
        outer = transaction.atomic()
        outer.__enter__()
        try:
            with at(), scope_use(SYSTEM):
                here, there = commune_at_work(), commune_at_work(name="Phong Quang")
                dossier_accepted(here)
                made = token_for(here.counter), dossier_accepted(there)
            yield made
        finally:
            transaction.set_rollback(True)
            outer.__exit__(None, None, None)


@pytest.fixture
def foreign(held):
    """The same for one operation; what it does is undone."""
    with at(), undone():
        yield held


@pytest.fixture
def _as_served(foreign):
    """Without the test's scope, on a connection that the end of a request leaves open."""
    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)
    with scope_use(NOTHING):
        yield
    request_started.connect(close_old_connections)
    request_finished.connect(close_old_connections)


def test_the_committed_document_is_what_the_code_says():
    committed = Path(__file__).resolve().parents[2] / "openapi.json"
    assert json.loads(committed.read_text(encoding="utf-8")) == DOCUMENT


@schema.parametrize()
@settings(
    max_examples=4,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
    database=None,
)
def test_every_operation_keeps_its_word(case, foreign, _as_served):
    token, code = foreign
    response = case.call_and_validate(headers={"Authorization": f"Bearer {token}"}, checks=CHECKS)
    assert code not in response.text, "an answer names a dossier of another commune"
