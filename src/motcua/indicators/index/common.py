"""Conditions that several indicators share, each said once."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from motcua.indicators.index.definition import Option

RECEIVED = "d.accepted_at BETWEEN :start AND :until"
"""Received in the period: NgayTiepNhan lies in it; without one a dossier is not in the index."""
HANDLED = "d.accepted_at IS NOT NULL AND (d.ended_at IS NULL OR d.ended_at >= :start)"
"""Received or processed in the period: taken in by its end, and not over before its beginning."""
RESOLVED = "d.status IN (9, 10) AND d.ended_at BETWEEN :start AND :until"
"""Ended with a result in the period."""
NEEDS_RESULT = "p.paper_result"
RESULT_GIVEN = "(NOT p.paper_result OR d.e_result)"
IN_TIME = """CASE
      WHEN {second_supplement} THEN FALSE
      WHEN d.due_at IS NOT NULL THEN COALESCE(d.ended_at, d.stands_since, :until) <= d.due_at
      ELSE COALESCE(d.spent_seconds, :until_second - d.ran_from) <= p.limit_seconds END"""
"""Early, on time or still in time (2.1), NULL: not known; needs the option SECOND_SUPPLEMENT.

Without a due instant: the end (while it runs, the period's end) − start − supplements against the
longest time of the procedure.
"""
SECOND_SUPPLEMENT = Option(
    "second_supplement",
    {"late": "d.supplements > 1", "open": "d.ended_at IS NULL AND d.supplements > 1"},
    "late",
    _(
        "A dossier with more than one request for a supplement is late: whatever came of it, or"
        " only while it has no end. The text orders ends before it says this."
    ),
)
DOSSIERS = Option(
    "dossiers",
    {"resolved": RESOLVED, "received": RECEIVED},
    "resolved",
    _(
        "Which dossiers: the text says only “dossiers” of the procedures. A result can be there"
        " only where there is an end, so those resolved in the period are taken."
    ),
)
PROCEDURES = Option(
    "procedures",
    {"competence": "TRUE", "with_dossiers": "COALESCE(s.dossiers, 0) > 0"},
    "competence",
    _(
        "All procedures in competence, or only those with a dossier in the period: the text leaves"
        " it open."
    ),
)
MET_IN_TIME = {
    "dossier.due_at": "GREATEST(COALESCE({}, COALESCE(d.ended_at, d.stands_since, :until)),"
    " COALESCE(d.ended_at, d.stands_since, :until))",
    "dossier.supplements": "LEAST({}, 1)",
}
"""What would stand there had a dossier been in time; the end stays, so it stays in the period."""
MET_RESULT = {"dossier.e_result": "CASE WHEN NOT p.paper_result THEN {} ELSE TRUE END"}
"""An electronic result where the procedure gives a document at all."""
PETITIONED = "q.received_at BETWEEN :start AND :until"
ANSWERED_IN_TIME = """(CASE WHEN q.in_time THEN TRUE
      WHEN q.due_at IS NOT NULL THEN :until <= q.due_at
      WHEN NOT q.in_time THEN FALSE END)"""
"""As of the period's end: what became late afterwards was still in time; NULL: not known."""


SERVICES_KNOWN = "(COALESCE(s.good, 0) > 0 OR COALESCE(s.unsure, 0) = 0)"
"""One such dossier is enough; without one, all must be known not to be such."""


def services_of(condition: str) -> str:
    """Return the join that says whether a procedure had such a dossier; alias `s`.

    Dossiers of every unit that is shown there count, also of one that was merged and offers nothing
    any more.
    """
    return f"""LEFT JOIN (
    SELECT dp.shown_under, d.procedure_code, COUNT(*) AS dossiers,
      SUM(CASE WHEN {condition} THEN 1 ELSE 0 END) AS good,
      SUM(CASE WHEN ({condition}) IS NULL THEN 1 ELSE 0 END) AS unsure
    FROM dossier AS d
    JOIN place AS dp ON dp.unit_id = d.unit_id
    WHERE d.valid_from <= :until AND (d.valid_to IS NULL OR d.valid_to > :until)
      AND {RECEIVED}
    GROUP BY dp.shown_under, d.procedure_code
  ) AS s ON s.shown_under = pl.shown_under AND s.procedure_code = f.procedure_code"""  # noqa: S608 - definitions
