"""A unit that somebody names in one line: by name or code, helped by suggestions."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.utils.translation import gettext as _

from motcua.dossiers.queries.opinions import units_placed
from motcua.kernel import clock
from motcua.kernel.errors import FieldProblem, Invalid
from motcua.kernel.text import search_key
from motcua.organisations.queries import units_by_ids

SUGGESTED = 800  # a province with its communes and their bodies; beyond that one types
_CODE = re.compile(r"\(([^()\s]+)\)\s*$")


def unit_lines(unit_ids: Iterable[int]) -> list[str]:
    """Return units of today as the list suggests them: name, whose body it is, code; by name."""
    return sorted(_known(unit_ids).values())[:SUGGESTED]


def unit_named(text: str, unit_ids: Iterable[int], *, field: str) -> int:
    """Return the unit that was typed, among these: a suggested line, a code, or its name.

    Raises Invalid on `field` where none or several fit, and where one fits in part only.
    """
    known = _known(unit_ids)
    written = text.strip()
    code = found.group(1) if (found := _CODE.search(written)) else written
    codes = {_code(line): key for key, line in known.items()}
    if code.casefold() in codes:
        return codes[code.casefold()]
    wanted = search_key(written)
    fitting = [key for key, line in known.items() if search_key(_name(line)) == wanted]
    if len(fitting) == 1:
        return fitting[0]
    if not fitting and wanted:
        fitting = [key for key, line in known.items() if wanted in search_key(line)]
    if not fitting:
        words = _("You administer no unit with this name or code. Choose one of the list.")
    elif len(fitting) == 1:  # a right is given there: nobody is put into a unit by a guess
        words = _("Do you mean %(name)s? Choose it of the list.") % {"name": known[fitting[0]]}
    else:
        names = "; ".join(sorted(known[key] for key in fitting)[:4])
        words = _("Several units fit: %(names)s. Choose one of them.") % {"names": names}
    raise Invalid([FieldProblem(field, words)])


def _known(unit_ids: Iterable[int]) -> dict[int, str]:
    today = clock.today()
    units = {
        key: one
        for key, one in units_by_ids(unit_ids).items()
        if one.valid_to is None or one.valid_to > today
    }
    names = units_placed(units)
    return {key: f"{names[key]} ({one.code})" for key, one in units.items()}


def _code(line: str) -> str:
    found = _CODE.search(line)
    return found.group(1).casefold() if found else ""


def _name(line: str) -> str:
    return _CODE.sub("", line).strip()
