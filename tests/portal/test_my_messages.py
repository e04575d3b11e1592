"""Messages: shown to whom they are for, new ones once."""

from __future__ import annotations

from motcua.kernel.scope import SYSTEM, scope_use
from motcua.notices.models import Notice
from tests.portal.owning import petition_of, url
from tests.portal.test_receipt import sent
from tests.portal.walking import text, walker

__all__ = ["walker"]


def test_they_are_shown_and_read(walker):
    assert "choices" in text(walker.get(url("my_messages")))
    number = petition_of(walker, sent(walker).code).rstrip("/").rpartition("/")[2]
    assert number in text(walker.get(url("my_messages")))
    with scope_use(SYSTEM):
        assert not Notice.objects.filter(read_at=None).exists()
    assert number not in text(walker.get(url("my_messages"), walker.stranger))


def test_a_place_that_does_not_exist_begins_anew(walker):
    for after in ("x", "-1", "9" * 40, "²"):
        assert walker.get(f"{url('my_messages')}?after={after}").status_code == 200
