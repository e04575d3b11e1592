"""Asking to act for somebody: the form, its paper, its commune."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from motcua.citizens.models import Relation
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.organisations.types import UnitKind
from tests.builders.citizens import citizen_make, client_of
from tests.builders.documents import pdf_make
from tests.builders.organisations import unit_make

pytestmark = pytest.mark.django_db


def form(**over):
    return {
        "kind": "guardian",
        "subject_name": "Trẻ Mẫu",
        "subject_id_number": "019 222 000 001",
        "subject_birth_date": "2/2/2022",
        "place": "Hoa Mẫu",
        **over,
    }


def paper():
    return SimpleUploadedFile("giay.pdf", pdf_make(), "application/pdf")


@pytest.fixture
def commune():
    return unit_make(name="Hoa Mẫu", kind=UnitKind.COMMUNE)


def test_a_request_goes_to_the_commune_that_was_named(commune):
    citizen = citizen_make()
    answer = client_of(citizen).post("/my/relations/new/", form(proof=paper()))
    assert answer.status_code == 302, answer.content.decode()
    with scope_use(SYSTEM):
        asked = Relation.objects.get()
    assert (asked.person_id, asked.unit_id, asked.state) == (
        citizen.person_id,
        commune.id,
        "requested",
    )
    assert asked.subject_id_number == "019222000001"


def test_the_paper_is_not_asked_for_again_after_a_mistake(commune):
    client = client_of(citizen_make())
    page = client.post("/my/relations/new/", form(subject_name="", proof=paper()))
    html = page.content.decode()
    assert page.status_code == 422
    assert "giay.pdf" in html
    note = html.split('name="kept" value="')[1].split('"')[0]
    assert client.post("/my/relations/new/", form(kept=note)).status_code == 302
    other = client_of(citizen_make())
    assert other.post("/my/relations/new/", form(kept=note)).status_code == 422


def test_a_commune_that_nobody_knows_and_no_paper_are_said(commune):
    client = client_of(citizen_make())
    assert client.post("/my/relations/new/", form(place="Không Đâu")).status_code == 422
    answer = client.post("/my/relations/new/", form())
    assert answer.status_code == 422
    assert (
        'id="error-summary"' in answer.content.decode()
        or "error-summary" in answer.content.decode()
    )


def test_a_polyglot_or_garbage_is_refused_with_the_reason(commune):
    bad = SimpleUploadedFile("giay.pdf", b"MZ garbage", "application/pdf")
    answer = client_of(citizen_make()).post("/my/relations/new/", form(proof=bad))
    assert answer.status_code == 422
    with scope_use(SYSTEM):
        assert not Relation.objects.exists()
