"""Several results are signed from one page; what fails is named and stays."""

from __future__ import annotations

import pytest
from tests.builders.dossiers import at, dossier_at, item_of
from tests.builders.identity import client_for
from tests.builders.signatures import commune_keys, signers
from tests.office.acting import post, text

from motcua.documents.signatures.types import Role
from motcua.dossiers.queries import dossier_get
from motcua.dossiers.types import Status
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.workflow.types import Act

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
URL = "/office/worklist/sign/"


@pytest.fixture
def keys(commune, tmp_path):
    with signers(tmp_path / "keys", commune_keys(commune)):
        yield


def waiting(commune, act):
    with scope_use(SYSTEM), at():
        code = dossier_at(commune, act)
        return code, item_of(code, act)


def result(code):
    with scope_use(SYSTEM):
        return dossier_get(code).results[-1]


def test_a_leader_signs_what_was_chosen_and_the_rest_waits(commune, keys):
    (one, first), (two, _other) = (waiting(commune, Act.APPROVE) for _ in range(2))
    page = text(client_for(commune.leader).get(URL))
    assert one in page and two in page
    assert f"/office/dossiers/{one}/results/1/" in page
    page = text(post(commune.leader, URL, item=[f"{first.id}:{first.version}"]))
    assert "1 document is signed" in page
    assert one not in page and two in page
    assert [s.role for s in result(one).signatures] == [Role.PERSONAL]
    assert result(two).signatures == ()


def test_a_clerk_gives_numbers_and_seals(commune, keys):
    code, item = waiting(commune, Act.ISSUE)
    chosen = f"{item.id}:{item.version}"
    page = text(post(commune.clerk, URL, item=[chosen]))
    assert "Enter a number for each chosen document" in page
    text(post(commune.clerk, URL, item=[chosen], **{f"number-{item.id}": "7/GXN"}))
    found = result(code)
    assert (found.number, [s.role for s in found.signatures]) == (
        "7/GXN",
        [Role.PERSONAL, Role.SEAL],
    )


def test_what_failed_is_named_with_its_reason_and_stays(commune, tmp_path):
    with signers(tmp_path / "keys", commune_keys(commune)):
        code, item = waiting(commune, Act.APPROVE)
        stale, other = waiting(commune, Act.APPROVE)
        page = text(
            post(
                commune.leader,
                URL,
                item=[f"{item.id}:{item.version}", f"{other.id}:{other.version + 7}"],
            )
        )
    assert "1 document is signed" in page
    assert "Not everything was signed" in page
    assert stale in page
    assert result(code).signatures


def test_a_key_that_is_away_is_told_and_nothing_changes(commune, tmp_path):
    with signers(tmp_path / "keys", commune_keys(commune)) as folder:
        code, item = waiting(commune, Act.APPROVE)
        (folder / "passphrase").unlink()
        page = text(post(commune.leader, URL, item=[f"{item.id}:{item.version}"]))
    assert "signing key cannot be reached" in page
    with scope_use(SYSTEM):
        assert dossier_get(code).status is Status.PROCESSING
    assert result(code).approved_at is None


def test_the_page_of_one_act_signs_too_and_says_so_before(commune, keys):
    code, item = waiting(commune, Act.APPROVE)
    url = f"/office/dossiers/{code}/work/{item.id}/complete/"
    assert "sign the document with your own digital key" in text(
        client_for(commune.leader).get(url)
    )
    page = text(post(commune.leader, url, outcome="approved", version=item.version))
    assert "Signed by" in page
    assert len(result(code).signatures) == 1


def test_nothing_waits(commune):
    assert "Nothing waits for your signature" in text(client_for(commune.leader).get(URL))
    assert "Choose at least one document" in text(post(commune.leader, URL))


def test_no_other_work_is_finished_from_here(commune, keys):
    code, item = waiting(commune, Act.APPRAISE)
    chosen = {"item": [f"{item.id}:{item.version}"], f"number-{item.id}": "7/GXN"}
    page = text(post(commune.specialist, URL, **chosen))
    assert "Choose at least one document" in page
    with scope_use(SYSTEM):
        assert item_of(code, Act.APPRAISE).version == item.version
