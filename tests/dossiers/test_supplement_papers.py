"""Papers that come after the submission complete the dossier, and their content is bound."""

from __future__ import annotations

import pytest
from tests.builders.documents import pdf_make
from tests.builders.dossiers import at, commune_at_work, dossier_at, dossier_registered

from motcua.documents.services import file_store
from motcua.dossiers import services
from motcua.dossiers.queries import dossier_get
from motcua.dossiers.services.verify import chains_verify
from motcua.dossiers.types import ComponentInput, Status
from motcua.kernel.errors import Invalid, Refused
from motcua.workflow.types import Act

pytestmark = pytest.mark.usefixtures("system_scope")


@pytest.fixture
def commune():
    return commune_at_work()


def brought(commune, **over):
    return [
        ComponentInput(component_id=c.id, **{"originals": 1, **over})
        for c in commune.offering.version.components
    ]


def test_a_dossier_filed_without_papers_is_accepted_when_they_came(commune):
    with at():
        code = dossier_registered(commune, components=())
        services.dossier_request_supplement_at_intake(
            actor=commune.counter, code=code, items=["Tờ khai"], reason="Thiếu"
        )
    with at(3):
        with pytest.raises(Refused):
            services.dossier_accept(actor=commune.counter, code=code)
        services.dossier_accept(actor=commune.counter, code=code, components=brought(commune))
    dossier = dossier_get(code)
    assert dossier.status is Status.ACCEPTED
    assert all(component.originals == 1 for component in dossier.components)
    assert [e.type for e in dossier.timeline][-2:] == ["document_added", "accepted"]
    assert len(dossier.timeline[-2].data["content"]) == 64
    assert list(chains_verify()) == []


def test_a_supplement_brings_papers_and_files_during_appraisal(commune):
    with at():
        code = dossier_at(commune, Act.APPRAISE)
        services.dossier_propose_supplement(
            actor=commune.specialist, code=code, items=["Bản sao"], reason="Thiếu"
        )
        services.dossier_approve_supplement(actor=commune.leader, code=code)
        stored = file_store(data=pdf_make(), name="bo-sung.pdf", claimed_type="application/pdf")
        papers = brought(
            commune, originals=0, copies=2, file_ids=(stored.id,), file_names=(stored.name,)
        )
        services.dossier_receive_supplement(actor=commune.counter, code=code, components=papers[:1])
    component = dossier_get(code).components[0]
    assert (component.originals, component.copies, component.electronic) == (1, 2, True)
    assert [file.name for file in component.files] == ["bo-sung.pdf"]
    assert list(chains_verify()) == []


@pytest.mark.parametrize("wrong", [{"component_id": -1}, {"originals": 1000}, {"file_ids": (0,)}])
def test_wrong_papers_are_named_and_nothing_is_written(commune, wrong):
    with at():
        code = dossier_registered(commune, components=())
        first = commune.offering.version.components[0].id
        item = ComponentInput(**{"component_id": first, "originals": 1, **wrong})
        with pytest.raises(Invalid):
            services.dossier_accept(actor=commune.counter, code=code, components=[item])
    assert dossier_get(code).version == 1
