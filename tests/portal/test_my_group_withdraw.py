"""Withdrawing the whole of what was filed as one, or a part of it."""

from __future__ import annotations

from tests.builders.citizens import citizen_make
from tests.builders.groups import codes_of, group_sent
from tests.portal.test_my_group import citizen, english, get, post, town
from tests.portal.walking import text

__all__ = ["citizen", "english", "town"]  # fixtures


def test_a_part_is_withdrawn_and_the_page_says_what_hangs_on_it(town, citizen):
    _receipt, group = group_sent(citizen, town)
    codes = codes_of(group)
    led = get("my_dossier_withdraw", citizen, codes["identity"])
    assert led.status_code == 302
    page = text(get("my_group_withdraw", citizen, group.public_id))
    assert "this ends too" in page
    wrong = post("my_group_withdraw", citizen, group.public_id, reason="Thôi")
    assert wrong.status_code == 422
    done = post("my_group_withdraw", citizen, group.public_id, parts="identity", reason="Thôi")
    assert done.status_code == 302
    assert "It was withdrawn." in text(get("my_group", citizen, group.public_id))


def test_what_has_ended_is_not_offered_and_another_persons_is_not_found(town, citizen):
    _receipt, group = group_sent(citizen, town)
    stranger, data = citizen_make(), {"parts": "residence", "reason": "x"}
    assert get("my_group_withdraw", stranger, group.public_id).status_code == 404
    assert post("my_group_withdraw", stranger, group.public_id, **data).status_code == 404
    post("my_group_withdraw", citizen, group.public_id, parts="registration", reason="Thôi")
    assert get("my_group_withdraw", citizen, group.public_id).status_code == 302
    assert "It ended without a result" in text(get("my_group", citizen, group.public_id))
