"""A province or a unit sets who signs its forms 02 to 05; dated versions, each with its source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from motcua.dossiers.letter_rules import (
    CAPACITIES,
    MAY_CHOOSE,
    LetterAct,
    SignRule,
    law_rule,
)
from motcua.dossiers.models import LetterSigning
from motcua.identity.types import Action, Actor
from motcua.kernel import clock
from motcua.kernel.errors import FieldProblem, Invalid, Stale
from motcua.kernel.text import nfc

SOURCE_MAX = 300


@dataclass(frozen=True)
class LetterRulesInput:
    """What a unit sets: the acts that it names, the others stay with the law or units below."""

    valid_from: date
    source: str
    rules: Mapping[LetterAct, SignRule] = field(default_factory=dict)


def letter_rules_edit(
    *, actor: Actor, unit_id: int, given: LetterRulesInput, version: int = 0
) -> int:
    """Write the next version of who signs a unit's forms; return its number.

    Forms that were issued stay as they are. `version` is the one that the page showed (0: none).
    Raises Forbidden, Invalid with every wrong field, Stale.
    """
    posting = actor.posting_for(Action.HEADING_EDIT, unit_id)
    source = nfc(given.source)
    _check(given, source)
    with transaction.atomic():
        rows = LetterSigning.objects.filter(unit_id=unit_id)
        newest = rows.aggregate(last=Max("version"))["last"] or 0
        if newest != version:
            raise _stale(newest)
        try:
            with transaction.atomic():
                LetterSigning.objects.create(
                    unit_id=unit_id,
                    version=newest + 1,
                    valid_from=given.valid_from,
                    rules={act.value: rule.data() for act, rule in given.rules.items()},
                    source=source,
                    edited_by=posting.account_id,
                    edited_at=clock.now(),
                )
        except IntegrityError as error:  # two at once: the number of the version decides
            raise _stale(newest + 1) from error
    return newest + 1


def _check(given: LetterRulesInput, source: str) -> None:
    problems = []
    if not source:
        text = _("Name the document by which this was decided.")
        problems.append(FieldProblem("source", text))
    if len(source) > SOURCE_MAX:
        problems.append(FieldProblem("source", _("This is too long.")))
    if given.valid_from < clock.today():
        problems.append(FieldProblem("valid_from", _("This day has passed.")))
    for act, rule in given.rules.items():
        if act not in MAY_CHOOSE and rule.signer is not law_rule(act).signer:
            text = _("Who signs this form is the law's to say.")
            problems.append(FieldProblem(f"{act.value}_signer", text))
        if not rule.capacities <= CAPACITIES:
            problems.append(FieldProblem(f"{act.value}_capacities", _("Choose from the list.")))
    if problems:
        raise Invalid(problems)


def _stale(version: int) -> Stale:
    return Stale(
        "letter_rules_changed",
        _("Somebody else has changed who signs in the meantime. Please look at it again."),
        version=version,
    )
