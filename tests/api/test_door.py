"""What holds for every operation: media types, syntax, methods, addresses, languages."""

from __future__ import annotations

import pytest
from tests.builders.api import Api, submission_json

from motcua.dossiers.models import Dossier
from motcua.kernel.errors import Refused


@pytest.mark.parametrize(
    "body",
    [
        "{",
        "[1,]",
        '{"a": NaN}',
        '{"a": 1e999}',
        '{"a": "\\u0000"}',
        '{"a": "\\ud800"}',
        '{"a": 1, "a": 2}',
        "[" * 100_000,
        "\x00",
    ],
)
def test_what_is_not_well_formed_json_is_refused(commune, counter, body):
    answer = counter.post("dossiers", data=body, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (400, "json")


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_another_media_type_is_refused(commune, counter, kind):
    answer = counter.post("dossiers", data="{}", content_type=kind)
    assert (answer.status_code, answer.json()["code"]) == (415, "media_type")


def test_a_large_body_is_refused(commune, counter, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    answer = counter.post("dossiers", submission_json(commune, subject="x" * 2000))
    assert answer.status_code == 413


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS"])
def test_other_methods_are_refused_with_those_that_are_possible(counter, method):
    answer = counter._call(method, "dossiers", {})
    assert answer.status_code == 405
    assert answer["Allow"] == "GET, HEAD, POST"
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("path", ["/api/", "/api/v2/units", "/api/v1/", "/api/v1/dossiers/a/b/c"])
def test_addresses_that_do_not_exist_are_problems_too(commune, path):
    answer = Api().get(path)
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


@pytest.mark.parametrize("path", ["dossiers/%00", "dossiers?q=%00", "units/%00"])
def test_a_nul_in_an_address_is_refused(counter, path):
    assert counter.get(path).status_code == 400


def test_a_bug_is_a_problem_without_a_word_about_the_inside(commune, counter, monkeypatch):
    from motcua.api.operations import dossiers

    def broken(**_given):
        raise RuntimeError("secret detail")

    monkeypatch.setattr(dossiers, "dossier_submit", broken)
    answer = counter.post("dossiers", submission_json(commune))
    assert (answer.status_code, answer.json()["code"]) == (500, "internal")
    assert b"secret" not in answer.content


def test_what_was_written_before_a_refusal_is_rolled_back(commune, counter, monkeypatch):
    from motcua.api.operations import dossiers

    submit = dossiers.dossier_submit

    def half(**given):
        submit(**given)
        raise Refused("too_late", "after the write")

    monkeypatch.setattr(dossiers, "dossier_submit", half)
    assert counter.post("dossiers", submission_json(commune), key="k").status_code == 409
    assert Dossier.objects.count() == 0
