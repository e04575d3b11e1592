"""The order of a day's round: a pure function that an official can follow with a finger.

1. How far it is between two houses: the road between their villages if the unit has written it
   down; else the straight line and two fifths more, when both places are known; else by the order
   of the villages that the unit has set once.
2. From the centre to the nearest house, from there to the nearest of the rest (nearest neighbour).
3. As long as turning a piece of the way round makes it better, turn it round (2-opt).
4. Better means: fewer wished half-days missed, then fewer minutes on the road, then home sooner.

The order that was there before is always among those compared: what is proposed is never worse.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

EARTH_METRES = 6_371_000
WINDING = 1.4  # how much longer a road is than the straight line
NEXT_DOOR, SAME_VILLAGE, NEXT_VILLAGE, UNKNOWN = 150.0, 500.0, 2_500.0, 4_000.0
STOPS_MOST = 25
SPEED: Mapping[str, int] = {"foot": 4, "bicycle": 10, "motorbike": 22, "car": 28, "boat": 12}
"""Kilometres an hour on village roads, with getting off and asking the way."""

Place = tuple[float, float]  # latitude, longitude in degrees


@dataclass(frozen=True, slots=True)
class Stop:
    """A house. `halves` are the halves of the day wished (0 morning, 1 afternoon)."""

    id: int
    place: Place | None = None
    village: int | None = None
    rank: int | None = None  # of the village in the order of the unit, 1 the nearest
    halves: tuple[int, ...] = (0, 1)


@dataclass(frozen=True, slots=True)
class Day:
    """What a round's day is like: minutes from midnight, minutes at each house, the vehicle."""

    start: int
    sessions: tuple[tuple[int, int], ...]  # morning, afternoon
    service: int = 30
    speed: int = 22  # km/h
    base: Place | None = None  # where the round begins
    roads: Mapping[tuple[int, int], float] | None = None  # metres, by villages, lower id first


@dataclass(frozen=True, slots=True)
class Timed:
    """When a house is reached and left. `kept`: within a wished half and the day."""

    id: int
    travel: int  # minutes on the road before
    arrive: int
    leave: int
    kept: bool
    guessed: bool  # the way there is only estimated by the order of the villages


def metres(one: Stop | None, other: Stop | None, day: Day) -> tuple[float, bool]:
    """Return how far it is between two houses (None: the centre), and whether it is a guess."""
    if one is not None and other is not None and one.village and other.village:
        key = (min(one.village, other.village), max(one.village, other.village))
        road = (day.roads or {}).get(key)
        if road is not None:
            return road, False
    here = one.place if one is not None else day.base
    there = other.place if other is not None else day.base
    if here is not None and there is not None:
        return max(NEXT_DOOR, straight(here, there) * WINDING), False
    if one is not None and other is not None and one.village and one.village == other.village:
        return SAME_VILLAGE, True
    first = one.rank if one is not None else 0
    second = other.rank if other is not None else 0
    if first is None or second is None:
        return UNKNOWN, True
    return max(SAME_VILLAGE, abs(first - second) * NEXT_VILLAGE), True


def straight(here: Place, there: Place) -> float:
    """Return metres along the great circle (haversine)."""
    north, south = math.radians(here[0]), math.radians(there[0])
    half_lat, half_lon = (north - south) / 2, math.radians(here[1] - there[1]) / 2
    inner = math.sin(half_lat) ** 2 + math.cos(north) * math.cos(south) * math.sin(half_lon) ** 2
    return 2 * EARTH_METRES * math.asin(min(1.0, math.sqrt(inner)))


def schedule(stops: Sequence[Stop], day: Day) -> list[Timed]:
    """Return when each house is reached in this order.

    Who is not to be reached with the whole visit before the noon break comes after it; who wishes
    the afternoon only is not waited for at their door by a round that would stand still.
    """
    at, before, found = day.start, None, []
    for stop in stops:
        far, guessed = metres(before, stop, day)
        travel = math.ceil(far / 1000 / day.speed * 60)
        arrive = _within(at + travel, day)
        if stop.halves == (1,) and len(day.sessions) > 1:
            arrive = max(arrive, day.sessions[1][0])
        leave = arrive + day.service
        kept = any(
            half in stop.halves and begin <= arrive and leave <= end
            for half, (begin, end) in _halves(day)
        )
        found.append(Timed(stop.id, travel, arrive, leave, kept, guessed))
        at, before = leave, stop
    return found


def _within(at: int, day: Day) -> int:
    """Return the first instant from `at` on at which a visit fits into a session, if any does."""
    for begin, end in day.sessions:
        if max(at, begin) + day.service <= end:
            return max(at, begin)
    return at


def _halves(day: Day) -> list[tuple[int, tuple[int, int]]]:
    """Return the sessions with the half of the day in which each begins."""
    return [(0 if begin < 12 * 60 else 1, (begin, end)) for begin, end in day.sessions]


def cost(stops: Sequence[Stop], day: Day) -> tuple[int, int, int]:
    """Return how good an order is, less is better.

    Wishes missed, then minutes on the road, then the minute of the day at which the team is at
    the centre again; the way back counts for both.
    """
    timed = schedule(stops, day)
    if not timed:
        return (0, 0, day.start)
    back = math.ceil(metres(stops[-1], None, day)[0] / 1000 / day.speed * 60)
    road = sum(one.travel for one in timed) + back
    return (sum(1 for one in timed if not one.kept), road, timed[-1].leave + back)


def order(stops: Sequence[Stop], day: Day) -> list[Stop]:
    """Return the houses in the order proposed; each once, never worse than as they were given."""
    if len(stops) < 2:
        return list(stops)
    given = list(stops)
    by_village = sorted(given, key=lambda one: (one.rank is None, one.rank or 0, one.id))
    wishful = sorted(_nearest(given, day), key=lambda one: 0 not in one.halves)
    begun = [_turned(way, day) for way in (_nearest(given, day), by_village, wishful)]
    return min([*begun, given], key=lambda way: cost(way, day))


def _nearest(stops: Sequence[Stop], day: Day) -> list[Stop]:
    rest, way, here = list(stops), [], None
    while rest:
        chosen = min(rest, key=lambda one: (metres(here, one, day)[0], one.id))
        rest.remove(chosen)
        way.append(chosen)
        here = chosen
    return way


def _turned(stops: list[Stop], day: Day) -> list[Stop]:
    way, best = list(stops), cost(stops, day)
    better = len(way) <= STOPS_MOST
    while better:
        better = False
        for first in range(len(way) - 1):
            for last in range(first + 1, len(way)):
                tried = way[:first] + way[first : last + 1][::-1] + way[last + 1 :]
                now = cost(tried, day)
                if now < best:
                    way, best, better = tried, now, True
    return way


def length_metres(stops: Sequence[Stop], day: Day) -> int:
    """Return how long the whole way is, from the centre and back to it."""
    way: list[Stop | None] = [None, *stops, None]
    return round(sum(metres(one, other, day)[0] for one, other in pairwise(way))) if stops else 0
