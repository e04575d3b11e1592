"""Tables of filing (private to this package). Walls are in the migrations.

A draft belongs to whom it is for (the scope) and is shown to the person who began it (queries).
"""

from __future__ import annotations

import secrets

from django.db import models
from django.db.models import Q

from motcua.filing.parent import GroupState
from motcua.filing.types import DraftState, ExportState, StoreKind

# Fields that hold personal data (Law 91/2025/QH15), per model; see docs/how-to/personal-data.md.
PERSONAL: dict[str, frozenset[str]] = {
    "Draft": frozenset({"answers", "others", "delivery", "papers", "fees", "sources", "marks"}),
    "DraftFile": frozenset({"name"}),
    "Group": frozenset({"sources"}),
    "Share": frozenset({"id_number"}),
    "StoreItem": frozenset({"name", "issuer", "number", "dossier_code"}),
    "Supply": frozenset({"texts", "dossier_code"}),
    "SupplyFile": frozenset({"name"}),
}


def public_id_make() -> str:
    """Return the name of a draft in addresses: 128 random bits, lower case."""
    return secrets.token_hex(16)


class Draft(models.Model):
    """What somebody is about to file; never deleted while it is open and not expired.

    `pages` tells at which version each page was saved last, so that two tabs on different pages
    do not disturb each other; `others` keeps what a stale tab typed until somebody chooses.
    """

    public_id = models.CharField(max_length=32, unique=True, default=public_id_make)
    person_id = models.BigIntegerField()
    subject_id = models.BigIntegerField()
    relation_id = models.BigIntegerField(null=True)
    helper_id = models.BigIntegerField(null=True)
    procedure_code = models.CharField(max_length=40)
    version_id = models.BigIntegerField()  # of the procedure, as it was shown
    form_id = models.BigIntegerField()
    form_number = models.PositiveIntegerField(default=0)
    unit_id = models.BigIntegerField(null=True)
    case = models.CharField(max_length=80, blank=True, default="")
    group = models.CharField(max_length=20, blank=True, default="")
    parts = models.JSONField(default=list, db_default=[])  # of the group, as somebody wants them
    # The group (its name in addresses) in which those parts are filed once more; empty for others.
    again = models.CharField(max_length=32, blank=True, default="", db_default="")
    answers = models.JSONField(default=dict)
    marks = models.JSONField(default=list)
    pages = models.JSONField(default=dict)
    others = models.JSONField(default=dict)
    papers = models.JSONField(default=dict)
    delivery = models.JSONField(default=dict)
    fees = models.JSONField(default=dict)
    sources = models.JSONField(default=dict)
    changes = models.JSONField(default=list)
    version = models.PositiveIntegerField(default=1)
    state = models.CharField(
        max_length=10,
        choices=[(one.value, one.value) for one in DraftState],
        default=DraftState.OPEN.value,
    )
    sent_code = models.CharField(max_length=48, blank=True, default="")
    started_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    warned_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    discarded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False)
                | (~Q(state="sent") & Q(sent_at__isnull=True)),
                name="draft_sent_has_instant",
            ),
            models.CheckConstraint(
                condition=Q(state="discarded", discarded_at__isnull=False)
                | (~Q(state="discarded") & Q(discarded_at__isnull=True)),
                name="draft_discarded_has_instant",
            ),
        )
        indexes = (
            models.Index(fields=("subject_id", "person_id", "-saved_at"), name="draft_of"),
            models.Index(fields=("expires_at",), name="draft_expires", condition=Q(state="open")),
            models.Index(
                fields=("discarded_at",), name="draft_discarded", condition=Q(state="discarded")
            ),
        )


