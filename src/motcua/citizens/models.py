"""Persons, their relations and sessions at the portal (private to this package).

Everything that names somebody stands behind the wall: under the scope `persons:{4}` there is the
row of person 4, and the relations in which 4 stands on either side.
"""

from __future__ import annotations

from uuid import uuid4

from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from motcua.citizens.types import (
    ConsentPurpose,
    PersonKind,
    RelationKind,
    RelationState,
    ReviewState,
)

PERSONAL = {
    "Person": frozenset(
        {
            "id_number",
            "former_id_number",
            "technical_id",
            "name",
            "birth_date",
            "sex",
            "address",
            "phone",
            "email",
        }
    ),
    "FormerAccount": frozenset({"former_id"}),
    "IdentityReview": frozenset(
        {
            "id_number",
            "technical_id",
            "name",
            "birth_date",
            "sex",
            "address",
            "phone",
            "email",
            "decision_note",
        }
    ),
    "ReviewLine": frozenset({"note", "claimed"}),
    "KeptForm": frozenset({"fields"}),
    "Relation": frozenset({"subject_name", "subject_id_number", "subject_birth_date"}),
}
KINDS = [(kind.value, kind.name.lower()) for kind in PersonKind]
RELATION_KINDS = [(kind.value, kind.value) for kind in RelationKind]
PURPOSES = [(purpose.value, purpose.value) for purpose in ConsentPurpose]
RELATION_STATES = [(state.value, state.value) for state in RelationState]


class Person(models.Model):
    """A citizen or an organisation, keyed by identity number and technical id, never by e-mail.

    `technical_id` is null for somebody who never signed in but for whom another acts (a child);
    their own first sign-in fills it. The same number with another technical id is refused.
    """

    kind = models.PositiveSmallIntegerField(choices=KINDS, default=PersonKind.PERSON.value)
    id_number = models.CharField(max_length=20)
    technical_id = models.CharField(max_length=80, null=True, unique=True)  # noqa: DJ001 - unique
    former_id_number = models.CharField(max_length=20, blank=True, default="")
    name = models.CharField(max_length=200)
    birth_date = models.DateField(null=True)
    sex = models.CharField(max_length=10, blank=True, default="")
    address = models.CharField(max_length=400, blank=True, default="")
    unit_code = models.CharField(max_length=20, blank=True, default="")
    # How the commune is known: from the address, or as the person said against it.
    unit_source = models.CharField(max_length=8, blank=True, default="", db_default="")
    phone = models.CharField(max_length=20, blank=True, default="")
    email = models.EmailField(blank=True, default="")
    assurance = models.PositiveSmallIntegerField(default=0)
    language = models.CharField(max_length=2, blank=True, default="")
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = (models.UniqueConstraint(fields=("kind", "id_number"), name="person_once"),)


