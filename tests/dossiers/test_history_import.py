"""Histories from elsewhere: same rules, computed due instants, whole dossiers or nothing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from tests.builders.dossiers import commune_at_work

from motcua.dossiers.models import Dossier, Event
from motcua.dossiers.queries import dossiers_search
from motcua.dossiers.services import dossiers_import
from motcua.dossiers.services.history import History, histories_import
from motcua.dossiers.services.verify import chains_verify, codes_verify
from motcua.dossiers.types import Fact, FactType, PartyInput, Status
from motcua.kernel.errors import Forbidden
from motcua.kernel.models import OutboxMessage

pytestmark = pytest.mark.usefixtures("system_scope")
START = datetime(2025, 7, 3, 2, 0, tzinfo=UTC)  # Thursday 09:00

GOOD = [
    ("submitted", 0),
    ("accepted", 0),
    ("assigned", 2),
    ("appraised", 20),
    ("approved", 24),
    ("done", 25),
    ("returned", 26),
]


@pytest.fixture
def commune():
    return commune_at_work()


def history(commune, steps=GOOD, **over):
    facts = tuple(Fact(FactType(kind), START + timedelta(hours=h), {}) for kind, h in steps)
    fields = {
        "procedure_code": commune.offering.version.code,
        "competent_unit_id": commune.unit.id,
        "receiving_unit_id": commune.centre.id,
        "parties": (PartyInput(name="Trần Thị Mẫu"),),
        "steps": facts,
    }
    return History(**{**fields, **over})


def test_a_history_becomes_a_dossier_like_any_other(commune):
    before = OutboxMessage.objects.count()
    report = histories_import(actor=None, histories=[history(commune), history(commune)])
    assert (report.accepted, report.events, report.refused) == (2, 14, ())
    first, second = Dossier.objects.order_by("code")
    assert (first.status, first.due_at) == (Status.RETURNED, START + timedelta(days=5))
    assert first.code.endswith("-250703-0001")
    assert second.code.endswith("-250703-0002")
    assert [*chains_verify(), *codes_verify()] == []
    assert OutboxMessage.objects.count() == before, "no notice of what is past"


def test_suspensions_move_the_due_instant(commune):
    steps = [
        ("submitted", 0),
        ("accepted", 0),
        ("assigned", 1),
        ("supplement_requested", 2),
        ("supplement_received", 2 + 7 * 24),
        ("appraised", 200),
    ]
    histories_import(actor=None, histories=[history(commune, steps)])
    dossier = Dossier.objects.get()
    assert dossier.due_at == START + timedelta(days=12)
    assert dossier.supplement_count == 1


@pytest.mark.parametrize(
    "steps",
    [
        [("accepted", 0)],
        [("submitted", 0), ("done", 1)],
        [("submitted", 0), ("accepted", 0), ("returned", 2)],
        [("submitted", 2), ("accepted", 0)],
        [("submitted", 0), ("accepted", 24 * 365 * 20)],
    ],
)
def test_what_the_guard_table_forbids_is_refused_and_the_rest_loads(commune, steps):
    report = histories_import(
        actor=None, histories=[history(commune, steps, reference="A"), history(commune)]
    )
    assert report.accepted == 1
    assert [(r.position, r.reference) for r in report.refused] == [(1, "A")]


def test_only_who_may_import_does(commune):
    with pytest.raises(Forbidden):
        histories_import(actor=commune.counter, histories=[history(commune)])


def table(commune, tmp_path, *rows):
    head = "reference,procedure,unit,receiving,channel,name,id_number,step,at"
    code = commune.offering.version.code
    lines = [
        f"{ref},{code},{commune.unit.code},{commune.centre.code},2,Lê Văn Mẫu,,{step},{at}"
        for ref, step, at in rows
    ]
    file = tmp_path / "lich-su.csv"
    file.write_text("\n".join([head, *lines]), encoding="utf-8")
    return file


def test_a_file_loads_whole_dossiers_and_names_bad_rows(commune, tmp_path):
    file = table(
        commune,
        tmp_path,
        ("A", "submitted", "2025-07-01T08:15"),
        ("A", "accepted", "2025-07-01T08:20"),
        ("B", "submitted", "2025-07-01T09:00"),
        ("B", "accepted", "2025-07-32T09:00"),
        ("C", "submitted", "2025-07-01T09:00"),
        ("C", "done", "2025-07-01T10:00"),
    )
    dry = dossiers_import(file, dry_run=True)
    assert (dry.accepted, Dossier.objects.count()) == (2, 0)
    report = dossiers_import(file)
    assert report.accepted == 2
    assert {(r.row, r.column) for r in report.refused} == {
        (4, "at"),
        (5, "at"),
        (6, "step"),
        (7, "step"),
    }
    assert [row.applicant_name for row in dossiers_search("le van mau").rows] == ["Lê Văn Mẫu"]
    assert Event.objects.count() == 2
