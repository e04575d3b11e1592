"""Choose a province or a commune, and see its published figures in words."""

from __future__ import annotations

import pytest
from django.test import Client

from motcua.indicators.models import Release
from motcua.portal.fast import pages
from tests.builders.country import country, country_loaded
from tests.builders.published import PROVINCE, proof_broken, published_make

__all__ = ["country", "country_loaded"]


@pytest.fixture
def client(country):
    pages.clear()
    published_make()
    client = Client()
    client.cookies["motcua_language"] = "en"
    return client


def words(answer, status=200):
    assert answer.status_code == status
    return " ".join(answer.content.decode().split())


def test_it_begins_at_the_top_and_finds_units_of_today(client):
    assert 'href="/figures/19/"' in words(client.get("/figures/"))
    answer = client.get("/figures/", {"q": "bach quang"})
    assert [one.url for one in answer.context["found"]] == ["/figures/05528/"]
    old = words(client.get("/figures/", {"q": "Túc Duyên, Thái Nguyên"}))
    assert "No unit of today bears this name or code" in old
    assert "Look for it among the old names" in old


def test_units_that_ended_stand_last_and_say_so(client):
    gone = Release.objects.filter(code=PROVINCE).first()
    gone.pk, gone.code, gone.name = None, "06", "Tỉnh Bắc Kạn"
    gone.save()
    pages.clear()
    found = client.get("/figures/").context["roots"]
    assert [one.url for one in found] == ["/figures/19/", "/figures/06/"]
    assert "Ended" not in found[0].text
    assert "Ended" in found[1].text


@pytest.mark.parametrize("query", ["\x00", "   ", "<b>x</b>", "a" * 5000])
def test_nonsense_is_answered_calmly(client, query):
    assert "<b>x" not in words(client.get("/figures/", {"q": query}))


def test_while_nothing_is_proved_it_says_so(client):
    proof_broken()
    told = words(client.get("/figures/?q=x"), 503)
    assert "The figures do not agree with the sealed records" in told
    assert "Bách Quang" not in told


def test_figures_are_told_with_what_they_are_of(client):
    told = words(client.get("/figures/19/2026-08/"))
    assert '<strong class="figure">61,200</strong>' in told
    assert "of 61,918 resolved were on time" in told
    assert "66.0% of those received" in told
    assert "about 95 of 100 dossiers" in told
    assert "<strong>41</strong> of 48 points" in told
    assert "Why some figures are not shown" not in told


def test_a_small_number_is_not_shown_and_the_page_says_why(client):
    told = words(client.get("/figures/01849/2026-08/"))
    assert '<strong class="figure">Fewer than 5</strong>' in told
    assert "of 203 resolved were late" in told
    assert "Where a figure counts fewer than 5 dossiers" in told
    assert "Service Index</h2>" not in told, "too few to hide in"


def test_the_newest_month_is_shown_first_and_others_are_links(client):
    answer = client.get("/figures/05528/")
    assert answer.context["choice"].span == "09"
    assert [chip.url for chip in answer.context["longer"]] == ["/figures/05528/2026-q3/"]


@pytest.mark.parametrize("language", ["vi", "id"])
def test_other_languages_leave_no_english(client, language):
    client.cookies["motcua_language"] = language
    for path in ("/figures/", "/figures/19/", "/figures/01849/2026-q3/", "/figures/how/"):
        told = words(client.get(path))
        for english in ("Resolved on time", "of those", "Fewer than", "not shown", "Check them"):
            assert english not in told, path
