"""Units beside one another: equal shares have one rank, and who is hidden has none."""

from __future__ import annotations

import pytest
from django.test import Client

from motcua.portal.fast import pages
from tests.builders.published import published_make

pytestmark = pytest.mark.django_db


def test_ties_share_a_rank_and_what_is_not_shown_has_none():
    pages.clear()
    published_make()
    answer = Client().get("/figures/19/2026-08/units/")
    assert [(one["code"], one["rank"]) for one in answer.context["ranked"]] == [
        ("05528", 1), ("05500", 1),
    ]  # fmt: skip
    assert [one["code"] for one in answer.context["others"]] == ["01849"]
    assert answer.context["others"][0]["ratio"] is None
    assert answer.context["all_equal"], "two units share the first rank: the page says so"


def test_a_commune_has_nobody_below():
    published_make()
    assert Client().get("/figures/05528/2026-08/units/").status_code == 404
