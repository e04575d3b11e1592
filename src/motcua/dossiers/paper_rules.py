"""Who approves which form, and how often and when an apology may be sent; law as dated data.

Plain Python, no Django, no clock. Source: Circular 03/2025/TT-VPCP, Annex I; Decree 118/2025/ND-CP;
Decree 61/2018/ND-CP, article 19, which Decree 118/2025 replaced (domain brief 0.2, 2.3, 2.9, 3.8);
which article of the latter holds the apology nobody has verified yet, and the sources say so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from motcua.dossiers.types import FactType, PaperForm, Phase
from motcua.identity.types import Action

# What the number of each form is called by, before the unit's abbreviation: `07/PYC-TTPVHCC`.
SYMBOLS = {
    PaperForm.SUPPLEMENT: "PYC",
    PaperForm.REFUSAL: "PTC",
    PaperForm.APOLOGY: "PXL",
    PaperForm.STOP: "TB",
}
RECEIVER, COMPETENT = "receiving", "competent"


@dataclass(frozen=True)
class PaperRule:
    """Which form an act causes, in whose name, and the right that its approval needs."""

    form: PaperForm
    act: FactType
    action: Action
    issuer: str  # RECEIVER or COMPETENT: the unit whose head and number it bears
    title: str  # whose signature it is, in the language of the paper
    source: str
    valid_from: date
    valid_to: date | None = None  # exclusive
    phase: Phase = Phase.NONE


_FROM = date(2025, 7, 1)
_SINCE_118 = "Nghị định 118/2025/NĐ-CP (điều khoản chờ đối chiếu)"
_OFFICER, LEADER = "Người tiếp nhận hồ sơ", "Người có thẩm quyền"
PAPER_RULES = (
    PaperRule(
        PaperForm.SUPPLEMENT, FactType.SUPPLEMENT_REQUESTED, Action.DOSSIER_INTAKE, RECEIVER,
        _OFFICER, "Nghị định 118/2025/NĐ-CP, Điều 16", _FROM, phase=Phase.INTAKE,
    ),
    PaperRule(
        PaperForm.SUPPLEMENT, FactType.SUPPLEMENT_REQUESTED, Action.DOSSIER_APPROVE, COMPETENT,
        LEADER, _SINCE_118, _FROM,
        phase=Phase.APPRAISAL,
    ),
    PaperRule(
        PaperForm.REFUSAL, FactType.REFUSED, Action.DOSSIER_INTAKE, RECEIVER,
        _OFFICER, "Nghị định 118/2025/NĐ-CP", _FROM,
    ),
    PaperRule(
        PaperForm.APOLOGY, FactType.APOLOGISED, Action.DOSSIER_APPROVE, COMPETENT,
        LEADER, _SINCE_118, _FROM,
    ),
    PaperRule(
        PaperForm.STOP, FactType.WITHDRAWN, Action.DOSSIER_INTAKE, RECEIVER,
        _OFFICER, "Thông tư 03/2025/TT-VPCP, Mẫu số 05", _FROM,
    ),
    PaperRule(
        PaperForm.STOP, FactType.STOPPED, Action.DOSSIER_APPROVE, COMPETENT,
        LEADER, "Thông tư 03/2025/TT-VPCP, Mẫu số 05", _FROM,
    ),
)  # fmt: skip


@dataclass(frozen=True)
class ApologyRule:
    """How often the result may be promised anew, and how long before the due date at the latest."""

    times: int
    working_days_before: int
    source: str
    valid_from: date

    @property
    def cited(self) -> str:
        """Return the document as officials read it, without what is still to be verified."""
        return self.source.partition(" (")[0]


APOLOGY_RULES = (
    ApologyRule(1, 1, "Nghị định 61/2018/NĐ-CP, Điều 19", date(2018, 6, 21)),
    ApologyRule(1, 1, _SINCE_118, _FROM),
)  # fmt: skip


def paper_rule(act: FactType, on: date, phase: Phase = Phase.NONE) -> PaperRule:
    """Return the rule in force on a day; before the first one, the first.

    Raises KeyError for an act that causes no form: a bug, never a refusal.
    """
    known = [one for one in PAPER_RULES if one.act is act and one.phase in {phase, Phase.NONE}]
    if not known:
        raise KeyError(f"no form for {act.value}")
    held = [r for r in known if r.valid_from <= on and (r.valid_to is None or on < r.valid_to)]
    return held[-1] if held else known[0]


def apology_rule(on: date) -> ApologyRule:
    """Return the rule for apologies in force on a day."""
    return next((r for r in reversed(APOLOGY_RULES) if r.valid_from <= on), APOLOGY_RULES[0])


def number_text(form: PaperForm, number: int, abbreviation: str) -> str:
    """Return a number as it is printed; below 10 with a zero in front (Decree 30/2020)."""
    symbol = SYMBOLS.get(form)
    return f"{number:02d}/{symbol}-{abbreviation}" if symbol else f"{number:02d}/{abbreviation}"
