"""Arrays as text: PostgreSQL reads what was written, whatever it is."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from motcua.kernel.arrays import array_text, columns_text

TEXTS = st.lists(st.none() | st.text(st.characters(exclude_characters="\0", codec="utf-8")))
ZONE = timezone(timedelta(hours=7))


def _read(text, kind):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT %s::{kind}[]", [text])
        return cursor.fetchone()[0]


@pytest.mark.django_db
@given(TEXTS)
def test_texts_are_read_as_they_were(values):
    assert _read(array_text(values), "text") == values


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("text", ["NULL", "null", "", " a ", 'b"', "c\\", "{d,e}", "f\n", "%s", "'", None]),
        ("bigint", [1, -(2**63), None, 0]),
        ("boolean", [True, None, False]),
        ("date", [date(2026, 2, 28), date.min, None]),
        ("timestamptz", [datetime(2026, 1, 2, 3, 4, 5, 6, ZONE), datetime(1999, 1, 1, tzinfo=UTC)]),
        ("bigint", []),
    ],
)
def test_values_are_read_as_they_were(kind, values):
    assert _read(array_text(values), kind) == values


@pytest.mark.django_db
def test_rows_become_columns():
    rows = [(1, "a"), (2, None)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM unnest(%s::int[], %s::text[])", columns_text(rows))
        assert cursor.fetchall() == rows
    with pytest.raises(ValueError, match="shorter"):
        columns_text([(1, 2), (3,)])
