"""Taking a return inside the office back."""

from __future__ import annotations

import pytest
from tests.office.acting import guarded, post, seen, text
from tests.office.test_return_answer import code, url, work  # noqa: F401 - a fixture

from motcua.dossiers.return_rules import ReturnState

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def test_who_returned_it_takes_it_back_with_a_reason(commune, code):  # noqa: F811
    there, version = url(code, "recall"), work(code).version
    assert post(commune.specialist, there, version=version, reason="").status_code == 422
    answer = post(commune.specialist, there, version=version, reason="Found it")
    assert "You go on with the dossier." in text(answer)
    assert seen(code).sent_back[0].state is ReturnState.RECALLED


def test_the_counter_does_not(commune, code):  # noqa: F811
    answer = post(commune.counter, url(code, "recall"), version=work(code).version, reason="x")
    assert answer.status_code in {200, 403, 409}
    assert seen(code).sent_back[0].state is ReturnState.OPEN


def test_others_may_not(commune, code):  # noqa: F811
    guarded(commune, url(code, "recall"), wrong=commune.clerk)
