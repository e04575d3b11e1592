"""Home visits in figures."""

from __future__ import annotations

import pytest
from tests.builders.paying import text
from tests.office.outwork import out_at_work

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def out(db):
    return out_at_work()


HERE = "/office/visits/figures/"


def test_asked_done_and_what_could_not_be_met(out):
    assert "Nobody asked for a visit" in text(out.get(HERE, out.director))
    done, missed = out.visit(name="Cụ Mẫu A"), out.visit(name="Cụ Mẫu B", reason="ill")
    out.round(done, missed)
    out.post(f"/office/visits/{done.id}/step/", step="done")
    out.post(f"/office/visits/{missed.id}/step/", step="not_met", missed="nobody")
    page = text(out.get(HERE, out.director))
    assert "1 of 2 who asked have been visited" in page
    assert "Ill, or just out of hospital" in page
    assert "Cụ Mẫu" not in page
    assert out.get(f"{HERE}?from=x&to=9999", out.director).status_code == 200
    assert out.get(HERE).status_code == 404
