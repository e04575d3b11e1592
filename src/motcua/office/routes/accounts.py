"""Accounts and postings, for those who administer them."""

from __future__ import annotations

from django.urls import URLPattern, path

from motcua.office import converters  # noqa: F401 - registers the pieces of addresses
from motcua.office.views.account import account
from motcua.office.views.accounts import accounts
from motcua.office.views.posting_office import posting_office
from motcua.office.views.token_issue import token_issue
from motcua.office.views.tokens import tokens

urlpatterns: list[URLPattern] = [
    path("accounts/", accounts, name="accounts"),
    path("accounts/tokens/", tokens, name="tokens"),
    path("accounts/tokens/new/", token_issue, name="token_issue"),
    path("accounts/<row:account_id>/", account, name="account"),
    path(
        "accounts/<row:account_id>/postings/<row:posting_id>/office/",
        posting_office,
        name="posting_office",
    ),
]
