"""Papers that a person shows on a phone: the officer reads the code, the intake offers them.

The form carries a token: this officer, this form, these papers. What it opens is asked anew each
time, behind the wall; when it is over, the page says why and what was chosen from it is gone.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.core import signing
from django.http import QueryDict
from django.utils.translation import gettext as _

from motcua.filing.queries.shares import share_shown
from motcua.filing.services import share_hold, share_open, share_over
from motcua.filing.services.shares import number_plain
from motcua.filing.types import ShareView
from motcua.identity.access import SignedInRequest
from motcua.kernel.errors import Refused

SALT = "motcua.intake.shown"
HALF_A_DAY = 43_200
CODE, TOKEN = "share-code", "share"
# Whose papers serve: of whoever applies, or of the owner whom they apply for.
WHOSE = ("applicant-id_number", "owner-id_number")


@dataclass(frozen=True)
class Shown:
    """What the page knows of papers that are shown.

    `code` is what was typed and not read, or refused (`problem` says why); `over` is why what was
    seen is seen no longer.
    """

    token: str = ""
    share: ShareView | None = None
    code: str = ""
    problem: str = ""
    over: str = ""

    @property
    def is_open(self) -> bool:
        """Whether there is something to be said or seen."""
        return bool(self.share or self.code or self.problem or self.over)


def shown_read(request: SignedInRequest, data: QueryDict, key: str) -> Shown:
    """Return what is shown for the form with this key, as it is at this moment."""
    code, token = _code(data), data.get(TOKEN, "")
    share_id = _read(token, request.actor.account_id, key)
    if not share_id:
        return Shown(code=code)
    share = share_shown(request.actor, share_id)
    if share is None:
        over = share_over(actor=request.actor, share_id=share_id)
        return Shown(code=code, over=str(over) if over else "")
    if share.id_number not in {number_plain(one) for one in _numbers(data)}:
        words = _(
            "The papers that were shown are of somebody else than the applicant or owner named "
            "now. Nothing of them is used."
        )
        return Shown(token=token, code=code, over=words)
    return Shown(token=token, code=code, share=share)


def shown_open(request: SignedInRequest, data: QueryDict, key: str) -> Shown:
    """Open what a code shows; a refusal leaves open what was open before."""
    try:
        share = share_open(
            actor=request.actor,
            code=_code(data),
            numbers=_numbers(data),
            route=request.resolver_match.view_name if request.resolver_match else "",
        )
    except Refused as refusal:
        return replace(shown_read(request, data, key), problem=str(refusal))
    data[TOKEN] = signing.dumps([request.actor.account_id, key, share.id], salt=SALT)
    return replace(shown_read(request, data, key), code="")


def shown_hold(request: SignedInRequest, shown: Shown, *, used: bool) -> None:
    """Hold what is shown while the form is sent, so that it cannot end in between; raises Refused.

    Only when a paper of it is `used`.
    """
    if used and shown.share is not None:
        share_hold(actor=request.actor, share_id=shown.share.id)


def _code(data: QueryDict) -> str:
    return data.get(CODE, "")[:40].replace("\x00", "").strip()


def _numbers(data: QueryDict) -> list[str]:
    return [number for name in WHOSE if (number := data.get(name, "")[:30])]


def _read(token: str, account: int, key: str) -> int:
    """Return the number of what is shown; 0 for another officer's or form's token."""
    try:
        told: Any = signing.loads(token, salt=SALT, max_age=HALF_A_DAY) if token else None
    except signing.BadSignature:
        return 0
    return int(told[2]) if isinstance(told, list) and told[:2] == [account, key] else 0
