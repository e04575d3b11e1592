"""What the officials' frame offers: the account menu, and the rail as pages arrive."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from motcua.ui.navigation import AccountItem, account_register

ACCOUNT = (
    AccountItem(_("My profile"), "office:profile", "user", order=10),
    AccountItem(_("Sign out"), "office:sign_out", "logout", post=True, order=90),
)


def register() -> None:
    """Register every link; once, from `OfficeConfig.ready`."""
    for item in ACCOUNT:
        account_register(item)
