"""The page of the weekly brief: sentences lead to their figures, versions to their difference."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.builders.dossiers import MORNING
from tests.builders.identity import client_for
from tests.builders.oversight import difficulty_make, watch_at_work

from motcua.kernel import clock
from motcua.oversight.brief_rules import week_name, week_of
from motcua.oversight.services.briefs import briefs_make

pytestmark = [pytest.mark.usefixtures("system_scope"), pytest.mark.usefixtures("english")]
URL = "/office/brief/"


@pytest.fixture
def watch():
    with watch_at_work() as made:
        difficulty_make(made)
        with clock.clock_set(MORNING + timedelta(days=7 - MORNING.weekday())):
            yield made


def test_the_sentences_lead_to_what_they_count(watch):
    keeper = client_for(watch.keeper)
    assert "There is no brief yet" in keeper.get(URL).content.decode()
    briefs_make()
    page = keeper.get(URL)
    urls = [one["url"] for _title, found in page.context["parts"] for one in found if one["url"]]
    assert any("figure=received" in url for url in urls)
    assert all(keeper.get(url).status_code == 200 for url in urls)
    assert "7 dossiers blocked" in page.content.decode()


def test_made_anew_with_a_reason_or_refused_in_words(watch):
    briefs_make()
    keeper = client_for(watch.keeper)
    week = keeper.get(URL).context["form"].fields["week"].choices[0][0]
    same = keeper.post(URL, {"week": week, "text": "Kiểm tra"})
    assert same.status_code == 422
    assert "Nothing differs" in same.content.decode()
    with clock.clock_set(MORNING + timedelta(hours=1)):
        difficulty_make(watch, title="Ghi muộn (mẫu)")
    made = keeper.post(URL, {"week": week, "text": "Ghi muộn"}, follow=True).content.decode()
    assert "Version 2, made anew" in made
    assert "Ghi muộn (mẫu)" in made
    older = keeper.get(URL, {"week": week, "version": 1}).content.decode()
    assert "Ghi muộn (mẫu)" not in older
    for wrong in ({"week": "2020-W01"}, {"week": "x"}, {"week": week, "version": "9"}):
        assert keeper.get(URL, wrong).status_code == 404


def test_a_week_without_a_brief_says_why_and_leads_to_the_latest(watch):
    keeper = client_for(watch.keeper)
    assert "Read the latest brief" not in keeper.get(URL, {"week": "2020-W01"}).content.decode()
    briefs_make()
    running = week_name(week_of(clock.today()))
    for week, why in (
        (running, "is made when the week is over"),
        ("2030-W01", "is made when the week is over"),
        ("nonsense", "This is no week."),
        ("2026-W60", "This is no week."),
        ("2020-W01", "No brief was made of this week"),
    ):
        answer = keeper.get(URL, {"week": week})
        page = answer.content.decode()
        assert answer.status_code == 404
        assert why in page
        assert f'<a href="{URL}">Read the latest brief</a>' in page


def test_others_are_told_whose_it_is(watch):
    briefs_make()
    commune = client_for(watch.answerer)
    assert "The brief is the province's" in commune.get(URL).content.decode()
    assert commune.post(URL, {"week": "x"}).status_code == 200
