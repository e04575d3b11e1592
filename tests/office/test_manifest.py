"""One manifest on the page: scanning, ticking, telling what is wrong, explaining."""

from __future__ import annotations

import pytest
from tests.builders.dossiers import at, commune_at_work, dossier_accepted
from tests.builders.identity import client_for
from tests.builders.manifests import begin, seen, sent

from motcua.dossiers.manifest_types import LineState, ManifestState

pytestmark = pytest.mark.django_db


@pytest.fixture
def commune(system_scope, settings):
    settings.DEFAULT_LANGUAGE = "en"
    with at():
        yield commune_at_work()


def act(actor, manifest_id, name, **data):
    page = f"/office/manifests/{manifest_id}/"
    return client_for(actor).post(page, {"act": name, **data}, follow=True).content.decode()


def test_scan_send_and_confirm_by_scanner(commune):
    code = dossier_accepted(commune)
    manifest_id = begin(commune)
    assert "was put on the manifest" in act(commune.counter, manifest_id, "add", code=code)
    assert "stands on the manifest already" in act(
        commune.counter, manifest_id, "add", code=code.lower()
    )
    assert "You answer for the paper" in act(commune.counter, manifest_id, "send")
    assert "has arrived" in act(commune.specialist, manifest_id, "scan", code=code)
    page = act(commune.specialist, manifest_id, "scan", code=code)
    assert "has been answered for already, at 09:00 10/09/2026" in page
    assert seen(manifest_id, commune).state is ManifestState.CLOSED
    place = client_for(commune.counter).get(f"/office/dossiers/{code}/").content.decode()
    assert "Where the paper is" in place
    assert "Paper arrived" in place


def test_ticks_differences_and_explanations_without_a_scanner(commune):
    codes = [dossier_accepted(commune) for _ in range(3)]
    manifest_id = sent(commune, *codes)
    first, second, third = seen(manifest_id, commune).lines
    page = act(commune.specialist, manifest_id, "confirm", line=[first.id, "x"])
    assert "1 dossier confirmed" in page
    told = {"line": second.id, "state": "missing", "words": "Không thấy"}
    assert "stays open until" in act(commune.specialist, manifest_id, "report", **told)
    wrong = {"line": third.id, "state": "lost", "words": "Ướt"}
    assert "Say what is wrong" in act(commune.specialist, manifest_id, "report", **wrong)
    act(commune.specialist, manifest_id, "report", **(wrong | {"state": "damaged"}))
    explain = {"line": second.id, "end": "stayed", "words": "Còn ở tủ"}
    assert "None of your postings" in act(commune.specialist, manifest_id, "explain", **explain)
    act(commune.counter, manifest_id, "explain", **explain)
    act(commune.counter, manifest_id, "explain", line=third.id, words="Mưa")
    view = seen(manifest_id, commune)
    assert view.state is ManifestState.CLOSED
    assert [one.state for one in view.lines] == [
        LineState.RECEIVED, LineState.STAYED, LineState.DAMAGED,
    ]  # fmt: skip


def test_what_was_lost_and_is_found_is_told_by_who_gave_it(commune):
    manifest_id = sent(commune, dossier_accepted(commune))
    (line,) = seen(manifest_id, commune).lines
    told = {"line": line.id, "state": "missing", "words": "Không thấy"}
    act(commune.specialist, manifest_id, "report", **told)
    page = act(commune.counter, manifest_id, "explain", line=line.id, end="lost", words="Mất")
    assert "It was found" in page
    found = act(commune.counter, manifest_id, "explain", line=line.id, end="stayed", words="Ở tủ")
    assert "It was found" not in found
    assert seen(manifest_id, commune).lines[0].state is LineState.STAYED


def test_taking_off_and_giving_up(commune):
    code = dossier_accepted(commune)
    manifest_id = begin(commune, code)
    line_id = seen(manifest_id, commune).lines[0].id
    assert "Taken off" in act(commune.counter, manifest_id, "remove", line=line_id)
    assert "No dossier stands on this manifest yet" in act(commune.counter, manifest_id, "send")
    assert "given up" in act(commune.counter, manifest_id, "cancel")
    assert "sent or cancelled in the meantime" in act(
        commune.counter, manifest_id, "add", code=code
    )


def test_a_manifest_is_not_found_before_it_is_sent_nor_by_others(commune):
    manifest_id = begin(commune, dossier_accepted(commune))
    page = f"/office/manifests/{manifest_id}/"
    assert client_for(commune.specialist).get(page).status_code == 404
    stranger = commune_at_work(name="Xa")
    assert client_for(stranger.counter).get(page).status_code == 404
    assert client_for(stranger.counter).post(page, {"act": "send"}).status_code == 404
    assert client_for(commune.counter).get(f"/office/manifests/{10**17}/").status_code == 404
