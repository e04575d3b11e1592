"""Who listens to which hall, and what is sent to whom. One event loop, no lock, no database.

A room remembers the last calls of its hall, filled from the database when its first listener
comes and kept by notifications as long as they arrive without a gap. Whoever joins with the
serial seen last is sent what came after it; so nobody misses a call, however the line was.
"""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from motcua.reception.live.passes import Pass
from motcua.reception.types import Call

REMEMBERED = 50  # calls of a hall: an hour of a full morning
UNREAD_MOST = 64  # events that a listener may be behind; then it is sent away and comes again
CHANGE_SECONDS = 1.0  # "something changed" is told at most so often

ReadCalls = Callable[[int, int], Awaitable[list[Call]]]
"""Return the calls of a hall (its id) after a serial, the oldest first; OSError if it cannot."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How many may listen: altogether, to one hall, and with one pass."""

    all: int = 5_000
    hall: int = 1_000
    subject: int = 6


class HubFull(Exception):
    """No more may listen now; they poll and try again."""


class LinkGone(Exception):
    """The link of this device was taken back."""


@dataclass(eq=False, slots=True)
class Listener:
    """One open connection: what waits to be sent. None at the end says that it is over."""

    leave: Pass
    unread: asyncio.Queue[bytes | None] = field(default_factory=asyncio.Queue)
    over: bool = False

    def send(self, event: bytes) -> None:
        """Put an event in line; who reads too slowly is sent away instead of filling the memory."""
        if self.over:
            return
        if self.unread.qsize() >= UNREAD_MOST:
            self.end()
        else:
            self.unread.put_nowait(event)

    def end(self) -> None:
        """Let the connection end, behind what waits already; again changes nothing."""
        if not self.over:
            self.over = True
            self.unread.put_nowait(None)


@dataclass(eq=False, slots=True)
class Room:
    """A hall that somebody listens to."""

    listeners: set[Listener] = field(default_factory=set)
    joining: int = 0
    early: list[Call] = field(default_factory=list)  # told while the earlier ones are asked for
    calls: deque[Call] = field(default_factory=lambda: deque(maxlen=REMEMBERED))
    complete: bool = False  # every call since the first one remembered is in `calls`
    last: int = 0
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    change: asyncio.TimerHandle | None = None

    def add(self, calls: Iterable[Call]) -> list[Call]:
        """Remember calls, the oldest first; return those that were not known."""
        new = [call for call in calls if call.serial > self.last]
        for call in new:
            self.calls.append(call)
            self.last = call.serial
        return new


class Hub:
    """All rooms. Not for several threads."""

    def __init__(self, read: ReadCalls, limits: Limits = Limits()) -> None:
        self._read, self._limits = read, limits
        self._rooms: dict[int, Room] = {}
        self._subjects: dict[str, int] = {}
        self._gone: set[str] = set()
        self.hearing = False  # notifications arrive

    @property
    def listening(self) -> int:
        """Return how many connections are open."""
        return sum(len(room.listeners) for room in self._rooms.values())

    async def join(self, leave: Pass, after: int | None) -> Listener:
        """Let somebody listen; what was called after a serial waits for them already.

        Raises HubFull, LinkGone, and OSError while the database cannot be asked.
        """
        if leave.subject in self._gone:
            raise LinkGone
        room = self._rooms.setdefault(leave.unit_id, Room())
        if (
            self.listening >= self._limits.all
            or len(room.listeners) >= self._limits.hall
            or self._subjects.get(leave.subject, 0) >= self._limits.subject
        ):
            raise HubFull
        room.joining += 1
        listener = Listener(leave)
        try:
            await self._complete(leave.unit_id, room)
            room.listeners.add(listener)
            self._subjects[leave.subject] = self._subjects.get(leave.subject, 0) + 1
        finally:
            room.joining -= 1
            self._leave_empty(leave.unit_id, room)
        for call in room.calls:
            if after is not None and call.serial > after:
                listener.send(call_event(call))
        return listener

    def left(self, listener: Listener) -> None:
        """Forget a connection; again changes nothing."""
        room = self._rooms.get(listener.leave.unit_id)
        if room is None or listener not in room.listeners:
            return
        room.listeners.discard(listener)
        subject = listener.leave.subject
        self._subjects[subject] -= 1
        if not self._subjects[subject]:
            del self._subjects[subject]
        self._leave_empty(listener.leave.unit_id, room)

    def _leave_empty(self, unit_id: int, room: Room) -> None:
        """Forget a room that nobody is in or at the door of."""
        if not room.listeners and not room.joining:
            if room.change is not None:
                room.change.cancel()
            self._rooms.pop(unit_id, None)

    def told(self, text: str) -> None:
        """Pass on what a hall told (`services._live`); what cannot be read is left out."""
        try:
            what = json.loads(text)
            room = self._rooms.get(int(what["unit"]))
            call = call_read(what["call"]) if "call" in what else None
        except (ValueError, KeyError, TypeError):
            return
        if "gone" in what:
            self._gone.add(f"d{what['gone']}")
        if room is None:
            return
        if call is not None and room.complete:
            self._broadcast(room, room.add([call]))
        elif call is not None:
            room.early.append(call)
        for listener in room.listeners:
            if listener.leave.subject in self._gone:
                listener.end()
        self._change_soon(room)

    def gone(self, device_ids: Iterable[int]) -> None:
        """Send devices away whose links were taken back while nothing was heard."""
        self._gone |= {f"d{id_}" for id_ in device_ids}
        for room in self._rooms.values():
            for listener in room.listeners:
                if listener.leave.subject in self._gone:
                    listener.end()

    def deaf(self) -> None:
        """Notifications have stopped: what the rooms remember may have a gap from now on."""
        self.hearing = False
        for room in self._rooms.values():
            room.complete = False

    async def heard(self) -> None:
        """Notifications arrive again: tell each room what it missed meanwhile."""
        self.hearing = True
        for unit_id, room in list(self._rooms.items()):
            await self._complete(unit_id, room)
            self._change_soon(room)

    async def _complete(self, unit_id: int, room: Room) -> None:
        """Make sure that a room knows every call; two at once ask the database once."""
        async with room.lock:
            if room.complete:
                return
            hearing = self.hearing
            found = await self._read(unit_id, room.last)
            early, room.early = room.early, []
            self._broadcast(room, room.add(sorted([*found, *early], key=lambda c: c.serial)))
            room.complete = hearing and self.hearing

    @staticmethod
    def _broadcast(room: Room, calls: Iterable[Call]) -> None:
        for call in calls:
            event = call_event(call)
            for listener in room.listeners:
                listener.send(event)

    @staticmethod
    def _change_soon(room: Room) -> None:
        """Tell once, soon, that the hall changed: ten steps in a second are one look."""
        if room.change is not None:
            return

        def tell() -> None:
            room.change = None
            for listener in room.listeners:
                listener.send(b"event: change\ndata: {}\n\n")

        room.change = asyncio.get_running_loop().call_later(CHANGE_SECONDS, tell)


def call_read(what: dict[str, object]) -> Call:
    """Return the call in a notification; raises KeyError, TypeError or ValueError."""
    return Call(
        serial=int(str(what["serial"])),
        name=str(what["name"]),
        counter=int(str(what["counter"])),
        at=datetime.fromisoformat(str(what["at"])),
    )


def call_event(call: Call) -> bytes:
    """Return a call as a server-sent event: what the display shows, and nothing else."""
    data = {"serial": call.serial, "name": call.name, "counter": call.counter}
    return f"id: {call.serial}\nevent: call\ndata: {json.dumps(data)}\n\n".encode()
