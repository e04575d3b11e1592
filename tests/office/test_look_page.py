"""A page of a document as a picture: walled as its dossier, and never more than a picture."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.builders.documents import pdf_make
from tests.builders.dossiers import at, dossier_at, submission_make
from tests.builders.identity import actor_make
from tests.builders.organisations import body_of
from tests.office.acting import dossier_url, get, seen

from motcua.documents.services import file_store
from motcua.identity.types import Role
from motcua.kernel.audit import readings_of
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.workflow.types import Act

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def code(commune):
    with scope_use(SYSTEM), at():
        stored = file_store(data=pdf_make(), name="don.pdf", claimed_type="application/pdf")
        made = submission_make(commune)
        first = replace(made.components[0], file_ids=(stored.id,), file_names=("don.pdf",))
        return dossier_at(commune, Act.APPROVE, components=(first, *made.components[1:]))


def test_pages_are_walled_as_the_dossier_is(commune, code):
    with scope_use(SYSTEM):
        stranger = actor_make(role=Role.SPECIALIST, unit=body_of(commune.unit, "vhxh"))
    url = dossier_url(code, "look")
    attachment = seen(code).attachments[0]
    assert get(stranger, url).status_code == 404
    assert get(stranger, f"{url}a{attachment.id}/1/").status_code == 404
    for wrong in ("a999999/1/", "r9/1/", "x1/1/", f"a{attachment.id}/99/", f"a{attachment.id}/0/"):
        assert get(commune.leader, url + wrong).status_code == 404


def told(code):
    subject = f"dossier:{seen(code).id}"
    return [
        one.purpose
        for one in readings_of("019090000001")
        if one.subject == subject and one.purpose.startswith("looking")
    ]


def test_a_page_asked_for_by_itself_is_recorded_once(commune, code):
    attachment = seen(code).attachments[0]
    url = dossier_url(code, "look")
    for _again in range(2):
        assert get(commune.leader, f"{url}a{attachment.id}/1/").status_code == 200
    assert told(code) == [f"looking at a{attachment.id}"]
    assert get(commune.leader, f"{url}r1/1/").status_code == 200
    assert told(code)[0] == "looking at r1"
    get(commune.director, url)
    get(commune.director, f"{url}a{attachment.id}/1/")
    assert len(told(code)) == 3, "the page that shows it was recorded"
