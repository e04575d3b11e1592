"""Second factors for tests: an account that has one, and the code its phone shows."""

from __future__ import annotations

import base64
from typing import Any

from motcua.identity import totp
from motcua.identity.factors import factor_key, factor_owner
from motcua.identity.models import SecondFactor
from motcua.identity.services import factor_begin, factor_confirm
from motcua.identity.types import Actor
from motcua.kernel import clock
from motcua.kernel.vault import vault_take


def factor_make(actor: Actor) -> list[str]:
    """Set a second factor up; return its recovery codes. The present code is used up by it."""
    factor_begin(actor=actor)
    return factor_confirm(actor=actor, code=first_code(actor))


def first_code(actor: Actor) -> str:
    """Return the code for the key that waits to be confirmed."""
    key = factor_key(actor)
    assert key is not None
    return code_of_key(key.text)


def code_of_key(text: str, later: int = 0) -> str:
    """Return the code of a key as the page shows it, so many steps of thirty seconds later."""
    secret = base64.b32decode(text.replace(" ", "").replace("\u00a0", ""))
    return totp.code_of(secret, totp.step_of(clock.now()) + later)


def code_now(account: Any, later: int = 1) -> str:
    """Return a code of a confirmed factor: by default the next one, which is good already."""
    account_id = getattr(account, "account_id", None) or account.pk
    row = SecondFactor.objects.get(pk=account_id)
    secret = vault_take(row.secret, owner=factor_owner(account_id))
    return totp.code_of(secret, totp.step_of(clock.now()) + later)
