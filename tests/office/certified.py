"""What the tests of the pages of certified copies share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.builders.certified import certifying_commune
from tests.builders.dossiers import Commune, at

from motcua.kernel.scope import SYSTEM, scope_use

HOME = "/office/certification/"


@pytest.fixture
def certifying() -> Iterator[Commune]:
    """Return a commune that takes certified copies in, on a Thursday morning."""
    with at():
        with scope_use(SYSTEM):
            commune = certifying_commune()
        yield commune


def entry(commune: Commune, *rows: tuple[str, object, object], **over: str) -> dict[str, str]:
    """Return what the entry page sends for rows of (name, pages, copies)."""
    data = {
        "unit": str(commune.unit.id),
        "key": "k" * 32,
        "rows": str(len(rows)),
        "applicant-kind": "0",
        "applicant-name": "Nguyễn Văn Mẫu",
        "applicant-id_number": "019090000001",
        "action": "accept",
    }
    for place, (name, pages, copies) in enumerate(rows):
        data |= {f"r{place}-name": name, f"r{place}-pages": str(pages)}
        data[f"r{place}-copies"] = str(copies)
    return {**data, **over}
