"""How somebody wants to be told."""

from __future__ import annotations

from motcua.notices.queries import preference_get
from tests.portal.owning import url
from tests.portal.walking import walker

__all__ = ["walker"]


def test_the_choice_is_kept_and_nonsense_is_not(walker):
    page = url("my_messages_choices")
    chosen = {"sms": "on", "language": "id", "quiet_from": "22", "quiet_to": "6"}
    assert walker.get(page).status_code == 200
    assert walker.post(page, {**chosen, "quiet_to": "99"}).status_code == 422
    assert walker.post(page, chosen).status_code == 302
    kept = preference_get(walker.citizen.person_id)
    assert (kept.email, kept.sms, kept.language, kept.quiet_from) == (False, True, "id", 22)
