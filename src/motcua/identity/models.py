"""Accounts, postings, API tokens (private to this package)."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models

from motcua.identity.types import Role


class AccountManager(BaseUserManager["Account"]):
    """Accounts by user name."""

    def create_user(self, username: str, password: str | None = None, **fields: object) -> Account:
        """Make an account; without password nobody can sign in to it."""
        account = self.model(username=self.model.normalize_username(username), **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account


class Account(AbstractBaseUser, PermissionsMixin):
    """An official's account; what it may do comes from its postings alone."""

    username = models.CharField(max_length=80, unique=True)
    full_name = models.CharField(max_length=200)
    email = models.EmailField(blank=True, default="")
    is_active = models.BooleanField(default=True)
    is_staff = False
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[AccountManager] = AccountManager()
    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]

    def __str__(self) -> str:
        return self.username


class Posting(models.Model):
    """(person, unit, role, from, to): the only source of rights (domain brief 9.3); half-open."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="postings")
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="+")
    role = models.CharField(max_length=24, choices=[(role.value, role.value) for role in Role])
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField(null=True)
    kind = models.CharField(
        max_length=16,
        default="permanent",
        choices=[(k, k) for k in ("permanent", "transfer", "secondment", "concurrent")],
    )

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True)
                | models.Q(valid_to__gt=models.F("valid_from")),
                name="posting_period",
            ),
        )
        indexes = (models.Index(fields=("account", "valid_from"), name="posting_account"),)
