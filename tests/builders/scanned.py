"""Components of a dossier on their way into digital form."""

from __future__ import annotations

from functools import cache

from motcua.documents.services import file_store
from motcua.dossiers.models import Component
from motcua.dossiers.queries.digital import scan_of
from motcua.dossiers.scan_types import ScanView
from motcua.dossiers.services.copies import Compared, component_digitise
from motcua.dossiers.services.scan_making import scan_work
from motcua.dossiers.services.scans import scan_add, scan_finish
from motcua.kernel.scope import SYSTEM, scope_use
from tests.builders.dossiers import Commune
from tests.builders.scans import jpeg, page_draw, page_turned


@cache
def picture_of(number: int = 1) -> bytes:
    """Return a photo of a page of writing; each number gives another one."""
    lines = tuple(f"Trang {number}, dòng {line}: Nguyễn Văn Mẫu" for line in range(number + 5))
    return jpeg(page_turned(page_draw(lines=lines, repeat=2), 2))


def file_of(data: bytes, name: str = "trang.jpg") -> int:
    """Store a file and return its number."""
    return file_store(data=data, name=name).id


def component_of(code: str, order: int = 0) -> int:
    """Return a component's row of a dossier."""
    with scope_use(SYSTEM):
        rows = Component.objects.filter(dossier__code=code).order_by("order", "pk")
        return rows[order].pk


def scan_made(
    commune: Commune, code: str, *pictures: bytes, declared: int = 0, order: int = 0
) -> ScanView:
    """Scan pictures for a component, the first one, up to the PDF that waits to be compared."""
    component = component_of(code, order)
    ids = [file_of(one) for one in pictures or (picture_of(),)]
    scan_id = scan_add(actor=commune.counter, code=code, component_id=component, file_ids=ids)
    scan = scan_of(component)
    assert scan is not None
    scan_finish(
        actor=commune.counter,
        code=code,
        component_id=component,
        change=scan.change,
        declared_pages=declared,
    )
    while not scan_work(scan_id, seconds=60):
        pass
    made = scan_of(component)
    assert made is not None
    return made


def digitised(commune: Commune, code: str, *pictures: bytes, **said: str) -> int:
    """Digitise the first component; return its row."""
    made = scan_made(commune, code, *pictures)
    component_digitise(
        actor=commune.counter,
        code=code,
        component_id=made.component_id,
        said=Compared(made.sha256, is_same=True, **said),
    )
    return made.component_id
