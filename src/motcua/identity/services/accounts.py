"""Accounts: made, deactivated, their passwords changed."""

from __future__ import annotations

import logging
import re
from datetime import datetime, timedelta
from functools import cache

from django.contrib.auth import password_validation
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from motcua.identity.events import AccountDeactivated
from motcua.identity.models import Account, ApiToken
from motcua.identity.queries import account_view
from motcua.identity.rules import SAMPLE_PASSWORD
from motcua.identity.services._common import (
    account_lock,
    administers,
    rights_record,
    sessions_end,
    tokens_revoke,
    units_held,
)
from motcua.identity.services.substitutions import substitutions_cut
from motcua.identity.types import AccountView, Actor
from motcua.kernel import clock, events
from motcua.kernel.errors import FieldProblem, Forbidden, Invalid, NotFound, Refused
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.kernel.text import nfc

log = logging.getLogger(__name__)
_USERNAME = re.compile(r"[a-z0-9][a-z0-9._@-]{2,79}")
NAME_MAX = 200


@transaction.atomic
def account_make(
    *,
    actor: Actor | None,
    username: str,
    full_name: str,
    password: str | None,
    email: str = "",
    is_sample: bool = False,
) -> AccountView:
    """Make an account without any right; postings give the rights.

    `actor` None is the command line. Without password nobody can sign in to it. Raises Forbidden
    for who administers no unit, Invalid with the field for a bad or taken user name, a missing
    or over-long name, a wrong e-mail address, a weak password.
    """
    if not administers(actor):
        raise Forbidden("not_allowed", _("None of your postings allows this."))
    username, full_name, email = nfc(username).lower(), nfc(full_name), email.strip()
    account = Account(username=username, full_name=full_name, email=email, is_sample=is_sample)
    problems = _problems(account)
    if password is not None:
        problems += _password_problems("password", password, account)
    if problems:
        raise Invalid(problems)
    if is_sample and password == SAMPLE_PASSWORD:
        account.password = _sample_hash()
    else:
        account.set_password(password)
    account.save(force_insert=True)
    rights_record("account_made", account_id=account.pk, actor=actor, sample=is_sample)
    return account_view(account)


@cache
def _sample_hash() -> str:
    """Return the hash of the password that stands on the demo's sign-in page.

    One for all samples: it hides nothing, and forty slow hashes are a tenth of `make demo`.
    """
    return make_password(SAMPLE_PASSWORD)


@transaction.atomic
def account_deactivate(*, actor: Actor | None, account_id: int) -> None:
    """Close an account: its sessions and tokens end now, its postings stay as history.

    Raises NotFound for an unknown account or one with a posting outside the actor's units,
    Refused for the own account or one deactivated already.
    """
    account = account_lock(account_id)
    if not administers(actor, *units_held(account)):
        raise NotFound("account_unknown", _("There is no such account."))
    if actor is not None and actor.account_id == account_id:
        raise Refused("own_account", _("Nobody deactivates his own account. Ask a colleague."))
    if not account.is_active:
        raise Refused("account_inactive", _("This account is deactivated already."))
    _close(account, actor, "account_deactivated")


@transaction.atomic
def account_sign_out(*, actor: Actor | None, account_id: int) -> int:
    """End all sessions of an account, in every browser; return how many there were.

    Raises NotFound for an unknown account or one with a posting outside the actor's units.
    """
    account = account_lock(account_id)
    if not administers(actor, *units_held(account)):
        raise NotFound("account_unknown", _("There is no such account."))
    ended = sessions_end(account_id)
    rights_record("sessions_ended", account_id=account_id, actor=actor, sessions=ended)
    return ended


@transaction.atomic
def account_reactivate(*, actor: Actor | None, account_id: int) -> None:
    """Open a deactivated account again; rights come from its postings, as before.

    `actor` None is the command line. Raises NotFound for an unknown account or one with a posting
    outside the actor's units, Refused for one that is open.
    """
    account = account_lock(account_id)
    if not administers(actor, *units_held(account)):
        raise NotFound("account_unknown", _("There is no such account."))
    if account.is_active:
        raise Refused("account_active", _("This account is open already."))
    account.is_active, account.closed_idle = True, False
    account.opened_again_at = clock.now()
    account.save(update_fields=["is_active", "closed_idle", "opened_again_at"])
    rights_record("account_reactivated", account_id=account_id, actor=actor)


