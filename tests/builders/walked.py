"""A browser without scripts: reads the forms of a page and sends what such a browser would send."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from motcua import procedures
from motcua.forms.rules.reading import values_raw
from motcua.forms.types import FormView, Raw
from tests.builders.procedures import component

CATALOGUE = Path(procedures.__file__).resolve().parent / "data"
VOID = frozenset({"input", "br", "img", "link", "meta", "hr", "use", "path"})


@dataclass
class Control:
    """One control of a form as it stands in the page."""

    name: str
    kind: str  # hidden, text, radio, checkbox, select, textarea, file, button
    value: str = ""
    checked: bool = False
    disabled: bool = False
    options: tuple[str, ...] = ()


@dataclass
class HtmlForm:
    """A form of a page."""

    controls: list[Control] = field(default_factory=list)

    def names(self) -> set[str]:
        """Return the names of what can be filled in."""
        return {one.name for one in self.controls if one.kind != "button"}

    def buttons(self) -> set[str]:
        """Return the values of the buttons named `action`."""
        return {one.value for one in self.controls if one.kind == "button" and not one.disabled}

    def sent(self, wanted: Mapping[str, list[str]]) -> Raw:
        """Return what is sent when everything that can be filled in is filled as wanted."""
        found: Raw = {}
        for one in self.controls:
            if one.disabled or one.kind in {"button", "file"} or not one.name:
                continue
            given = wanted.get(one.name)
            if one.kind in {"radio", "checkbox"}:
                on = one.value in given if given is not None else one.checked
                values = [one.value] if on else []
            elif one.kind == "select":
                fits = given is not None and given[0] in one.options
                values = [given[0] if fits and given else one.value]
            elif one.kind == "hidden" or given is None:
                values = [one.value]
            else:
                values = given[:1]
            if values:
                found.setdefault(one.name, []).extend(values)
        return found


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[HtmlForm] = []
        self.inside: HtmlForm | None = None
        self.fieldsets: list[bool] = []
        self.select: Control | None = None
        self.area: Control | None = None

    def handle_starttag(self, tag: str, pairs: list[tuple[str, str | None]]) -> None:
        have = {key: value or "" for key, value in pairs}
        if tag == "form":
            self.inside = HtmlForm()
            if have.get("method", "").lower() == "post":
                self.forms.append(self.inside)
        elif tag == "fieldset":
            self.fieldsets.append("disabled" in have)
        elif self.inside is not None:
            self.control(tag, have)

    def control(self, tag: str, have: dict[str, str]) -> None:
        assert self.inside is not None
        off = "disabled" in have or any(self.fieldsets)
        name, value = have.get("name", ""), have.get("value", "")
        if tag == "input":
            kind = have.get("type", "text")
            kind = kind if kind in {"hidden", "radio", "checkbox", "file"} else "text"
            default = value or ("on" if kind in {"radio", "checkbox"} else "")
            self.inside.controls.append(Control(name, kind, default, "checked" in have, off))
        elif tag == "button" and name == "action":
            self.inside.controls.append(Control(name, "button", value, disabled=off))
        elif tag == "select":
            self.select = Control(name, "select", disabled=off)
            self.inside.controls.append(self.select)
        elif tag == "option" and self.select is not None:
            self.select.options = (*self.select.options, value)
            if "selected" in have:
                self.select.value = value
        elif tag == "textarea":
            self.area = Control(name, "textarea", disabled=off)
            self.inside.controls.append(self.area)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = None
        elif tag == "fieldset":
            self.fieldsets.pop()
        elif tag == "select":
            self.select = None
        elif tag == "textarea":
            self.area = None

    def handle_data(self, data: str) -> None:
        if self.area is not None:
            self.area.value += data


def forms_of(html: str) -> list[HtmlForm]:
    """Return the forms of a page that are sent by POST."""
    reader = _Reader()
    reader.feed(html[html.index("<main") :])
    return reader.forms


def pages_wanted(form: FormView, answers: Mapping[str, Any], page: str) -> Raw:
    """Return what is to be filled in on a page for these answers."""
    asked = form.screen(page)
    assert asked is not None, page
    return values_raw(asked.questions, answers)


def button_due(form: HtmlForm, wanted: Raw) -> str:
    """Return the page's own button that must be pressed before everything can be filled in."""
    standing, buttons = form.names(), form.buttons()
    for name, values in wanted.items():
        path, colon, part = name.partition(":")
        if colon and part == "rows":
            there = next((c.value for c in form.controls if c.name == name), "")
            if there and int(there) < int(values[0]) and f"add:{path}" in buttons:
                return f"add:{path}"
        options = next((c.options for c in form.controls if c.name == name), ())
        lacking = name not in standing or (options and values[0] not in options)
        if colon and part == "commune" and lacking and f"find:{path}" in buttons:
            return f"find:{path}"
    return ""


Fetch = Callable[[str, Raw | None], tuple[int, str, str]]
"""Get an address, or send to it; returns (status, address that it leads to, page)."""


def page_walk(fetch: Fetch, url: str, wanted: Raw) -> str:
    """Fill in one page of a form as somebody without scripts does; return where it leads."""
    _status, _there, html = fetch(url, None)
    for _try in range(12):
        form = next(one for one in forms_of(html) if "version" in one.names())
        due = button_due(form, wanted)
        sent = form.sent(wanted)
        if due:
            sent["action"] = [due]
        status, there, html = fetch(url, sent)
        if there:
            return there
        assert status in {200, 422}, f"{url}: {status}"
    raise AssertionError(f"{url} does not go on: {wanted}")


@cache
def catalogue_rows(name: str, code: str) -> tuple[dict[str, str], ...]:
    """Return the rows of a procedure in a file of the catalogue that comes with Motcua."""
    with (CATALOGUE / f"{name}.csv").open(encoding="utf-8-sig") as file:
        return tuple(row for row in csv.DictReader(file) if row["procedure_code"] == code)


def components_shipped(code: str) -> list[dict[str, Any]]:
    """Return the components of a procedure as the catalogue names them."""
    rows = catalogue_rows("components", code) or catalogue_rows("complete_components", code)
    return [
        component(
            row["name"],
            name_en=row["name_en"],
            kind=row["original_or_copy"],
            required=row["required"] == "1",
            condition=row["condition"],
            template=row["template"],
            how=row["how"],
            satisfied_by=[one for one in row["satisfied_by"].split(";") if one],
        )
        for row in rows
    ]


def plain(value: Any) -> Any:
    """Return a value as it comes back from JSON."""
    return json.loads(json.dumps(value))
