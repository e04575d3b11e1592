"""The rail of officials: places that can be told apart, by their picture too."""

from __future__ import annotations

from collections import Counter

from motcua.office.navigation import CITIZENS, HALL, RAIL


def test_no_two_places_of_the_rail_have_the_same_picture():
    pictures = Counter(one.icon for one in (*HALL, *RAIL, *CITIZENS))
    assert {icon: n for icon, n in pictures.items() if n > 1} == {}
