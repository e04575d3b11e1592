"""What the columns of a catalogue file mean: cells in, parts of a record out.

Three kinds of file: records (one row per procedure), components and fees (several rows per
procedure). docs: `data/README.md` lists the columns.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from motcua.procedures.rules import (
    CODE,
    DUE_RULES,
    LIMIT,
    RETENTION,
    ExemptionGroup,
    limit_from,
)
from motcua.procedures.types import (
    Channel,
    ComponentKind,
    Level,
    ProcedureStatus,
    Process,
)

Cells = Mapping[str, str]


class CellError(Exception):
    """A cell that cannot be taken: its column and a plain reason."""

    def __init__(self, column: str, reason: str) -> None:
        super().__init__(reason)
        self.column = column
        self.reason = reason


def code_of(cells: Cells) -> str:
    """Return the national code of a row (`code` or `procedure_code`); raises CellError."""
    column = "code" if "code" in cells else "procedure_code"
    code = cells.get(column, "")
    if not CODE.fullmatch(code):
        raise CellError(column, _("A national code looks like 1.001193."))
    return code


def day_of(cells: Cells, column: str) -> str:
    """Return a day as ISO text, or empty; raises CellError when there is no such day."""
    value = cells.get(column, "")
    if not value:
        return ""
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        raise CellError(column, _("This is not a date such as 2025-07-01.")) from None


def amount_of(cells: Cells, column: str) -> int | None:
    """Return an amount in whole dong, or None when the cell is empty; raises CellError."""
    value = cells.get(column, "")
    if not value:
        return None
    if not re.fullmatch(r"\d{1,12}", value):
        raise CellError(column, _("An amount is a whole number of dong, without separators."))
    return int(value)


def flag_of(cells: Cells, column: str) -> bool:
    """Return a yes or no written as 1 or 0; empty is no; raises CellError."""
    value = cells.get(column, "")
    if value not in {"", "0", "1"}:
        raise CellError(column, _("Write 1 for yes and 0 for no."))
    return value == "1"


def list_of(cells: Cells, column: str, allowed: type[Any] | None = None) -> list[str]:
    """Return the words of a cell, separated by semicolons; raises CellError for unknown ones."""
    words = [word.strip() for word in cells.get(column, "").split(";") if word.strip()]
    if allowed is not None:
        for word in words:
            choice_of({column: word}, column, allowed)
    return list(dict.fromkeys(words))


def choice_of(cells: Cells, column: str, allowed: type[Any]) -> str:
    """Return a word of a fixed list, or empty; raises CellError."""
    value = cells.get(column, "")
    known = [str(item) for item in allowed]
    if value and value not in known:
        raise CellError(
            column,
            _("“%(value)s” is not known here; use one of: %(known)s.")
            % {"value": value[:40], "known": ", ".join(known)},
        )
    return value


def _limit(cells: Cells, amount: str, unit: str) -> str:
    try:
        return limit_from(cells.get(amount, ""), cells.get(unit, ""))
    except ValueError as error:
        if str(error) == "unit":
            raise CellError(
                unit, _("A limit needs its unit: hour, working_day, day, month or same_day.")
            ) from None
        raise CellError(amount, _("A limit is a whole number greater than zero.")) from None


def _limit_short(column: str) -> Callable[[Cells], str]:
    def read(cells: Cells) -> str:
        value = cells.get(column, "")
        if value and not LIMIT.fullmatch(value):
            raise CellError(column, _("A limit is written as 8wh, 3wd, 10d, 2mo or same-day."))
        return value

    return read


def _due_rule(cells: Cells) -> str:
    value = cells.get("due_rule", "")
    if value and value not in DUE_RULES:
        raise CellError("due_rule", _("The rule is clock, close or same-day-15."))
    return value


def _fees_listing(cells: Cells) -> list[dict[str, Any]]:
    """Fees as the portal's listing gives them: one amount for the counter, one for online."""
    counter = amount_of(cells, "fee_vnd_in_person")
    online = amount_of(cells, "fee_vnd_online")
    by_province = flag_of(cells, "fee_set_by_province")
    varies = flag_of(cells, "fee_varies")
    if by_province and not counter and not online:
        return [fee_row(amount=None, by_province=True)]
    note = {"note": "tùy trường hợp", "note_en": "depends on the case"} if varies else {}
    if counter == online or online is None or counter is None:
        amount = counter if counter is not None else online
        channel = ""
        if amount and counter != online:
            channel = Channel.ONLINE if counter is None else Channel.IN_PERSON
        if amount is None:
            return []
        return [fee_row(amount=amount, by_province=by_province, channel=channel, **note)]
    return [
        fee_row(amount=counter, by_province=by_province, channel=Channel.IN_PERSON, **note),
        fee_row(amount=online, by_province=by_province, channel=Channel.ONLINE, **note),
    ]


