"""What a board is asked for: reader, unit, period, field, procedure, channel; all in the address.

A filter that cannot be read is told in words and left out; everything else is kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from motcua.dossiers.types import Channel
from motcua.identity.access import SignedInRequest
from motcua.identity.types import Action, Actor, Role
from motcua.indicators.index.beside import units_tree
from motcua.indicators.index.places import Counted, UnitRow
from motcua.indicators.queries.counted_board import taken_over_name
from motcua.indicators.types import Figure
from motcua.kernel import clock
from motcua.office.period import NAMED, Choice, choice_of, named_period
from motcua.organisations.queries import unit_children, unit_get
from motcua.organisations.types import COMMUNE_KINDS, PROVINCE_KINDS, UnitKind, UnitView
from motcua.procedures.queries import (
    fields_all,
    procedure_fields,
    procedure_ids,
    procedure_names,
)
from motcua.procedures.types import FieldView
from motcua.ui.links import url_with
from motcua.ui.types import Chip, Tab


def part_names(choice: Choice) -> list[str]:
    """Return what the units are called that alone are counted of what a unit took over."""
    return [taken_over_name(one.name) for one in choice.took]


class Reader(StrEnum):
    """For whom a board is; its value is in the address (`board=province`)."""

    UNIT = "unit"  # a commune, a department, an office: whoever leads it
    CENTRE = "centre"  # a one-stop centre: its director
    PROVINCE = "province"
    MINISTRY = "ministry"  # fields and procedures across units


READERS: dict[Reader, Any] = {
    Reader.UNIT: gettext_lazy("Board of the unit"),
    Reader.CENTRE: gettext_lazy("Board of the centre"),
    Reader.PROVINCE: gettext_lazy("Board of the province"),
    Reader.MINISTRY: gettext_lazy("By field and procedure"),
}
CHANNELS: dict[Channel, tuple[str, Any, Figure]] = {
    Channel.ONLINE: ("online", gettext_lazy("Online"), Figure.RECEIVED_ONLINE),
    Channel.COUNTER: ("counter", gettext_lazy("At the counter"), Figure.RECEIVED_COUNTER),
    Channel.POST: ("post", gettext_lazy("By post"), Figure.RECEIVED_POST),
}


def received_of(channel: Channel | None) -> Figure:
    """Return the figure of what was received, by a channel or altogether."""
    return CHANNELS[channel][2] if channel else Figure.RECEIVED


def readers_of(kind: UnitKind, roles: Iterable[Role] = ()) -> tuple[Reader, ...]:
    """Return the boards of a unit by its kind, the first of them first.

    Whoever controls procedures for the whole country begins with the fields.
    """
    if kind is UnitKind.COUNTRY:
        return (Reader.MINISTRY, Reader.PROVINCE)
    if kind in PROVINCE_KINDS:
        both = (Reader.PROVINCE, Reader.MINISTRY)
        only = set(roles)
        return both[::-1] if only and only <= {Role.CONTROLLER, Role.INSPECTOR} else both
    if kind in {UnitKind.CENTRE, UnitKind.POINT}:
        return (Reader.CENTRE, Reader.UNIT)
    return (Reader.UNIT,)


@dataclass(frozen=True)
class Narrow:
    """What counts of a unit's dossiers: a field, a procedure, a channel; nothing: all of them."""

    field: FieldView | None = None
    procedure: tuple[int, str, str] | None = None  # id, code, name
    channel: Channel | None = None
    procedure_ids: frozenset[int] | None = None
    problems: tuple[str, ...] = ()

    @property
    def query(self) -> dict[str, str]:
        """Return the part of an address that asks for it."""
        found = {
            "field": self.field.code if self.field else "",
            "procedure": self.procedure[1] if self.procedure else "",
            "channel": CHANNELS[self.channel][0] if self.channel else "",
        }
        return {key: value for key, value in found.items() if value}


@dataclass(frozen=True)
class Asked:
    """A board as it is asked for."""

    choice: Choice
    unit_ids: frozenset[int]
    reader: Reader
    narrow: Narrow
    fields: tuple[FieldView, ...]
    filters: tuple[Chip, ...]
    tabs: tuple[Tab, ...]

    @property
    def unit(self) -> UnitView:
        """Return the unit whose board it is."""
        return self.choice.unit

    @property
    def problems(self) -> tuple[str, ...]:
        """Return what of the address is not shown, for a page without the form of days."""
        days = self.choice.problem
        return (*((days,) if days else ()), *self.narrow.problems)

    @property
    def counted(self) -> Counted:
        """Return the units whose figures the board counts."""
        return self.choice.counted

    @cached_property
    def directory(self) -> Mapping[int, UnitRow]:
        """Return all units of all times, read once for all lines of a board."""
        return units_tree().rows

    @cached_property
    def taken_ids(self) -> frozenset[int]:
        """Return the units that have a line because the board's unit took them over.

        By the end of the period, and until now for what stands at this moment.
        """
        now = self.choice.counted_at(clock.now()).taken if self.over else ()
        return frozenset(one.unit_id for one in (*self.counted.taken, *now))

    @property
    def has_peers(self) -> bool:
        """Return whether its unit is set beside others: communes are, their bodies are not."""
        return self.reader is Reader.UNIT and self.unit.kind in COMMUNE_KINDS

    @property
    def over(self) -> bool:
        """Return whether its days are over: what stood at their end is not what stands now."""
        return self.choice.period.last < clock.today()

    @property
    def query(self) -> dict[str, str]:
        """Return what the lists behind the figures must know."""
        return {
            **self.choice.query,
            **({"own": "1"} if self.choice.own else {}),
            **({"taken": str(self.choice.taken)} if self.choice.taken else {}),
            **self.narrow.query,
        }

    @property
    def wall_query(self) -> dict[str, str]:
        """Return what a wall screen must know: days that have a name move on with the calendar.

        A wall counts every channel.
        """
        found = {**self.query, "board": self.reader.value}
        found.pop("channel", None)
        for name, _words in NAMED:
            if named_period(name) == self.choice.period:
                del found["from"], found["to"]
                return {**found, "period": name}
        return found

    @property
    def only(self) -> tuple[str, ...]:
        """Return in words what alone is counted; empty: everything."""
        narrow = self.narrow
        return (
            *((narrow.field.name,) if narrow.field else ()),
            *((narrow.procedure[2],) if narrow.procedure else ()),
            *((_("The unit itself alone"),) if self.choice.own else ()),
            *(part_names(self.choice) if self.choice.taken else ()),
        )

    def board_url(self, **changes: str) -> str:
        """Return this board with something else in its address."""
        return f"{reverse('office:board')}?{urlencode({**self.query, **changes})}"


