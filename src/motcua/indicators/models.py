"""Tables of the figures (private to this package). Walls and rights are in migration 0002."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q

OVERDUE = 24
"""`types.Measure.OVERDUE`, as an index names it."""
OVERDUE_TOLD = (
    "known_at",
    "dossier_id",
    "procedure_id",
    "official_id",
    "measure",
    "delta",
    "folded",
)


class Step(models.Model):
    """An increment (`types.Increment`): append-only, but for `folded`, which the roll-up sets.

    Plain numbers instead of foreign keys: rows are written in the hot path of every operation,
    and the dossier that they belong to was just read or written in the same transaction.
    """

    dossier_id = models.BigIntegerField()
    unit_id = models.BigIntegerField()
    procedure_id = models.BigIntegerField()
    official_id = models.BigIntegerField()
    at = models.DateTimeField()
    known_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    measure = models.PositiveSmallIntegerField()
    delta = models.SmallIntegerField()
    folded = models.BooleanField(default=False)

    class Meta:
        indexes = (
            models.Index(fields=("unit_id", "at"), name="step_unit_at"),
            models.Index(fields=("dossier_id", "-id"), name="step_dossier"),
            models.Index(fields=("id",), name="step_unfolded", condition=Q(folded=False)),
            models.Index(
                fields=("unit_id", "at"),
                name="step_reopened",
                condition=Q(ended_at__isnull=False),
            ),
            # Acts by instant: after the present one there are none, in no unit.
            models.Index(fields=("at",), name="step_act", condition=~Q(measure=OVERDUE)),
            # What falls due within days of an instant: a tenth of what happens then, and all that
            # is asked of it stands in the index.
            models.Index(
                fields=("unit_id", "at"),
                name="step_overdue",
                condition=Q(measure=OVERDUE),
                include=OVERDUE_TOLD,
            ),
        )


class Total(models.Model):
    """Sums of increments per unit, day or month of the legal zone, measure, and a key.

    `dimension` 0 has key 0 (the headline), 1 the procedure, 2 the official. Months hold the same
    as their days, so that a long window reads few rows. Of stocks alone (`rules.STOCKS`) there is
    a row for all days that ever were (`EVER`, on `BEGINNING`), so that what stands now reads one.
    """

    DAY, MONTH, EVER = 1, 2, 3
    GRAINS = ((DAY, "day"), (MONTH, "month"), (EVER, "ever"))
    BEGINNING = date.min
    unit_id = models.BigIntegerField()
    dimension = models.PositiveSmallIntegerField()
    grain = models.PositiveSmallIntegerField(choices=GRAINS)
    start = models.DateField()
    key = models.BigIntegerField()
    measure = models.PositiveSmallIntegerField()
    total = models.BigIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("unit_id", "dimension", "grain", "start", "key", "measure"),
                include=("total",),
                name="total_once",
            ),
        )


class BranchUnit(models.Model):
    """Into which branches the totals of a unit are added: its province and its country.

    A unit's increments are folded only once it has its rows, without a branch where there is none;
    `services/branches.py` makes them and moves its totals when the tree changes.
    """

    PROVINCE, COUNTRY = 0, 1
    unit_id = models.BigIntegerField()
    level = models.PositiveSmallIntegerField(default=PROVINCE, db_default=PROVINCE)
    branch_id = models.BigIntegerField(null=True, db_index=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("unit_id", "level"), name="branch_unit_once"),
        )


class BranchTotal(models.Model):
    """`Total` of a branch: the sum of its units, without the dimension of officials.

    `unit_id` is the branch. A country's board reads its own and those of its 34 provinces instead
    of 17,000 units.
    """

    unit_id = models.BigIntegerField()
    dimension = models.PositiveSmallIntegerField()
    grain = models.PositiveSmallIntegerField(choices=Total.GRAINS)
    start = models.DateField()
    key = models.BigIntegerField()
    measure = models.PositiveSmallIntegerField()
    total = models.BigIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("unit_id", "dimension", "grain", "start", "key", "measure"),
                include=("total",),
                name="branch_total_once",
            ),
        )


class Case(models.Model):
    """A version of a dossier in the Service Index (`index/relations.py`, `dossier`).

    A copy of the fold of its events, written by the worker (`services/cases.py`) and never in the
    hot path; a dossier's versions are replaced together.
    """

    dossier_id = models.BigIntegerField(db_index=True)
    code = models.CharField(max_length=48)
    version = models.PositiveIntegerField()
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField(null=True)
    identity = models.CharField(max_length=48)
    mirrored = models.BooleanField()
    unit_id = models.BigIntegerField()
    receiving_unit_id = models.BigIntegerField()
    procedure_code = models.CharField(max_length=12)
    procedure_version_id = models.BigIntegerField()
    channel = models.PositiveSmallIntegerField(null=True)
    status = models.PositiveSmallIntegerField()
    submitted_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    returned_at = models.DateTimeField(null=True)
    stands_since = models.DateTimeField(null=True)
    supplements = models.PositiveSmallIntegerField()
    spent_seconds = models.BigIntegerField(null=True)
    ran_from = models.BigIntegerField(null=True)
    e_result = models.BooleanField(null=True)
    has_file = models.BooleanField(null=True)
    all_digital = models.BooleanField(null=True)
    reused = models.BooleanField(null=True)
    from_store = models.BooleanField(null=True)
    shared = models.BooleanField(null=True)
    fee_due = models.BooleanField(null=True)
    paid_online = models.PositiveSmallIntegerField(null=True)
    identified = models.BooleanField(null=True)
    population = models.BooleanField(null=True)
    synchronised = models.BooleanField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=("unit_id", "accepted_at"), name="case_unit_received"),
            models.Index(fields=("unit_id", "ended_at"), name="case_unit_ended"),
            models.Index(fields=("identity",), name="case_identity"),
            models.Index(fields=("identity",), name="case_mirrored", condition=Q(mirrored=True)),
        )


class IndexMonth(models.Model):
    """That the totals of a unit and a month are there: what they looked at, what they stood on.

    Quarters, half-years and years stand beside their last month, on its day 3, 6 or 12
    (`index/standing.py`); whoever asks for the first of a month never meets them.

    They are good where `changes` is `seen` (no dossier of the unit stood otherwise since) and
    `digest` is that of the catalogue, the tree and the definitions of now. `until` is the last
    instant they look at: the month's end, or the last midnight of what runs.
    """

    unit_id = models.BigIntegerField()
    month = models.DateField()
    until = models.DateTimeField()
    digest = models.CharField(max_length=64, blank=True, default="")
    changes = models.BigIntegerField(default=0)
    seen = models.BigIntegerField(default=-1)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("month", "unit_id"), name="index_month_once"),
        )


class IndexTotal(models.Model):
    """What an indicator counted under a unit in a month, before it is divided by its scale.

    Indicators of dossiers: the unit's own, to be added along the tree. Indicators of procedures:
    of everything under the unit, because a procedure that many units resolve is one.
    """

    unit_id = models.BigIntegerField()
    month = models.DateField()
    indicator = models.CharField(max_length=8)
    numerator = models.BigIntegerField()
    denominator = models.BigIntegerField()
    unknown = models.BigIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("month", "unit_id", "indicator"),
                include=("numerator", "denominator", "unknown"),
                name="index_total_once",
            ),
        )


class Reading(models.Model):
    """How far the worker has read the events for something that is kept beside them.

    `place` is the place in the feed of events, `made_by` the version of the fold: another one
    begins anew. `problem` names the dossiers that cannot be folded, by code: figures are refused
    until each of them was mended and read.
    """

    name = models.CharField(max_length=20, unique=True)
    place = models.CharField(max_length=60, blank=True, default="")
    made_by = models.CharField(max_length=40, blank=True, default="")
    problem = models.CharField(max_length=300, blank=True, default="")

    MORE = "…"
    """Stands behind the codes where more dossiers cannot be read than are named."""

    @property
    def unread(self) -> tuple[str, ...]:
        """Return the codes that are named."""
        return tuple(one for one in self.problem.split(", ") if one and one != self.MORE)

    @property
    def unread_more(self) -> bool:
        """Return whether there are more than those."""
        return self.problem.endswith(self.MORE)


class Proof(models.Model):
    """How far the figures have been held against the sealed events; one row, written by the worker.

    A lap walks through dossiers, seals and totals by `stage` and `place`. `proved_at` and `seal`
    are those of the last whole lap that found nothing; `found` names what is wrong, `broken_at`
    since when; `good_laps` grows with each time that it was mended.
    """

    name = models.CharField(max_length=20, unique=True)
    stage = models.PositiveSmallIntegerField(default=0)
    place = models.BigIntegerField(default=0)
    began_at = models.DateTimeField(null=True)
    aim = models.PositiveIntegerField(default=0)
    looked = models.PositiveBigIntegerField(default=0)
    proved_at = models.DateTimeField(null=True)
    proved_from = models.DateTimeField(null=True)
    seal = models.PositiveIntegerField(default=0)
    seal_at = models.DateTimeField(null=True)
    dossiers = models.PositiveBigIntegerField(default=0)
    found = models.JSONField(default=list)
    broken_at = models.DateTimeField(null=True)
    mended = models.PositiveIntegerField(default=0)


class Release(models.Model):
    """What everybody may see of a unit in a year: sums with small numbers taken out.

    `content` is the text that `digest` covers with the installation's key; `through` the last month
    in it, `made_by` the rules, `mended` how often the figures had been mended when it was made.
    """

    code = models.CharField(max_length=40)
    name = models.CharField(max_length=300, default="")
    parent = models.CharField(max_length=40, default="", db_index=True)
    year = models.PositiveSmallIntegerField()
    through = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=40)
    mended = models.PositiveIntegerField(default=0)
    content = models.TextField()
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("code", "year"), name="release_once"),)
