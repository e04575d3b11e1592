"""The original goes back to whoever brought it."""

from __future__ import annotations

import pytest
from tests.builders.identity import client_for
from tests.builders.scanned import digitised

from motcua.kernel.scope import SYSTEM, scope_use

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def test_the_original_is_given_back_once(commune, scan_code, scan_url):
    with scope_use(SYSTEM):
        digitised(commune, scan_code)
    client = client_for(commune.counter)
    done = client.post(f"{scan_url}return/", follow=True).content.decode()
    assert "Recorded: the original was given back" in done
    again = client.post(f"{scan_url}return/", follow=True).content.decode()
    assert "No digitised original lies here" in again
