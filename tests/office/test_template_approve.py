"""Another person approves a template or sends it back; whoever wrote it does not."""

from __future__ import annotations

import pytest
from tests.office.drafting import page

from motcua.drafting.models import Template
from motcua.drafting.types import Wording

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def at(template):
    return f"/office/templates/{template.id}/approve/"


def decide(client, template, do, **more):
    return client.post(at(template), {"do": do, "version": template.revision, **more}, follow=True)


def test_another_person_approves_it(bench):
    sent = bench.sent()
    assert "Approve" in page(bench.approves, at(sent))
    assert (
        "It can be used from the day set"
        in decide(bench.approves, sent, "approve").content.decode()
    )
    assert Template.objects.get().state == "approved"
    assert bench.approves.get(at(sent)).status_code == 302, "it waits no more"


def test_whoever_wrote_it_is_told_to_ask_somebody_else(bench):
    sent = bench.sent()
    shown = page(bench.writes, at(sent))
    assert "A second pair of eyes is needed" in shown
    assert "Somebody else decides" in decide(bench.writes, sent, "approve").content.decode()
    assert Template.objects.get().state == "submitted"
    assert bench.stranger.get(at(sent)).status_code == 404


def test_it_goes_back_with_a_reason(bench):
    sent = bench.sent()
    assert decide(bench.approves, sent, "return", reason="").status_code == 422
    decide(bench.approves, sent, "return", reason="Thiếu căn cứ")
    assert "Thiếu căn cứ" in page(bench.writes, f"/office/templates/{sent.id}/")


def test_the_next_version_is_shown_against_the_one_before(bench):
    first = bench.approved(wording=Wording(body="Một hai ba"))
    second = bench.sent(based_on=first.id, wording=Wording(body="Một bốn ba"))
    shown = page(bench.approves, at(second))
    assert "<del>hai</del><ins>bốn</ins>" in shown
