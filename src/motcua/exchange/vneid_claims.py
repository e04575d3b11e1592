"""Claims of the VNeID profile as the national sign-in tells them, read with distrust.

Names of the claims as in production code of provincial portals (domain brief 4.3). Plain Python.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from motcua.citizens.types import Identity, PersonKind
from motcua.kernel.text import nfc

LEVELS = {"loa1": 1, "loa2": 2, "1": 1, "2": 2}
SEXES = {"nam": "male", "1": "male", "nữ": "female", "2": "female"}
_CITIZEN = re.compile(r"\d{12}")
_TAX_CODE = re.compile(r"\d{10}(?:-?\d{3})?")
_FORMER = re.compile(r"\d{9}")
_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s]{3,180}")
_PHONE = re.compile(r"\+?[\d .-]{8,20}")
_DATES = (
    re.compile(r"(?P<y>\d{4})-?(?P<m>\d{2})-?(?P<d>\d{2})"),
    re.compile(r"(?P<d>\d{1,2})/(?P<m>\d{1,2})/(?P<y>\d{4})"),
)


class ClaimsMissing(ValueError):
    """What the account is keyed by is not among the claims; the argument names the claim."""


def identity_read(claims: Mapping[str, Any], *, acr: object) -> Identity:
    """Return what the claims vouch for; raises ClaimsMissing without number, id or name.

    `acr` is the level of the ID token; without a known one it counts as level 1, never more.
    """
    organisation = _text(claims, "LoaiTaiKhoan", 2) == str(PersonKind.ORGANISATION.value)
    technical_id = _text(claims, "TechID", 80)
    if not technical_id:
        raise ClaimsMissing("TechID")
    own_number = _matching(claims, "SoDinhDanh", _CITIZEN)
    common: dict[str, Any] = {
        "technical_id": technical_id,
        "level": LEVELS.get(str(acr).lower(), 1),
        "sub": _text(claims, "sub", 120),
        "sid": _text(claims, "sid", 120),
        "address": _text(claims, "DiaChi", 400),
        "phone": _matching(claims, "SoDienThoai", _PHONE),
        "email": _matching(claims, "ThuDienTu", _EMAIL),
    }
    if organisation:
        return Identity(
            kind=PersonKind.ORGANISATION,
            id_number=_needed(_matching(claims, "MaSoThue", _TAX_CODE), "MaSoThue"),
            name=_needed(_text(claims, "TenDoanhNghiep", 200), "TenDoanhNghiep"),
            representative_number=own_number,
            representative_name=_text(claims, "HoVaTen", 200),
            **common,
        )
    return Identity(
        kind=PersonKind.PERSON,
        id_number=_needed(own_number, "SoDinhDanh"),
        name=_needed(_text(claims, "HoVaTen", 200), "HoVaTen"),
        former_id_number=_matching(claims, "SoCMND", _FORMER),
        birth_date=_date(_text(claims, "NgayThangNamSinh", 10)),
        sex=SEXES.get(_text(claims, "GioiTinh", 10).lower(), ""),
        **common,
    )


def _text(claims: Mapping[str, Any], name: str, longest: int) -> str:
    value = claims.get(name)
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    printable = "".join(c for c in str(value) if c.isprintable())
    return nfc(printable).strip()[:longest]


def _matching(claims: Mapping[str, Any], name: str, pattern: re.Pattern[str]) -> str:
    text = _text(claims, name, 250)
    return text if pattern.fullmatch(text) else ""


def _needed(text: str, name: str) -> str:
    if not text:
        raise ClaimsMissing(name)
    return text


def _date(text: str) -> date | None:
    for pattern in _DATES:
        found = pattern.fullmatch(text)
        if found:
            try:
                return date(int(found["y"]), int(found["m"]), int(found["d"]))
            except ValueError:
                return None
    return None
