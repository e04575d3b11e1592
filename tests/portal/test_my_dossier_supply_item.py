"""One thing that was asked for: files, order, one's own documents, words; kept with every button."""

from __future__ import annotations

import pytest

from motcua.dossiers.models import Dossier
from motcua.dossiers.queries import dossier_get
from motcua.filing.models import StoreItem
from motcua.filing.queries import supply_of
from motcua.kernel.outbox import outbox_deliver
from motcua.kernel.scope import scope_use
from motcua.workflow.types import Act
from tests.builders.documents import pdf_make
from tests.builders.dossiers import dossier_at
from tests.portal.owning import asked, upload, url
from tests.portal.walking import text, walker

__all__ = ["walker"]


@pytest.fixture(autouse=True)
def uploads_dir(settings, tmp_path):
    settings.UPLOADS_DIR = tmp_path / "uploads"


def item(code, place=0):
    return url("my_dossier_supply_item", code, place)


def there(walker, code, place=0):
    with scope_use(walker.citizen.scope):
        return supply_of(walker.citizen, code, 1).files_of(place)


def test_files_come_in_order_and_words_stay_with_every_button(walker):
    code = asked(walker)
    page = text(walker.get(item(code)))
    assert f'data-pieces="{url("my_dossier_supply_upload", code, 0)}"' in page
    assert 'capture="environment"' in page
    files = [upload(pdf_make(text="a")), upload(pdf_make(text="b"))]
    assert walker.post(item(code), {"action": "add", "file": files}).status_code == 302
    first, second = there(walker, code)
    walker.post(item(code), {"action": f"up:{second.id}", "text": "Xin xem"})
    assert there(walker, code)[0].id == second.id
    assert "Xin xem" in text(walker.get(item(code)))
    walker.post(item(code), {"action": f"remove:{first.id}"})
    assert [one.id for one in there(walker, code)] == [second.id]
    assert "Xin xem" in text(walker.get(item(code))), "a button without words takes none away"


def test_a_refused_file_stays_named_with_its_reason(walker):
    code = asked(walker)
    sent = {"action": "add", "text": "Của tôi", "file": [upload(b"not a file")]}
    refused = walker.post(item(code), sent)
    assert refused.status_code == 422
    assert "Của tôi" in text(refused)
    later = text(walker.get(item(code)))
    assert "giay.pdf" in later, "whoever comes back still reads what was refused"
    (waiting,) = walker.get(item(code)).context["waiting"]
    walker.post(item(code), {"action": f"forget:{waiting.id}"})
    assert walker.get(item(code)).context["waiting"] == []


def test_nothing_chosen_and_too_many_words_are_told(walker):
    code = asked(walker)
    assert walker.post(item(code), {"action": "add"}).status_code == 422
    long = walker.post(item(code), {"action": "done", "text": "x" * 2001})
    assert long.status_code == 422


def test_ones_own_document_is_used_and_the_officer_is_told_what_it_is_worth(walker):
    result = dossier_at(walker.commune, Act.RETURN)
    Dossier.objects.filter(code=result).update(visible_persons=[walker.citizen.person_id])
    outbox_deliver()
    code = asked(walker)
    own = StoreItem.objects.get(person_id=walker.citizen.person_id, dossier_code=result)
    assert f"use:{own.id}" in text(walker.get(item(code)))
    assert walker.post(item(code), {"action": f"use:{own.id}"}).status_code == 302
    assert there(walker, code)[0].source == "store"
    walker.post(url("my_dossier_supply", code))
    (answer,) = dossier_get(code).supplements[0].answers
    assert result in answer.note


def test_what_was_not_asked_and_another_persons_are_not_found(walker):
    code = asked(walker)
    assert walker.get(item(code, 2)).status_code == 404
    assert walker.get(item(code), walker.stranger).status_code == 404
    assert walker.post(item(code), {"action": "done"}, walker.stranger).status_code == 404