def asked_of(request: SignedInRequest) -> Asked:
    """Read a board's address. Raises Http404 for a unit whose figures are not this person's."""
    choice = choice_of(request, Action.BOARD_READ)
    known = readers_of(choice.unit.kind, _roles(request.actor, choice.unit.id))
    text = request.GET.get("board", "")
    narrow = narrow_of(request)
    problems = list(narrow.problems)
    if text and text not in known:
        problems.append(_("This unit has no such board; its own is shown."))
    reader = Reader(text) if text in known else known[0]
    return Asked(
        choice=choice,
        unit_ids=choice.unit_ids,
        reader=reader,
        narrow=Narrow(
            narrow.field, narrow.procedure, narrow.channel, narrow.procedure_ids, tuple(problems)
        ),
        fields=tuple(fields_all()),
        filters=_filters(request, choice, narrow),
        tabs=_tabs(request, choice.unit, reader, known),
    )


def narrow_of(request: HttpRequest) -> Narrow:
    """Read field, procedure and channel of an address."""
    return narrow_from(request.GET)


def narrow_from(given: Mapping[str, str]) -> Narrow:
    """Read field, procedure and channel; what cannot be read is a problem in words."""
    problems: list[str] = []
    said = _("%(what)s is not known here; the board is shown without this filter.")
    field, procedure, ids = None, None, None
    code = given.get("procedure", "")[:40].replace("\x00", "")
    if code:
        found = procedure_ids([code])
        if code in found:
            key = found[code]
            procedure = (key, *procedure_names([key])[key])
            ids = frozenset({key})
        else:
            problems.append(said % {"what": _("The procedure “%(code)s”") % {"code": code}})
    name = given.get("field", "")[:40].replace("\x00", "")
    if name:
        field = next((one for one in fields_all() if one.code == name), None)
        if field is None:
            problems.append(said % {"what": _("The field “%(code)s”") % {"code": name}})
        else:
            of_field = frozenset(k for k, value in procedure_fields().items() if value == name)
            ids = of_field if ids is None else ids & of_field
    word = given.get("channel", "")[:20]
    channel = next((one for one, (key, *_rest) in CHANNELS.items() if key == word), None)
    if word and channel is None:
        problems.append(said % {"what": _("The channel “%(code)s”") % {"code": word}})
    return Narrow(field, procedure, channel, ids, tuple(problems))


def _roles(actor: Actor, unit_id: int) -> set[Role]:
    return {one.role for one in actor.postings if unit_id in one.unit_ids}


def _filters(request: HttpRequest, choice: Choice, narrow: Narrow) -> tuple[Chip, ...]:
    """Return the filters that are on; pressing one takes it off."""
    on = []
    if narrow.field:
        on.append(
            Chip(narrow.field.name, url_with(request, field=None), selected=True, removes=True)
        )
    if narrow.procedure:
        on.append(
            Chip(
                narrow.procedure[2], url_with(request, procedure=None), selected=True, removes=True
            )
        )
    if narrow.channel:
        words = CHANNELS[narrow.channel][1]
        on.append(Chip(words, url_with(request, channel=None), selected=True, removes=True))
    if choice.own:
        on.append(
            Chip(
                _("The unit itself alone"), url_with(request, own=None), selected=True, removes=True
            )
        )
    if choice.taken:
        url = url_with(request, taken=None)
        on += [Chip(name, url, selected=True, removes=True) for name in part_names(choice)]
    return tuple(on)


def _tabs(
    request: SignedInRequest, unit: UnitView, reader: Reader, known: tuple[Reader, ...]
) -> tuple[Tab, ...]:
    """Return the boards that somebody may choose: of this unit, of its centre, their own work."""
    actor = request.actor
    tabs = [Tab(READERS[one], url_with(request, board=one.value), one is reader) for one in known]
    board = reverse("office:board")
    if unit.kind in COMMUNE_KINDS:
        tabs += [
            Tab(READERS[Reader.CENTRE], f"{board}?unit={centre.code}")
            for centre in unit_children(unit.id, UnitKind.CENTRE)
        ]
    elif unit.kind is UnitKind.CENTRE and unit.parent_id is not None:
        if actor.may(Action.BOARD_READ, unit.parent_id):
            above = unit_get(unit.parent_id)
            tabs = [tabs[0], Tab(READERS[Reader.UNIT], f"{board}?unit={above.code}")]
        else:
            tabs = tabs[:1]
    if actor.may(Action.WORK_CLAIM):
        tabs.append(Tab(_("My own work"), reverse("office:board_own")))
    return tuple(tabs) if len(tabs) > 1 else ()
