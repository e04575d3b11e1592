"""The weekly brief on paper says what the page says."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.builders.documents import pdf_text
from tests.builders.dossiers import MORNING
from tests.builders.identity import client_for
from tests.builders.oversight import difficulty_make, watch_at_work

from motcua.kernel import clock
from motcua.oversight.services.briefs import briefs_make

pytestmark = [pytest.mark.usefixtures("system_scope")]
URL = "/office/brief/pdf/"


def test_the_paper_is_vietnamese_and_whole():
    with watch_at_work() as watch:
        difficulty_make(watch)
        with clock.clock_set(MORNING + timedelta(days=7 - MORNING.weekday())):
            assert client_for(watch.keeper).get(URL)["Location"] == "/office/brief/"
            briefs_make()
            answer = client_for(watch.keeper).get(URL)
            wrong = client_for(watch.keeper).get(URL, {"week": "nonsense"})
            assert wrong["Location"] == "/office/brief/?week=nonsense"
            assert client_for(watch.officer).get(URL)["Location"] == "/office/brief/"
    assert answer["Content-Type"] == "application/pdf"
    text = " ".join(pdf_text(answer.content).split())
    assert "BÁO CÁO TUẦN" in text
    assert "Phần mềm hộ tịch không nhận hồ sơ (mẫu)" in text
    assert "Mã kiểm tra:" in text
