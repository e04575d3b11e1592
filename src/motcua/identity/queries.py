"""Reads of identity: who acts, who holds which posting."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from motcua.identity import rules
from motcua.identity.models import Account, ApiToken, Posting, RightsRecord, Session
from motcua.identity.types import (
    AccountRow,
    AccountView,
    Action,
    Actor,
    DemoAccount,
    PostingKind,
    PostingView,
    RightsView,
    Role,
    TokenView,
)
from motcua.kernel import clock, wire
from motcua.kernel.kept import Kept, holding

# One statement for postings, units and all units below them, because every request of an official
# asks it. `path` ends in "/", and "0" is the character after "/": the range holds exactly the
# paths that begin with it, and the operators ~>=~ and ~<~ let the index answer.
_POSTINGS = """
SELECT p.id, p.account_id, p.role, p.unit_id, u.full_name,
       ARRAY(
         SELECT d.id FROM organisations_unit d
         WHERE d.path ~>=~ u.path AND d.path ~<~ (rtrim(u.path, '/') || '0')
       ),
       p.valid_from, p.valid_to, p.kind, a.username, a.full_name
FROM identity_posting p
JOIN identity_account a ON a.id = p.account_id
JOIN organisations_unit u ON u.id = p.unit_id
"""
_IN_FORCE = "p.valid_from <= %(at)s AND (p.valid_to IS NULL OR p.valid_to > %(at)s)"
_USABLE = "a.is_active AND (NOT a.is_sample OR %(demo)s)"
_BY_ACCOUNT = (
    _POSTINGS.replace("a.full_name\n", "a.full_name, a.is_active, a.is_sample\n")
    + "WHERE p.account_id = %s ORDER BY p.id"
)
_BY_TOKEN = (
    _POSTINGS.replace(
        "a.full_name\n",
        "a.full_name, t.id, t.actions::text, t.last_used_on, a.is_active, a.is_sample,"
        " t.revoked_at, t.expires_at\n",
    )
    + "JOIN identity_apitoken t ON t.posting_id = p.id WHERE t.digest = %s"
)
_tokens: Kept[_Token | None] = Kept("people", "units")
_actors: Kept[list[_Posting]] = Kept("people", "units")
_accounts: Kept[AccountView | None] = Kept("people")
_used_on: dict[tuple[str, int], date] = {}


def actor_get(account_id: int, *, at: datetime | None = None) -> Actor | None:
    """Return who acts when this account acts at the instant (default now); one statement.

    None when the account is deactivated or has no posting in force: it may do nothing at all.
    """
    now = at or clock.now()
    if holding():
        known = _actors.get(account_id, partial(_postings_read, account_id))
        good = [one for one in known if _usable(one.active, one.sample) and _in_force(one.row, now)]
        if not good:
            return None
        *_, username, name = good[0].row
        return Actor(account_id, username, name, tuple(one.view for one in good))
    rows = _rows(
        f"{_POSTINGS} WHERE p.account_id = %(account)s AND {_IN_FORCE} AND {_USABLE} ORDER BY p.id",
        account=account_id,
        at=now,
        demo=settings.DEMO,
    )
    if not rows:
        return None
    *_, username, name = rows[0]
    return Actor(account_id, username, name, tuple(_posting(row) for row in rows))


@dataclass(frozen=True, slots=True)
class _Posting:
    """A posting as it is remembered; whether it is in force is asked each time."""

    view: PostingView
    row: tuple[Any, ...]
    active: bool
    sample: bool


def _postings_read(account_id: int) -> list[_Posting]:
    return [
        _Posting(_posting(row), row[:-2], *row[-2:])
        for row in wire.fetch(_BY_ACCOUNT, [account_id])
    ]


def actor_by_token(secret: str) -> Actor | None:
    """Return who acts by an API token: one posting, limited to the token's actions.

    None for an unknown, expired or revoked token, an ended posting, a deactivated account.
    One statement for a token that this process knows (has anything changed?), one more on its
    first use of a day. The look-up is by the SHA-256 of a
    256-bit random secret, so its timing tells nothing about any secret.
    """
    digest = token_digest(secret)
    now = clock.now()
    token = _tokens.get(digest, partial(_token_read, digest))
    if token is None or not _usable(token.active, token.sample) or not _in_force(token.row, now):
        return None
    if token.revoked_at is not None or token.expires_at <= now:
        return None
    assert token.actor.token_id is not None, "it was made for the token"
    _use_note(token.actor.token_id, token.last_used_on, clock.local(now).date())
    return token.actor


@dataclass(frozen=True, slots=True)
class _Token:
    """A token as it is remembered; whether it is good is asked each time."""

    actor: Actor
    row: tuple[Any, ...]
    active: bool
    sample: bool
    last_used_on: date | None
    revoked_at: datetime | None
    expires_at: datetime


def _token_read(digest: str) -> _Token | None:
    for *row, active, sample, revoked_at, expires_at in wire.fetch(_BY_TOKEN, [digest]):
        *posting, username, name, token_id, actions, last_used_on = row
        view = _posting((*posting, username, name), _actions(actions))
        actor = Actor(view.account_id, username, name, (view,), token_id)
        return _Token(actor, tuple(row), active, sample, last_used_on, revoked_at, expires_at)
    return None


def _use_note(token_id: int, last_used_on: date | None, today: date) -> None:
    """Keep the day of a token's last use; one statement a day in each process."""
    key = (str(connection.settings_dict["NAME"]), token_id)
    if today in (last_used_on, _used_on.get(key)):
        return
    ApiToken.objects.filter(pk=token_id).update(last_used_on=today)
    _used_on[key] = today


