"""Whoever holds the slip opens the slip and the letters, and nothing of another dossier."""

from __future__ import annotations

import pytest
from django.test import Client

from motcua.dossiers import chain, services
from motcua.dossiers.queries import dossier_get
from motcua.dossiers.slip_paper import slip_pdf
from motcua.kernel.audit import readings_of
from motcua.kernel.budget import budget_left
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.portal.followed import BY_SLIP
from tests.builders.documents import pdf_text
from tests.builders.dossiers import (
    at,
    commune_at_work,
    dossier_accepted,
    dossier_registered,
)

pytestmark = pytest.mark.django_db
NAME, NUMBER = "Nguyễn Văn Mẫu", "019090000001"


@pytest.fixture
def commune():
    with scope_use(SYSTEM), at():
        return commune_at_work()


@pytest.fixture
def client():
    client = Client()
    client.cookies["motcua_language"] = "en"
    return client


def refused(commune):
    with scope_use(SYSTEM), at():
        code = dossier_registered(commune)
        services.dossier_refuse(
            actor=commune.counter,
            code=code,
            reason="Không thuộc thẩm quyền",
            legal_basis="Điều 18",
            go_instead="UBND phường bên",
        )
    return code


def accepted(commune):
    with scope_use(SYSTEM), at():
        return dossier_accepted(commune)


def address(code, *more):
    token = chain.tracking_token(code)
    return "/".join([f"/t/{code}/{token}/papers", *map(str, more), ""])


def paper_of(code):
    with scope_use(SYSTEM):
        return dossier_get(code).papers[-1]


def test_a_refusal_is_read_from_the_page_that_the_notice_leads_to(client, commune):
    code = refused(commune)
    page = client.get(f"/t/{code}/{chain.tracking_token(code)}/").content.decode()
    assert address(code) in page
    html = client.get(address(code)).content.decode()
    assert "Không thuộc thẩm quyền (Điều 18)" in html
    assert "UBND phường bên" in html
    assert NAME not in html
    paper = paper_of(code)
    assert paper.number in html
    assert address(code, paper.id) in html
    answer = client.get(address(code, paper.id))
    assert answer["Content-Disposition"] == f'attachment; filename="{code}-form-03-{paper.seq}.pdf"'
    printed = pdf_text(answer.content)
    assert "Không thuộc thẩm quyền" in printed
    assert NAME in printed
    assert address(code, "slip") not in html, "what was refused has no slip"
    assert client.get(address(code, "slip")).status_code == 404


def test_the_slip_is_the_same_paper_as_at_the_counter(client, commune):
    code = accepted(commune)
    html = client.get(address(code)).content.decode()
    assert address(code, "slip") in html
    answer = client.get(address(code, "slip"))
    assert answer["Content-Type"] == "application/pdf"
    assert "no-store" in answer["Cache-Control"]
    with scope_use(SYSTEM):
        assert pdf_text(answer.content) == pdf_text(slip_pdf(code))
    assert NAME in pdf_text(answer.content)


def test_before_anything_is_issued_it_says_what_will_come(client, commune):
    with scope_use(SYSTEM), at():
        code = dossier_registered(commune)
    page = client.get(f"/t/{code}/{chain.tracking_token(code)}/").content.decode()
    assert address(code) not in page
    html = client.get(address(code)).content.decode()
    assert "The slip comes when the dossier is accepted" in html
    assert client.get(address(code, "slip")).status_code == 404


def test_letters_of_another_dossier_are_not_found(client, commune):
    mine, other = accepted(commune), refused(commune)
    assert client.get(address(mine, paper_of(other).id)).status_code == 404
    assert client.get(address(mine, 10**9)).status_code == 404


@pytest.mark.parametrize("more", [(), ("slip",), (1,)])
def test_a_wrong_address_opens_nothing_and_spends_the_budget(client, commune, more):
    code, other = accepted(commune), refused(commune)
    token = chain.tracking_token(other)
    wrong = address(code, *more).replace(chain.tracking_token(code), token)
    assert client.get(wrong).status_code == 404
    assert not budget_left("track-code", code, 1, 900)
    short = address(code, *more).replace(chain.tracking_token(code), chain.security_code(code))
    assert client.get(short).status_code == 404, "the typed code belongs into a form"


def test_each_opening_is_recorded_for_the_people_of_the_dossier(client, commune):
    code = refused(commune)
    client.get(address(code))
    client.get(address(code, paper_of(code).id))
    with scope_use(SYSTEM):
        told = readings_of(NUMBER)
    assert [one.purpose for one in told[:2]] == [BY_SLIP, BY_SLIP]
    assert {one.account_id for one in told[:2]} == {None}
