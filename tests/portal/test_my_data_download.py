"""All data of one person, at once, and nobody else's."""

from __future__ import annotations

import io
import json
import zipfile

import pytest
from django.utils.html import escape

from tests.builders.citizens import acting_for, citizen_make, client_of

pytestmark = pytest.mark.django_db


def test_the_file_holds_everything_for_programs_and_for_people():
    citizen, other = citizen_make(), citizen_make()
    acting_for(citizen, other)
    answer = client_of(citizen).get("/my/data/download/")
    assert answer["Content-Disposition"].endswith('.zip"')
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        data = json.loads(archive.read("data.json"))
        page = archive.read("data.html").decode()
    assert data["person"][0]["id_number"] == citizen.person.id_number
    assert {"dossiers", "relations", "consents", "readings"} <= data.keys()
    assert data["relations"][0]["for_whom"] == other.person.name
    assert other.person.id_number not in json.dumps(data)
    assert escape(citizen.person.name) in page


def test_nothing_typed_becomes_part_of_the_page():
    citizen = citizen_make(name="<script>alert(1)</script>")
    content = client_of(citizen).get("/my/data/download/").content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert "<script>" not in archive.read("data.html").decode()
