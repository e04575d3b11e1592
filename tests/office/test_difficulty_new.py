"""Reporting a difficulty: refusals keep what was typed."""

from __future__ import annotations

import pytest
from tests.builders.identity import client_for
from tests.builders.oversight import (
    difficulty_form,
    watch_at_work,
)

from motcua.oversight.models import Difficulty

pytestmark = [pytest.mark.usefixtures("system_scope"), pytest.mark.usefixtures("english")]
URL = "/office/difficulties/"


@pytest.fixture
def watch():
    with watch_at_work() as made:
        yield made


def test_reported_with_a_file_and_what_is_wrong_is_kept(watch):
    officer = client_for(watch.officer)
    wrong = officer.post(f"{URL}new/", difficulty_form(watch, title=""))
    assert wrong.status_code == 422
    assert "Lỗi 500 từ sáng." in wrong.content.decode()
    done = officer.post(f"{URL}new/", difficulty_form(watch))
    assert done["Location"] == f"{URL}{Difficulty.objects.get().code}/"


def test_begun_from_a_dossier_and_refused_for_one_out_of_reach(watch):
    officer = client_for(watch.officer)
    page = officer.get(f"{URL}new/", {"dossier": "000.00.00.G19-260910-0001"})
    assert "000.00.00.G19-260910-0001" in page.content.decode()
    refused = officer.post(f"{URL}new/", difficulty_form(watch, codes="000.00.00.G19-260910-0001"))
    assert refused.status_code == 422
    assert "There is no such dossier here" in refused.content.decode()
    assert not Difficulty.objects.exists()
