"""Days are those of the legal zone, wherever the server stands."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from motcua.kernel import clock


def test_a_day_begins_at_midnight_of_the_legal_zone():
    assert clock.midnight(date(2026, 9, 10)) == datetime(2026, 9, 9, 17, tzinfo=UTC)
    assert clock.local(clock.midnight(date(2026, 9, 10))).date() == date(2026, 9, 10)


def test_the_clock_is_held_at_an_instant_and_let_go():
    with clock.clock_set(datetime(2026, 9, 9, 18, tzinfo=UTC)):
        assert clock.today() == date(2026, 9, 10), "seven hours ahead"
        with clock.clock_set(clock.midnight(date(2026, 9, 10))):
            assert clock.now() == datetime(2026, 9, 9, 17, tzinfo=UTC)
        assert clock.now() == datetime(2026, 9, 9, 18, tzinfo=UTC)
    with pytest.raises(ValueError, match="aware"), clock.clock_set(datetime(2026, 9, 9)):  # noqa: DTZ001
        pass
