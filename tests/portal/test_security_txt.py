"""security.txt, as RFC 9116 wants it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.test import Client

from motcua.kernel import clock

URL = "/.well-known/security.txt"


def test_it_names_the_contact_for_less_than_a_year(settings):
    settings.SECURITY_CONTACT = "mailto:security@example.org"
    answer = Client().get(URL)
    facts = dict(line.split(": ", 1) for line in answer.content.decode().splitlines())
    assert facts["Contact"] == "mailto:security@example.org"
    expires = datetime.fromisoformat(facts["Expires"])
    assert timedelta(days=30) < expires - clock.now() < timedelta(days=365)
    assert facts["Canonical"].endswith(URL)


def test_without_a_contact_there_is_none(settings):
    settings.SECURITY_CONTACT = ""
    assert Client().get(URL).status_code == 404