def accounts_close_idle(*, days: int) -> int:
    """Deactivate every account that nobody has signed in to for so many days; return how many.

    Counted from the last sign-in, the making or the last opening, whichever is later; a token's
    use counts for the account it acts for. Sample accounts stay. Each account in a transaction of
    its own, so that one that cannot be closed holds up no other. (TCVN 14423:2026, clause 5.)
    """
    since = clock.now() - timedelta(days=days)
    closed = 0
    for account_id in list(_idle(since).order_by("pk").values_list("pk", flat=True)):
        try:
            closed += _close_idle(account_id, since)
        except Exception:  # its work could not be handed over, say: tried again next night
            log.exception("account %s is idle and could not be closed", account_id)
    return closed


def _close_idle(account_id: int, since: datetime) -> bool:
    with scope_use(SYSTEM):
        account = account_lock(account_id)
        if not _idle(since).filter(pk=account_id).exists():
            return False  # signed in a moment ago
        account.closed_idle = True
        account.save(update_fields=["closed_idle"])
        _close(account, None, "account_idle")
        return True


def _idle(since: datetime) -> QuerySet[Account]:
    used = ApiToken.objects.filter(
        posting__account=OuterRef("pk"), last_used_on__gte=clock.local(since).date()
    )
    return Account.objects.filter(
        ~Exists(used),
        Q(last_login__isnull=True) | Q(last_login__lt=since),
        Q(opened_again_at__isnull=True) | Q(opened_again_at__lt=since),
        is_active=True,
        is_sample=False,
        created_at__lt=since,
    )


def _close(account: Account, actor: Actor | None, kind: str) -> None:
    account.is_active = False
    account.save(update_fields=["is_active"])
    tokens_revoke(Q(posting__account=account))
    sessions_end(account.pk)
    rights_record(kind, account_id=account.pk, actor=actor)
    substitutions_cut(at=clock.now(), account_id=account.pk)
    events.emit(AccountDeactivated(account.pk))


@transaction.atomic
def password_change(*, actor: Actor, old: str, new: str, session_key: str | None = None) -> None:
    """Change the own password; all other sessions of the account end.

    `session_key` names the session that stays. Raises Invalid at `old` or `new`, Forbidden for
    an API token.
    """
    if actor.token_id is not None:
        raise Forbidden("not_allowed", _("An API token cannot change a password."))
    account = account_lock(actor.account_id)
    if not account.check_password(old):
        raise Invalid([FieldProblem("old", _("This is not your present password."))])
    problems = _password_problems("new", new, account)
    if old == new:
        problems.append(FieldProblem("new", _("The new password is the same as the old one.")))
    if problems:
        raise Invalid(problems)
    account.set_password(new)
    account.save(update_fields=["password"])
    sessions_end(account.pk, but=session_key)
    rights_record("password_changed", account_id=account.pk, actor=actor)


def _problems(account: Account) -> list[FieldProblem]:
    problems = []
    if not _USERNAME.fullmatch(account.username):
        message = _(
            "Use 3 to 80 letters a–z, digits and . _ - @, beginning with a letter or digit."
        )
        problems.append(FieldProblem("username", message))
    elif Account.objects.filter(username=account.username).exists():
        problems.append(FieldProblem("username", _("This user name is taken.")))
    if not account.full_name:
        problems.append(FieldProblem("full_name", _("Enter the full name.")))
    elif len(account.full_name) > NAME_MAX:
        problems.append(
            FieldProblem("full_name", _("The name is too long: at most 200 characters."))
        )
    if account.email:
        try:
            validate_email(account.email)
        except ValidationError as error:
            problems.append(FieldProblem("email", " ".join(error.messages)))
    return problems


def _password_problems(field: str, password: str, account: Account) -> list[FieldProblem]:
    try:
        password_validation.validate_password(password, account)
    except ValidationError as error:
        return [FieldProblem(field, _password_words(one)) for one in error.error_list]
    return []


def _password_words(error: ValidationError) -> str:
    """Say it in our words: Django's own are not complete in every language of ours."""
    own = {
        "password_too_short": _("The password is too short: at least 10 characters."),
        "password_too_common": _("This password is too common: others would guess it."),
        "password_too_similar": _("The password is too much like your name or user name."),
    }
    return own.get(error.code or "") or " ".join(error.messages)
