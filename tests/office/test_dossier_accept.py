"""Accepting from the dossier's page."""

from __future__ import annotations

import pytest
from tests.builders.dossiers import at, dossier_registered
from tests.office.acting import dossier_url, events, guarded, post, seen, text

from motcua.dossiers.types import Status
from motcua.kernel.scope import SYSTEM, scope_use

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def code(commune):
    with scope_use(SYSTEM), at():
        return dossier_registered(commune)


def test_it_accepts_once_and_tells_so(commune, code):
    url = dossier_url(code, "accept")
    page = text(post(commune.counter, url, version=1))
    assert "The dossier is accepted" in page
    assert seen(code).status is Status.ACCEPTED
    again = text(post(commune.counter, url, version=1))
    assert "Somebody else has changed this dossier" in again
    assert events(code).count("accepted") == 1


def test_others_may_not(commune, code):
    guarded(commune, dossier_url(code, "accept"), wrong=commune.clerk, asks=False)


def test_a_damaged_version_is_a_stale_one(commune, code):
    for version in ("", "x", "9" * 30, "-1"):
        post(commune.counter, dossier_url(code, "accept"), version=version)
    assert seen(code).status is Status.REGISTERED


def test_what_is_missing_is_named(commune):
    with scope_use(SYSTEM), at():
        code = dossier_registered(commune, components=())
    page = text(post(commune.counter, dossier_url(code, "accept"), version=1))
    assert "still missing" in page
    assert commune.offering.version.components[0].label in page
