"""Tables of opinions: what a unit was asked and shown, its answers, when silence counts."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from motcua.dossiers.opinion_rules import OpinionOutcome, OpinionState, RuleDraftState

UNIT = "organisations.Unit"


class OpinionRequest(models.Model):
    """A question to one unit about a dossier, with everything that the unit may see of it.

    The asked unit has no part in the dossier: it sees this row, its answers and the files that
    `documents` names, because its id stands in `unit_ids`. `told` are label and text pairs,
    copied from the dossier when it was asked.
    """

    dossier = models.ForeignKey(
        "dossiers.Dossier", models.PROTECT, related_name="+", db_index=False
    )
    ordinal = models.PositiveSmallIntegerField()
    follows = models.PositiveSmallIntegerField(default=0)  # the request that it renews
    code = models.CharField(max_length=48)
    procedure_version_id = models.BigIntegerField()
    unit = models.ForeignKey(UNIT, models.PROTECT, related_name="+", db_index=False)
    unit_ids = ArrayField(models.BigIntegerField())  # read by row-level security
    asked_by = models.BigIntegerField()
    asking_unit = models.ForeignKey(UNIT, models.PROTECT, related_name="+", db_index=False)
    question = models.TextField()
    told = models.JSONField(default=list)
    documents = models.JSONField(default=list)  # {"file", "name", "sha256"}
    mandatory = models.BooleanField()
    silence_basis = models.CharField(max_length=300, blank=True, default="")
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    due_original_at = models.DateTimeField()
    state = models.CharField(
        max_length=12,
        default=OpinionState.ASKED.value,
        choices=[(one.value, one.name) for one in OpinionState],
    )
    outcome = models.CharField(
        max_length=12,
        blank=True,
        default="",
        choices=[(one.value, one.name) for one in OpinionOutcome],
    )
    answered_at = models.DateTimeField(null=True)  # first answer: lateness is counted by it
    reminded_at = models.DateTimeField(null=True)
    reminders = models.PositiveSmallIntegerField(default=0)
    waived_by = models.BigIntegerField(null=True)
    waived_at = models.DateTimeField(null=True)
    process_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("dossier", "ordinal"), name="opinion_ordinal"),
            models.CheckConstraint(
                condition=Q(state=OpinionState.ANSWERED.value, answered_at__isnull=False)
                | ~Q(state=OpinionState.ANSWERED.value),
                name="opinion_answered_has_instant",
            ),
        )
        indexes = (
            models.Index(
                fields=("unit", "due_at", "id"),
                name="opinion_of_unit",
                condition=Q(state=OpinionState.ASKED.value),
            ),
            models.Index(fields=("asking_unit", "-asked_at", "-id"), name="opinion_by_unit"),
            models.Index(fields=("unit", "-asked_at", "-id"), name="opinion_all_of_unit"),
        )


class OpinionAnswer(models.Model):
    """A version of an answer; a later one never overwrites it. The application adds rows only."""

    dossier = models.ForeignKey(
        "dossiers.Dossier", models.PROTECT, related_name="+", db_index=False
    )
    request = models.ForeignKey(OpinionRequest, models.PROTECT, related_name="answers")
    ordinal = models.PositiveSmallIntegerField()
    version = models.PositiveSmallIntegerField()
    outcome = models.CharField(max_length=12)
    text = models.TextField()
    number = models.CharField(max_length=80, blank=True, default="")  # of the unit's letter
    file = models.ForeignKey("documents.StoredFile", models.PROTECT, null=True, related_name="+")
    file_name = models.CharField(max_length=200, blank=True, default="")
    sha256 = models.CharField(max_length=64, blank=True, default="")
    answered_by = models.BigIntegerField()
    unit = models.ForeignKey(UNIT, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("request", "version"), name="opinion_answer_once"),
            models.UniqueConstraint(
                fields=("dossier", "ordinal", "version"), name="opinion_answer_of_dossier"
            ),
        )


class OpinionRule(models.Model):
    """What the law says of asking in one procedure, dated: whether silence is consent.

    Without a row silence is no consent (domain brief 2.8). The rule in force on a day is the
    newest that had begun by then; rows are never changed.
    """

    procedure_id = models.BigIntegerField()
    valid_from = models.DateField()
    silence_consents = models.BooleanField()
    basis = models.CharField(max_length=300)  # the article that says so
    edited_by = models.BigIntegerField()
    edited_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("procedure_id", "valid_from"), name="opinion_rule_once_a_day"
            ),
        )


UNSEEN = (RuleDraftState.WAITING.value, RuleDraftState.RECALLED.value)  # by a second person


class OpinionRuleDraft(models.Model):
    """A rule of silence that somebody wrote and somebody else has to look at before it holds.

    Decided once; what was decided stays to be read. The database holds to the four eyes as well.
    """

    procedure_id = models.BigIntegerField()
    valid_from = models.DateField()
    silence_consents = models.BooleanField()
    basis = models.CharField(max_length=300)
    state = models.CharField(max_length=10, choices=[(s.value, s.name) for s in RuleDraftState])
    written_by = models.BigIntegerField()
    written_at = models.DateTimeField()
    decided_by = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("procedure_id", "valid_from"),
                condition=models.Q(state=RuleDraftState.WAITING.value),
                name="opinion_rule_draft_once",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=UNSEEN)
                | (
                    models.Q(decided_by__isnull=False)
                    & ~models.Q(decided_by=models.F("written_by"))
                ),
                name="opinion_rule_draft_four_eyes",
            ),
        )
