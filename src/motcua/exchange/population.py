"""National population database: what it says of a person who consented (domain brief 4.4).

HTTP and JSON through the province's service bus. Asked for one purpose, with the reference of the
consent; nothing is kept here. Bounded by a time-out and a breaker, because people wait for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import requests
from django.conf import settings
from django.utils.translation import gettext as _

from motcua.filing.sources import (
    SourceRecord,
    SourceRequest,
    SourceUnavailable,
    source_register,
)
from motcua.kernel.breaker import Breaker, CircuitOpen

FIELDS = (
    "name", "birth_date", "sex", "nationality", "ethnicity", "birth_place", "home_town",
    "permanent_address", "current_address", "father_name", "mother_name", "spouse_name",
    "marital_status",
)  # fmt: skip
LONGEST = 500
ANSWER_MOST = 64_000
breaker = Breaker()


class _Nonsense(Exception):
    """An answer that is not what was agreed."""


class Population:
    """The adapter; registers itself as `population`."""

    key = "population"
    kinds = (
        "name", "birth_date", "sex", "nationality", "ethnicity", "birth_place", "home_town",
        "address", "parents", "marital_status",
    )  # fmt: skip

    @property
    def label(self) -> str:
        """Return the source's name in the active language."""
        return _("National Population Database")

    def ask(self, request: SourceRequest) -> SourceRecord | None:
        """Return what the database knows, None for an unknown number; raises SourceUnavailable."""
        if not settings.POPULATION_URL:
            raise SourceUnavailable
        trouble = (requests.RequestException, _Nonsense)
        try:
            with breaker.call(*trouble):
                return _ask(request)
        except (*trouble, CircuitOpen) as error:
            raise SourceUnavailable from error


def _ask(request: SourceRequest) -> SourceRecord | None:
    seconds = settings.POPULATION_TIMEOUT_SECONDS
    answer = requests.post(
        f"{settings.POPULATION_URL.rstrip('/')}/citizens/lookup",
        json={
            "id_number": request.id_number,
            "purpose": request.purpose,
            "consent": request.consent,
        },
        headers={"Authorization": f"Bearer {settings.POPULATION_TOKEN}"},
        timeout=(seconds, seconds),
        allow_redirects=False,
    )
    if answer.status_code == requests.codes.not_found:
        return None
    if answer.status_code != requests.codes.ok or len(answer.content) > ANSWER_MOST:
        raise _Nonsense
    try:
        body = answer.json()
    except ValueError as error:
        raise _Nonsense from error
    return _record(body, request.id_number)


def _record(body: Any, asked: str) -> SourceRecord:
    """Return an answer that is of the number that was asked and has the agreed shape."""
    if not isinstance(body, Mapping) or not isinstance(body.get("citizen"), Mapping):
        raise _Nonsense
    record, citizen = body.get("record"), body["citizen"]
    if not isinstance(record, str) or not record or citizen.get("id_number") != asked:
        raise _Nonsense  # somebody else's data must never be shown
    fields = {
        name: citizen[name][:LONGEST]
        for name in FIELDS
        if isinstance(citizen.get(name), str) and citizen[name]
    }
    if "birth_date" in fields:
        try:
            date.fromisoformat(fields["birth_date"])
        except ValueError as error:
            raise _Nonsense from error
    return SourceRecord(record[:60], fields)


def register() -> None:
    """Make the source known to `filing`; once, from `ExchangeConfig.ready`."""
    source_register(Population())