def fee_row(*, amount: int | None, by_province: bool, **over: Any) -> dict[str, Any]:
    """Return one fee of a record."""
    return {
        "name": "Phí, lệ phí",
        "name_en": "Fee",
        "amount_vnd": amount,
        "per": "",
        "note": "",
        "note_en": "",
        "set_by_province": by_province or amount is None,
        "channel": "",
        "valid_from": None,
        "valid_to": None,
        "source": "",
        **over,
    }


def _text(column: str, most: int = 2000) -> Callable[[Cells], str]:
    def read(cells: Cells) -> str:
        value = cells.get(column, "")
        if len(value) > most:
            raise CellError(column, _("This text is too long (at most %(n)d).") % {"n": most})
        return value

    return read


def _words(column: str, allowed: type[Any] | None = None) -> Callable[[Cells], list[str]]:
    return lambda cells: list_of(cells, column, allowed)


def _choice(column: str, allowed: type[Any]) -> Callable[[Cells], str]:
    return lambda cells: choice_of(cells, column, allowed)


def _flag(column: str) -> Callable[[Cells], bool]:
    return lambda cells: flag_of(cells, column)


def _handled_by(cells: Cells) -> list[str]:
    return [word for word in re.split("[+;]", cells.get("handled_by", "")) if word]


def _assurance(cells: Cells) -> int:
    """Return the least level of the account that files from home; 0 where nothing is said."""
    level = cells.get("assurance", "")
    if level not in {"", "1", "2"}:
        raise CellError("assurance", _("Write 1 or 2, the level of the electronic identity."))
    if level and not cells.get("assurance_basis"):
        raise CellError("assurance_basis", _("Name the article that says so."))
    return int(level or 0)


def _certified(cells: Cells) -> bool:
    """Return whether its originals are listed and numbered in a register; names its article."""
    flag = flag_of(cells, "certified_copies")
    if flag and not cells.get("certified_copies_basis"):
        raise CellError("certified_copies_basis", _("Name the article that says so."))
    return flag


def _retention(cells: Cells) -> str:
    """Return how long dossiers are kept: years, or permanently; names its article."""
    value = cells.get("record_retention", "")
    if value and not RETENTION.fullmatch(value):
        raise CellError("record_retention", _("Write whole years, such as 10, or permanent."))
    if value and not cells.get("record_retention_basis"):
        raise CellError("record_retention_basis", _("Name the article that says so."))
    return value


def _cases(cells: Cells) -> list[dict[str, str]]:
    """Return the cases of a procedure: `code=name=English name`, separated by semicolons."""
    found = []
    for text in list_of(cells, "cases"):
        code, _equals, names = text.partition("=")
        name, _equals, english = (part.strip() for part in names.partition("="))
        if not re.fullmatch(r"[a-z0-9_]{1,40}", code) or not name:
            raise CellError("cases", _("Write each case as code=name=English name."))
        found.append({"code": code, "name": name, "name_en": english})
    return found


# part of the record, the columns it is read from, how; several sources name one part differently
RECORD_PARTS: tuple[tuple[str, tuple[str, ...], Callable[[Cells], Any]], ...] = (
    ("name", ("name",), _text("name", 1500)),
    ("field", ("field",), _text("field", 250)),
    ("issuing_ministry", ("issuing_ministry",), _text("issuing_ministry", 200)),
    ("levels", ("levels",), _words("levels", Level)),
    ("level_basis", ("level_basis",), _text("level_basis")),
    ("handled_by", ("handled_by",), _handled_by),
    ("agency", ("agency",), _words("agency")),
    ("applicants", ("applicants",), _words("applicants")),
    ("channels", ("channels",), _words("channels", Channel)),
    ("limit", ("limit",), _limit_short("limit")),
    (
        "limit",
        ("time_limit", "time_limit_unit"),
        lambda cells: _limit(cells, "time_limit", "time_limit_unit"),
    ),
    (
        "limit",
        ("statutory_time", "time_unit"),
        lambda cells: _limit(cells, "statutory_time", "time_unit"),
    ),
    ("due_rule", ("due_rule",), _due_rule),
    ("promised_limit", ("promised_limit",), _limit_short("promised_limit")),
    ("limit_basis", ("limit_basis",), _text("limit_basis")),
    ("limit_basis", ("time_basis",), _text("time_basis")),
    ("limit_note", ("limit_note",), _text("limit_note")),
    ("limit_note_en", ("limit_note_en",), _text("limit_note_en")),
    ("limit_note_en", ("time_note",), _text("time_note")),
    (
        "fees",
        ("fee_vnd_in_person", "fee_vnd_online", "fee_varies", "fee_set_by_province"),
        _fees_listing,
    ),
    ("announced_by", ("announced_by",), _text("announced_by", 200)),
    ("legal_basis", ("legal_basis",), _words("legal_basis")),
    ("portal_id", ("portal_id",), _text("portal_id", 60)),
    ("status", ("status",), _choice("status", ProcedureStatus)),
    ("status_date", ("status_date",), lambda cells: day_of(cells, "status_date")),
    ("status_source", ("status_source",), _text("status_source", 200)),
    ("evidence", ("evidence",), _text("evidence", 40)),
    ("process_key", ("process_key",), _choice("process_key", Process)),
    ("requires_paper_result", ("requires_paper_result",), _flag("requires_paper_result")),
    ("pauses_for_obligation", ("pauses_for_obligation",), _flag("pauses_for_obligation")),
    ("online_level", ("online_level",), _text("online_level", 12)),
    ("assurance", ("assurance", "assurance_basis"), _assurance),
    ("assurance_basis", ("assurance_basis",), _text("assurance_basis", 200)),
    ("certified_copies", ("certified_copies", "certified_copies_basis"), _certified),
    ("certified_copies_basis", ("certified_copies_basis",), _text("certified_copies_basis", 200)),
    ("record_retention", ("record_retention", "record_retention_basis"), _retention),
    ("record_retention_basis", ("record_retention_basis",), _text("record_retention_basis", 200)),
    ("result", ("result",), _text("result")),
    ("cases", ("cases",), _cases),
    ("review_notes", ("to_verify",), _words("to_verify")),
)


