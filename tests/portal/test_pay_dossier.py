"""From a dossier to what it owes."""

from __future__ import annotations

import pytest

from motcua.dossiers.services.citizen import dossier_submit_online
from motcua.dossiers.types import ComponentInput
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.payments.models import FeeOrder
from tests.builders.citizens import citizen_make, client_of
from tests.builders.dossiers import commune_at_work, submission_make
from tests.builders.procedures import fee

pytestmark = pytest.mark.django_db


def filed(citizen, **over):
    with scope_use(SYSTEM):
        commune = commune_at_work(**over)
        given = tuple(
            ComponentInput(component_id=c.id, satisfied_by="population")
            for c in commune.offering.version.components
        )
        return dossier_submit_online(
            citizen=citizen,
            submission=submission_make(commune, components=given),
            idempotency_key="once",
        ).code


def test_what_is_owed_leads_to_its_order_and_to_the_same_one_again():
    citizen = citizen_make()
    address = f"/my/dossiers/{filed(citizen)}/pay/"
    browser = client_of(citizen)
    first, again = browser.get(address), browser.get(address)
    assert first.url == again.url
    assert first.url.startswith("/my/payments/")
    assert browser.get(first.url).status_code == 200


def test_a_free_dossier_never_sees_a_page_of_paying():
    citizen = citizen_make()
    code = filed(citizen, fees=[fee(0)], fee_state="free")
    answer = client_of(citizen).get(f"/my/dossiers/{code}/pay/")
    assert answer.url == f"/my/dossiers/{code}/"
    with scope_use(SYSTEM):
        assert not FeeOrder.objects.exists()


def test_another_person_s_dossier_is_not_there():
    code = filed(citizen_make())
    assert client_of(citizen_make()).get(f"/my/dossiers/{code}/pay/").status_code == 404
