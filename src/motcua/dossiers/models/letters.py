"""Tables of who signs forms 02 to 05: what was set, what was proposed, who signed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from motcua.dossiers.letter_rules import LetterAct, ProposalState

UNIT = "organisations.Unit"


class LetterSigning(models.Model):
    """Who signs which form in a unit and all below it; dated versions, never changed.

    The version in force on a day is the newest that had begun by then. An act that `rules` does
    not name is left to the units below, and to the law (`letter_rules`).
    """

    unit = models.ForeignKey(UNIT, models.PROTECT, related_name="+", db_index=False)
    version = models.PositiveIntegerField()
    valid_from = models.DateField()
    rules = models.JSONField()  # act → signer, way, capacities
    source = models.CharField(max_length=300)  # the document by which it was decided
    edited_by = models.BigIntegerField()
    edited_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("unit", "version"), name="letter_signing_version"),
        )


class LetterSignature(models.Model):
    """The file of a form as whoever signs it has signed it; the unit's seal comes upon it."""

    paper = models.OneToOneField("dossiers.Paper", models.PROTECT, related_name="+")
    dossier = models.ForeignKey(
        "dossiers.Dossier", models.PROTECT, related_name="+", db_index=False
    )
    file = models.ForeignKey("documents.StoredFile", models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    evidence = models.JSONField()
    made_at = models.DateTimeField()


class LetterProposal(models.Model):
    """A form that somebody proposes and another signs; nothing has happened before that.

    `words` is what the act is called with: reason, legal basis, items, dates.
    """

    dossier = models.ForeignKey(
        "dossiers.Dossier", models.PROTECT, related_name="+", db_index=False
    )
    ordinal = models.PositiveSmallIntegerField()
    act = models.CharField(max_length=20, choices=[(one.value, one.name) for one in LetterAct])
    unit = models.ForeignKey(UNIT, models.PROTECT, related_name="+")  # that issues the form
    words = models.JSONField()
    proposed_by = models.BigIntegerField()
    proposed_at = models.DateTimeField()
    state = models.CharField(
        max_length=10,
        default=ProposalState.WAITING.value,
        choices=[(one.value, one.name) for one in ProposalState],
    )
    decided_by = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField(null=True)
    note = models.TextField(blank=True, default="")  # why it was sent back

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("dossier", "ordinal"), name="letter_proposal_ordinal"),
            models.UniqueConstraint(
                fields=("dossier",),
                condition=Q(state=ProposalState.WAITING.value),
                name="letter_proposal_once",
            ),
            models.CheckConstraint(
                condition=Q(state=ProposalState.WAITING.value, decided_at__isnull=True)
                | (~Q(state=ProposalState.WAITING.value) & Q(decided_at__isnull=False)),
                name="letter_proposal_decided",
            ),
        )
