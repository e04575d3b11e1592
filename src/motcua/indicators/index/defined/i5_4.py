"""5.4: satisfaction with procedures."""

from __future__ import annotations

from fractions import Fraction

from django.utils.translation import gettext_lazy as _

from motcua.indicators.index.common import HANDLED, IN_TIME, MET_IN_TIME, SECOND_SUPPLEMENT
from motcua.indicators.index.definition import Entity, Example, Indicator, Meets, Option
from motcua.indicators.index.sample import dossier, petition, procedure, rating

BAD = """SELECT r.dossier_code FROM rating AS r WHERE r.score <= 2 AND r.rated_at <= :until
      UNION ALL
      SELECT q.dossier_code FROM petition AS q WHERE q.received_at <= :until"""
"""Dossiers with a dislike or a petition; kept totals are counted without and put right with it."""

INDICATOR = Indicator(
    id="5.4",
    group=5,
    name=_("Satisfaction with procedures"),
    words=_(
        "100 % less the rate of overdue dossiers and the rate of dossiers with a petition or a"
        " dislike, among the dossiers received or processed in the period."
    ),
    source="766/QĐ-TTg",
    entity=Entity.DOSSIER,
    base=HANDLED,
    known="({both}) IS NOT NULL",
    counts="",
    worth="{both}",
    joins=f"""LEFT JOIN (
    SELECT DISTINCT b.dossier_code FROM ({BAD}) AS b
  ) AS bad ON bad.dossier_code = d.code""",  # noqa: S608 - our own text
    threshold=Fraction(9, 10),
    options=(
        Option(
            "both",
            {
                "twice": f"CASE WHEN {IN_TIME} THEN 1 WHEN NOT ({IN_TIME}) THEN 0 END"
                " - CASE WHEN bad.dossier_code IS NULL THEN 0 ELSE 1 END",
                "once": "CASE WHEN bad.dossier_code IS NOT NULL THEN 0"
                f" WHEN {IN_TIME} THEN 1 WHEN NOT ({IN_TIME}) THEN 0 END",
            },
            "twice",
            _(
                "A dossier that is both overdue and disliked: the formula adds two rates and so"
                " takes it off twice."
            ),
        ),
        SECOND_SUPPLEMENT,
    ),
    meets=Meets(
        _(
            "It would have been in time, and nobody displeased with it. Petitions stay in 5.1 to"
            " 5.3 as they are."
        ),
        {**MET_IN_TIME, "petition.dossier_code": "''", "rating.score": "5"},
    ),
    example=Example(
        tables={
            "procedure": (procedure(),),
            "dossier": (
                *(dossier(f"good-{n}", ended=8) for n in range(6)),
                dossier("late", ended=20),
                dossier("late-and-disliked", ended=20),
                dossier("disliked", ended=8),
                dossier("petitioned", ended=8),
            ),
            "rating": (
                rating("late-and-disliked", 1),
                rating("disliked", 2),
                rating("good-1", 3),
                rating("good-2", 1, rated=60),
            ),
            "petition": (petition("1", dossier_code="petitioned"),),
        },
        numerator=5,
        denominator=10,
        points="3.33",
    ),
)
