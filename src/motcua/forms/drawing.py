"""A page as it is drawn: controls with what stands in them. Plain values, already in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Places:
    """Names of units for the drawing of addresses.

    `provinces` and `communes` (by province) are (code, name); `found` are, by the path of an
    address, the units that an old name may mean today: (code of the commune, name with province).
    """

    provinces: tuple[tuple[str, str], ...] = ()
    communes: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    found: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Control:
    """One control or group of controls, drawn by `{% form_question %}`.

    `look` is text, lines, radio, checks, select, search, date, partial_date, check, computed,
    person, address, group, attachment. `live` is the condition as JSON for the script, empty when
    only the server can tell; `visible` is what holds now. `parts` are the controls inside.
    """

    path: str
    look: str
    label: str
    hint: str = ""
    help: str = ""
    required: bool = True
    value: str = ""
    values: tuple[str, ...] = ()
    options: tuple[tuple[str, str], ...] = ()
    attributes: Mapping[str, str] = field(default_factory=dict)
    width: str = ""
    unit: str = ""
    errors: tuple[str, ...] = ()
    first: str = ""  # the id of the first control, where an error leads
    parts: tuple[Control, ...] = ()
    rows: tuple[Row, ...] = ()
    more: str = ""  # value of the button that adds a row
    row_word: str = ""
    visible: bool = True
    conditional: bool = False
    live: str = ""
    source: str = ""
    told: str = ""
    wrong: bool = False
    old: Control | None = None  # of an address: where its old name is written
    heading: bool = False  # its label is the page's title
    fresh: bool = False  # it appeared only now, because of another answer

    @property
    def id(self) -> str:
        """Return the id of the element."""
        return f"q-{self.path}"


@dataclass(frozen=True)
class Row:
    """One row of a group."""

    title: str
    parts: tuple[Control, ...]
    remove: str = ""


@dataclass(frozen=True)
class PageDrawing:
    """A page to draw: its controls, and every problem with the control it leads to.

    `heading` says that the one control bears the title itself; `section` is what it belongs to.
    """

    key: str
    title: str
    hint: str
    controls: tuple[Control, ...]
    problems: tuple[tuple[str, str], ...] = ()
    fresh: tuple[tuple[str, str], ...] = ()  # questions that appeared only now: no mistakes
    intro: str = ""
    section: str = ""
    heading: bool = False
