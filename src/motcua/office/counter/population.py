"""The population database at the counter: asked on the person's word, its answer the officer's.

What it says stays with the form as a signed token; nothing is kept until the dossier is sent.
A difference is never a reason to refuse, and a source that is down changes nothing (domain
brief 2.7, rule 3).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import QueryDict
from django.utils.translation import gettext as _

from motcua.citizens.types import PersonKind, PersonView
from motcua.filing.sources import SourceAnswer
from motcua.filing.types import SourceState
from motcua.kernel import clock
from motcua.kernel.text import nfc, search_key
from motcua.office.counter.forms import DAYS
from motcua.procedures.types import VersionView
from motcua.ui import formats

KEY = "population"
SALT = "motcua.intake.population"
SEXES = {"Nam": "male", "Nữ": "female"}
TOLD = {"male": "Nam", "female": "Nữ"}


@dataclass(frozen=True)
class Compared:
    """One thing that is typed and that the database says."""

    label: str
    typed: str
    told: str
    differs: bool


@dataclass(frozen=True)
class Answer:
    """What the database said of the person under this number."""

    token: str
    state: SourceState
    number: str
    record: str
    at: str
    fields: dict[str, str]
    differs: tuple[str, ...]

    @property
    def confirmed(self) -> bool:
        """Whether it says the same of name, date of birth and sex."""
        return self.state is SourceState.CONFIRMED


def population_there() -> bool:
    """Whether this office has the source at all."""
    return bool(settings.POPULATION_URL)


def population_person(data: QueryDict) -> PersonView | None:
    """Return the person as typed, to be asked about; None without a 12-digit number and a name."""
    number = data.get("applicant-id_number", "").strip()
    name = nfc(data.get("applicant-name", ""))
    if not (number.isascii() and number.isdigit() and len(number) == 12 and name):
        return None
    return PersonView(
        id=0,
        kind=PersonKind.PERSON,
        name=name,
        id_number=number,
        assurance=0,
        birth_date=_day(data.get("applicant-birth_date", "")),
        sex=SEXES.get(data.get("applicant-sex", ""), ""),
    )


def answer_token(told: SourceAnswer, *, number: str, account: int) -> str:
    """Return an answer as the form carries it, bound to the person and the officer."""
    kept = {name: str(told.fields.get(name) or "")[:300] for name in ("name", "birth_date", "sex")}
    kept["address"] = str(
        told.fields.get("current_address") or told.fields.get("permanent_address") or ""
    )[:300]
    content = [account, number, told.state.value, told.record, told.at.isoformat(), kept]
    return signing.dumps([*content, list(told.differs)], salt=SALT, compress=True)


def answer_read(data: QueryDict, account: int) -> Answer | None:
    """Return the answer that came with the form, while the same person is named."""
    try:
        told = signing.loads(data.get("applicant-population", ""), salt=SALT, max_age=86_400)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    number = data.get("applicant-id_number", "").strip()
    if not isinstance(told, list) or len(told) != 7 or told[:2] != [account, number]:
        return None
    token = data.get("applicant-population", "")
    return Answer(
        token, SourceState(told[2]), number, told[3], told[4], dict(told[5]), tuple(told[6])
    )


def answer_use(data: QueryDict, answer: Answer, version: VersionView) -> None:
    """Put what the database says into the fields; papers it can replace count as data.

    By the officer's press. A paper that is there stays as it is.
    """
    fields = answer.fields
    born = _day(fields.get("birth_date", ""))
    told = {
        "name": fields.get("name", ""),
        "birth_date": formats.day_typed(born) if born else "",
        "sex": TOLD.get(fields.get("sex", ""), ""),
        "address": fields.get("address", ""),
    }
    for name, value in told.items():
        if value:
            data[f"applicant-{name}"] = value
    for component in version.components:
        place = f"c{component.id}"
        there = [data.get(f"{place}-{one}") for one in ("given", "originals", "copies")]
        if KEY in component.satisfied_by and not any(there):
            data[f"{place}-satisfied_by"] = KEY


def compared(data: QueryDict, answer: Answer) -> list[Compared]:
    """Return what is typed beside what the database says; marks and capitals are no difference."""
    born = _day(answer.fields.get("birth_date", ""))
    typed_born = _day(data.get("applicant-birth_date", ""))
    pairs = [
        (_("Full name"), data.get("applicant-name", ""), answer.fields.get("name", "")),
        (
            _("Date of birth"),
            formats.day(typed_born) if typed_born else "",
            formats.day(born) if born else "",
        ),
        (_("Sex"), data.get("applicant-sex", ""), TOLD.get(answer.fields.get("sex", ""), "")),
        (_("Address"), data.get("applicant-address", ""), answer.fields.get("address", "")),
    ]
    return [
        Compared(label, typed, told, bool(typed) and search_key(typed) != search_key(told))
        for label, typed, told in pairs
        if told
    ]


def population_content(answer: Answer | None) -> list[dict[str, Any]]:
    """Return the flag that the dossier carries: a difference, or that the source was silent."""
    if answer is None or answer.state not in {SourceState.MISMATCH, SourceState.DOWN}:
        return []
    return [{"source": KEY, "key": KEY, "state": answer.state.value, "differs": [*answer.differs]}]


def population_note(answer: Answer | None) -> str:
    """Return the record that satisfied a component, as the slip and the official read it."""
    if answer is None or not answer.record:
        return ""
    return f"CSDL quốc gia về dân cư, {answer.record}"


def _day(text: str) -> date | None:
    from datetime import datetime

    for pattern in DAYS:
        try:
            found = datetime.strptime(text.strip(), pattern).date()  # noqa: DTZ007 - a day only
        except ValueError:
            continue
        return found if found <= clock.today() else None
    return None
