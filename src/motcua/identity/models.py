"""Accounts, postings, sessions, API tokens, the record of rights (private to this package)."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from motcua.identity.capacity_rules import Office
from motcua.identity.types import (
    Absence,
    Capacity,
    NewWork,
    OnReturn,
    PostingKind,
    Role,
)

ROLES = [(role.value, role.value) for role in Role]
PERSONAL = {
    "Account": frozenset({"username", "full_name", "email"}),
    "SubstitutionGround": frozenset({"reason"}),  # that somebody is ill is nobody else's business
}
KINDS = [(kind.value, kind.value) for kind in PostingKind]


class AccountManager(BaseUserManager["Account"]):
    """Accounts by user name; user names are lower case."""

    def create_user(self, username: str, password: str | None = None, **fields: object) -> Account:
        """Make an account; without password nobody can sign in to it."""
        account = self.model(username=self.model.normalize_username(username).lower(), **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account

    def get_by_natural_key(self, username: str | None) -> Account:
        """Find an account as it is typed at sign-in, upper or lower case."""
        return self.get(username=(username or "").lower())


class Account(AbstractBaseUser):
    """An official's account; what it may do comes from its postings alone.

    There are no superusers, groups or permissions of Django here: one source of rights.
    A sample account can be used only where MOTCUA_DEMO is on.
    """

    username = models.CharField(max_length=80, unique=True)
    full_name = models.CharField(max_length=200)
    email = models.EmailField(blank=True, default="")
    is_active = models.BooleanField(default=True)
    is_sample = models.BooleanField(default=False)
    created_at = models.DateTimeField(db_default=Now())
    closed_idle = models.BooleanField(default=False, db_default=False)  # by itself, unused
    opened_again_at = models.DateTimeField(null=True)
    factor_asked_at = models.DateTimeField(null=True)  # the days of grace are counted from here

    objects: ClassVar[AccountManager] = AccountManager()
    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]

    def __str__(self) -> str:
        return self.username


class Posting(models.Model):
    """(person, unit, role, from, to): the only source of rights (domain brief 9.3); half-open.

    A posting cancelled before it began has `valid_to = valid_from`: it was never in force.
    `opened_by` is null for work at the command line; nobody opens a posting for himself, and the
    database repeats that.
    """

    account = models.ForeignKey(Account, models.PROTECT, related_name="postings")
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+")
    role = models.CharField(max_length=24, choices=ROLES)
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField(null=True)
    kind = models.CharField(max_length=16, default=PostingKind.PERMANENT.value, choices=KINDS)
    opened_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="posting_period",
            ),
            models.CheckConstraint(
                condition=Q(opened_by__isnull=True) | ~Q(opened_by=F("account")),
                name="posting_by_another",
            ),
        )
        indexes = (models.Index(fields=("account", "valid_from"), name="posting_account"),)

    def __str__(self) -> str:
        return f"{self.account_id} {self.role} {self.unit_id}"


class SigningOffice(models.Model):
    """Which office the holder of a posting holds, for signatures, since when; append-only.

    The line written last holds, from its day on; an empty `office` says that there is none any
    more. `document` lets somebody sign by order or by delegation (Decree 30/2020, article 13).
    """

    posting = models.ForeignKey(Posting, models.PROTECT, related_name="offices")
    office = models.CharField(
        max_length=20, blank=True, choices=[(one.value, one.value) for one in Office]
    )
    title = models.CharField(max_length=100, blank=True, default="")
    document = models.CharField(max_length=120, blank=True, default="")
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField(null=True)
    set_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="signing_office_period",
            ),
        )
        indexes = (models.Index(fields=("posting", "id"), name="signing_office_posting"),)


class Session(AbstractBaseSession):
    """A session that knows whose it is, so that ending a posting can end it."""

    account_id = models.BigIntegerField(null=True, db_index=True)

    @classmethod
    def get_session_store_class(cls) -> Any:
        """Return the store that reads and writes this table."""
        from motcua.identity.sessions import SessionStore

        return SessionStore


class ApiToken(models.Model):
    """A bearer token of one posting; only the SHA-256 of its 256-bit random secret is kept."""

    posting = models.ForeignKey(Posting, models.PROTECT, related_name="tokens")
    name = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    actions = models.JSONField()
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_on = models.DateField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("created_at")), name="token_expires"
            ),
        )

    def __str__(self) -> str:
        return self.name


class SecondFactor(models.Model):
    """The authenticator of an account; both secrets are encrypted (`kernel.vault`).

    `fresh` is one that was shown and not yet confirmed with a code: until then the one before
    holds. `last_step` is the last thirty seconds whose code was accepted: a code works once.
    """

    account = models.OneToOneField(Account, models.PROTECT, primary_key=True, related_name="factor")
    secret = models.BinaryField(null=True)
    fresh = models.BinaryField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    last_step = models.BigIntegerField(default=0)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(secret__isnull=True, confirmed_at__isnull=True)
                | Q(secret__isnull=False, confirmed_at__isnull=False),
                name="factor_confirmed",
            ),
        )


class RecoveryCode(models.Model):
    """A code for the day the authenticator is lost; only a keyed digest is kept, it works once."""

    factor = models.ForeignKey(SecondFactor, models.CASCADE, related_name="codes")
    digest = models.CharField(max_length=64, unique=True)
    used_at = models.DateTimeField(null=True)


class FactorRule(models.Model):
    """From when to when a role must have a second factor, half-open, and who says so.

    `grace_days` are counted from the first sign-in at which it was asked for.
    """

    role = models.CharField(max_length=24, choices=ROLES)
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField(null=True)
    grace_days = models.PositiveSmallIntegerField(default=0)
    source = models.CharField(max_length=200)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="factor_rule_period",
            ),
            models.UniqueConstraint(
                fields=("role",), condition=Q(valid_to__isnull=True), name="factor_rule_open"
            ),
        )


class RightsRecord(models.Model):
    """Who gave or took which right, and when; append-only for the application's role."""

    at = models.DateTimeField(db_default=Now())
    kind = models.CharField(max_length=40)
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    data = models.JSONField(default=dict)

    class Meta:
        indexes = (models.Index(fields=("account", "at"), name="rights_account"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.account_id}"


class Substitution(models.Model):
    """Who does the work of a posting while its person is away, for [valid_from, valid_to).

    It gives work, never a right: the substitute acts under `substitute_posting`, their own. At
    most one at a time for a posting (an exclusion constraint, migration 0006). `settled_at` is set
    when what was unfinished at its end has been given back.
    """

    posting = models.ForeignKey(Posting, models.PROTECT, related_name="+")
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")  # of the posting
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+")
    substitute = models.ForeignKey(Account, models.PROTECT, related_name="+")
    substitute_posting = models.ForeignKey(Posting, models.PROTECT, related_name="+")
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField()
    new_work = models.CharField(max_length=12, choices=[(c.value, c.value) for c in NewWork])
    on_return = models.CharField(max_length=12, choices=[(c.value, c.value) for c in OnReturn])
    capacity = models.CharField(
        max_length=4, blank=True, default="", choices=[(c.value, c.value) for c in Capacity]
    )
    document = models.CharField(max_length=80, blank=True, default="")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(valid_to__gte=F("valid_from")), name="substitution_period"
            ),
            models.CheckConstraint(
                condition=~Q(substitute=F("account")), name="substitution_by_another"
            ),
        )
        indexes = (
            models.Index(fields=("account", "valid_to"), name="substitution_account"),
            models.Index(fields=("substitute", "valid_to"), name="substitution_substitute"),
            models.Index(
                fields=("valid_to",),
                condition=Q(settled_at__isnull=True),
                name="substitution_unsettled",
            ),
        )

    def __str__(self) -> str:
        return f"{self.account_id} {self.substitute_id}"


class SubstitutionGround(models.Model):
    """Why somebody is away; walled apart, because colleagues need only the dates."""

    substitution = models.OneToOneField(
        Substitution, models.PROTECT, primary_key=True, related_name="ground"
    )
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+")
    reason = models.CharField(max_length=12, choices=[(c.value, c.value) for c in Absence])
