"""Words of the notices that others may use."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class Channel(StrEnum):
    """How a notice goes out; the person's own page of messages always holds it too."""

    EMAIL = "email"
    SMS = "sms"


class DeliveryState(StrEnum):
    """Where one delivery stands."""

    WAITING = "waiting"
    SENT = "sent"  # the next system took it over
    REFUSED = "refused"  # the address does not exist or takes nothing
    GIVEN_UP = "given_up"  # tried for as long as the setting allows


@dataclass(frozen=True)
class Recipient:
    """Whom a notice is for. Without `person_id` it is somebody known by address alone."""

    person_id: int | None = None
    email: str = ""
    phone: str = ""
    language: str = ""
    ways: frozenset[Channel] | None = None  # what was chosen in the dossier; None: preferences


@dataclass(frozen=True)
class Notice:
    """What is to be told: a template, its values and the one it belongs to.

    `key` makes it once: the same key again has no effect. `urgent` ignores the quiet hours.
    Values are codes, dates (ISO) and amounts; names and numbers of people never enter them.
    """

    key: str
    template: str
    recipient: Recipient
    subject: str = ""  # "dossier:17"
    values: dict[str, Any] = field(default_factory=dict)
    path: str = ""  # of the page where it goes on
    urgent: bool = False


@dataclass(frozen=True)
class Template:
    """Source texts of one notice; `short` is the SMS without its address."""

    title: str
    text: str
    short: str
    official: bool = False  # for somebody who works here, not for a citizen


@dataclass(frozen=True)
class Wording:
    """A notice in words of one language."""

    title: str
    text: str
    mail: str  # the text with the address where it goes on
    short: str  # one SMS, likewise


@dataclass(frozen=True)
class DeliveryView:
    """One way on which a notice went out; the address is masked."""

    channel: Channel
    state: DeliveryState
    address: str
    attempts: int
    next_at: datetime | None
    sent_at: datetime | None
    problem: str


@dataclass(frozen=True)
class NoticeView:
    """A notice as its person reads it."""

    id: int
    made_at: datetime
    title: str
    text: str
    subject: str
    path: str
    read_at: datetime | None
    deliveries: tuple[DeliveryView, ...] = ()


@dataclass(frozen=True)
class Preference:
    """What a person chose: ways, language and hours in which no message may ring."""

    email: bool = True
    sms: bool = True
    language: str = ""
    quiet_from: int = 21  # hour of the day, Asia/Ho_Chi_Minh
    quiet_to: int = 7
