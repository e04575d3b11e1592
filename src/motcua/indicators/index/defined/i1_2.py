"""1.2: procedures made public in time."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from motcua.indicators.index.definition import Entity, Example, Indicator, Meets, Option
from motcua.indicators.index.sample import day, offering, procedure

PUBLISHED = "GREATEST(:start, LEAST(COALESCE(p.published_at, p.publish_by, :until), :until))"
"""When it would have been published: when it was, or had to be, as far as that is in the period."""

INDICATOR = Indicator(
    id="1.2",
    group=1,
    name=_("Procedures published on time"),
    words=_(
        "Of the procedures published in the period or still to be published, those published within"
        " 10 working days of the decision for a ministry, 5 for a province. It is not computed"
        " below the province."
    ),
    source=_("766/QĐ-TTg; +10 / +5 working days"),
    entity=Entity.PROCEDURE,
    base="COALESCE(({window}), TRUE)",
    known="({window}) IS NOT NULL",
    counts="CASE WHEN p.published_at > :until OR (p.published_at IS NULL AND p.unpublished)"
    " THEN FALSE ELSE p.published_at <= p.publish_by END",
    levels=frozenset({"state", "province"}),
    options=(
        Option(
            "window",
            {
                "published": "CASE WHEN p.published_at IS NOT NULL THEN p.published_at >= :start"
                " WHEN p.unpublished THEN TRUE END",
                "due": "p.publish_by BETWEEN :start AND :until",
            },
            "published",
            _(
                "The text contradicts itself on what belongs to the period: published or open in"
                " it, or due in it."
            ),
        ),
    ),
    meets=Meets(
        _("It would have been published in the period and in time."),
        {
            "procedure.published_at": PUBLISHED,
            "procedure.publish_by": f"GREATEST(COALESCE({{}}, {PUBLISHED}), {PUBLISHED})",
            "procedure.unpublished": "FALSE",
        },
    ),
    example=Example(
        tables={
            "offering": tuple(offering(f"1.{n}") for n in range(1, 6)),
            "procedure": (
                procedure("1.1", 11, published_at=day(5), publish_by=day(6)),
                procedure("1.2", 12, published_at=day(8), publish_by=day(6)),
                procedure("1.3", 13, unpublished=True, publish_by=day(40)),
                procedure("1.4", 14, published_at=day(-40), publish_by=None),
                procedure("1.5", 15, published_at=None, publish_by=day(6)),
            ),
        },
        numerator=1,
        denominator=3,
        unknown=1,
        points="1.33",
    ),
)
