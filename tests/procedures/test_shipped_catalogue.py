"""The shipped catalogue: loads in seconds, again without effect, complete where it says so."""

from __future__ import annotations

import csv
from datetime import date

import pytest
from django.db import transaction
from django.utils import translation

from motcua.deadlines.rules import limit_parse
from motcua.kernel import clock
from motcua.procedures import queries
from motcua.procedures.labels import FEE_STATES, PART_NAMES, REVIEWS, source_text
from motcua.procedures.models import ProcedureVersion
from motcua.procedures.services import procedures_import
from motcua.procedures.services.importing import DATA, TWO_TIER_START
from motcua.procedures.types import FeeState

pytestmark = pytest.mark.django_db

# The ones that the design names (domain brief 5.5), of every field that citizens meet most.
NAMED = [
    "1.001193",
    "1.000894",
    "1.000656",
    "1.004884",
    "1.004772",
    "1.001022",
    "1.004859",
    "1.004873",
    "1.004837",
    "1.004845",
    "2.000528",
    "2.000635",
    "2.000815",
    "2.000884",
    "2.001035",
    "2.001019",
    "2.001008",
    "2.000908",
    "1.014027",
    "1.014028",
    "1.001776",
    "1.001731",
    "1.001699",
    "1.001653",
    "1.011607",
    "1.010833",
    "1.010803",
    "1.001612",
    "2.000720",
    "1.001570",
    "1.001266",
    "1.013978",
    "1.013225",
    "1.013226",
    "1.012812",
    "2.001263",
]


@pytest.fixture(scope="module", autouse=True)
def _loaded(django_db_setup, django_db_blocker):
    """The catalogue, loaded once for this module and rolled back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        procedures_import()
        yield
        transaction.set_rollback(True)


def complete_codes():
    return list(
        ProcedureVersion.objects.filter(missing=[])
        .order_by("procedure__code")
        .values_list("procedure__code", flat=True)
    )


def test_importing_the_shipped_listing_as_a_file_changes_nothing():
    report = procedures_import(DATA / "procedures.csv")
    assert (report.accepted, report.unchanged, report.refused) == (0, 2163, [])


def test_loading_again_does_not_undo_an_officers_file(tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text("code,limit\n1.004837,5wd\n", "utf-8")
    assert procedures_import(path).accepted == 1
    assert procedures_import().accepted == 0
    assert queries.procedure_get("1.004837").version.limit == "5wd"


def test_the_first_versions_hold_from_the_start_of_two_tiers():
    assert set(ProcedureVersion.objects.values_list("effective_from", flat=True)) == {
        TWO_TIER_START
    }
    assert clock.local(TWO_TIER_START).isoformat() == "2025-07-01T00:00:00+07:00"


def test_the_procedures_that_were_promised_are_complete():
    assert set(NAMED) <= set(complete_codes())
    assert len(complete_codes()) >= 60


def test_every_complete_procedure_has_components_limit_fee_and_legal_source():
    for code in complete_codes():
        version = queries.procedure_get(code).version
        assert "commune" in version.levels, code
        assert version.components, code
        limit_parse(version.limit)
        assert version.fee_state != FeeState.UNKNOWN, code
        assert version.fees, code
        assert all(fee.source for fee in version.fees), code
        assert version.legal_basis, code
        assert version.result, code
        assert version.due_rule == ("same-day-15" if version.limit == "same-day" else "clock")
        for part in ("components", "limit", "fees", "legal_basis", "handled_by", "channels"):
            assert version.sources.get(part), (code, part)
        assert set(version.review_notes) <= REVIEWS.keys(), code


def test_what_is_not_from_the_portal_is_marked_for_a_lawyer():
    with (DATA / "complete_components.csv").open(encoding="utf-8") as stream:
        own = {row["procedure_code"] for row in csv.DictReader(stream)}
    for code in own:
        assert "components" in queries.procedure_get(code).version.review_notes, code
    with (DATA / "complete_procedures.csv").open(encoding="utf-8") as stream:
        limited = {row["procedure_code"] for row in csv.DictReader(stream) if row["limit"]}
    for code in limited:
        assert "limit" in queries.procedure_get(code).version.review_notes, code


def test_birth_registration_says_what_the_law_says():
    version = queries.procedure_get("1.001193").version
    assert version.limit == "same-day"
    assert version.due_rule == "same-day-15"
    assert [(fee.case, fee.amount_vnd, fee.province) for fee in version.fees] == [
        ("on_time", 0, ""),
        ("late", None, ""),
        ("late", 5_000, "01"),
    ]
    assert len(version.components) == 8
    assert "population" in {name for item in version.components for name in item.satisfied_by}
    assert "60/2014/QH13" in version.legal_basis


def test_the_fee_of_an_extract_is_waived_online_for_a_time():
    version = queries.procedure_get("2.000635").version
    waived = [fee for fee in version.fees_on(date(2026, 11, 22), "online") if not fee.amount_vnd]
    assert len(waived) == 1
    assert [fee.amount_vnd for fee in version.fees_on(date(2027, 3, 1), "online")] == [8000]


def test_repealed_procedures_stay_in_the_catalogue_and_say_so():
    statuses = list(ProcedureVersion.objects.values_list("status", flat=True))
    assert (statuses.count("repealed"), statuses.count("repeal_scheduled")) == (17, 2)


def test_every_field_of_a_commune_procedure_is_named_in_three_languages():
    fields = {
        row.field.code: row.field
        for row in queries.procedures_search(level="commune", limit=1000).items
    }
    assert len(fields) == 92
    assert all(item.name_vi and item.name_en and item.name_id for item in fields.values())


@pytest.mark.parametrize("language", ["vi", "en", "id"])
def test_every_record_tells_what_is_known_and_where_it_came_from(language):
    with translation.override(language):
        for code in ("1.001193", "1.000016", "2.000806"):
            public = queries.procedure_get(code).version.to_public()
            assert public["code"] == code
            assert public["fee_state"] in FEE_STATES
            known = {item["part"] for item in public["sources"]}
            missing = {item["part"] for item in public["missing"]}
            assert not known & missing
            assert all(item["source"] for item in public["sources"])
            assert missing <= PART_NAMES.keys()
            assert public["complete"] is not bool(missing)
    assert source_text("portal 2026-07-18 A+B") != "portal 2026-07-18 A+B"


@pytest.mark.parametrize("query", ["khai sinh", "dang ky", "", "cap giay chung nhan", "1.001193"])
def test_the_whole_catalogue_is_searched_in_few_statements(query, django_assert_max_num_queries):
    queries.procedures_search("khai")  # what every search needs is read once
    with django_assert_max_num_queries(2):
        queries.procedures_search(query)


def test_a_common_word_finds_many():
    assert (queries.procedures_search("khai sinh").total or 0) >= 10
