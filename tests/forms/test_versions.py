"""Versions of forms: imported, published once and for ever, chosen by the procedure's version."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from click.testing import CliRunner
from django.db import DatabaseError, transaction
from tests.builders.forms import document, form_drafted, form_published, question
from tests.builders.procedures import version_make

from motcua.config.commands.import_data import command as import_command
from motcua.forms.models import FormVersion
from motcua.forms.queries import form_for, form_get, form_rows
from motcua.forms.services import forms_import
from motcua.forms.types import State
from motcua.kernel.errors import NotFound

pytestmark = pytest.mark.usefixtures("system_scope")


def written(folder, content, name="one.json"):
    file = folder / name
    file.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
    return file


def test_a_changed_file_becomes_the_next_version_and_the_first_stays(tmp_path):
    version = version_make()
    content = document(question("a"), procedure=version.code)
    forms_import(written(tmp_path, content))
    first = form_for(version)
    assert (first.number, first.state, first.procedure) == (1, State.PUBLISHED, version.code)
    content["pages"][0]["questions"].append(question("b"))
    assert forms_import(written(tmp_path, content), dry_run=True).accepted == 1
    assert form_for(version).id == first.id
    report = forms_import(written(tmp_path, content))
    assert (report.accepted, report.unchanged) == (1, 0)
    assert form_for(version).number == 2
    assert [q.key for q in form_get(first.id).questions] == ["a"]
    assert forms_import(written(tmp_path, content)).unchanged == 1


def test_bad_files_are_reported_and_leave_the_good_ones_in(tmp_path):
    written(tmp_path, document(question("a")), "a.json")
    written(tmp_path, "{not json", "b.json")
    written(tmp_path, document(question("a"), procedure="9.999999"), "c.json")
    written(tmp_path, document(question("A b"), extra=1), "d.json")
    (tmp_path / "e.json").write_bytes(b"\xff\xfe\x00")
    written(tmp_path, "[" * 100_000, "f.json")
    report = forms_import(tmp_path)
    assert (report.accepted, report.refused_rows) == (1, 5)
    assert {row.values["file"] for row in report.refused} == {f"{x}.json" for x in "bcdef"}
    assert FormVersion.objects.count() == 1


def test_the_command_takes_a_folder_and_keeps_refusals_aside(tmp_path):
    folder = tmp_path / "forms"
    folder.mkdir()
    written(folder, document(question("a")), "a.json")
    written(folder, "nothing", "b.json")
    done = CliRunner().invoke(import_command, ["forms", str(folder)])
    assert done.exit_code == 1
    assert "1 rows taken" in done.output
    assert "b.json" in (tmp_path / "forms-refused.csv").read_text("utf-8-sig")


@pytest.mark.parametrize("change", [{"content": {}}, {"state": "draft"}, {"number": 9}])
def test_a_published_form_never_changes_whoever_asks(change):
    form = form_published(question("a"))
    with pytest.raises(DatabaseError), transaction.atomic():
        FormVersion.objects.filter(pk=form.id).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        FormVersion.objects.filter(pk=form.id).delete()


def test_a_draft_changes_but_is_not_deleted_nor_given_to_another_procedure():
    draft, version = form_drafted(), version_make()
    FormVersion.objects.filter(pk=draft.id).update(revision=5)
    with pytest.raises(DatabaseError), transaction.atomic():
        FormVersion.objects.filter(pk=draft.id).update(procedure_id=version.procedure_id)
    with pytest.raises(DatabaseError), transaction.atomic():
        FormVersion.objects.filter(pk=draft.id).delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        FormVersion.objects.create(number=3, state=State.DRAFT, content={}, content_hash="x")


def test_an_older_law_keeps_its_form_and_a_newer_one_takes_it_over_until_it_has_its_own():
    old = version_make(code="3.000001")
    first = form_published(question("a"), version=old)
    new = version_make(code="3.000001", effective_from=datetime(2026, 6, 1, tzinfo=UTC))
    assert form_for(new).id == first.id
    second = form_published(question("b"), version=new, number=2)
    assert form_for(new).id == second.id
    assert form_for(old).id == first.id


def test_without_its_own_a_complete_procedure_has_the_common_form_and_an_incomplete_one_none():
    version = version_make()
    assert form_for(version) is None
    common = form_published(question("a"))
    assert form_for(version).id == common.id
    assert form_for(version_make(limit="")) is None
    with pytest.raises(NotFound):
        form_get(10**9)


def test_a_form_is_found_with_one_statement_once_it_is_known(django_assert_num_queries):
    version = version_make()
    form_published(question("a"))
    form_for(version)
    with django_assert_num_queries(1):
        form_for(version)
    assert [row.number for row in form_rows("")] == [1]
