"""Published figures of a made-up province, written as the worker writes them: for tests of pages."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from motcua.indicators.models import Proof, Release
from motcua.indicators.public.release import COMPARED, FEW, HIDDEN, MADE_BY, digest_of
from motcua.indicators.public.standing import NAME
from motcua.kernel import clock
from motcua.kernel.scope import SYSTEM, scope_use

SMALLEST = 5
YEAR = 2026
SPANS = ("07", "08", "09", "q3")
PROVINCE, LARGE, SMALL, EQUAL = "19", "05528", "01849", "05500"
NAMES = {
    PROVINCE: "Tỉnh Thái Nguyên",
    LARGE: "Phường Bách Quang",
    SMALL: "Xã Phong Quang",
    EQUAL: "Phường Phan Đình Phùng",
}


def cells_of(received: int, online: Any, resolved: int, in_time: Any, late: Any) -> dict[str, Any]:
    """Return the figures of a span."""
    other = received - online if isinstance(online, int) else HIDDEN
    return {
        "received": received,
        "online": online,
        "other": other,
        "resolved": resolved,
        "in_time": in_time,
        "late": late,
    }


def _times(cells: Mapping[str, Any], n: int) -> dict[str, Any]:
    return {k: v * n if isinstance(v, int) else v for k, v in cells.items()}


UNITS = {
    PROVINCE: cells_of(61_000, 40_260, 61_918, 61_200, 718),
    LARGE: cells_of(1_888, 1_204, 1_308, 1_290, 18),
    EQUAL: cells_of(944, 602, 654, 645, 9),
    SMALL: cells_of(211, HIDDEN, 203, HIDDEN, FEW),
}
POINTS = {
    "points": 41,
    "reachable": 48,
    "satisfied": 95,
    "groups": {
        "1": [0, 0, 18],
        "2": [20, 20, 20],
        "3": [8, 8, 12],
        "4": [2, 4, 10],
        "5": [6, 6, 18],
        "6": [5, 10, 22],
    },
}
PROCEDURES = [
    ["2.000815", "Chứng thực bản sao từ bản chính giấy tờ, văn bản", 35],
    ["1.001193", "Đăng ký khai sinh", 15],
    ["1.000894", "Đăng ký kết hôn", 10],
    ["1.004873", "Cấp giấy xác nhận tình trạng hôn nhân", 5],
]


def published_make() -> None:
    """Write a good proof of now and the releases of a province with three communes."""
    for code, name in NAMES.items():
        _release(code, name, top=code == PROVINCE)
    proof_good()


def published_there(code: str) -> str:
    """Publish figures of a unit as if it were the province, once; return its code."""
    with scope_use(SYSTEM):
        if not Release.objects.filter(code=code).exists():
            _release(code, code, top=True)
        proof_good()
    return code


def _release(code: str, name: str, *, top: bool) -> None:
    below = sorted((one, other) for one, other in NAMES.items() if one != PROVINCE)
    unit = UNITS[PROVINCE if top else code]
    content = {
        "code": code,
        "name": name,
        "level": "province" if top else "commune",
        "parent": None if top else [PROVINCE, NAMES[PROVINCE]],
        "below": below if top else [],
        "year": YEAR,
        "through": 9,
        "smallest": SMALLEST,
        "cells": {span: _times(unit, 3 if span == "q3" else 1) for span in SPANS},
        "took": [["", "Xã Bình Cũ", "2026-08-20"]] if code == LARGE else [],
        "went": [],
        "units": {
            span: [[one, *(UNITS[one][name] for name in COMPARED)] for one, _name in below]
            for span in SPANS
        }
        if top
        else {},
        "points": dict.fromkeys(SPANS, POINTS) if code != SMALL else {},
        "procedures": dict.fromkeys(SPANS, PROCEDURES) if code != SMALL else {},
    }
    text = json.dumps(content, ensure_ascii=False, sort_keys=True)
    Release.objects.create(
        code=code,
        name=name,
        parent="" if top else PROVINCE,
        year=YEAR,
        through=9,
        made_at=clock.now(),
        made_by=f"{MADE_BY}/{SMALLEST}",
        content=text,
        digest=digest_of(code, YEAR, text),
    )


def proof_good() -> None:
    """Say that everything was proved a minute ago."""
    now = clock.now()
    Proof.objects.update_or_create(
        name=NAME,
        defaults={
            "proved_at": now - timedelta(minutes=1),
            "seal": 4_021,
            "seal_at": now - timedelta(minutes=9),
            "dossiers": 128_400,
            "found": [],
            "broken_at": None,
        },
    )


def proof_broken() -> None:
    """Say that something was found an hour ago."""
    proof_good()
    Proof.objects.update(broken_at=clock.now() - timedelta(hours=1))
