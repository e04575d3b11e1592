"""The tablet's list: the next house first, call and map, nothing of a third party."""

from __future__ import annotations

import pytest
from tests.builders.paying import text
from tests.office.outwork import out_at_work

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def out(db):
    return out_at_work()


def test_the_next_house_stands_out_with_call_map_and_papers(out):
    version = out.commune.offering.version
    near = out.visit(name="Cụ Mẫu Gần", place=(21.5942, 105.8482), procedures=(version.code,))
    one = out.round(near, out.visit(name="Cụ Mẫu Xa"))
    page = out.get(f"/office/rounds/{one.id}/list/")
    body = page.content.decode()
    assert "2 houses ahead" in text(page)
    assert 'href="tel:+84912345678"' in body
    assert 'href="geo:21.5942,105.8482?q=21.5942,105.8482"' in body
    assert version.components[0].label in text(page)
    assert f"/office/offline/?visit={near.id}" in body
    assert "Old, and" not in text(page), "the reason stays at the desk"
    assert page["Cache-Control"].startswith("max-age=0")
    out.post(f"/office/visits/{near.id}/step/", step="done")
    page = text(out.get(f"/office/rounds/{one.id}/list/"))
    assert "1 house ahead" in page
    assert "Take the press back" in page


def test_an_empty_round_says_so_and_another_centre_finds_nothing(out):
    one = out.round()
    assert "Nobody is on this round" in text(out.get(f"/office/rounds/{one.id}/list/"))
    assert out.get(f"/office/rounds/{one.id}/list/", out.stranger).status_code == 404
