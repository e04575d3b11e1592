"""Whoever holds the slip opens the slip and the letters, and nothing of another dossier."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from motcua.dossiers import chain
from motcua.kernel.audit import readings_of
from motcua.kernel.budget import budget_left
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.portal.followed import BY_SLIP
from motcua.portal.looks import looks_told
from motcua.portal.views.my_data import purpose_words
from tests.builders.dossiers import at, dossier_registered
from tests.portal.following import (
    NAME,
    NUMBER,
    accepted,
    address,
    client,
    commune,
    paper_of,
    refused,
)

__all__ = ["client", "commune"]
pytestmark = pytest.mark.django_db


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
    assert address(code, "slip") not in html, "what was refused has no slip"


def test_before_anything_is_issued_it_says_what_will_come(client, commune):
    with scope_use(SYSTEM), at():
        code = dossier_registered(commune)
    page = client.get(f"/t/{code}/{chain.tracking_token(code)}/").content.decode()
    assert address(code) not in page
    html = client.get(address(code)).content.decode()
    assert "The slip comes when the dossier is accepted" in html
    assert client.get(address(code, "slip")).status_code == 404


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
    with scope_use(SYSTEM), override("vi"):
        assert looks_told(told)[0].who == "Người có giấy tiếp nhận hoặc địa chỉ tra cứu"
        assert purpose_words(BY_SLIP) == "mở giấy tiếp nhận hoặc văn bản gửi quý vị"
