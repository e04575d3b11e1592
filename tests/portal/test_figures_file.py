"""Open data: the columns that docs/open-data.md promises, in their order."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from motcua.portal.fast import pages
from motcua.portal.open_data import COLUMNS, FIGURES
from tests.builders.published import published_make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def there():
    pages.clear()
    published_make()


def test_what_is_hidden_is_empty_and_says_so():
    data = json.loads(Client().get("/figures/01849/data/2026.json").content)
    told = {(row["period"], row["figure"]): (row["value"], row["shown"]) for row in data["rows"]}
    assert told["2026-08", "late"] == (None, "few")
    assert told["2026-08", "in_time"] == (None, "no")
    assert told["2026-q3", "resolved"] == (609, "yes")
    assert list(data["rows"][0]) == list(COLUMNS)
    assert data["licence"]["name"] == "CC BY 4.0"


def test_the_csv_has_the_same_rows():
    answer = Client().get("/figures/05528/data/2026.csv")
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines[0] == ",".join(COLUMNS)
    assert len(lines) == 1 + 4 * len(FIGURES)
    assert "05528,Phường Bách Quang,2026-08,in_time,1290,yes" in lines
    assert 'rel="license"' in answer["Link"]


def test_the_json_says_what_was_taken_over():
    data = json.loads(Client().get("/figures/05528/data/2026.json").content)
    taken = {"unit_code": None, "unit_name": "Xã Bình Cũ", "on": "2026-08-20"}
    assert data["merged"] == {"took_over": [taken], "went_to": []}
    other = json.loads(Client().get("/figures/01849/data/2026.json").content)
    assert other["merged"] == {"took_over": [], "went_to": []}


def test_another_kind_or_year_does_not_exist():
    for path in ("2026.xlsx", "2020.csv"):
        assert Client().get(f"/figures/05528/data/{path}").status_code == 404
