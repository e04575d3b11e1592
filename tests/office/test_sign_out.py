"""Signing out: by POST only, and for good."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.builders.identity import actor_make, client_for
from tests.builders.organisations import unit_make

from motcua.identity.models import Session

pytestmark = pytest.mark.django_db
SIGN_OUT = "/office/sign-out/"


def test_a_post_ends_the_session():
    actor = actor_make(unit=unit_make())
    client = client_for(actor)
    assert client.post(SIGN_OUT)["Location"] == "/office/sign-in/"
    assert not Session.objects.filter(account_id=actor.account_id).exists()
    assert client.get("/office/profile/").status_code == 302


def test_a_link_signs_nobody_out():
    actor = actor_make(unit=unit_make())
    client = client_for(actor)
    assert client.get(SIGN_OUT).status_code == 405
    assert client.get("/office/profile/").status_code == 200


def test_signing_out_twice_is_once():
    assert Client().post(SIGN_OUT).status_code == 302


def test_another_site_cannot_sign_anybody_out():
    client = client_for(actor_make(unit=unit_make()))
    client.handler.enforce_csrf_checks = True
    assert client.post(SIGN_OUT).status_code == 403
