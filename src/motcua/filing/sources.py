"""Data sources: what the State knows already is not asked again (domain brief 2.7.3, 4.4).

An adapter of `exchange` registers itself here under the name that components use in
`satisfied_by`. Asking never fails for the person: a source that is down, slow or does not know
leads to papers, a difference goes to the officer as a flag.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any, Protocol

from django.utils.translation import gettext as _

from motcua.citizens.types import PersonView
from motcua.filing.types import DraftView, SourceState
from motcua.forms.queries import marks_read
from motcua.forms.types import Mark
from motcua.kernel import clock
from motcua.kernel.text import search_key

log = logging.getLogger(__name__)


class SourceUnavailable(Exception):
    """The source is down, too slow, or answers nonsense."""


@dataclass(frozen=True)
class SourceRequest:
    """What is asked, of whom, and on which ground; the consent is recorded with time and scope."""

    id_number: str
    name: str
    birth_date: str  # ISO, may be empty
    purpose: str  # the procedure's code
    consent: str  # reference of the recorded consent


@dataclass(frozen=True)
class SourceRecord:
    """What a source knows: its reference, and values by the field names of forms."""

    record: str
    fields: Mapping[str, Any]


class Source(Protocol):
    """An adapter to a source."""

    key: str

    @property
    def label(self) -> str:
        """Return the source's name in the active language."""

    def ask(self, request: SourceRequest) -> SourceRecord | None:
        """Return what it knows, None when it has no record; raises SourceUnavailable."""


@dataclass(frozen=True)
class SourceAnswer:
    """What asking came to, as a draft and then the dossier keep it."""

    source: str
    label: str
    state: SourceState
    at: datetime
    record: str = ""
    fields: Mapping[str, Any] = field(default_factory=dict)
    differs: tuple[str, ...] = ()  # field names in which the source says something else

    @property
    def satisfies(self) -> bool:
        """Whether a component that this source can replace need not be handed in."""
        return self.state is SourceState.CONFIRMED

    def to_dict(self) -> dict[str, Any]:
        """Return plain data."""
        plain = asdict(self)
        return plain | {"state": self.state.value, "at": self.at.isoformat()}


_sources: dict[str, Source] = {}
# Sources of forms that are the identity itself (`services.known`).
ACCOUNT = frozenset({"person", "subject", "represented", "person_female", "person_male"})
# What an identity provider and a source both say; a difference is a flag.
COMPARED = ("name", "birth_date", "sex")


def source_register(source: Source) -> None:
    """Make a source known; the same key again replaces it."""
    _sources[source.key] = source


def source_labels(keys: Iterable[str]) -> list[str]:
    """Return the names of the sources among these keys, for the page that asks for consent."""
    return [_sources[key].label for key in dict.fromkeys(keys) if key in _sources]


def source_kinds(keys: Iterable[str]) -> tuple[str, ...]:
    """Return which kinds of data the sources among these keys may tell, for the consent."""
    found = (getattr(_sources[key], "kinds", ()) for key in dict.fromkeys(keys) if key in _sources)
    return tuple(dict.fromkeys(kind for kinds in found for kind in kinds))


def account_label() -> str:
    """Return what the identity that somebody signed in with is called, in the active language."""
    return _("your national account")


def marks_told(draft: DraftView) -> tuple[Mark, ...]:
    """Return what sources gave to a draft, each source named in the active language.

    A draft keeps the name in the language of its beginning; that one stands where the source is
    no longer known.
    """
    found = []
    for mark in marks_read(draft.marks):
        own = mark.source in ACCOUNT
        label = account_label() if own else next(iter(source_labels([mark.source])), mark.label)
        found.append(replace(mark, label=label))
    return tuple(found)


def sources_ask(
    keys: Iterable[str], *, person: PersonView, purpose: str, consent: str
) -> dict[str, SourceAnswer]:
    """Ask every known source among `keys` about a person; never raises for the source's sake.

    Call it outside a transaction: it waits for other systems (bounded by their time-outs).
    """
    request = SourceRequest(
        id_number=person.id_number,
        name=person.name,
        birth_date=person.birth_date.isoformat() if person.birth_date else "",
        purpose=purpose,
        consent=consent,
    )
    found = {}
    for key in dict.fromkeys(keys):
        source = _sources.get(key)
        if source is not None:
            found[key] = _ask(source, request, person)
    return found


def _ask(source: Source, request: SourceRequest, person: PersonView) -> SourceAnswer:
    try:
        known = source.ask(request)
    except SourceUnavailable as error:
        log.warning("source %s is not available: %s", source.key, type(error.__cause__).__name__)
        return SourceAnswer(source.key, source.label, SourceState.DOWN, clock.now())
    if known is None:
        return SourceAnswer(source.key, source.label, SourceState.UNKNOWN, clock.now())
    differs = tuple(_differs(person, known.fields))
    return SourceAnswer(
        source=source.key,
        label=source.label,
        state=SourceState.MISMATCH if differs else SourceState.CONFIRMED,
        at=clock.now(),
        record=known.record,
        fields=dict(known.fields),
        differs=differs,
    )


def _differs(person: PersonView, fields: Mapping[str, Any]) -> Iterable[str]:
    own = {
        "name": person.name,
        "birth_date": person.birth_date.isoformat() if person.birth_date else "",
        "sex": person.sex,
    }
    for name in COMPARED:
        told = str(fields.get(name) or "")
        # Marks and capitals are no difference: registers were typed by many hands.
        if told and own[name] and search_key(told) != search_key(own[name]):
            yield name
