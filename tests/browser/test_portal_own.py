"""Every page of somebody signed in who has something everywhere: axe and width, desk and phone.

A new page of the portal without a line here fails; public pages stand in test_portal.py.
"""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse
from tests.browser.conftest import axe_violations
from tests.builders.citizens import acting_for, citizen_make, client_of
from tests.builders.dossiers import Commune, dossier_at
from tests.builders.filing import commune_online, draft_make, draft_ready
from tests.builders.payments import account_make, order_make
from tests.builders.procedures import version_make
from tests.builders.reception import appointed, hall_at
from tests.builders.routes import routes
from tests.builders.visits import visit_asked

from motcua.citizens.services import consent_give
from motcua.citizens.types import CitizenActor, ConsentPurpose
from motcua.dossiers import services as dossiers
from motcua.dossiers.models import Dossier
from motcua.feedback.models import Petition
from motcua.filing import groups
from motcua.filing.queries import group_of_dossier
from motcua.filing.services import draft_send, share_make
from motcua.kernel import clock
from motcua.kernel.outbox import outbox_deliver
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.workflow.types import Act

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
PICTURES = os.environ.get("MOTCUA_PICTURES", "")
WIDTHS = (1280, 360)
PUBLIC = {  # looked at in test_portal.py; signing in, in test_online_journey.py
    "sign_in",
    "file_attach",  # in test_forms_walked.py
    "home", "procedures", "procedure", "units", "unit", "track", "track_slip", "track_papers", "about",
    "accessibility",
    # in test_hall.py
    "kiosk", "kiosk_appointment", "kiosk_matters", "kiosk_number", "kiosk_papers",
    "kiosk_procedures", "kiosk_take", "display", "number",
    # in test_figures.py
    "figures", "figures_how", "figures_unit", "figures_units",
}  # fmt: skip
NO_PAGE = {  # files, redirects, answers to forms and to machines
    "robots", "security_txt", "figures_file", "sign_in_back", "sign_in_ended", "sign_in_resume", "sign_out",
    "file_go", "file_choose", "file_upload", "file_upload_part", "draft_discard",
    "file_attach_upload", "file_attach_part",
    "my_dossier_supply_upload", "my_dossier_supply_upload_part", "my_dossier_supply_file",
    "draft_restore", "receipt_pdf", "my_dossier_rate", "my_dossier_file", "my_dossier_result",
    "my_dossier_letter", "my_dossier_slip", "track_paper", "track_slip_pdf",
    "my_document_file", "my_data_download", "my_export_file", "my_consent", "my_language", "my_relation_end",
    "pay_dossier", "payment_receipt", "pay_notify", "my_acting",
}  # fmt: skip


@pytest.fixture
def citizen(served: str) -> CitizenActor:
    return citizen_make(name="Trần Thị Mẫu")


# Pages without anything in their address.
BARE = (
    "receipt_check", "result_check", "my", "my_drafts", "my_dossiers", "my_documents", "my_shares",
    "my_payments",
    "my_appointments", "my_appointment_new", "my_visits", "my_visit_new",
    "my_messages", "my_messages_choices", "my_petitions", "my_relations", "my_relation_new",
    "my_helper", "my_data", "my_export", "my_commune",
)  # fmt: skip


