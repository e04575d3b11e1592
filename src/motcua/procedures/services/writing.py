"""From a record's canonical content to rows: versions, components, fees, fields; in bulk."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from motcua.kernel import text
from motcua.procedures.models import Component, Fee, Field, ProcedureVersion
from motcua.procedures.rules import due_rule_of, missing_parts

_COMPONENT = (
    "name", "name_en", "kind", "originals", "copies", "required", "condition", "condition_en",
    "template", "how", "satisfied_by",
)  # fmt: skip
_FEE = (
    "name", "name_en", "amount_vnd", "per", "note", "note_en", "set_by_province", "channel",
    "source", "name_id", "note_id", "charge", "case", "first", "last", "cap_vnd", "group",
    "exempt", "province",
)  # fmt: skip
_BATCH = 500


def content_hash(content: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a record in canonical form, in hexadecimal."""
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def versions_write(
    records: Mapping[int, tuple[str, Mapping[str, Any], datetime]],
) -> None:
    """Write versions by procedure id: (code, content, effective_from).

    The caller has ended the version before, in the same transaction.
    """
    fields = fields_ensure(str(content["field"]) for _, content, _ in records.values())
    versions = [
        _version(procedure_id, code, content, start, fields)
        for procedure_id, (code, content, start) in records.items()
    ]
    ProcedureVersion.objects.bulk_create(versions, batch_size=_BATCH)
    components: list[Component] = []
    fees: list[Fee] = []
    for version in versions:
        content = version.content
        for order, item in enumerate(content.get("components", []), start=1):
            values = {name: item[name] for name in _COMPONENT if name in item}
            components.append(Component(version=version, order=order, **values))
        for order, item in enumerate(content.get("fees", []), start=1):
            values = {name: item[name] for name in _FEE if name in item}
            fees.append(
                Fee(
                    version=version,
                    order=order,
                    valid_from=_day(item.get("valid_from")),
                    valid_to=_day(item.get("valid_to")),
                    **values,
                )
            )
    Component.objects.bulk_create(components, batch_size=_BATCH)
    Fee.objects.bulk_create(fees, batch_size=_BATCH)


def _version(
    procedure_id: int,
    code: str,
    content: Mapping[str, Any],
    start: datetime,
    fields: Mapping[str, int],
) -> ProcedureVersion:
    name, field = str(content["name"]), str(content["field"])
    return ProcedureVersion(
        procedure_id=procedure_id,
        effective_from=start,
        name=name,
        field_id=fields[field],
        levels=content.get("levels", []),
        limit=content.get("limit", ""),
        due_rule=content.get("due_rule") or due_rule_of(content.get("limit", "")),
        fee_state=content.get("fee_state", "unknown"),
        online="online" in content.get("channels", []),
        status=content.get("status", "listed"),
        process_key=content.get("process_key", ""),
        missing=list(missing_parts(content)),
        content=dict(content),
        content_hash=content_hash(content),
        # A leading blank lets `LIKE '% word%'` find every word by its beginning.
        search_key=" " + text.search_key(f"{code} {name} {field}"),
        sort_key=text.sort_key(name[:120]),
    )


def fields_ensure(names: Iterable[str]) -> dict[str, int]:
    """Return the ids of fields by Vietnamese name, making those that are not there yet."""
    wanted = set(names)
    known = dict(Field.objects.filter(name_vi__in=wanted).values_list("name_vi", "id"))
    new = sorted(wanted - known.keys())
    if new:
        taken = set(Field.objects.values_list("code", flat=True))
        rows = []
        for name in new:
            code = _field_code(name, taken)
            taken.add(code)
            rows.append(Field(code=code, name_vi=name, sort_key=text.sort_key(name)))
        Field.objects.bulk_create(rows)
        known.update(Field.objects.filter(name_vi__in=new).values_list("name_vi", "id"))
    return known


def _field_code(name: str, taken: set[str]) -> str:
    """Return a key of its own for a field; two names may differ in diacritics alone."""
    base = code = text.search_key(name).replace(" ", "-")[:190] or "field"
    number = 1
    while code in taken:
        number += 1
        code = f"{base}-{number}"
    return code


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None
