"""Beginning a draft of a form."""

from __future__ import annotations

import pytest
from tests.builders.identity import actor_make, client_for
from tests.builders.organisations import commune_make
from tests.builders.procedures import version_make
from tests.office.formdesk import body, texts

from motcua.forms.queries import form_for, form_get
from motcua.forms.types import State
from motcua.identity.types import Role
from motcua.kernel.scope import SYSTEM, scope_use

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def test_a_procedure_without_a_form_begins_from_the_common_one(editor, published):
    with scope_use(SYSTEM):
        version = version_make(name="Thủ tục riêng")
    answer = editor.post("/office/forms/start/", {"procedure": version.code})
    begun = form_get(int(answer["Location"].split("/")[-2]))
    assert (begun.procedure, begun.state, begun.title.vi) == (
        version.code,
        State.DRAFT,
        "Thủ tục riêng",
    )
    assert (
        editor.post("/office/forms/start/", {"procedure": version.code})["Location"]
        == answer["Location"]
    )
    assert editor.post("/office/forms/start/", {"procedure": "9.000000"}).status_code == 404
    assert form_for(version).id == published.id  # a draft asks nobody anything


def test_a_commune_reads_forms_and_changes_none(draft, published):
    with scope_use(SYSTEM):
        commune = commune_make(name="Xa")
        local = client_for(actor_make(role=Role.BUSINESS_ADMIN, unit=commune))
    assert local.get("/office/forms/").status_code == 200
    needed = "a posting at the province is needed"
    assert needed in body(local.post("/office/forms/start/", {"procedure": ""}, follow=True))
    answer = local.post(f"/office/forms/{draft.id}/page/one/-new/", texts(revision="1"))
    assert answer.status_code == 422
    assert needed in body(answer)
    publish = f"/office/forms/{draft.id}/publish/"
    assert needed in body(local.post(publish, {"revision": "1"}, follow=True))
    assert form_get(draft.id).revision == 1
