"""The drawing of a process."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.builders.dossiers import at, dossier_accepted
from tests.builders.identity import client_for
from tests.office.acting import get, seen, text

from motcua.kernel.scope import SYSTEM, scope_use

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def test_it_is_the_process_of_the_dossier_and_kept_by_browsers(commune):
    with scope_use(SYSTEM), at():
        code = dossier_accepted(commune)
    number = seen(code).progress.definition_id
    answer = get(commune.clerk, f"/office/processes/{number}/diagram/")
    assert "bpmn" in text(answer)
    assert answer["Content-Type"].startswith("application/xml")
    assert "max-age=86400" in answer["Cache-Control"]


def test_others_get_nothing(commune):
    url = "/office/processes/999999/diagram/"
    assert get(commune.clerk, url).status_code == 404
    assert Client().get(url).status_code == 302
    assert client_for(commune.clerk).post(url).status_code == 405
