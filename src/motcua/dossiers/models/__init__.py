"""Tables of the dossier (private to this package). Walls are in migration 0002."""

from __future__ import annotations

import secrets

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Now

from motcua.dossiers.models.batches import BatchFile, BatchPage, BatchRun, ScanBatch
from motcua.dossiers.models.ladder import Ladder, Reminder
from motcua.dossiers.models.letters import LetterProposal, LetterSignature, LetterSigning
from motcua.dossiers.models.manifests import Manifest, ManifestLine
from motcua.dossiers.models.opinions import (
    OpinionAnswer,
    OpinionRequest,
    OpinionRule,
    OpinionRuleDraft,
)
from motcua.dossiers.models.papers import (
    BookLine,
    CodeCounter,
    Heading,
    Paper,
    PaperCounter,
    PaperFile,
    ResultNumber,
)
from motcua.dossiers.models.pauses import Obligation, SupplementRequest
from motcua.dossiers.models.returns import InternalReturn
from motcua.dossiers.models.scans import DigitalCopy, Scan, ScanPage
from motcua.dossiers.types import (
    AssistedMode,
    Channel,
    Finance,
    LateCause,
    PartyKind,
    PartyRole,
    Phase,
    ReturnMethod,
    Status,
    StopKind,
)

# Fields that hold personal data (Law 91/2025/QH15), per model; see docs/how-to/personal-data.md.
PERSONAL: dict[str, frozenset[str]] = {
    "Dossier": frozenset({"applicant_name", "applicant_key", "subject", "content"}),
    "Party": frozenset(
        {"name", "id_number", "birth_date", "sex", "address", "phone", "email", "search_key"}
    ),
    "Result": frozenset({"receiver_name", "receiver_id_number", "withdrawn_reason"}),
    "Attachment": frozenset({"name"}),
    "SupplementRequest": frozenset({"items", "reason", "answers"}),
    "Obligation": frozenset({"payer"}),
    "Reason": frozenset({"reason", "legal_basis"}),
    "Paper": frozenset({"data"}),
    "DigitalCopy": frozenset({"owner_number", "name"}),
    "OpinionRequest": frozenset({"question", "told", "documents"}),
    "OpinionAnswer": frozenset({"text", "file_name"}),
    "ManifestLine": frozenset({"remark", "explanation"}),
    "InternalReturn": frozenset({"reason", "put_right", "answer_text"}),
    "LetterProposal": frozenset({"words", "note"}),
}
UNIT = "organisations.Unit"
__all__ = (
    "Attachment", "BatchFile", "BatchPage", "BatchRun", "BookLine", "CodeCounter", "Component",
    "DigitalCopy", "Dossier", "Event", "Fee", "Heading", "InternalReturn", "Ladder",
    "LetterProposal", "LetterSignature", "LetterSigning",
    "Manifest", "ManifestLine", "Obligation", "OpinionAnswer", "OpinionRequest", "OpinionRule",
    "OpinionRuleDraft", "Paper", "PaperCounter",
    "PaperFile", "Party", "Reason", "Reminder", "Result", "ResultNumber", "Scan", "ScanBatch",
    "ScanPage", "Seal",
    "SupplementRequest",
)  # fmt: skip


def salt_make() -> bytes:
    """Return the random bytes that keep a dossier's hashes from being guessed."""
    return secrets.token_bytes(16)


