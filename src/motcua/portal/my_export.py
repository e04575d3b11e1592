"""All data of one person in one file: JSON for programs, a readable page for people.

Each area registers what it holds (`part_register`), so that nothing is forgotten here when an
area is added. A part is a title and a function that returns plain rows under the citizen's scope.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from motcua.citizens.queries import consents_of, relations_of
from motcua.citizens.types import CitizenActor
from motcua.dossiers.queries import dossiers_search
from motcua.filing.queries import documents_of
from motcua.identity.queries import accounts_by_ids, posting_get
from motcua.kernel import clock
from motcua.kernel.audit import Reading, readings_of

Row = Mapping[str, Any]
Collect = Callable[[CitizenActor], Sequence[Row]]
PAGE = 100


@dataclass(frozen=True)
class Part:
    """What one area holds about a person."""

    name: str
    title: Any
    collect: Collect


_parts: dict[str, Part] = {}


def part_register(name: str, title: Any, collect: Collect) -> None:
    """Add (or replace) an area's part of the download; `name` is its key in the JSON."""
    _parts[name] = Part(name, title, collect)


def bundle_make(citizen: CitizenActor) -> bytes:
    """Return the ZIP: `data.json` and `data.html`; everything under the present scope."""
    collected = [(part, list(part.collect(citizen))) for part in _parts.values()]
    made = clock.local(clock.now()).isoformat(timespec="seconds")
    content = {"made_at": made, **{part.name: rows for part, rows in collected}}
    text = json.dumps(content, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
    html = render_to_string(
        "portal/_export.html",
        {
            "language": get_language(),
            "name": citizen.subject.name,
            "made": clock.now(),
            "parts": [
                (part.title, [list(row.items()) for row in rows]) for part, rows in collected
            ],
        },
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("data.json", text)
        archive.writestr("data.html", html)
    return buffer.getvalue()


@dataclass(frozen=True)
class Look:
    """One reading as the person reads it: when, who, where that is, of what, why."""

    reading: Reading
    who: str
    unit: str


def looks_at(citizen: CitizenActor) -> list[Look]:
    """Return who read data of whoever it is for, the newest first."""
    readings = readings_of(citizen.subject.id_number)
    accounts = accounts_by_ids({one.account_id for one in readings if one.account_id})
    units: dict[int, str] = {}
    for one in readings:
        if one.posting_id and one.posting_id not in units:
            posting = posting_get(one.posting_id)
            units[one.posting_id] = posting.unit_name if posting else ""
    return [
        Look(
            one,
            accounts[one.account_id].name if one.account_id in accounts else "",
            units.get(one.posting_id or 0, ""),
        )
        for one in readings
    ]


def _person(citizen: CitizenActor) -> list[Row]:
    one = citizen.subject
    return [
        {
            "name": one.name,
            "id_number": one.id_number,
            "former_id_number": one.former_id_number,
            "birth_date": one.birth_date,
            "sex": one.sex,
            "address": one.address,
            "phone": one.phone,
            "email": one.email,
            "level": one.assurance,
            "language": one.language,
        }
    ]


def _relations(citizen: CitizenActor) -> list[Row]:
    return [
        {
            "kind": one.kind.value,
            "state": one.state.value,
            "who_acts": one.person_name,
            "for_whom": one.subject_name,
            "until": one.valid_to,
            "asked_at": one.requested_at,
        }
        for one in relations_of(citizen.subject_id)
    ]


def _consents(citizen: CitizenActor) -> list[Row]:
    return [
        {"purpose": c.purpose.value, "given_at": c.given_at, "withdrawn_at": c.withdrawn_at}
        for c in consents_of(citizen.subject_id)
    ]


def _readings(citizen: CitizenActor) -> list[Row]:
    return [
        {
            "at": look.reading.at,
            "who": look.who,
            "unit": look.unit,
            "of_what": look.reading.subject,
            "why": look.reading.purpose,
        }
        for look in looks_at(citizen)
    ]


def _dossiers(citizen: CitizenActor) -> list[Row]:
    del citizen  # the scope shows exactly theirs
    rows: list[Row] = []
    after = ""
    while True:
        page = dossiers_search(after=after, limit=PAGE)
        rows += [
            {
                "code": row.code,
                "procedure": row.procedure_name,
                "status": int(row.status),
                "submitted_at": row.submitted_at,
                "due_at": row.due_at,
            }
            for row in page.rows
        ]
        after = page.after
        if not after:
            return rows


def _documents(citizen: CitizenActor) -> list[Row]:
    return [
        {
            "name": one.name,
            "kind": one.kind.value,
            "verified": one.verified,
            "number": one.number,
            "issuer": one.issuer,
            "issued_on": one.issued_on,
            "valid_to": one.valid_to,
            "dossier": one.dossier_code,
            "sha256": one.sha256,
        }
        for one in documents_of(citizen)
    ]


def register() -> None:
    """Register what this package knows of; once, from `PortalConfig.ready`."""
    part_register("person", _("You"), _person)
    part_register("dossiers", _("Dossiers"), _dossiers)
    part_register("documents", _("Documents"), _documents)
    part_register("relations", _("Acting for others"), _relations)
    part_register("consents", _("Consents"), _consents)
    part_register("readings", _("Who looked at your data"), _readings)
