"""All data of one person, at once, and nobody else's."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import jsonschema
import pytest
from django.test import Client

from motcua.citizens.services import consent_give
from motcua.citizens.types import ConsentPurpose
from motcua.filing.exporting.archive import SCHEMA, _path
from motcua.filing.services import draft_send
from motcua.kernel.outbox import outbox_deliver
from motcua.kernel.scope import NOTHING, scope_use
from motcua.notices.services import notice_send
from motcua.notices.types import Notice, Recipient
from tests.builders.citizens import acting_for, citizen_make, client_of
from tests.builders.payments import order_make
from tests.portal.owning import owned
from tests.portal.walking import Walker, walker  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db
URL = "/my/data/download/"


def fetched(client: Client) -> tuple[dict[str, Any], zipfile.ZipFile]:
    """Return the data and the archive that this browser gets."""
    with scope_use(NOTHING):
        answer = client.get(URL)
        assert answer["Content-Disposition"].endswith('.zip"')
        archive = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    return json.loads(archive.read("data.json")), archive


def tell(citizen: Any, key: str) -> None:
    notice_send(
        Notice(
            key=key,
            template="petition_answered",
            recipient=Recipient(person_id=citizen.person_id),
            values={"number": key},
        )
    )


def test_every_area_is_in_it_with_its_files_and_a_page_to_read(walker):  # noqa: F811
    citizen = walker.citizen
    draft = walker.begun()
    ready = walker.ready()
    with scope_use(citizen.scope):
        sent = draft_send(citizen=citizen, public_id=ready.public_id, declared=True)
    done = owned(walker)
    order_make(walker.commune.unit, persons=[citizen.person_id])
    consent_give(citizen=citizen, purpose=ConsentPurpose.DOCUMENT_STORE)
    acting_for(citizen, citizen_make(name="Lê Văn Mẫu"))
    tell(citizen, "PA-7")
    while outbox_deliver():
        pass
    data, archive = fetched(walker.client)
    jsonschema.validate(data, json.loads(SCHEMA.read_bytes()))
    assert json.loads(archive.read("schema.json"))["$id"] == "urn:motcua:person-export:1"
    assert archive.read("Dữ liệu của tôi.pdf").startswith(b"%PDF")
    found = {one["id"]: one for one in data["drafts"]}
    assert found[draft.public_id]["state"] == "open"
    assert found[ready.public_id]["dossier"] == sent.code
    assert found[ready.public_id]["answers"]
    dossiers = {one["code"]: one for one in data["dossiers"]}
    assert set(dossiers) == {sent.code, done}
    assert dossiers[done]["results"][0]["file"]["path"] in archive.namelist()
    assert "submitted" in {one["type"] for one in dossiers[done]["events"]}
    assert "appraised" not in {one["type"] for one in dossiers[done]["events"]}
    handed = [one["file"]["path"] for one in dossiers[sent.code]["files"]]
    assert handed
    assert set(handed) < set(archive.namelist())
    assert data["payments"][0]["amount_vnd"] > 0
    assert any("PA-7" in one["title"] for one in data["messages"])
    assert data["relations"][0]["for_whom"] == "Lê Văn Mẫu"
    assert data["consents"][0]["purpose"] == "document_store"


def test_nothing_of_anybody_else_is_in_it(walker):  # noqa: F811
    """Two people with everything each: the one's file never names the other."""
    other = Walker()
    for one, word in ((walker, "MINE"), (other, "THEIRS")):
        one.begun()
        ready = one.ready()
        with scope_use(one.citizen.scope):
            draft_send(citizen=one.citizen, public_id=ready.public_id, declared=True)
        owned(one)
        order_make(one.commune.unit, persons=[one.citizen.person_id])
        tell(one.citizen, word)
    while outbox_deliver():
        pass
    data, archive = fetched(walker.client)
    text = json.dumps(data, ensure_ascii=False)
    theirs, their_archive = fetched(other.client)
    assert "MINE" in text
    assert "THEIRS" not in text
    assert other.citizen.person.id_number not in text
    for area in ("drafts", "dossiers", "payments", "messages"):
        key = {"drafts": "id", "dossiers": "code", "payments": "code", "messages": "title"}[area]
        mine = {one[key] for one in data[area]}
        assert mine
        assert mine.isdisjoint(one[key] for one in theirs[area])
    assert archive.namelist()
    assert their_archive.namelist()


def test_of_whom_one_acts_for_only_the_name_is_in_ones_own_file():
    citizen, other = citizen_make(), citizen_make()
    acting_for(citizen, other)
    data, _archive = fetched(client_of(citizen))
    assert data["person"][0]["id_number"] == citizen.person.id_number
    assert data["relations"][0]["for_whom"] == other.person.name
    assert other.person.id_number not in json.dumps(data)


def test_whoever_acts_for_another_gets_the_others_data_and_not_ones_own():
    citizen, other = citizen_make(), citizen_make()
    data, _archive = fetched(client_of(acting_for(citizen, other)))
    assert data["person"][0]["id_number"] == other.person.id_number
    assert citizen.person.id_number not in json.dumps(data)


def test_a_sitting_of_level_one_is_told_the_ways_that_remain():
    answer = client_of(citizen_make(assurance=1)).get(URL)
    assert answer.status_code == 403


def test_a_name_never_leads_out_of_the_archive():
    assert _path("drafts", "../../etc/passwd", "a" * 64) == f"files/drafts/{'a' * 12} etc passwd"
    assert _path("drafts", "...", "b" * 64).endswith(" file")