@pytest.fixture
def town(served: str, citizen: CitizenActor, monkeypatch: Any) -> dict[str, list[Any]]:
    """Somebody with drafts, dossiers, papers, payments, messages; pages and their arguments."""
    with scope_use(SYSTEM):
        commune = commune_online()
        account_make(commune.unit)
        consent_give(citizen=citizen, purpose=ConsentPurpose.DOCUMENT_STORE)
        acting_for(citizen, citizen_make(name="Lê Văn Mẫu"))
        draft, owed, asked = (_sent(citizen, commune, name) for name in ("draft", "sent", "sent"))
        done = dossier_at(commune, Act.RETURN)
        Dossier.objects.filter(code=done).update(visible_persons=[citizen.person_id])
        dossiers.dossier_request_supplement_at_intake(
            actor=commune.counter, code=asked, items=["Bản rõ hơn", "Ảnh"], reason="Bản chụp mờ"
        )
        orders = [order_make(commune.unit, persons=[citizen.person_id]).code for _n in range(2)]
        group = _group(citizen, commune, monkeypatch)
        petition = _petition(citizen, commune, owed)
        appointment = appointed(citizen, hall_at(commune.centre))
        visit = visit_asked(citizen, commune)
        while outbox_deliver():
            pass
    with scope_use(citizen.scope):
        shown = share_make(citizen=citizen).public_id
    code, paper = commune.offering.version.code, commune.offering.version.components[1].id
    walk = [code, draft]
    return {
        **{name: [] for name in BARE},
        "event": ["birth"],
        "my_petition": [petition],
        "my_appointment": [appointment],
        "my_visit": [visit],
        "my_share": [shown],
        "my_petition_new": [owed],
        "my_dossier owed": [owed],
        "my_dossier asked": [asked],
        "my_dossier done": [done],
        "my_dossier_supply": [asked],
        "my_dossier_supply_item": [asked, 0],
        "my_dossier_withdraw": [owed],
        "my_group": [group],
        "my_group_withdraw": [group],
        "receipt": [owed],
        "pay": [orders[0]],
        "pay_back": [orders[1]],
        "file_start": [code],
        "file_page": [*walk, "what"],
        "file_paper": [*walk, paper],
        **dict.fromkeys(
            ("file_place", "file_papers", "file_return", "file_fees", "file_check"), walk
        ),
    }


def _sent(citizen: CitizenActor, commune: Commune, how: str) -> str:
    if how == "draft":
        return draft_make(citizen, commune).public_id
    ready = draft_ready(citizen, commune)
    with scope_use(citizen.scope):
        return draft_send(citizen=citizen, public_id=ready.public_id, declared=True).code


def _group(citizen: CitizenActor, commune: Commune, monkeypatch: Any) -> str:
    """File a birth as a group: one part is under way, for another nobody takes it in."""
    lead = replace(groups.BIRTH.lead, procedure_code=commune.offering.version.code)
    part = replace(groups.BIRTH.parts[0], procedure_code=version_make().code)
    birth = replace(groups.BIRTH, lead=lead, parts=(part,))
    monkeypatch.setitem(groups.GROUPS, "birth", birth)
    ready = draft_ready(citizen, commune, parts=[part.key])
    with scope_use(citizen.scope):
        sent = draft_send(citizen=citizen, public_id=ready.public_id, declared=True)
        return group_of_dossier(citizen, sent.dossier_id)


def _petition(citizen: CitizenActor, commune: Commune, code: str) -> str:
    at = clock.now()
    return Petition.objects.create(
        number="PA-1", kind="behaviour", text="Chờ lâu", dossier_code=code, key=uuid4(),
        person_id=citizen.person_id, unit_id=commune.unit.id, received_at=at, due_at=at,
    ).number  # fmt: skip


def test_axe_finds_nothing_and_nothing_is_cut_off(
    town: dict[str, list[Any]], citizen: CitizenActor, served: str, playwright_browser: Any
) -> None:
    names = {r.name.partition(":")[2] for r in routes() if r.name.startswith("portal:")}
    assert names - PUBLIC - NO_PAGE == {name.partition(" ")[0] for name in town}
    context = playwright_browser.new_context(reduced_motion="reduce")
    cookies = {name: m.value for name, m in client_of(citizen).cookies.items()}
    cookies["motcua_language"] = "vi"
    context.add_cookies([{"name": n, "value": v, "url": served} for n, v in cookies.items()])
    page, found = context.new_page(), {}
    for name, arguments in town.items():
        path = reverse(f"portal:{name.partition(' ')[0]}", args=arguments)
        answer = page.goto(served + path)
        assert (answer.status, page.url) == (200, served + path), name
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            if PICTURES:
                page.screenshot(path=str(Path(PICTURES) / f"{name}-{width}.png"), full_page=True)
            page.evaluate("document.querySelectorAll('main details').forEach(d => d.open = true)")
            if violations := axe_violations(page):
                found[name, width] = violations
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                found[name, width, "wide"] = []
    context.close()
    assert found == {}
