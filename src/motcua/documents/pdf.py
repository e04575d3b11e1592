"""Printing: data and a template in, PDF/A out.

Templates are typst files in `typst/v<version>/`; a changed form is a new version, because a
paper handed out keeps the wording that it had. Everything written by people reaches the template
as JSON data and is set as plain text.
"""

from __future__ import annotations

import dataclasses
import functools
import json
import re
import threading
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import typst

from motcua.documents import print_text
from motcua.documents.blank_slip_sheet import BlankSlips
from motcua.documents.brief_sheet import WeeklyBrief
from motcua.documents.certified_sheet import CertifiedSheet
from motcua.documents.forms import Form, Form01, ListSheet
from motcua.documents.manifest_sheet import ManifestSheet
from motcua.documents.official import OfficialSheet
from motcua.documents.official_report_sheet import OfficialReport
from motcua.documents.process_sheet import ProcessSheet
from motcua.documents.qr import qr_svg
from motcua.documents.quality_sheet import AuditReport, CorrectiveRegister
from motcua.documents.report_sheet import FrozenReportSheet
from motcua.kernel import clock

_ROOT = Path(__file__).parent / "typst"
_NAME = re.compile(r"([a-z0-9_]+)@([0-9]+)")
_WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
_RAW = frozenset({"qr", "qrs", "check_qr"})  # written by us, not by people
_lock = threading.Lock()
Sheet = (
    AuditReport
    | BlankSlips
    | CertifiedSheet
    | CorrectiveRegister
    | FrozenReportSheet
    | ManifestSheet
    | OfficialReport
    | OfficialSheet
    | ProcessSheet
    | WeeklyBrief
)


def form_pdf(form: Form | Sheet) -> bytes:
    """Return the form as PDF/A-2a (archival and tagged); the same data give the same bytes."""
    return frozen_pdf(form.template, form_freeze(form), at=_made_at(form))


def form_freeze(form: Form | Sheet) -> dict[str, Any]:
    """Return everything that stands on the form as JSON, to be kept and printed again later.

    What was written by people is in the normal form of print, so that it can be stored anywhere.
    """
    data = {item.name: _plain(getattr(form, item.name)) for item in dataclasses.fields(form)}
    if isinstance(form, Form01):
        data["fees_text"] = _fees(form)
        data["tracking_page"] = form.tracking_page or urlsplit(form.tracking_url).netloc
    if isinstance(form, ListSheet):
        data["shares"] = list(form.widths or (1,) * len(form.columns))
        data["align"] = list(form.align or ("left",) * len(form.columns))
    frozen: dict[str, Any] = print_text.clean(data)
    return frozen


def frozen_pdf(template: str, data: Mapping[str, Any], *, at: datetime) -> bytes:
    """Return what `form_freeze` gave as PDF/A-2a; the same data give the same bytes."""
    url = print_text.unbroken(data.get("tracking_url", ""))
    # the sheet itself is the quiet zone
    code: dict[str, Any] = {"qr": qr_svg(url, border=0)} if url else {}
    if data.get("check_url") and not url:  # one code on a paper, or people scan the wrong one
        code["check_qr"] = qr_svg(print_text.unbroken(data["check_url"]), border=0)
    if "codes" in data:
        code["qrs"] = [qr_svg(print_text.unbroken(one), border=0) for one in data["codes"]]
    return pdf_render(template, {**data, **code}, at=at)


def pdf_render(template: str, data: Mapping[str, Any], *, at: datetime) -> bytes:
    """Return the template, filled with JSON-able data, as PDF/A-2a.

    `template` is a name with version such as `form01@1`; ValueError when there is none. `at` is
    the file's own date (an archive demands one); it makes a reprint equal byte for byte.
    Characters that no embedded font has are printed as □, because PDF/A allows no missing glyph.
    """
    path = _path(template)
    clean = {key: value if key in _RAW else print_text.clean(value) for key, value in data.items()}
    try:
        return _compile(path, clean, at)
    except typst.TypstError:
        shown = print_text.characters(clean, skip=_RAW)
        missing = {char for char in shown if not _printable(char)}
        if not missing:
            raise
        swapped = {
            key: value if key in _RAW else print_text.swap(value, missing)
            for key, value in clean.items()
        }
        return _compile(path, swapped, at)


def _path(template: str) -> Path:
    found = _NAME.fullmatch(template)
    path = _ROOT / f"v{found[2]}" / f"{found[1]}.typ" if found else None
    if path is None or found is None or found[1] in {"common", "parts"} or not path.is_file():
        raise ValueError(f"there is no template {template!r}")
    return path


@functools.cache
def _compiler() -> typst.Compiler:
    return typst.Compiler(root=str(_ROOT), ignore_system_fonts=True)


def _compile(path: Path, data: Mapping[str, Any], at: datetime) -> bytes:
    inputs = {"data": json.dumps(data, ensure_ascii=False, sort_keys=True)}
    with _lock:
        made = _compiler().compile(
            input=str(path),
            format="pdf",
            sys_inputs=inputs,
            pdf_standards=["a-2a"],
            timestamp=int(at.timestamp()),
        )
    if not isinstance(made, bytes):
        raise TypeError("a PDF is one file")
    return made


@functools.lru_cache(maxsize=4096)
def _printable(char: str) -> bool:
    """Whether the embedded fonts have a glyph; asked only after a print has failed."""
    try:
        _compile(_ROOT / "glyph.typ", {"char": char}, clock.now())
    except typst.TypstError:
        return False
    return True


def _made_at(form: Form | Sheet) -> datetime:
    for name in ("printed_at", "issued_at", "received_at"):
        moment = getattr(form, name, None)
        if isinstance(moment, datetime):
            return moment
    raise ValueError(f"{form.template} tells no date")  # pragma: no cover - every form has one


def _fees(form: Form01) -> str:
    lines = []
    for fee in form.fees:
        if fee.amount_vnd is None:
            amount = "theo thông báo của cơ quan giải quyết"
        elif fee.amount_vnd == 0:
            amount = "miễn"
        else:
            amount = f"{fee.amount_vnd:,} ₫".replace(",", ".")
        lines.append(f"{fee.name}: {amount}" + (f" ({fee.how})" if fee.how else ""))
    return "; ".join(lines) or "không thu"


def _plain(value: Any) -> Any:
    """Turn dataclasses, tuples and times into what JSON and the templates know."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {item.name: _plain(getattr(value, item.name)) for item in dataclasses.fields(value)}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if isinstance(value, datetime):
        here = clock.local(value)
        return {
            **_day(here.date()),
            "time": f"{here:%H} giờ {here:%M} phút",
            "clock": f"{here:%H:%M}",
        }
    if isinstance(value, date):
        return {**_day(value), "time": "", "clock": ""}
    return value


def _day(day: date) -> dict[str, str]:
    """Days below 10 and the months 1 and 2 are written with a zero (Decree 30/2020, Annex I)."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return {
        "day": f"{day.day:02d}",
        "month": month,
        "year": str(day.year),
        "weekday": _WEEKDAYS[day.weekday()],
    }
