"""What the pages share that ask a person to prove who it is: the code, and how it is refused."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from motcua.identity.services import CodeTriesSpent, factor_check

WRONG, TOO_MANY = 422, 429


def code_try(form: forms.Form, account_id: int) -> int:
    """Try the code in the field `code`; return 0 when it is good, else the refusal's status."""
    try:
        if factor_check(account_id=account_id, typed=form.cleaned_data["code"]):
            return 0
    except CodeTriesSpent as refusal:
        form.add_error(None, str(refusal.message))
        return TOO_MANY
    message = _("This code is not right, or was used already. Wait for the next one and try again.")
    form.add_error("code", message)
    return WRONG


def locked_words(minutes: int) -> str:
    """Return the words for somebody who typed too many wrong passwords."""
    words = ngettext(
        "Too many attempts. Please try again in %(minutes)d minute.",
        "Too many attempts. Please try again in %(minutes)d minutes.",
        minutes,
    )
    return words % {"minutes": minutes}