def _usable(active: bool, sample: bool) -> bool:  # noqa: FBT001 - columns of an account
    """Tell what `_USABLE` tells of a row that is remembered."""
    return active and (not sample or settings.DEMO)


def _in_force(row: Sequence[Any], at: datetime) -> bool:
    """Tell what `_IN_FORCE` tells of a row of `_POSTINGS`."""
    start, end = row[6], row[7]
    return bool(start <= at and (end is None or end > at))


def token_digest(secret: str) -> str:
    """Return what is kept of a token's secret. No salt: the secret is 256 random bits."""
    return hashlib.sha256(secret.encode()).hexdigest()


def postings_of(account_id: int) -> list[PostingView]:
    """Return all postings of an account, past and future too, oldest first."""
    sql = f"{_POSTINGS} WHERE p.account_id = %(account)s ORDER BY p.valid_from, p.id"
    return [_posting(row) for row in _rows(sql, account=account_id)]


def posting_get(posting_id: int) -> PostingView | None:
    """Return one posting, in force or not."""
    rows = _rows(f"{_POSTINGS} WHERE p.id = %(posting)s", posting=posting_id)
    return _posting(rows[0]) if rows else None


def people_of(
    *,
    unit_ids: Iterable[int],
    role: Role | None = None,
    at: datetime | None = None,
    since: datetime | None = None,
) -> list[PostingView]:
    """Return postings in force right at these units (not below them), for handing out work.

    With `since` those that were in force at some time between then and `at` (default now).
    """
    force = "p.valid_from <= %(at)s AND (p.valid_to IS NULL OR p.valid_to > %(since)s)"
    sql = f"""{_POSTINGS} WHERE p.unit_id = ANY(%(units)s) AND {force} AND {_USABLE}
        AND (%(role)s::text IS NULL OR p.role = %(role)s) ORDER BY a.username, p.id"""
    return [
        _posting(row)
        for row in _rows(
            sql,
            units=list(unit_ids),
            role=role.value if role else None,
            at=at or clock.now(),
            since=since or at or clock.now(),
            demo=settings.DEMO,
        )
    ]


def account_find(username: str) -> AccountView | None:
    """Return an account by its user name."""
    if holding():
        return _accounts.get(username.lower(), partial(_account_read, username))
    return _account_read(username)


def _account_read(username: str) -> AccountView | None:
    account = Account.objects.filter(username=username.lower()).first()
    return account_view(account) if account else None


def accounts_by_ids(ids: Iterable[int]) -> dict[int, AccountView]:
    """Return accounts by id; ended and deactivated ones too, their names stay on old work."""
    return {a.pk: account_view(a) for a in Account.objects.filter(pk__in=set(ids))}


def mails_of(ids: Iterable[int]) -> dict[int, str]:
    """Return the e-mail addresses of accounts that are open and have one."""
    rows = Account.objects.filter(pk__in=set(ids), is_active=True).exclude(email="")
    return dict(rows.values_list("pk", "email"))


ACCOUNTS_SHOWN = 50


