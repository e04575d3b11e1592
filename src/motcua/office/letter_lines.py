"""Forms that somebody proposed, as lines of the page on which a person signs several at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from motcua.dossiers.letter_rules import LetterAct
from motcua.dossiers.queries import dossiers_by_ids
from motcua.dossiers.queries.letters import WaitingLetter, letters_count, letters_waiting
from motcua.dossiers.views import DossierRow
from motcua.identity.access import SignedInRequest
from motcua.office.letter_words import ACT_NAMES
from motcua.office.signing import LETTER, SUPPLEMENT, Chosen
from motcua.office.signing_run import Entry

SHOWN = 50


@dataclass(frozen=True)
class LetterLine:
    """A form that waits for this person: of which dossier, what it is, whether it was chosen."""

    waits: WaitingLetter
    dossier: DossierRow
    picked: bool = False

    @property
    def kind(self) -> str:
        """Return which of the two kinds of proposals it is."""
        return SUPPLEMENT if self.waits.act is LetterAct.SUPPLEMENT else LETTER

    @property
    def key(self) -> str:
        """Return what names the line in the form."""
        return f"{self.kind}-{self.dossier.code}"

    @property
    def value(self) -> str:
        """Return what a chosen line sends: what it is, as it was seen."""
        return f"{self.key}:{self.waits.dossier_version}"

    @property
    def title(self) -> Any:
        """Return what the form is called."""
        return ACT_NAMES[self.waits.act]


def letter_lines(request: SignedInRequest, picked: set[str]) -> list[LetterLine]:
    """Return the forms that wait for this person's signature; a fixed number of statements."""
    waiting = letters_waiting(request.actor, limit=SHOWN)
    dossiers = dossiers_by_ids(one.dossier_id for one in waiting)
    lines = [LetterLine(one, dossiers[one.dossier_id]) for one in waiting]
    return [LetterLine(one.waits, one.dossier, one.key in picked) for one in lines]


def letters_more(request: SignedInRequest, lines: list[LetterLine]) -> int:
    """Return how many forms wait beyond those that are shown; asked only when the page is full."""
    if len(lines) < SHOWN:
        return 0
    return max(0, letters_count(request.actor) - len(lines))


def letter_entry(key: str, seen: int, lines: dict[str, LetterLine]) -> Entry | None:
    """Return a chosen form as it is signed; None for what is no form.

    One that is no longer on the list is tried all the same: it is refused by name.
    """
    kind, _mark, code = key.partition("-")
    if kind not in {LETTER, SUPPLEMENT} or not code:
        return None
    line = lines.get(key)
    chosen = Chosen(version=seen, code=code[:60], letter=kind)
    return Entry(chosen, dossier=code[:60], title=str(line.title) if line else "")
