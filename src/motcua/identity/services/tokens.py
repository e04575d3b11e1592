"""API tokens: issued to the holder of a posting or to a program, revoked by him or others."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from motcua.identity import queries, rules
from motcua.identity.models import ApiToken, Posting
from motcua.identity.services._common import (
    account_lock,
    administers,
    rights_record,
    tokens_revoke,
)
from motcua.identity.types import Action, Actor, IssuedToken, Role
from motcua.kernel import clock
from motcua.kernel.errors import FieldProblem, Forbidden, Invalid, NotFound
from motcua.kernel.text import nfc

PREFIX = "motcua_"  # secret scanners find lost tokens by it
SECRET_BYTES = 32
NAME_MAX = 80


@transaction.atomic
def token_issue(
    *,
    actor: Actor | None,
    posting_id: int,
    name: str,
    actions: Iterable[Action],
    expires_at: datetime,
) -> IssuedToken:
    """Issue a bearer token for a posting in force; the secret is in the answer and nowhere else.

    The posting's holder may (or the command line, `actor` None), and whoever administers its unit
    when it is a program's, an account without password: an administrator never acts under another
    person's posting. Raises NotFound for any other posting and for one that is not in force,
    Forbidden for an API token, Invalid at `name`, `actions` (an action that the role lacks, or
    that no token may have) or `expires_at` (at most 366 days).
    """
    now = clock.now()
    if actor is not None and actor.token_id is not None:
        raise Forbidden("not_allowed", _("An API token cannot issue another one."))
    wanted, name = frozenset(actions), nfc(name)
    posting = Posting.objects.filter(pk=posting_id).first()
    if posting is None or not _may_issue(actor, posting):
        raise NotFound("posting_unknown", _("There is no such posting."))
    account = account_lock(posting.account_id)
    posting.refresh_from_db()
    alive = rules.in_force(valid_from=posting.valid_from, valid_to=posting.valid_to, at=now)
    if not (alive and account.is_active):
        raise NotFound("posting_unknown", _("There is no such posting."))
    role = Role(posting.role)
    if problems := _problems(name, wanted, role, expires_at, now):
        raise Invalid(problems)
    secret = PREFIX + secrets.token_urlsafe(SECRET_BYTES)
    token = ApiToken.objects.create(
        posting=posting,
        name=name,
        digest=queries.token_digest(secret),
        actions=sorted(action.value for action in wanted),
        created_at=now,
        expires_at=expires_at,
    )
    rights_record(
        "token_issued",
        account_id=account.pk,
        actor=actor,
        token=token.pk,
        posting=posting_id,
        actions=token.actions,
    )
    return IssuedToken(queries.token_view(token), secret)


def _may_issue(actor: Actor | None, posting: Posting) -> bool:
    if actor is None or actor.account_id == posting.account_id:
        return True
    return not posting.account.has_usable_password() and administers(actor, posting.unit_id)


@transaction.atomic
def token_revoke(*, actor: Actor | None, token_id: int) -> None:
    """Revoke a token now; revoking twice is once.

    Raises NotFound unless it is the actor's own or he administers its posting's unit.
    """
    token = ApiToken.objects.select_related("posting").filter(pk=token_id).first()
    own = token is not None and actor is not None and actor.account_id == token.posting.account_id
    if token is None or not (own or administers(actor, token.posting.unit_id)):
        raise NotFound("token_unknown", _("There is no such token."))
    if tokens_revoke(Q(pk=token_id)):
        rights_record(
            "token_revoked", account_id=token.posting.account_id, actor=actor, token=token_id
        )


def _problems(
    name: str, wanted: frozenset[Action], role: Role, expires_at: datetime, now: datetime
) -> list[FieldProblem]:
    problems = []
    if not 0 < len(name) <= NAME_MAX:
        problems.append(FieldProblem("name", _("Enter a name of at most 80 characters.")))
    if not wanted:
        problems.append(FieldProblem("actions", _("Choose at least one action.")))
    elif missing := wanted - rules.token_actions(role=role, wanted=wanted):
        names = ", ".join(sorted(action.value for action in missing))
        message = _("A token of this posting cannot have: %(names)s.") % {"names": names}
        problems.append(FieldProblem("actions", message))
    if not now < expires_at <= now + rules.TOKEN_LIFE_MAX:
        message = _("The token must end within 366 days from now.")
        problems.append(FieldProblem("expires_at", message))
    return problems
