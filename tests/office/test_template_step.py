"""A version is sent, taken back, given up; a refusal is told and changes nothing."""

from __future__ import annotations

import pytest
from tests.office.drafting import page

from motcua.drafting.models import Template

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def step(client, template, do, version=None):
    data = {"do": do, "version": template.revision if version is None else version}
    return client.post(f"/office/templates/{template.id}/step/", data, follow=True)


def state():
    return Template.objects.values_list("state", "revision").get()


def test_it_is_taken_back_sent_again_and_given_up(bench):
    sent = bench.sent()
    assert "is yours again" in step(bench.writes, sent, "recall").content.decode()
    assert (
        "Somebody else approves it now"
        in step(bench.writes, sent, "submit", sent.revision + 1).content.decode()
    )
    step(bench.writes, sent, "withdraw", sent.revision + 2)
    assert state()[0] == "withdrawn"


def test_a_stale_or_foreign_press_changes_nothing(bench):
    sent = bench.sent()
    assert "Somebody else has changed" in step(bench.writes, sent, "recall", 1).content.decode()
    assert step(bench.stranger, sent, "recall").status_code == 404
    assert step(bench.writes, sent, "nothing").status_code == 404
    assert bench.writes.get(f"/office/templates/{sent.id}/step/").status_code == 405
    assert state() == ("submitted", sent.revision)
    assert "waits for approval" in page(bench.writes, f"/office/templates/{sent.id}/")