class Dossier(models.Model):
    """A case: where it stands (a copy of its events' fold), who is concerned, whose it is.

    Four units (domain brief 1.3): figures of timeliness belong to `competent_unit`, of intake to
    `receiving_unit`. `visible_units` are all units that have ever had a part in it; row-level
    security shows the dossier to them and nobody else.
    """

    code = models.CharField(max_length=48, unique=True)
    procedure_version = models.ForeignKey(
        "procedures.ProcedureVersion", models.PROTECT, related_name="+"
    )
    procedure_id = models.BigIntegerField()
    process_id = models.BigIntegerField(null=True)
    receiving_unit = models.ForeignKey(UNIT, models.PROTECT, related_name="+", db_index=False)
    competent_unit = models.ForeignKey(UNIT, models.PROTECT, related_name="+", db_index=False)
    support_unit = models.ForeignKey(
        UNIT, models.PROTECT, null=True, related_name="+", db_index=False
    )
    return_unit = models.ForeignKey(UNIT, models.PROTECT, related_name="+", db_index=False)
    visible_units = ArrayField(models.BigIntegerField())
    # Whom it is for and who filed it from home (citizens.Person); empty when it came to a counter.
    visible_persons = ArrayField(models.BigIntegerField(), default=list, db_default=[])

    channel = models.PositiveSmallIntegerField(choices=[(c.value, c.name) for c in Channel])
    assisted_mode = models.CharField(
        max_length=8, blank=True, default="", choices=[(m.value, m.name) for m in AssistedMode]
    )
    return_method = models.PositiveSmallIntegerField(
        default=ReturnMethod.COUNTER, choices=[(m.value, m.name) for m in ReturnMethod]
    )
    subject = models.CharField(max_length=500, blank=True, default="")
    sets = models.PositiveSmallIntegerField(default=1)
    content = models.JSONField(default=dict)
    applicant_name = models.CharField(max_length=200)
    applicant_key = models.CharField(max_length=220)

    # The fold of the events.
    status = models.PositiveSmallIntegerField(choices=[(s.value, s.name) for s in Status])
    phase = models.CharField(
        max_length=12, blank=True, default="", choices=[(p.value, p.name) for p in Phase]
    )
    stop_kind = models.CharField(
        max_length=12, blank=True, default="", choices=[(k.value, k.name) for k in StopKind]
    )
    finance = models.PositiveSmallIntegerField(
        default=Finance.NONE, choices=[(f.value, f.name) for f in Finance]
    )
    submitted_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    due_original_at = models.DateTimeField(null=True)
    # Until when the counter answers what was filed from home; empty for what came to the counter.
    answer_due_at = models.DateTimeField(null=True)
    suspended_from = models.DateTimeField(null=True)
    supplement_count = models.PositiveSmallIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)
    returned_at = models.DateTimeField(null=True)
    result_version = models.PositiveSmallIntegerField(default=0)
    # In a group: the result of another dossier must be there before this one is accepted.
    waiting = models.BooleanField(default=False, db_default=False)
    # The new date of the apology (form 04): a promise beside the due date, which stays.
    promised_at = models.DateTimeField(null=True)
    late_cause = models.CharField(
        max_length=16,
        blank=True,
        default="",
        db_default="",
        choices=[(c.value, c.name) for c in LateCause],
    )
    seq = models.PositiveIntegerField(default=0)
    head_hash = models.BinaryField()

    due_explanation = models.JSONField(default=list)
    content_hash = models.CharField(max_length=64)
    # The limit of the group that it was filed in; empty: the procedure's.
    own_limit = models.CharField(max_length=12, default="", db_default="")
    # Enters every hash by which an event binds a row; no event and no answer tells it.
    salt = models.BinaryField(
        default=salt_make,
        db_default=Func(Func(function="gen_random_uuid"), function="uuid_send"),
    )
    accepted_by = models.BigIntegerField(null=True)
    appraised_by = models.BigIntegerField(null=True)
    approved_by = models.BigIntegerField(null=True)
    official_id = models.BigIntegerField(null=True)  # who has it, or had it last
    recorded_at = models.DateTimeField(db_default=Now())
    # No column: who had it (0: nobody) when it was locked or last written; None: not known.
    official_before: int | None = None

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(due_at__isnull=False),
                name="dossier_accepted_has_due",
            ),
            models.CheckConstraint(
                condition=Q(status__in=[3, 7, 8, 9, 10], ended_at__isnull=False)
                | Q(status__in=[1, 2, 4, 5, 6], ended_at__isnull=True),
                name="dossier_ended_has_instant",
            ),
            models.CheckConstraint(
                condition=Q(status=Status.RETURNED, returned_at__isnull=False)
                | (~Q(status=Status.RETURNED) & Q(returned_at__isnull=True)),
                name="dossier_returned_has_instant",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("appraised_by")),
                name="dossier_two_pairs_of_eyes",
            ),
        )
        indexes = (
            models.Index(fields=("competent_unit", "-submitted_at", "-id"), name="dossier_comp"),
            models.Index(fields=("receiving_unit", "-submitted_at", "-id"), name="dossier_recv"),
            models.Index(
                fields=("due_at",),
                name="dossier_open_due",
                condition=Q(status__in=[2, 4, 5, 6]),
            ),
            models.Index(
                fields=("receiving_unit", "answer_due_at", "id"),
                name="dossier_to_answer",
                condition=Q(status__in=[1, 5], answer_due_at__isnull=False),
            ),
            models.Index(
                fields=("applicant_key",),
                name="dossier_applicant",
                opclasses=["text_pattern_ops"],
            ),
            GinIndex(fields=("visible_units",), name="dossier_visible"),
            GinIndex(
                fields=("visible_persons",),
                name="dossier_persons",
                condition=~Q(visible_persons=[]),
            ),
        )


class Party(models.Model):
    """A person or organisation in a dossier, as declared then."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="parties")
    role = models.CharField(max_length=12, choices=[(r.value, r.name) for r in PartyRole])
    kind = models.PositiveSmallIntegerField(
        default=PartyKind.PERSON, choices=[(k.value, k.name) for k in PartyKind]
    )
    name = models.CharField(max_length=200)
    id_number = models.CharField(max_length=20, blank=True, default="", db_index=True)
    birth_date = models.DateField(null=True)
    sex = models.CharField(max_length=10, blank=True, default="")
    address = models.CharField(max_length=500, blank=True, default="")
    unit_code = models.CharField(max_length=40, blank=True, default="")
    phone = models.CharField(max_length=20, blank=True, default="")
    email = models.CharField(max_length=254, blank=True, default="")
    search_key = models.CharField(max_length=220)


class Component(models.Model):
    """One component of the procedure, as handed in or satisfied by data."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="components")
    component_id = models.BigIntegerField()  # procedures' component of the version accepted under
    order = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=1000)
    originals = models.PositiveSmallIntegerField(default=0)
    copies = models.PositiveSmallIntegerField(default=0)
    electronic = models.BooleanField(default=False)
    satisfied_by = models.CharField(max_length=80, blank=True, default="")
    satisfied_at = models.DateTimeField(null=True)
    not_applicable = models.BooleanField(default=False)
    note = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        ordering = ("order",)


