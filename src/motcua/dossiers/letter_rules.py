"""Who signs forms 02 to 05, and how: the law's default as data, what a province or unit may set.

Plain Python, no Django, no clock. Sources: domain brief 2.9 (form 02: officer or leader, form 04:
head of the resolving unit); Decree 118/2025/ND-CP; Decree 30/2020/ND-CP, articles 13 (capacities)
and 33 (digital signatures: whoever signs first, then the agency). Which article of Decree 118/2025
names the signer of each form nobody has verified yet, and the sources say so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum, StrEnum
from typing import Any

from motcua.dossiers.paper_rules import PAPER_RULES, RECEIVER, PaperRule
from motcua.dossiers.types import FactType, LateCause, Phase, StopKind
from motcua.identity.types import Capacity


class LetterAct(StrEnum):
    """An act that causes a form; who signs is set for each by itself."""

    SUPPLEMENT_INTAKE = "supplement_intake"  # form 02, before acceptance
    SUPPLEMENT = "supplement"  # form 02, during appraisal
    REFUSAL = "refusal"  # form 03
    APOLOGY = "apology"  # form 04
    WITHDRAWAL = "withdrawal"  # form 05, the applicant's own wish
    STOP = "stop"  # form 05, the office's decision


class LetterSigner(StrEnum):
    """Who signs a form."""

    OFFICER = "officer"  # whoever takes dossiers in
    HEAD = "head"  # the head of the issuing unit, or who may sign in the head's stead


class SignatureWay(StrEnum):
    """What the file of a form carries beside the unit's seal."""

    HELD = "held"  # the signer's own signature, where they have a certificate here
    PERSONAL = "personal"  # always: without a certificate nothing is issued
    SEAL = "seal"  # never: the printed name is signed by hand


class ProposalState(StrEnum):
    """What became of a proposal to issue a form."""

    WAITING = "waiting"
    APPROVED = "approved"
    REJECTED = "rejected"
    RECALLED = "recalled"
    LAPSED = "lapsed"  # the dossier went on otherwise


_ACTS = {
    (FactType.SUPPLEMENT_REQUESTED, Phase.INTAKE): LetterAct.SUPPLEMENT_INTAKE,
    (FactType.SUPPLEMENT_REQUESTED, Phase.APPRAISAL): LetterAct.SUPPLEMENT,
    (FactType.REFUSED, Phase.NONE): LetterAct.REFUSAL,
    (FactType.APOLOGISED, Phase.NONE): LetterAct.APOLOGY,
    (FactType.WITHDRAWN, Phase.NONE): LetterAct.WITHDRAWAL,
    (FactType.STOPPED, Phase.NONE): LetterAct.STOP,
}
FACTS: dict[LetterAct, FactType] = {act: fact for (fact, _phase), act in _ACTS.items()}
OF_RECEIVER = frozenset(
    _ACTS[rule.act, rule.phase] for rule in PAPER_RULES if rule.issuer == RECEIVER
)
"""Acts whose form the receiving unit issues."""
MAY_CHOOSE = frozenset({LetterAct.SUPPLEMENT_INTAKE, LetterAct.REFUSAL})
"""Acts whose signer may be set. What a leader decides by law stays a leader's; a withdrawal is the
applicant's own act, which waits for nobody's approval."""
PROPOSED = MAY_CHOOSE | {LetterAct.APOLOGY, LetterAct.STOP}
"""Acts that may be proposed. Supplements during appraisal have a proposal of their own."""
CAPACITIES = frozenset({Capacity.KT, Capacity.TL, Capacity.TUQ})


@dataclass(frozen=True)
class SignRule:
    """Who signs the form of an act, in which capacities besides the head's own, and how."""

    signer: LetterSigner
    way: SignatureWay = SignatureWay.HELD
    capacities: frozenset[Capacity] = CAPACITIES
    source: str = ""
    valid_from: date = date(2025, 7, 1)
    unit_id: int | None = None  # who set it; None: the law
    version: int = 0

    @property
    def cited(self) -> str:
        """Return the document as officials read it, without what is still to be verified."""
        return self.source if self.unit_id is not None else self.source.partition(" (")[0]

    def data(self) -> dict[str, Any]:
        """Return it as JSON, without who set it and since when."""
        return {
            "signer": self.signer.value,
            "way": self.way.value,
            "capacities": sorted(one.value for one in self.capacities),
        }


def rule_read(data: Mapping[str, Any], **of: Any) -> SignRule:
    """Return a rule from its JSON."""
    return SignRule(
        LetterSigner(data["signer"]),
        SignatureWay(data["way"]),
        frozenset(Capacity(one) for one in data["capacities"]),
        **of,
    )


@dataclass(frozen=True)
class SetRules:
    """What one unit has set: the newest version in force on a day."""

    unit_id: int
    version: int
    valid_from: date
    source: str
    rules: Mapping[LetterAct, SignRule] = field(default_factory=dict)


def letter_act(rule: PaperRule) -> LetterAct:
    """Return the act that a rule about a form is about."""
    return _ACTS[rule.act, rule.phase]


def law_rule(act: LetterAct) -> SignRule:
    """Return who signs where nobody has set anything: officers at intake, else the head."""
    of = next(rule for rule in PAPER_RULES if letter_act(rule) is act)
    signer = LetterSigner.OFFICER if of.issuer == RECEIVER else LetterSigner.HEAD
    return SignRule(signer, source=of.source, valid_from=of.valid_from)


def sign_rule(act: LetterAct, path: Iterable[int], known: Mapping[int, SetRules]) -> SignRule:
    """Return who signs the form of an act in a unit; `path` are its units from the top down.

    The highest unit that has set it decides, so that a commune cannot loosen what its province
    wants; else the law's default.
    """
    for unit_id in path:
        found = known.get(unit_id)
        if found is not None and act in found.rules:
            return found.rules[act]
    return law_rule(act)


_READ: Mapping[str, Callable[[str], Any]] = {
    "deadline": date.fromisoformat,
    "promised_on": date.fromisoformat,
    "cause": LateCause,
    "kind": StopKind,
}


def words_read(stored: Mapping[str, Any]) -> dict[str, Any]:
    """Return what an act is called with, from what is stored of its proposal."""
    return {
        name: _READ[name](value) if name in _READ and value is not None else value
        for name, value in stored.items()
    }


def words_plain(words: Mapping[str, Any]) -> dict[str, Any]:
    """Return what an act is called with as JSON (`words_read`)."""
    return {name: _plain(value) for name, value in words.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    return list(value) if isinstance(value, tuple) else value
