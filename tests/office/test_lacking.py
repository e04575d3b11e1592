"""What is missing in a dossier: what the law asks for, or the office, and nobody has brought."""

from __future__ import annotations

import pytest
from tests.builders.dossiers import at, commune_at_work, dossier_accepted, dossier_registered
from tests.builders.procedures import component
from tests.office.acting import dossier_url, get, text

from motcua.dossiers import services
from motcua.dossiers.queries import dossier_get
from motcua.dossiers.types import ComponentInput
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.office.lacking import papers_lacking, papers_missing

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
PAPERS = [
    component("Tờ khai", template="TK-01"),
    component("Biểu mẫu điện tử", template="yes"),
    component("Giấy chứng sinh"),
    component("Văn bản ủy quyền", required=False, condition="Ủy quyền nộp hồ sơ"),
]


@pytest.fixture
def commune():
    with scope_use(SYSTEM):
        return commune_at_work(components=PAPERS)


def missing(code):
    with scope_use(SYSTEM):
        dossier = dossier_get(code)
    found = papers_missing(dossier)
    return [one.name for one in dossier.components if one.id in found]


def test_of_two_forms_one_is_missing_and_of_what_is_optional_nothing(commune):
    with scope_use(SYSTEM), at():
        code = dossier_registered(commune, components=())
        names = [one.name for one in papers_lacking(dossier_get(code))]
    assert names == missing(code) == ["Tờ khai", "Giấy chứng sinh"]
    page = text(get(commune.counter, dossier_url(code)))
    assert (page.count("Missing"), page.count("Not handed in")) == (2, 2)


def test_one_form_is_enough_and_what_does_not_apply_is_not_missing(commune):
    _form, electronic, birth, _proxy = commune.offering.version.components
    given = (
        ComponentInput(component_id=electronic.id, originals=1),
        ComponentInput(component_id=birth.id, not_applicable=True),
    )
    with scope_use(SYSTEM), at():
        code = dossier_registered(commune, components=given)
    assert missing(code) == []


def test_what_a_supplement_asks_for_by_name_is_missing_though_it_was_optional(commune):
    given = tuple(
        ComponentInput(component_id=one.id, originals=1)
        for one in commune.offering.version.components
        if one.required and one.template != "yes"
    )
    with scope_use(SYSTEM), at():
        code = dossier_accepted(commune, components=given)
        assert missing(code) == []
        waits = dossier_registered(commune, components=given)
        services.dossier_request_supplement_at_intake(
            actor=commune.counter, code=waits, items=["Văn bản ủy quyền"], reason="thiếu"
        )
    assert missing(waits) == ["Văn bản ủy quyền"]