def component_of(cells: Cells) -> dict[str, Any]:
    """Return one component of a record; raises CellError."""
    kind = choice_of(cells, "original_or_copy", ComponentKind)
    if not kind:
        raise CellError("original_or_copy", _("This cell must not be empty."))
    if not cells.get("name"):
        raise CellError("name", _("This cell must not be empty."))
    quantity = cells.get("quantity", "") or "1"
    if not re.fullmatch(r"\d{1,2}", quantity):
        raise CellError("quantity", _("The number of papers is a whole number from 0 to 99."))
    paper_copies = kind in {ComponentKind.COPY, ComponentKind.CERTIFIED_COPY, ComponentKind.EITHER}
    how = cells.get("how", "") or "submit"
    if how not in {"submit", "present"}:
        raise CellError("how", _("Write submit or present."))
    return {
        "name": cells["name"],
        "name_en": cells.get("name_en", ""),
        "kind": kind,
        "originals": 0 if paper_copies else int(quantity),
        "copies": int(quantity) if paper_copies else 0,
        "required": cells.get("required", "1") == "" or flag_of(cells, "required"),
        "condition": cells.get("condition", ""),
        "condition_en": cells.get("condition_en", ""),
        "template": cells.get("template", ""),
        "how": how,
        "satisfied_by": list_of(cells, "satisfied_by"),
    }


def fee_of(cells: Cells) -> dict[str, Any]:
    """Return one fee of a record; raises CellError."""
    if not cells.get("name"):
        raise CellError("name", _("This cell must not be empty."))
    amount = amount_of(cells, "amount_vnd")
    by_province = flag_of(cells, "set_by_province")
    if amount is None and not by_province:
        raise CellError("amount_vnd", _("State an amount, or that the province sets it."))
    return fee_row(
        amount=amount,
        by_province=by_province,
        name=cells["name"],
        name_en=cells.get("name_en", ""),
        per=cells.get("per", ""),
        note=cells.get("note", ""),
        note_en=cells.get("note_en", ""),
        channel=choice_of(cells, "channel", Channel),
        valid_from=day_of(cells, "valid_from") or None,
        valid_to=day_of(cells, "valid_to") or None,
        source=cells.get("source", ""),
        **_fee_rule(cells),
    )


def _fee_rule(cells: Cells) -> dict[str, Any]:
    """What makes a fee more than an amount; parts that say nothing are left out of the record."""
    first = amount_of(cells, "first")
    last = amount_of(cells, "last")
    if first is not None and not 1 <= first <= (last or first):
        raise CellError("first", _("A step begins at 1 or later and ends after it begins."))
    if last is not None and first is None:
        raise CellError("first", _("A step that ends must also say where it begins."))
    found = {
        "name_id": cells.get("name_id", ""),
        "note_id": cells.get("note_id", ""),
        "charge": _short(cells, "charge"),
        "case": _short(cells, "case"),
        "first": first,
        "last": last,
        "cap_vnd": amount_of(cells, "cap_vnd"),
        "group": choice_of(cells, "group", ExemptionGroup),
        "exempt": list_of(cells, "exempt", ExemptionGroup),
        "province": _short(cells, "province"),
    }
    return {name: value for name, value in found.items() if value not in ("", None, [])}


def _short(cells: Cells, column: str) -> str:
    value = cells.get(column, "")
    if not re.fullmatch(r"[a-z0-9_]{0,40}", value):
        raise CellError(column, _("Use small letters, digits and underscores only."))
    return value
