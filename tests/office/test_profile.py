"""Own profile: postings as they are, the password changed or not."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from tests.builders.identity import PASSWORD, account_make, actor_of, client_for, posting_make
from tests.builders.organisations import unit_make

from motcua.identity.types import Role
from motcua.kernel import clock

pytestmark = pytest.mark.django_db
PROFILE = "/office/profile/"
NEW = "sen-trang-no-muon"


@pytest.fixture(autouse=True)
def _english(settings):
    settings.DEFAULT_LANGUAGE = "en"


@pytest.fixture
def account():
    account = account_make(full_name="Lê <b>Sen</b>")
    posting_make(account=account, unit=unit_make(full_name="Xã Hiện Tại"), role=Role.LEADER)
    return account


def test_it_shows_past_present_and_future_postings(account):
    now = clock.now()
    posting_make(
        account=account, unit=unit_make(full_name="Xã Đã Qua"), valid_to=now - timedelta(days=1)
    )
    posting_make(
        account=account, unit=unit_make(full_name="Xã Sắp Tới"), valid_from=now + timedelta(days=9)
    )
    page = client_for(actor_of(account)).get(PROFILE).content.decode()
    for text in (
        "Xã Hiện Tại",
        "Xã Đã Qua",
        "Xã Sắp Tới",
        "In force",
        "Ended",
        "Not begun",
        "Leader",
    ):
        assert text in page
    assert "<b>Sen</b>" not in page


def test_nobody_is_asked_to_sign_in():
    assert Client().get(PROFILE)["Location"] == f"/office/sign-in/?next={PROFILE}"


def test_a_changed_password_keeps_this_device_and_signs_out_the_others(account):
    here, elsewhere = client_for(actor_of(account)), client_for(actor_of(account))
    assert here.post(PROFILE, {"old": PASSWORD, "new": NEW})["Location"] == PROFILE
    assert here.get(PROFILE).status_code == 200
    assert elsewhere.get(PROFILE).status_code == 302
    account.refresh_from_db()
    assert account.check_password(NEW)


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("wrong", NEW, "old"),
        (PASSWORD, "1234567890", "new"),
        ("", NEW, "old"),
        (PASSWORD, "", "new"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(account, old, new, field):
    answer = client_for(actor_of(account)).post(PROFILE, {"old": old, "new": new})
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == [field]
    assert (new or "–") not in answer.content.decode().split("<main")[1].split("<form")[-1]
    account.refresh_from_db()
    assert account.check_password(PASSWORD)


def test_the_page_costs_the_same_whatever_the_number_of_postings(
    account, django_assert_max_num_queries
):
    client = client_for(actor_of(account))
    client.get(PROFILE)
    for _ in range(12):
        posting_make(account=account, unit=unit_make())
    with django_assert_max_num_queries(8):  # session, account, postings twice; scope, savepoint
        client.get(PROFILE)
