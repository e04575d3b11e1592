"""Which dossier a form has made: a form is one dossier, whatever button sent it."""

from __future__ import annotations

from motcua.dossiers.models import Dossier
from motcua.kernel.idempotency import key_find


def intake_key(key: str) -> str:
    """Return the key under which the counter's "submit and accept" is kept."""
    return f"intake:{key}"


def dossier_sent(*, account_id: int, key: str) -> str:
    """Return the code of the dossier that this account's form made; empty when there is none.

    `key` is the form's idempotency key. Accepting and registering keep their answers apart, so
    a form that was registered first and then sent with "accept" is found here all the same.
    """
    found = key_find(client=f"account:{account_id}", keys=(key, intake_key(key)))
    code = (found.response or {}).get("code", "") if found is not None else ""
    return code if code and Dossier.objects.filter(code=code).exists() else ""
