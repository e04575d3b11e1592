"""Parameters of lists; an address is text, so numbers are read from it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from motcua.api.schemas.common import Code, Day

Text = Annotated[str, Field(max_length=200)]
Key = Annotated[str, Field(max_length=80)]
Limit = Annotated[int, Field(ge=1, le=100)]
StatusCode = Annotated[int, Field(ge=1, le=10)]


class UnitsQuery(BaseModel):
    """Either a text or a code; `on` keeps the units of that day."""

    q: Text = ""
    code: Key = ""
    on: Day | None = None


class OnQuery(BaseModel):
    """A day; today without it."""

    on: Day | None = None


class ProceduresQuery(BaseModel):
    """What of the catalogue is wanted."""

    q: Text = ""
    field: Key = ""
    level: Literal["", "commune", "province", "ministry", "other"] = ""
    code: Key = ""
    complete: bool | None = None
    after: Key = ""
    limit: Limit = 25


class DossiersQuery(BaseModel):
    """Which dossiers are wanted; days are of submission, in the legal zone."""

    q: Text = ""
    unit: Key = ""
    status: Annotated[list[StatusCode], Field(max_length=10, default_factory=list)]
    procedure: Key = ""
    submitted_from: Day | None = None
    submitted_to: Day | None = None
    after: Key = ""
    limit: Limit = 25


class WorkQuery(BaseModel):
    """Which pieces of work are wanted."""

    view: Literal["mine", "unclaimed", "unit"] = "unit"
    act: Literal[
        "", "receive", "assign", "appraise", "opinion", "endorse", "approve", "issue", "return"
    ] = ""
    bucket: Literal["", "overdue", "today", "soon", "later", "paused", "waiting"] = ""
    after: Key = ""
    limit: Limit = 25


class FileQuery(BaseModel):
    """Whether active content of a PDF is taken out; only on the word of whose file it is."""

    clean: bool = False


class TrackQuery(BaseModel):
    """The second factor in the address; the header is better, because addresses are logged."""

    key: Annotated[str, Field(max_length=64)] = ""


class TrackHeader(BaseModel):
    """The second factor of the slip: its security code, or the token of its QR code."""

    security_code: Annotated[str, Field(max_length=64)] = ""


class EventsQuery(BaseModel):
    """From where on."""

    after: Annotated[str, Field(max_length=40)] = ""
    limit: Annotated[int, Field(ge=1, le=500)] = 100


class ReportQuery(BaseModel):
    """Whose report, over which whole days, both included.

    `on` is a day on which the unit bore the code. Without it the code is today's, or, where nobody
    bears it any more, that of the last unit that did.
    """

    unit: Code
    first: Day
    last: Day
    on: Day | None = None
