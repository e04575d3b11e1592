"""Adding a version or a step: the lock, the guard, the hash and signature over what is kept."""

from __future__ import annotations

from datetime import date

from django.db import connection
from django.utils.translation import gettext as _

from motcua.identity.types import Actor, PostingView
from motcua.indicators.public.standing import Why, standing
from motcua.indicators.types import Period
from motcua.kernel import clock, signing
from motcua.kernel.errors import NotFound, Refused, Stale
from motcua.oversight.frozen import rules
from motcua.oversight.frozen.models import FrozenReport, ReportStep
from motcua.oversight.frozen.queries import row_get, step_view, steps_of
from motcua.oversight.frozen.types import Fact, Standing, Step

_LOCK = 7_422


def unit_lock(unit_id: int) -> None:
    """Let nobody else write reports of a unit until the transaction ends.

    The rows are append-only, so that the application may not lock them themselves.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK, unit_id])


def locked(actor: Actor, code: str, version: int | None) -> tuple[FrozenReport, Standing]:
    """Return a report and where it stands, locked; NotFound, Stale."""
    row = row_get(actor, code)
    unit_lock(row.unit_id)
    now = standing_of(row)
    if version is not None and now.seq != version:
        raise stale()
    return row, now


def stale() -> Stale:
    """Refuse what was asked about an older state."""
    return Stale("stale", _("Somebody else wrote here meanwhile. Read what is new, then go on."))


def standing_of(row: FrozenReport) -> Standing:
    """Return where a report stands by its steps."""
    return rules.stand(steps_of([row.pk])[row.pk])


def newest(unit_id: int, report: str, period: Period) -> FrozenReport | None:
    """Return the last version of a report."""
    rows = FrozenReport.objects.filter(
        unit_id=unit_id, report=report, first_day=period.first, last_day=period.last
    )
    return rows.order_by("-version").first()


def step_write(
    row: FrozenReport,
    now: Standing | None,
    fact: Fact,
    *,
    actor: Actor | None = None,
    posting: PostingView | None = None,
    text: str = "",
    other: str = "",
) -> Step:
    """Append a step, or refuse in words; the unit is locked by the caller."""
    found = rules.problem(now, fact, actor.account_id if actor else None)
    if found:
        raise Refused(found, why(found))
    last = ReportStep.objects.filter(report=row).order_by("-seq").first()
    step = ReportStep(
        report=row,
        unit_id=row.unit_id,
        seq=now.seq + 1 if now else 1,
        fact=fact.value,
        at=clock.now(),
        account_id=actor.account_id if actor else None,
        posting_id=posting.id if posting else None,
        name=actor.name if actor else "",
        role=posting.role.value if posting else "",
        place=posting.unit_name if posting else "",
        text=text,
        other=other,
    )
    words = rules.step_text(step_view(step), last.digest if last else row.digest)
    step.digest, step.signature = rules.digest_of(words), signing.sign(words)
    step.save(force_insert=True)
    return step_view(step)


def day_over(period: Period, today: date) -> None:
    """Refuse a period that is not over: its figures would still move."""
    if period.last >= today:
        raise Refused("not_over", _("Choose a period that is over."))


def proved_check() -> None:
    """Refuse `unproved` while the figures are known not to be what the sealed events say.

    Figures that nobody has proved yet, or not lately, are no reason: see ADR 0023.
    """
    stands = standing()
    if stands.why is not Why.BROKEN:
        return
    if stands.since is None:
        raise Refused("unproved", unread())
    words = _(
        "The figures do not agree with the sealed records; this was found on %(at)s. Until they"
        " do, no report is frozen, signed or sent. Tell your operator, who runs the check of"
        " everything."
    )
    at = clock.local(stands.since)
    raise Refused("unproved", words % {"at": f"{at:%d/%m/%Y %H:%M}"})


def unread() -> str:
    """Return what is said while dossiers cannot be read; without their codes."""
    return _(
        "Some dossiers cannot be read, and nobody knows what they would change. Until they can,"
        " no report is frozen, signed or sent. Tell your operator."
    )


def unknown() -> NotFound:
    """Refuse a report that is not there."""
    return NotFound("report_unknown", _("There is no such report here."))


def why(code: str) -> str:
    """Return why something is not possible, in words."""
    return {
        "not_now": _("This is not possible now. Below you see how it stands."),
        "own_signature": _("You signed it as its maker: somebody else approves it."),
        "seen_already": _("You have confirmed already that it arrived."),
    }[code]
