"""The ways out, by registry: an adapter (`exchange`) registers itself for a channel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from motcua.notices.types import Channel


class ChannelDown(Exception):
    """The next system cannot be reached or does not take it now; it is tried again later."""


class AddressRefused(Exception):
    """The next system says that this address takes nothing; trying again would not help."""


@dataclass(frozen=True)
class Outgoing:
    """What an adapter sends; the same `reference` again is the same message."""

    address: str
    title: str
    text: str
    reference: str
    language: str


class Adapter(Protocol):
    """Sends one message."""

    def send(self, message: Outgoing) -> str:
        """Return the next system's own reference; raises ChannelDown or AddressRefused."""
        ...


_adapters: dict[Channel, Adapter] = {}


def channel_register(channel: Channel, adapter: Adapter) -> None:
    """Send a channel's messages by this adapter; the last one registered holds."""
    _adapters[channel] = adapter


def channel_of(channel: Channel) -> Adapter | None:
    """Return the adapter of a channel; None where the installation has none."""
    return _adapters.get(channel)