def accounts_administered(actor: Actor, text: str = "") -> list[AccountRow]:
    """Return the accounts that somebody administers, by name; at most fifty, a word narrows them.

    Those with a posting, past or future too, in the actor's units, and those without any posting:
    whoever gives them the first one must find them.
    """
    rows = _administered(actor)
    for word in text[:200].replace("\x00", " ").split()[:6]:  # PostgreSQL knows no NUL
        rows = rows.filter(
            Q(username__icontains=word) | Q(full_name__icontains=word) | Q(email__iexact=word)
        )
    now = clock.now()
    held = Posting.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=now), account=OuterRef("pk"), valid_from__lte=now
    )
    found = rows.annotate(posted=Exists(held)).order_by("full_name", "id")[:ACCOUNTS_SHOWN]
    return [
        AccountRow(account_view(one), one.email, one.last_login, one.created_at, one.posted)
        for one in found
    ]


def account_administered(actor: Actor, account_id: int) -> AccountRow | None:
    """Return one account that somebody administers, None for all others."""
    account = _administered(actor).filter(pk=account_id).first()
    if account is None:
        return None
    now = clock.now()
    posted = Posting.objects.filter(account=account, valid_from__lte=now).exclude(valid_to__lte=now)
    return AccountRow(
        account_view(account),
        account.email,
        account.last_login,
        account.created_at,
        posted.exists(),
    )


def _administered(actor: Actor) -> QuerySet[Account]:
    units = actor.unit_ids_for(Action.ACCOUNT_ADMIN)
    within = Posting.objects.filter(account=OuterRef("pk"), unit_id__in=units)
    anywhere = Posting.objects.filter(account=OuterRef("pk"))
    return (
        Account.objects.filter(Exists(within) | ~Exists(anywhere))
        if units
        else (Account.objects.none())
    )


def rights_of(account_id: int) -> list[RightsView]:
    """Return who gave or took which right of an account, newest first."""
    rows = RightsRecord.objects.filter(account_id=account_id).select_related("by").order_by("-id")
    return [
        RightsView(row.at, row.kind, row.by.full_name if row.by else "", row.data)
        for row in rows[:100]
    ]


def sessions_count(account_id: int) -> int:
    """Return in how many browsers an account is signed in."""
    return Session.objects.filter(account_id=account_id, expire_date__gt=clock.now()).count()


def demo_accounts() -> list[DemoAccount]:
    """Return sample accounts with their postings in force; empty outside the demo."""
    if not settings.DEMO:
        return []
    now = clock.now()
    postings = (
        Posting.objects.filter(
            account__is_sample=True, account__is_active=True, valid_from__lte=now
        )
        .exclude(valid_to__lte=now)
        .order_by("account_id", "id")
        .values_list(
            "account__username",
            "account__full_name",
            "role",
            "unit__full_name",
            "account__factor__confirmed_at",
        )
    )
    return [
        DemoAccount(username, name, Role(role), unit, factor is not None)
        for username, name, role, unit, factor in postings
    ]


def tokens_of(account_id: int) -> list[TokenView]:
    """Return the API tokens of an account, newest first; never their secrets."""
    tokens = ApiToken.objects.filter(posting__account_id=account_id).order_by("-id")
    return [token_view(token) for token in tokens]


def account_view(account: Account) -> AccountView:
    """Return an account as others see it."""
    return AccountView(
        account.pk,
        account.username,
        account.full_name,
        account.is_active,
        account.is_sample,
        account.closed_idle,
        is_program=not account.has_usable_password(),
    )


def token_view(token: ApiToken) -> TokenView:
    """Return a token as others see it."""
    return TokenView(
        id=token.pk,
        name=token.name,
        posting_id=token.posting_id,
        actions=_actions(token.actions),
        created_at=token.created_at,
        expires_at=token.expires_at,
        last_used_on=token.last_used_on,
        revoked_at=token.revoked_at,
    )


def _actions(stored: Any) -> frozenset[Action]:
    names = json.loads(stored) if isinstance(stored, str) else stored
    known = {action.value for action in Action}
    return frozenset(Action(name) for name in names if name in known)


def _rows(sql: str, **parameters: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows


def _posting(row: tuple[Any, ...], wanted: frozenset[Action] | None = None) -> PostingView:
    posting_id, account_id, role, unit_id, unit_name, unit_ids, start, end, kind, *_ = row
    role = Role(role)
    return PostingView(
        id=posting_id,
        account_id=account_id,
        role=role,
        unit_id=unit_id,
        unit_name=unit_name,
        unit_ids=frozenset(unit_ids),
        valid_from=start,
        valid_to=end,
        actions=rules.actions_of(role)
        if wanted is None
        else rules.token_actions(role=role, wanted=wanted),
        kind=PostingKind(kind),
    )
