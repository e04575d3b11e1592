"""Procedures and offerings for tests; keyword arguments with defaults."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import count
from typing import Any

from motcua.procedures import queries
from motcua.procedures.models import Component, Fee, Field, Offering, Procedure, ProcedureVersion
from motcua.procedures.rules import missing_parts
from motcua.procedures.services.writing import versions_write
from motcua.procedures.types import OfferingView, VersionView

LONG_AGO = datetime(2025, 6, 30, 17, tzinfo=UTC)  # 2025-07-01 in the legal zone
_number = count(1)

__all__ = [
    "Component",
    "Fee",
    "Field",
    "content_make",
    "missing_parts",
    "offering_make",
    "version_make",
]


def component(name: str = "Tờ khai", **over: Any) -> dict[str, Any]:
    """Return one component as a record writes it."""
    return {
        "name": name,
        "name_en": "Application form",
        "kind": "original",
        "originals": 1,
        "copies": 0,
        "required": True,
        "condition": "",
        "condition_en": "",
        "template": "",
        "how": "submit",
        "satisfied_by": [],
        **over,
    }


def fee(amount_vnd: int | None = 8_000, **over: Any) -> dict[str, Any]:
    """Return one fee as a record writes it."""
    return {
        "name": "Lệ phí hộ tịch",
        "name_en": "Civil-status fee",
        "amount_vnd": amount_vnd,
        "per": "copy",
        "note": "",
        "note_en": "",
        "set_by_province": amount_vnd is None,
        "channel": "",
        "valid_from": None,
        "valid_to": None,
        "source": "281/2016/TT-BTC",
        **over,
    }


def content_make(**over: Any) -> dict[str, Any]:
    """Return a complete record; `over` replaces parts of it."""
    return {
        "name": "Thủ tục cấp Giấy xác nhận tình trạng hôn nhân",
        "field": "Hộ tịch",
        "issuing_ministry": "Bộ Tư pháp",
        "levels": ["commune"],
        "handled_by": ["commune_peoples_committee"],
        "agency": ["Ủy ban nhân dân cấp xã"],
        "applicants": ["citizen"],
        "channels": ["in_person", "online", "postal"],
        "limit": "3wd",
        "components": [
            component(),
            component(
                "Giấy tờ tùy thân",
                how="present",
                satisfied_by=["population"],
                name_en="Identity document",
            ),
        ],
        "fees": [fee()],
        "fee_state": "known",
        "legal_basis": ["60/2014/QH13", "123/2015/NĐ-CP"],
        "process_key": "standard",
        "sources": {"limit": "60/2014/QH13"},
        "review_notes": [],
        "status": "listed",
        **over,
    }


def version_make(
    *, code: str = "", effective_from: datetime = LONG_AGO, **over: Any
) -> VersionView:
    """Make a procedure with one complete version (or a new version of an existing code)."""
    code = code or f"9.{next(_number):06d}"
    procedure, _created = Procedure.objects.get_or_create(code=code)
    ProcedureVersion.objects.filter(procedure=procedure, effective_to=None).update(
        effective_to=effective_from
    )
    versions_write({procedure.pk: (code, content_make(**over), effective_from)})
    version = ProcedureVersion.objects.get(procedure=procedure, effective_from=effective_from)
    return queries.version_get(version.pk)


def offering_make(
    *,
    unit: Any,
    version: VersionView | None = None,
    roles_units: dict[str, int] | None = None,
    opened_at: datetime = LONG_AGO,
    **over: Any,
) -> OfferingView:
    """Open a procedure in a unit (a Unit, a UnitView or an id); `over` goes to the version."""
    unit_id = int(getattr(unit, "id", unit))
    version = version or version_make(**over)
    units = {"receiving": unit_id, "handling": unit_id, "competent": unit_id, **(roles_units or {})}
    Offering.objects.create(
        unit_id=unit_id,
        procedure_id=version.procedure_id,
        opened_version_id=version.id,
        roles_units=units,
        opened_at=opened_at,
    )
    return queries.offering_get(unit_id=unit_id, code=version.code)
