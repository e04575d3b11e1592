"""The population database asked by a process, about a dossier's applicant.

What it says is kept as evidence in codes only: whether it agrees, which fields differ, and its own
reference. The reading is recorded with its purpose before the question.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from motcua.citizens.types import PersonKind, PersonView
from motcua.dossiers.queries.served import applicant_of
from motcua.dossiers.types import PartyKind
from motcua.filing.sources import sources_ask
from motcua.filing.types import SourceState
from motcua.kernel.audit import person_key, reading_record
from motcua.kernel.errors import Refused
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.workflow.rules.actions import POPULATION
from motcua.workflow.services.calls import (
    ServiceAnswer,
    ServiceCall,
    ServiceUnavailableError,
    service_handle,
)

_SAID = {
    SourceState.CONFIRMED: "same",
    SourceState.MISMATCH: "differs",
    SourceState.UNKNOWN: "unknown",
}
_SEXES = {"Nam": "male", "Nữ": "female"}


def population_ask(call: ServiceCall) -> ServiceAnswer:
    """Ask whether the database says the same of a dossier's applicant.

    Raises Refused for an applicant who cannot be asked about, and where no database is connected;
    ServiceUnavailableError while it does not answer.
    """
    with scope_use(SYSTEM):
        asked = applicant_of(call.subject)
        number = asked.id_number
        if asked.kind is not PartyKind.PERSON or len(number) != 12 or not number.isdigit():
            text = _("The applicant's identity number does not stand in the dossier.")
            raise Refused("no_id_number", text)
        reading_record(
            account_id=None,
            posting_id=None,
            subject=f"person:{person_key(number)}",
            purpose=f"population database, step of the process, dossier {asked.code}",
            route="process",
            id_numbers=[number],
        )
    person = PersonView(
        id=0,
        kind=PersonKind.PERSON,
        name=asked.name,
        id_number=number,
        assurance=0,
        birth_date=asked.birth_date,
        sex=_SEXES.get(asked.sex, asked.sex),
    )
    consent = f"dossier:{asked.code}"
    answers = sources_ask((POPULATION,), person=person, purpose=asked.procedure, consent=consent)
    answer = answers.get(POPULATION)
    if answer is None:
        raise Refused("source_missing", _("The population database is not connected here."))
    if answer.state not in _SAID:
        raise ServiceUnavailableError
    told = {"differs": list(answer.differs), "record": answer.record}
    return ServiceAnswer({"population": _SAID[answer.state]}, told)


def register() -> None:
    """Let processes ask; called once when the application starts."""
    service_handle(POPULATION, population_ask)
