"""Papers that the office holds of a person: the owner's own, never those of whoever filed."""

from __future__ import annotations

import pytest
from tests.builders.documents import pdf_make
from tests.builders.dossiers import MORNING, commune_at_work, dossier_accepted

from motcua.documents.services import file_store
from motcua.dossiers.queries.held import dossiers_earlier, papers_held
from motcua.dossiers.types import ComponentInput, PartyInput, PartyRole
from motcua.kernel import clock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("system_scope")]
A, B = "019090000001", "019090000002"


def accepted(commune, *parties):
    stored = file_store(data=pdf_make(), name="to-khai.pdf", claimed_type="application/pdf")
    first, second = commune.offering.version.components
    return dossier_accepted(
        commune,
        parties=parties,
        components=(
            ComponentInput(
                component_id=first.id, file_ids=(stored.id,), file_names=("to-khai.pdf",)
            ),
            ComponentInput(component_id=second.id, originals=1),
        ),
    )


def test_who_filed_for_somebody_else_is_offered_none_of_their_papers():
    with clock.clock_set(MORNING):
        commune = commune_at_work()
        applicant = PartyInput(name="Nguyễn Văn Mẫu", id_number=A)
        owner = PartyInput(name="Trần Thị Chủ", id_number=B, role=PartyRole.OWNER)
        code = accepted(commune, applicant, owner)
        assert papers_held(A) == ()
        assert dossiers_earlier(A) == ()
        assert [one.dossier_code for one in papers_held(B)] == [code]
        assert [one.code for one in dossiers_earlier(B)] == [code]
        own = accepted(commune, applicant)  # nobody else owns it: the applicant's own
        assert [one.dossier_code for one in papers_held(A)] == [own]
