"""A leader signs what was approved before the unit had its digital seal."""

from __future__ import annotations

import pytest
from tests.builders.dossiers import at, dossier_at, item_of
from tests.builders.identity import client_for
from tests.builders.signatures import commune_keys, signers
from tests.office.acting import dossier_url, events, get, guarded, post, seen, text

from motcua.documents.signatures.types import Role
from motcua.identity.assurance import FRESH_AT
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.workflow.types import Act

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def code(commune, tmp_path):
    """A result approved while the unit had no seal; it has one since."""
    with signers(tmp_path / "none", units=["*"]), scope_use(SYSTEM), at():
        code = dossier_at(commune, Act.ISSUE)
    with signers(tmp_path / "keys", commune_keys(commune)):
        yield code


def test_who_may_not(commune, code):
    guarded(commune, dossier_url(code, "sign"), wrong=commune.specialist)


def test_the_clerk_is_told_why_it_waits_and_the_leader_signs(commune, code):
    url = dossier_url(code, "sign")
    page = text(get(commune.clerk, dossier_url(code)))
    assert "a leader has still to sign the result" in page
    assert "/complete/" not in page
    page = text(get(commune.leader, dossier_url(code)))
    assert url in page
    page = text(get(commune.leader, url))
    assert "with your own digital key" in page
    assert f"{dossier_url(code)}results/1/" in page
    page = text(post(commune.leader, url, version=seen(code).version))
    assert "It can get its number and the seal now" in page
    assert "Signed by the leader afterwards" in page
    assert [one.role for one in seen(code).results[-1].signatures] == [Role.PERSONAL]
    assert events(code)[-1] == "signed"
    again = text(post(commune.leader, url, version=seen(code).version))
    assert "not possible now" in again
    assert events(code).count("signed") == 1


def test_a_stale_page_signs_nothing(commune, code):
    page = text(post(commune.leader, dossier_url(code, "sign"), version=1))
    assert "changed this dossier in the meantime" in page
    assert "signed" not in events(code)


def test_sealing_it_without_the_leader_is_refused_in_plain_words(commune, code):
    with scope_use(SYSTEM):
        item = item_of(code, Act.ISSUE)
    url = dossier_url(code, f"work/{item.id}/complete")
    page = text(post(commune.clerk, url, outcome="issued", version=item.version, number="7/G"))
    assert "no leader has signed it" in page
    assert seen(code).results[-1].issued_at is None


def test_who_it_is_is_asked_again(commune, code):
    client = client_for(commune.leader)
    session = client.session
    session[FRESH_AT] = 0
    session.save()
    assert client.get(dossier_url(code, "sign"))["Location"].startswith("/office/confirm/")
