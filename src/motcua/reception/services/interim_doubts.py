"""What speaks against entering an interim slip by itself, and what was settled otherwise."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from motcua.dossiers.queries import dossier_sent, duplicates_find
from motcua.dossiers.services.interim import interim_offering
from motcua.dossiers.types import PartyRole, Status, Submission
from motcua.kernel import clock
from motcua.kernel.errors import Refused
from motcua.reception.interim import Doubt, Earlier, House, Kind, Told, doubles, time_doubts
from motcua.reception.models import InterimBook, InterimSlip
from motcua.reception.queries.interim import numbers_near
from motcua.reception.queries.interim_house import house_at

PROBLEMS_MOST = 20


@dataclass(frozen=True, slots=True)
class SlipInput:
    """A slip as a browser sends it.

    `device_at` is its clock at the sending; `taken_at` the time printed on the slip. The face has
    read what was typed (`data`) into `submission`; `problems` are what its checks say, `card` that
    the card's text names another number. `version_id` is the version that was shown, `form_key`
    the key of the ordinary intake form from which the typing was carried over.
    """

    key: UUID
    seq: int
    kind: Kind
    taken_at: datetime
    device_at: datetime
    procedure_code: str = ""
    competent_unit_id: int | None = None
    version_id: int | None = None
    data: dict[str, list[str]] = field(default_factory=dict)
    submission: Submission | None = None
    problems: tuple[str, ...] = ()
    card: bool = False
    cash_vnd: int | None = None
    reason: str = ""
    form_key: str = ""

    def digest(self) -> str:
        """Return a hash of what was typed: sent again, it tells whether it was changed since."""
        said = [
            self.kind.value,
            self.procedure_code,
            self.competent_unit_id,
            self.version_id,
            self.cash_vnd,
            self.reason,
            self.data,
        ]
        return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def doubts_of(
    book: InterimBook, slip: SlipInput, told: Told, *, house: House, counted: bool, again: bool
) -> dict[str, Any]:
    """Return everything that speaks against entering a slip by itself."""
    before, after = numbers_near(book.pk, slip.seq)
    found = time_doubts(
        told, issued_at=book.issued_at, ends_at=book.ends_at, now=clock.now(), before=before,
        after=after, counted=counted, house=house,
    )  # fmt: skip
    if again:
        found.append(Doubt.TWICE)
    if slip.card:
        found.append(Doubt.CARD)
    problems = list(slip.problems)
    try:
        unit_id = slip.competent_unit_id or 0
        now = interim_offering(unit_id=unit_id, code=slip.procedure_code, at=slip.taken_at)
        if slip.version_id != now.version.id:
            found.append(Doubt.VERSION)
    except Refused as refusal:
        problems.append(str(refusal))
    if problems or slip.submission is None:
        found.append(Doubt.INVALID)
    same = doubles_of(book, slip.submission, slip.taken_at, key=slip.form_key)
    if same:
        found.append(Doubt.DOUBLE)
    kept = {"doubts": found, "doubles": list(same), "problems": problems[:PROBLEMS_MOST]}
    return {**kept, "form_key": slip.form_key} if slip.form_key else kept


def doubles_of(
    book: InterimBook, submission: Submission | None, at: datetime, *, key: str
) -> tuple[str, ...]:
    """Return the dossiers that may be the same request, for the owner and who hands it in.

    How near in time is what held in the unit when the block was given out. Also the dossier that
    the officer's ordinary form, under its `key`, became after all, though its answer never came.
    """
    parties = submission.parties if submission else ()
    numbers = {
        party.id_number
        for party in parties
        if party.role in {PartyRole.APPLICANT, PartyRole.OWNER} and party.id_number
    }
    code = submission.procedure_code if submission else ""
    found = {
        row.code: Earlier(
            row.code, row.submitted_at, row.status in {Status.REGISTERED, Status.SUPPLEMENT}
        )
        for number in sorted(numbers)
        for row in duplicates_find(procedure_code=code, id_number=number)
    }
    sent = dossier_sent(account_id=book.account_id, key=key) if key else ""
    house = house_at(book.unit_id, book.issued_at)
    return tuple(dict.fromkeys([*filter(None, [sent]), *doubles(found.values(), at, house)]))


def settled_otherwise(row: InterimSlip, submission: Submission, kind: Kind) -> tuple[str, ...]:
    """Return what is settled otherwise than the slip says: its kind, procedure, owner's number."""
    slip = (row.competent_unit_id, row.procedure_code)
    other = {
        "kind": row.kind != kind.value,
        "procedure": slip != (submission.unit_id, submission.procedure_code),
        "owner": _owner_typed(row.data) != _owner_given(submission),
    }
    return tuple(name for name, differs in other.items() if differs)


def owner_typed(submission: Submission) -> dict[str, list[str]]:
    """Return the owner's number as the fields of the page name it."""
    return {"applicant-id_number": [_owner_given(submission)]}


def _owner_typed(data: dict[str, list[str]]) -> str:
    roles = ("owner", "applicant") if any(data.get("owner-name", ())) else ("applicant",)
    said = ("".join(data.get(f"{role}-id_number", ())) for role in roles)
    return _bare(next(filter(None, said), ""))


def _owner_given(submission: Submission) -> str:
    numbers = {party.role: party.id_number for party in submission.parties}
    return _bare(numbers.get(PartyRole.OWNER) or numbers.get(PartyRole.APPLICANT, ""))


def _bare(number: str) -> str:
    return "".join(number.split()).upper()
