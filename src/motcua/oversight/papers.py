"""The weekly brief on paper. Official papers are Vietnamese; the caller switches the language."""

from __future__ import annotations

from datetime import timedelta

from motcua.documents.brief_sheet import BriefPart, WeeklyBrief
from motcua.documents.pdf import form_pdf
from motcua.dossiers.queries.headings import heads_of
from motcua.organisations.queries import unit_get
from motcua.oversight.brief_rules import Part, week_name
from motcua.oversight.brief_words import PARTS, Formats, sentence_text
from motcua.oversight.queries.briefs import BriefView


def brief_pdf(view: BriefView, formats: Formats) -> bytes:
    """Return a frozen brief as PDF/A."""
    return form_pdf(brief_sheet(view, formats))


def brief_sheet(view: BriefView, formats: Formats) -> WeeklyBrief:
    """Return everything that stands on the paper."""
    unit = unit_get(view.unit_id)
    return WeeklyBrief(
        issuer=heads_of({unit.id}).issuer(unit),
        week=week_name(view.week),
        first_day=view.week,
        last_day=view.week + timedelta(days=6),
        version=view.version,
        reason=view.reason,
        parts=tuple(
            BriefPart(
                str(PARTS[part]),
                tuple(sentence_text(one, formats) for one in view.sentences if one.part is part),
            )
            for part in Part
        ),
        cut_off=view.cut_off,
        issued_at=view.made_at,
        digest=view.digest,
    )