class FormerAccount(models.Model):
    """Which account of an older system is which person now (domain brief 4.3)."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="former_accounts")
    system = models.CharField(max_length=40)
    former_id = models.CharField(max_length=120)
    linked_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("system", "former_id"), name="former_account_once"),
        )


class Relation(models.Model):
    """Why `person` may act for another: what was claimed, the proof, who confirmed it, until when.

    `subject` is null until it is confirmed: a claim tells nobody whether that number is known.
    `proof_file_id` is a file of `documents`; no foreign key, because that package lies above.
    """

    kind = models.CharField(max_length=24, choices=RELATION_KINDS)
    state = models.CharField(
        max_length=12, choices=RELATION_STATES, default=RelationState.REQUESTED.value
    )
    person = models.ForeignKey(Person, models.PROTECT, related_name="acts_for")
    subject = models.ForeignKey(Person, models.PROTECT, null=True, related_name="acted_by")
    subject_kind = models.PositiveSmallIntegerField(choices=KINDS, default=PersonKind.PERSON.value)
    subject_name = models.CharField(max_length=200)
    subject_id_number = models.CharField(max_length=20)
    subject_birth_date = models.DateField(null=True)
    proof_file_id = models.BigIntegerField(null=True)
    proof_name = models.CharField(max_length=200, blank=True, default="")
    unit_id = models.BigIntegerField(null=True)
    requested_at = models.DateTimeField(db_default=Now())
    decided_at = models.DateTimeField(null=True)
    decided_by = models.BigIntegerField(null=True)
    decision_note = models.CharField(max_length=500, blank=True, default="")
    valid_to = models.DateField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=~Q(state=RelationState.CONFIRMED.value) | Q(subject__isnull=False),
                name="relation_confirmed_of_somebody",
            ),
            models.CheckConstraint(
                condition=Q(subject__isnull=True) | ~Q(subject=F("person")),
                name="relation_to_another",
            ),
        )
        indexes = (
            models.Index(fields=("person", "state"), name="relation_person"),
            models.Index(fields=("subject", "state"), name="relation_subject"),
            models.Index(
                fields=("unit_id", "requested_at"),
                name="relation_to_confirm",
                condition=Q(state=RelationState.REQUESTED.value),
            ),
        )


class Session(models.Model):
    """A sitting at the portal. The browser keeps the secret; here is its SHA-256 and no name.

    `relation` says for whom the person acts at present; `helper_id` is the official account that
    assists. `provider_sid` and `provider_sub` are how the identity provider names it when it ends
    the session from its side. A `fixed` sitting began with an organisation's account: its
    representative acts for the organisation and for nobody else.
    """

    digest = models.CharField(max_length=64, unique=True)
    person = models.ForeignKey(Person, models.CASCADE, related_name="sessions")
    relation = models.ForeignKey(Relation, models.SET_NULL, null=True, related_name="+")
    assurance = models.PositiveSmallIntegerField()
    helper_id = models.BigIntegerField(null=True)
    provider_sid = models.CharField(max_length=120, blank=True, default="", db_index=True)
    provider_sub = models.CharField(max_length=120, blank=True, default="", db_index=True)
    fixed = models.BooleanField(default=False)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)


class SignInAttempt(models.Model):
    """What a browser took along to the identity provider; good once, for ten minutes.

    `browser` is the digest of a cookie: an answer brought by another browser is refused.
    """

    digest = models.CharField(max_length=64, unique=True)
    browser = models.CharField(max_length=64)
    nonce = models.CharField(max_length=64)
    verifier = models.CharField(max_length=128)
    goal = models.CharField(max_length=2000, blank=True, default="")
    level = models.PositiveSmallIntegerField(default=1)
    created_at = models.DateTimeField(db_index=True)


class SpentToken(models.Model):
    """The id of a logout token that was obeyed, so that it counts once."""

    jti = models.CharField(max_length=200, primary_key=True)
    expires_at = models.DateTimeField(db_index=True)


class IdentityReview(models.Model):
    """A sign-in refused because number and technical id belong to two persons; an officer looks.

    What the identity provider said then stands here, `known_id` is whom the number (or the
    technical id) belongs to; `unit_id` whose officers look at it, null where no address tells.
    """

    kind = models.PositiveSmallIntegerField(choices=KINDS)
    id_number = models.CharField(max_length=20)
    technical_id = models.CharField(max_length=80)
    name = models.CharField(max_length=200)
    reason = models.CharField(max_length=40)
    last_at = models.DateTimeField()
    tries = models.PositiveIntegerField(default=1)
    birth_date = models.DateField(null=True)
    sex = models.CharField(max_length=10, default="", db_default="")
    address = models.CharField(max_length=400, default="", db_default="")
    phone = models.CharField(max_length=20, default="", db_default="")
    email = models.CharField(max_length=254, default="", db_default="")
    language = models.CharField(max_length=2, default="", db_default="")
    known_id = models.BigIntegerField(null=True)
    unit_id = models.BigIntegerField(null=True)
    state = models.CharField(
        max_length=10,
        choices=[(one.value, one.value) for one in ReviewState],
        default=ReviewState.OPEN.value,
        db_default=ReviewState.OPEN.value,
    )
    decided_at = models.DateTimeField(null=True)
    decided_by = models.BigIntegerField(null=True)
    posting_id = models.BigIntegerField(null=True)
    decision_note = models.CharField(max_length=500, default="", db_default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("kind", "id_number", "technical_id"), name="identity_review_once"
            ),
        )
        indexes = (
            models.Index(
                fields=("unit_id", "last_at"), name="review_open", condition=Q(state="open")
            ),
        )


class ReviewLine(models.Model):
    """What happened in a case of identity: appended, never changed, whatever the case becomes.

    `claimed` is what the sign-in said at that moment, so that a decision can be read beside what
    it was made on. Without an account it was the sign-in itself that opened the case (again).
    """

    review = models.ForeignKey(IdentityReview, models.PROTECT, related_name="lines")
    at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=[(one.value, one.value) for one in ReviewState])
    account_id = models.BigIntegerField(null=True)
    posting_id = models.BigIntegerField(null=True)
    note = models.CharField(max_length=500, default="")
    claimed = models.JSONField(default=dict)


class KeptForm(models.Model):
    """What somebody had typed when their sitting ended; given back to the same person only."""

    browser = models.CharField(max_length=64, unique=True)
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    relation_id = models.BigIntegerField(null=True)
    path = models.CharField(max_length=500)
    fields = models.JSONField()
    created_at = models.DateTimeField(db_index=True)


class Consent(models.Model):
    """A consent with its scope and times; withdrawn ones stay (Law 91/2025/QH15).

    `about` is empty for what holds until it is withdrawn, else the procedure of the one filing it
    was given for. `kinds` are the data it covers, `text` what the person read (in `text_version`),
    `reference` what a source is told as the ground.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="consents")
    purpose = models.CharField(max_length=40, choices=PURPOSES)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    about = models.CharField(max_length=40, default="", db_default="")
    kinds = models.JSONField(default=list, db_default=[])
    text = models.CharField(max_length=1000, default="", db_default="")
    text_version = models.PositiveSmallIntegerField(default=1, db_default=1)
    reference = models.UUIDField(default=uuid4, db_default=RandomUUID())
    actor_id = models.BigIntegerField(null=True)  # who pressed, when it was not the person

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("person", "purpose"),
                name="consent_once",
                condition=Q(withdrawn_at__isnull=True, about=""),
            ),
        )


class HelpCode(models.Model):
    """A short code by which a helper is let into one sitting; good once, for ten minutes."""

    digest = models.CharField(max_length=64, unique=True)
    account_id = models.BigIntegerField()
    posting_id = models.BigIntegerField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    session = models.ForeignKey(Session, models.SET_NULL, null=True, related_name="+")
