"""What the tests of the quality pages share."""

from __future__ import annotations

from typing import Any

from tests.builders.identity import client_for
from tests.builders.quality import Kept, kept_make, version_of

from motcua.quality.queries.audits import audit_get


def plan_data(kept: Kept, **over: Any) -> dict[str, Any]:
    """Return a plan as its form sends it."""
    from motcua.kernel import clock

    day = clock.today().isoformat()
    return {
        "title": "Đánh giá quý (mẫu)",
        "criteria": "TCVN ISO 9001:2015, 8.5.1",
        "unit_ids": [kept.unit.id],
        "lead": kept.auditor.account_id,
        "first_day": day,
        "last_day": day,
        "procedures": "",
        **over,
    }


def finding_data(kept: Kept, audit_id: int, **over: Any) -> dict[str, Any]:
    """Return a finding as its form sends it."""
    return {
        "version": audit_get(kept.keeper, audit_id).version,
        "grade": "minor",
        "clause": "8.5.1",
        "text": "Thiếu chữ ký (mẫu)",
        "place_id": kept.unit.id,
        "dossier_code": "",
        **over,
    }


def act(kept: Kept, actor: Any, code: str, key: str, **fields: Any) -> Any:
    """Press a button of a non-conformity's page."""
    data = {f"{key}-{name}": value for name, value in fields.items()}
    data |= {"act": key, "version": version_of(kept, code)}
    return client_for(actor).post(f"/office/nonconformities/{code}/", data)


__all__ = ["act", "client_for", "finding_data", "kept_make", "plan_data"]
