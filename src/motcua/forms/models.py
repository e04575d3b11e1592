"""Versions of forms (private to this package).

A trigger of the first migration lets a draft change and nothing else: what is published stays as
it is, what is withdrawn too, and no row is ever deleted. No table here holds a citizen's data.
"""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from motcua.forms.types import State

PERSONAL: dict[str, frozenset[str]] = {}


class FormVersion(models.Model):
    """What a procedure asks, from its publication until a later version is published.

    `procedure` is null for the form of procedures that have none of their own. The form was made
    for `procedure_version` and serves later ones too, until a form is published for them. `origin`
    is the file that it was imported from. `revision` counts the edits of a draft.
    """

    procedure = models.ForeignKey(
        "procedures.Procedure", models.PROTECT, null=True, related_name="+"
    )
    procedure_version = models.ForeignKey(
        "procedures.ProcedureVersion", models.PROTECT, null=True, related_name="+"
    )
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=[(s.value, s.value) for s in State])
    content = models.JSONField()
    content_hash = models.CharField(max_length=64)
    origin = models.CharField(max_length=200, blank=True, default="")
    revision = models.PositiveIntegerField(default=1)
    edited_by = models.ForeignKey("identity.Account", models.PROTECT, null=True, related_name="+")
    edited_at = models.DateTimeField(db_default=Now())
    published_by = models.ForeignKey(
        "identity.Account", models.PROTECT, null=True, related_name="+"
    )
    published_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("procedure", "number"), name="form_number", nulls_distinct=False
            ),
            models.UniqueConstraint(
                fields=("procedure",),
                condition=models.Q(state="draft"),
                name="form_one_draft",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=models.Q(state="published", published_at__isnull=False)
                | (~models.Q(state="published") & models.Q(published_at__isnull=True)),
                name="form_published_at",
            ),
            models.CheckConstraint(
                condition=models.Q(published_by__isnull=True)
                | models.Q(edited_by__isnull=True)
                | ~models.Q(published_by=models.F("edited_by")),
                name="form_four_eyes",
            ),
        )

    def __str__(self) -> str:
        return f"{self.procedure_id}: {self.number}"
