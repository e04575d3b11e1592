"""The second factor of the one sample account that has one."""

from __future__ import annotations

import base64

from motcua.identity import totp
from motcua.identity.factors import factor_key
from motcua.identity.services import factor_begin, factor_confirm
from motcua.identity.types import Actor
from motcua.kernel import clock


def factor_sample(actor: Actor) -> None:
    """Set a second factor up as a person does it: take the key, type the first code."""
    factor_begin(actor=actor)
    key = factor_key(actor)
    if key is None:
        raise RuntimeError("no key was begun")
    secret = base64.b32decode(key.text.replace(" ", ""))
    factor_confirm(actor=actor, code=totp.code_of(secret, totp.step_of(clock.now())))
