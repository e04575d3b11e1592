"""Tables of digitisation: pages under work, and what counts as digitised."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from motcua.dossiers.scan_types import CopyKind, PageState, Reuse, ScanState

DOSSIER = "dossiers.Dossier"
FILE = "documents.StoredFile"
LIVE = (ScanState.OPEN.value, ScanState.MAKING.value, ScanState.MADE.value)


class DigitalCopy(models.Model):
    """A component (or a result) in digital form that an officer answers for; one version of it.

    Written with the event that is its cause and bound by it. A wrong one is replaced by the next
    version, with a reason; never removed. `name` follows the file rule of domain brief 8.1:
    number of the owner, code of the kind of document, serial.
    """

    dossier = models.ForeignKey(DOSSIER, models.PROTECT, related_name="+")
    component = models.ForeignKey("dossiers.Component", models.PROTECT, null=True, related_name="+")
    attachment = models.ForeignKey(
        "dossiers.Attachment", models.PROTECT, null=True, related_name="+"
    )
    version = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=[(k.value, k.name) for k in CopyKind])
    reuse = models.PositiveSmallIntegerField(choices=[(r.value, r.name) for r in Reuse])
    source = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    type_code = models.CharField(max_length=40)
    owner_number = models.CharField(max_length=20, blank=True, default="", db_index=True)
    name = models.CharField(max_length=120)
    file = models.ForeignKey(FILE, models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    pages = models.PositiveSmallIntegerField()
    has_text = models.BooleanField()
    quality = models.JSONField(default=dict)
    overruled = models.BooleanField(default=False)
    issued_on = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    compared_by = models.BigIntegerField()
    compared_at = models.DateTimeField()
    signatures = models.JSONField(default=list)
    returned_by = models.BigIntegerField(null=True)
    returned_at = models.DateTimeField(null=True)
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("dossier", "component", "version"), name="digital_copy_version"
            ),
            models.UniqueConstraint(
                fields=("component",),
                condition=Q(replaced_at__isnull=True),
                name="digital_copy_one_live",
            ),
        )


class Scan(models.Model):
    """Pages of one component under work, until an officer has compared what was made of them."""

    dossier = models.ForeignKey(DOSSIER, models.PROTECT, related_name="+")
    component = models.ForeignKey("dossiers.Component", models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=[(s.value, s.name) for s in ScanState])
    declared_pages = models.PositiveSmallIntegerField(default=0)
    change = models.PositiveIntegerField(default=0)  # counted up by every change of its pages
    file = models.ForeignKey(FILE, models.PROTECT, null=True, related_name="+")
    sha256 = models.CharField(max_length=64, blank=True, default="")
    pages = models.PositiveSmallIntegerField(default=0)
    has_text = models.BooleanField(default=False)
    quality = models.JSONField(default=dict)
    problem = models.CharField(max_length=300, blank=True, default="")
    begun_by = models.BigIntegerField()
    begun_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    work_until = models.DateTimeField(null=True)  # until then somebody is at it (`kernel.claims`)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("component",), condition=Q(state__in=LIVE), name="scan_one_live"
            ),
        )


class ScanPage(models.Model):
    """One page: where its picture comes from, how it is to be made, what was found of it.

    `picture` and `preview` are made again from the source whenever they are gone; the source is
    kept. Only of a page that went nowhere (it was taken out, or the whole scan put aside) it is let
    go after a while (`services/forgetting.py`); then there is no file.
    """

    dossier = models.ForeignKey(DOSSIER, models.PROTECT, related_name="+")
    scan = models.ForeignKey(Scan, models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField(default=0)
    file = models.ForeignKey(FILE, models.PROTECT, null=True, related_name="+")
    leaf = models.PositiveSmallIntegerField(null=True)  # which page of a PDF
    state = models.CharField(max_length=8, choices=[(s.value, s.name) for s in PageState])
    problem = models.CharField(max_length=300, blank=True, default="")
    corners = models.JSONField(null=True)
    turn = models.PositiveSmallIntegerField(default=0)
    turn_found = models.PositiveSmallIntegerField(default=0)  # by the program that reads text
    tone = models.CharField(max_length=8, blank=True, default="")
    facts = models.JSONField(default=dict)
    picture_sha256 = models.CharField(max_length=64, blank=True, default="")
    picture_size = models.PositiveIntegerField(default=0)
    preview_sha256 = models.CharField(max_length=64, blank=True, default="")
    preview_size = models.PositiveIntegerField(default=0)
    text_sha256 = models.CharField(max_length=64, blank=True, default="")
    text_size = models.PositiveIntegerField(default=0)
    removed = models.BooleanField(default=False)
