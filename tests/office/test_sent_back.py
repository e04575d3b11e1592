"""Figures of returns inside the office."""

from __future__ import annotations

import pytest
from tests.builders.identity import actor_make
from tests.builders.organisations import commune_make
from tests.office.acting import get, post, text
from tests.office.test_return_answer import code, url, work  # noqa: F401 - a fixture

from motcua.identity.types import Role
from motcua.kernel.scope import SYSTEM, scope_use

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
URL = "/office/returns/"


def test_the_director_sees_every_return_also_one_taken_back(commune, code):  # noqa: F811
    post(commune.specialist, url(code, "recall"), version=work(code).version, reason="Found it")
    page = text(get(commune.director, URL, hours=4))
    assert code in page
    assert "Taken back" in page
    assert "A component is missing" in page
    load = text(get(commune.director, "/office/workload/", hours=4))
    assert "Returned, 30 days" in load


def test_nothing_yet_and_others_see_nothing(commune, code):  # noqa: F811
    with scope_use(SYSTEM):
        stranger = actor_make(role=Role.DIRECTOR, unit=commune_make(name="Xa"))
    page = text(get(stranger, f"{URL}?days=nonsense", hours=4))
    assert code not in page
    assert "Nothing was returned" in page
    assert get(commune.clerk, URL).status_code == 404