class Attachment(models.Model):
    """Which stored file belongs to which dossier, and as what."""

    # replaced: the file of a component of which a better copy was made; it stays to be seen.
    KINDS = ("component", "draft", "result", "form", "other", "replaced")
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="attachments")
    component = models.ForeignKey(Component, models.PROTECT, null=True, related_name="attachments")
    file = models.ForeignKey("documents.StoredFile", models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=12, choices=[(k, k) for k in KINDS])
    added_at = models.DateTimeField()
    added_by = models.BigIntegerField(null=True)


class Fee(models.Model):
    """A fee line as it was when the dossier was accepted; a free dossier has none."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="fees")
    name = models.CharField(max_length=300)
    amount_vnd = models.PositiveBigIntegerField()
    quantity = models.PositiveSmallIntegerField(default=1)
    basis = models.CharField(max_length=300, blank=True, default="")
    paid_at = models.DateTimeField(null=True)
    paid_method = models.CharField(max_length=12, blank=True, default="")


class Result(models.Model):
    """A version of the result: never overwritten; a wrong one gets a successor."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="results")
    version = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=[("grant", "grant"), ("refusal", "refusal")])
    title = models.CharField(max_length=300)
    file = models.ForeignKey("documents.StoredFile", models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    file_name = models.CharField(max_length=200)
    drafted_by = models.BigIntegerField(null=True)
    approved_by = models.BigIntegerField(null=True)
    approved_at = models.DateTimeField(null=True)
    number = models.CharField(max_length=80, blank=True, default="")
    issued_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    delivered_by = models.CharField(max_length=12, blank=True, default="")
    receiver_name = models.CharField(max_length=200, blank=True, default="")
    receiver_id_number = models.CharField(max_length=20, blank=True, default="")
    withdrawn_reason = models.CharField(max_length=500, blank=True, default="")
    # What the file is signed with (`documents.signatures`); none: issued without a signature.
    signatures = models.JSONField(default=list, db_default=[])
    # Printed on the signed file with its QR code; whoever holds the paper may check it.
    check_code = models.CharField(max_length=16, blank=True, default="", db_default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("dossier", "version"), name="result_version_once"),
            models.UniqueConstraint(
                fields=("check_code",), condition=~Q(check_code=""), name="result_check_code"
            ),
        )


class Event(models.Model):
    """One link of a dossier's chain: append-only for everybody but the database's superuser.

    `payload` is canonical JSON, byte for byte what `hash` was computed over:
    SHA-256(prev_hash + payload). `txid` tells the sealer which transactions are surely finished.
    """

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="events", db_index=False)
    seq = models.PositiveIntegerField()
    type = models.CharField(max_length=24)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Func(function="clock_timestamp"))
    account_id = models.BigIntegerField(null=True)
    payload = models.TextField()
    prev_hash = models.BinaryField()
    hash = models.BinaryField()
    txid = models.BigIntegerField(db_default=Func(function="motcua_txid"))

    class Meta:
        constraints = (models.UniqueConstraint(fields=("dossier", "seq"), name="event_seq_once"),)
        indexes = (models.Index(fields=("txid",), name="event_txid"),)


class Reason(models.Model):
    """What somebody gave in free text as the reason of a fact; it may name a person.

    The event `seq` holds a salted hash of it and nothing else (`services/_rows.py`).
    """

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="+", db_index=False)
    seq = models.PositiveIntegerField()
    reason = models.TextField()
    legal_basis = models.TextField(blank=True, default="")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("dossier", "seq"), name="reason_seq_once"),)


class Seal(models.Model):
    """A Merkle root over the chain heads that changed since the last seal; seals form a chain."""

    number = models.PositiveIntegerField(unique=True)
    made_at = models.DateTimeField()
    # Whose transaction numbers these are: the server's identifier; empty in a seal of before.
    cluster = models.CharField(max_length=20, default="", db_default="")
    # An anchor has a reason: it ends another server's count at this event, and a new one begins.
    after_event = models.BigIntegerField(default=0, db_default=0)
    reason = models.CharField(max_length=300, default="", db_default="")
    horizon_from = models.BigIntegerField()
    horizon_to = models.BigIntegerField()
    heads = models.PositiveIntegerField()
    root = models.BinaryField()
    prev_hash = models.BinaryField()
    hash = models.BinaryField()
    signature = models.TextField()
