"""The first page sends everybody where their roles need them first."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.builders.identity import actor_make, client_for

from motcua.identity.types import Role

pytestmark = pytest.mark.django_db
HOME = "/office/"


@pytest.mark.parametrize(
    ("role", "goal"),
    [
        (Role.COUNTER, "/office/worklist/"),
        (Role.SPECIALIST, "/office/worklist/"),
        (Role.LEADER, "/office/worklist/"),
        (Role.CLERK, "/office/worklist/"),
        (Role.FINANCE, "/office/search/"),
        (Role.DIRECTOR, "/office/board/"),
        (Role.CONTROLLER, "/office/board/"),
        (Role.INSPECTOR, "/office/board/"),
        (Role.VIEWER, "/office/board/"),
        (Role.BUSINESS_ADMIN, "/office/offerings/"),
        (Role.TECHNICAL_ADMIN, "/office/accounts/"),
    ],
)
def test_each_role_lands_at_its_work(role, goal):
    answer = client_for(actor_make(role=role)).get(HOME)
    assert (answer.status_code, answer["Location"]) == (302, goal)


def test_a_stranger_is_asked_to_sign_in():
    answer = Client().get(HOME)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/office/sign-in/?next=/office/")


def test_nothing_can_be_posted_here():
    assert client_for(actor_make()).post(HOME).status_code == 405