class DraftFile(models.Model):
    """A file of a draft, at its place among those of its component."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="files")
    component_id = models.BigIntegerField()
    file = models.ForeignKey("documents.StoredFile", models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    order = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=8, default="device")  # device | store
    item = models.ForeignKey("StoreItem", models.SET_NULL, null=True, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ("component_id", "order", "id")


class Group(models.Model):
    """Several procedures filed as one (liên thông): the parent of a dossier for each part.

    It has a code of its own, which the person follows, and no status that anybody decides:
    `state` is a copy of what follows from the parts (`parent.group_state`), for lists and checks.
    """

    # Empty only for what was sent before parents had codes.
    code = models.CharField(max_length=48, default="", db_default="")
    unit_id = models.BigIntegerField(null=True)  # where it was filed: the lead's unit
    content_hash = models.CharField(max_length=64, default="", db_default="")
    state = models.CharField(
        max_length=8,
        choices=[(one.value, one.value) for one in GroupState],
        default=GroupState.RUNNING.value,
        db_default=GroupState.RUNNING.value,
    )
    ended_at = models.DateTimeField(null=True)
    public_id = models.CharField(max_length=32, unique=True, default=public_id_make)
    kind = models.CharField(max_length=20)
    person_id = models.BigIntegerField()
    subject_id = models.BigIntegerField()
    draft = models.OneToOneField(Draft, models.PROTECT, related_name="sent_group")
    sources = models.JSONField(default=dict)
    sent_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("code",), name="group_code_once", condition=~Q(code="")
            ),
        )
        indexes = (models.Index(fields=("subject_id", "-sent_at"), name="group_of"),)


class GroupPart(models.Model):
    """One filing of one procedure of a group. Without a dossier it could not be filed.

    `waits_for` are the keys of the parts whose results it needs, as the law was when it was sent.
    A part that was filed once more has a row for each filing; `replaced_at` says since when
    another one counts.
    """

    STATES = ("filed", "waiting", "failed")
    group = models.ForeignKey(Group, models.PROTECT, related_name="parts")
    key = models.CharField(max_length=20)
    order = models.PositiveSmallIntegerField()
    procedure_code = models.CharField(max_length=40)
    unit_id = models.BigIntegerField(null=True)
    state = models.CharField(max_length=8, choices=[(one, one) for one in STATES])
    dossier_id = models.BigIntegerField(null=True, unique=True)
    dossier_code = models.CharField(max_length=48, blank=True, default="")
    problem = models.CharField(max_length=60, blank=True, default="")
    filed_at = models.DateTimeField(null=True)
    waits_for = models.JSONField(default=list, db_default=[])
    basis = models.CharField(max_length=80, default="", db_default="")
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("order", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("group", "key"), name="group_part_once", condition=Q(replaced_at=None)
            ),
        )


class StoreItem(models.Model):
    """A document of one's own, kept for the next dossier (domain brief 4.5).

    `person_id` is whom it is for. `source_key` makes filling it again harmless. What is `verified`
    was issued by an office or accepted by an officer in `dossier_code`; the rest was only handed
    in and proves nothing. A row is a link: the bytes stay where documents keep them.
    """

    person_id = models.BigIntegerField()
    kind = models.CharField(max_length=10, choices=[(one.value, one.value) for one in StoreKind])
    source_key = models.CharField(max_length=120, unique=True)
    code = models.CharField(max_length=40, blank=True, default="")  # the procedure's
    name = models.CharField(max_length=300)
    number = models.CharField(max_length=80, blank=True, default="")
    issuer = models.CharField(max_length=300, blank=True, default="")
    issuer_unit_id = models.BigIntegerField(null=True)
    issued_on = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    version = models.PositiveSmallIntegerField(default=1)
    replaced_by = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    dossier_id = models.BigIntegerField(null=True)
    dossier_code = models.CharField(max_length=48, blank=True, default="")
    file = models.ForeignKey("documents.StoredFile", models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    verified = models.BooleanField()
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(kind="upload", verified=False)
                | (~Q(kind="upload") & Q(verified=True, dossier_id__isnull=False)),
                name="store_item_verified_by_a_dossier",
            ),
        )
        indexes = (models.Index(fields=("person_id", "-added_at"), name="store_item_of"),)


class Share(models.Model):
    """Papers of one's own shown at one counter for some minutes (docs/adr/0019-papers-shown.md).

    `person_id` is whose papers they are, `id_number` the number that the dossier must name. The
    first counter that reads the code binds it to its unit and its officer. `wall_until` is the
    end by the database's own clock: the wall reads it, and no application's clock can stretch it.
    """

    public_id = models.CharField(max_length=32, unique=True, default=public_id_make)
    person_id = models.BigIntegerField()
    made_by = models.BigIntegerField()
    id_number = models.CharField(max_length=30)
    code = models.CharField(max_length=8)  # digits; empty once it is long over
    papers = models.PositiveSmallIntegerField()  # so many were chosen
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    wall_until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    unit_id = models.BigIntegerField(null=True)
    account_id = models.BigIntegerField(null=True)
    opened_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("person_id",), name="share_live_once", condition=Q(ended_at=None)
            ),
            models.UniqueConstraint(
                fields=("code",), name="share_code_once", condition=~Q(code="")
            ),
            models.CheckConstraint(
                condition=Q(opened_at=None, unit_id=None, account_id=None)
                | Q(opened_at__isnull=False, unit_id__isnull=False, account_id__isnull=False),
                name="share_opened_somewhere",
            ),
        )
        indexes = (models.Index(fields=("person_id", "-made_at"), name="share_of"),)


class ShareItem(models.Model):
    """One of the papers shown; `owned`: the person is named as the owner in its dossier."""

    share = models.ForeignKey(Share, models.CASCADE, related_name="items")
    item = models.ForeignKey(StoreItem, models.CASCADE, related_name="+")
    owned = models.BooleanField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("share", "item"), name="share_item_once"),)


class Export(models.Model):
    """A download of all data of whom it is for, made by the worker because it is large.

    Whoever asked fetches it, nobody else, until `expires_at`. `volumes` are hash and size of the
    archives; they pass through the store (`documents.passing`) and leave no row there.
    """

    public_id = models.CharField(max_length=32, unique=True, default=public_id_make)
    person_id = models.BigIntegerField()
    subject_id = models.BigIntegerField()
    relation_id = models.BigIntegerField(null=True)
    language = models.CharField(max_length=2)
    state = models.CharField(
        max_length=8,
        choices=[(one.value, one.value) for one in ExportState],
        default=ExportState.WAITING.value,
    )
    volumes = models.JSONField(default=list)
    requested_at = models.DateTimeField()
    ready_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("person_id", "subject_id"),
                name="export_waiting_once",
                condition=Q(state="waiting"),
            ),
            models.CheckConstraint(
                condition=~Q(state="ready") | Q(expires_at__isnull=False), name="export_ready_ends"
            ),
        )
        indexes = (models.Index(fields=("subject_id", "person_id", "-id"), name="export_of"),)


class Supply(models.Model):
    """What somebody puts up for a request of the office (a supplement), until it is sent.

    One for each request (`ordinal`) of a dossier; it stays when the request ends before that.
    """

    public_id = models.CharField(max_length=32, unique=True, default=public_id_make)
    person_id = models.BigIntegerField()
    subject_id = models.BigIntegerField()
    dossier_code = models.CharField(max_length=48)
    ordinal = models.PositiveSmallIntegerField()
    texts = models.JSONField(default=dict)  # answers in words, by the place of the item
    started_at = models.DateTimeField()
    saved_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("subject_id", "person_id", "dossier_code", "ordinal"), name="supply_once"
            ),
        )
        indexes = (models.Index(fields=("saved_at",), name="supply_saved"),)


class SupplyFile(models.Model):
    """A file of a supplement that is being put together; `place` is that of the item, from 0."""

    supply = models.ForeignKey(Supply, models.CASCADE, related_name="files")
    place = models.PositiveSmallIntegerField()
    file = models.ForeignKey("documents.StoredFile", models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    order = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=8, default="device")  # device | store
    item = models.ForeignKey("StoreItem", models.SET_NULL, null=True, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ("place", "order", "id")
