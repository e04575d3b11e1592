"""Which procedures give certified copies is data of their versions; older ones keep the rule."""

from __future__ import annotations

import csv
from datetime import timedelta

import pytest
from tests.builders.certified import (
    CARD,
    DIPLOMA,
    batch_certified,
    batch_taken,
    certifying_commune,
    flagged_make,
)
from tests.builders.dossiers import MORNING, at, commune_at_work, dossier_at, draft_add, work_do
from tests.builders.procedures import version_make

from motcua.certification import services
from motcua.certification.queries import batch_get
from motcua.certification.types import Stage
from motcua.dossiers.queries import dossier_get, dossiers_by_ids
from motcua.dossiers.types import Channel
from motcua.kernel.errors import NotFound, Refused
from motcua.procedures.certified import CERTIFIED_BASIS, CERTIFIED_COPIES
from motcua.procedures.queries import offering_get, version_get
from motcua.procedures.services.columns import RECORD_PARTS, CellError
from motcua.procedures.services.importing import DATA
from motcua.workflow.types import Act

READ = {name: read for name, _columns, read in RECORD_PARTS}


def test_the_flag_is_read_from_a_table_with_its_article():
    told = {"certified_copies": "1", "certified_copies_basis": "Điều 20"}
    assert READ["certified_copies"](told) is True
    assert READ["certified_copies"]({}) is False
    for wrong in ({"certified_copies": "yes"}, {"certified_copies": "1"}):
        with pytest.raises(CellError):
            READ["certified_copies"](wrong)


def test_the_shipped_catalogue_flags_certified_copies_alone():
    with (DATA / "complete_procedures.csv").open(encoding="utf-8") as stream:
        flagged = {
            row["procedure_code"]: row["certified_copies_basis"]
            for row in csv.DictReader(stream)
            if row["certified_copies"]
        }
    assert flagged == {CERTIFIED_COPIES: CERTIFIED_BASIS}


@pytest.mark.usefixtures("system_scope")
class TestVersions:
    """Dossiers follow the version under which they were taken in."""

    @pytest.fixture(autouse=True)
    def _morning(self):
        with at():
            yield

    def test_a_version_older_than_the_flag_keeps_the_rule_of_its_code(self):
        old = certifying_commune().offering.version
        assert (old.certified_copies, old.certified_copies_basis) == (True, CERTIFIED_BASIS)
        other = version_make()
        assert (other.certified_copies, other.certified_copies_basis) == (False, "")

    @pytest.mark.parametrize("channel", [Channel.COUNTER, Channel.ONLINE, Channel.POST])
    def test_another_flagged_procedure_has_its_list_first_whatever_the_channel(self, channel):
        commune = commune_at_work(version=flagged_make())
        code = dossier_at(commune, Act.APPRAISE, channel=channel)
        draft_add(commune, code)
        with pytest.raises(Refused) as refusal:
            work_do(code, Act.APPRAISE, commune.specialist, "propose_approve")
        assert refusal.value.code == "list_first"
        assert "“Certified copies”" in str(refusal.value)
        services.batch_list(actor=commune.specialist, code=code, rows=[DIPLOMA])
        services.batch_check(actor=commune.specialist, code=code)
        assert batch_get(code).stage is Stage.CERTIFY
        assert next(iter(dossiers_by_ids([dossier_get(code).id]).values())).certified_copies

    def test_it_is_taken_in_by_rows_too(self):
        commune = certifying_commune(version=flagged_make())
        code = batch_certified(commune, CARD)
        assert dossier_get(code).procedure.code == "9.815000"
        assert len(batch_get(code).numbers) == 1

    def test_a_dossier_of_a_version_before_the_flag_goes_its_own_way(self):
        commune = commune_at_work(version=version_make(code="9.815001"))
        code = dossier_at(commune, Act.APPRAISE)
        flagged = flagged_make("9.815001", effective_from=MORNING - timedelta(minutes=1))
        assert offering_get(unit_id=commune.unit.id, code="9.815001").version.id == flagged.id
        draft_add(commune, code)
        with pytest.raises(NotFound):
            services.batch_list(actor=commune.specialist, code=code, rows=[CARD])
        work_do(code, Act.APPRAISE, commune.specialist, "propose_approve")

    def test_what_gives_no_certified_copies_is_not_taken_in_by_rows(self):
        commune = commune_at_work(version=version_make())
        with pytest.raises(NotFound):
            batch_taken(commune, CARD)

    def test_a_version_is_asked_for_once(self, django_assert_num_queries):
        version = flagged_make()
        version_get(version.id)
        with django_assert_num_queries(0):
            assert version_get(version.id).certified_copies
