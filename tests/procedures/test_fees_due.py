"""What a filing costs: steps, caps, cases, groups, provinces, days; as laws of arithmetic too."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from tests.builders.organisations import commune_make
from tests.builders.procedures import fee, version_make

from motcua.procedures.counts import PageCount
from motcua.procedures.fee_words import line_texts, quote_words
from motcua.procedures.queries import fees_quote
from motcua.procedures.rules import ExemptionGroup, FeeQuote, fees_due
from motcua.procedures.services.columns import fee_of
from motcua.procedures.services.importing import DATA
from motcua.procedures.types import Channel, FeeView

DAY = date(2026, 11, 22)
HANOI = "01"


class Record:
    """As much of a version as the rule asks for, so that properties need no database."""

    def __init__(self, fees):
        self.fees = tuple(fees)

    def fees_on(self, day, channel=""):
        from motcua.procedures.types import VersionView

        return VersionView.fees_on(self, day, channel)


def shipped() -> dict[str, Record]:
    rows: dict[str, list[FeeView]] = {}
    with (DATA / "complete_fees.csv").open(encoding="utf-8") as stream:
        for number, cells in enumerate(csv.DictReader(stream)):
            values = fee_of(cells)
            for name in ("valid_from", "valid_to"):
                values[name] = date.fromisoformat(values[name]) if values[name] else None
            values["exempt"] = tuple(values.get("exempt", ()))
            rows.setdefault(cells["procedure_code"], []).append(FeeView(id=number, **values))
    return {code: Record(fees) for code, fees in rows.items()}


SHIPPED = shipped()
COPIES = SHIPPED["2.000815"]
EXTRACT = SHIPPED["2.000635"]
BIRTH = SHIPPED["1.001193"]
MARITAL = SHIPPED["1.004873"]
a_code = st.sampled_from(sorted(SHIPPED))
a_count = st.integers(1, 999)
some_groups = st.sets(st.sampled_from(list(ExemptionGroup)))


def due(record, **over) -> FeeQuote:
    return fees_due(record, on_day=over.pop("on_day", DAY), **over)


@pytest.mark.parametrize(
    ("pages", "copies", "amount"),
    [(1, 1, 2_000), (2, 1, 4_000), (3, 1, 5_000), (5, 2, 14_000), (198, 1, 200_000),
     (199, 1, 200_000), (999, 3, 600_000)],
)  # fmt: skip
def test_certified_copies_cost_by_the_page_up_to_a_cap_for_each_copy(pages, copies, amount):
    quote = due(COPIES, quantity=pages, copies=copies)
    assert [line.amount_vnd for line in quote.lines] == [amount]
    assert quote.lines[0].capped == (pages > 198)


def test_papers_copied_at_once_are_counted_each_by_itself():
    """Ten diplomas of a page are ten times two thousand, not a booklet of ten pages."""
    ten = due(COPIES, papers=(PageCount(1, 10),))
    assert [line.amount_vnd for line in ten.lines] == [20_000]
    mixed = due(COPIES, papers=[PageCount(4, 2), PageCount(1), PageCount(4), PageCount(300)])
    assert [(line.amount_vnd, line.copies, line.capped) for line in mixed.lines] == [
        (2_000, 1, False), (18_000, 3, False), (200_000, 1, True),
    ]  # fmt: skip
    assert due(MARITAL, province=HANOI, papers=[PageCount(9, 9)]) == due(MARITAL, province=HANOI)


def test_the_reckoning_is_told_in_three_languages():
    line = due(COPIES, quantity=5, copies=3).lines[0]
    texts = line_texts(line)
    assert texts["name"]["vi"] == "Phí chứng thực bản sao"
    assert texts["how"]["en"] == "(2 × 2,000 ₫ per page + 3 × 1,000 ₫ per page) × 3 copies"
    assert "2 × 2.000 ₫" in texts["how"]["vi"]
    assert len(set(texts["how"].values())) == 3
    with translation.override("en"):
        told = quote_words(due(MARITAL, province=HANOI, groups={"poor"}))[0]
    assert told.amount_vnd == 0
    assert told.reason == "Reduced: poor household."
    assert told.basis


def test_an_extract_costs_nothing_to_level_two_of_vneid_online_and_only_in_its_days():
    level2 = {"groups": {"vneid2"}, "channel": "online", "quantity": 2}
    assert due(EXTRACT, **level2).total_vnd == 0
    assert due(EXTRACT, **level2).lines[0].full_vnd == 16_000
    assert due(EXTRACT, **level2).lines[0].exempt_by == "vneid2"
    assert due(EXTRACT, channel="online", quantity=2).total_vnd == 16_000
    assert due(EXTRACT, **{**level2, "channel": "in_person"}).total_vnd == 16_000
    for day, amount in [
        (date(2026, 8, 14), 16_000), (date(2026, 8, 15), 0),
        (date(2027, 2, 28), 0), (date(2027, 3, 1), 16_000),
    ]:  # fmt: skip
        assert due(EXTRACT, **level2, on_day=day).total_vnd == amount, day


def test_a_late_birth_costs_what_the_province_says_where_it_is_known():
    assert due(BIRTH).free
    assert due(BIRTH).cases == ("on_time", "late")
    assert due(BIRTH, case="late", province=HANOI).total_vnd == 5_000
    elsewhere = due(BIRTH, case="late", province="48")
    assert not elsewhere.known
    assert not elsewhere.free
    assert elsewhere.total_vnd == 0
    assert due(BIRTH, case="late", province=HANOI, groups={"merit"}).free
    assert due(BIRTH, case="late", province="48", groups={"merit"}).free
    assert due(BIRTH, case="nothing known").case == "on_time"


def test_a_resolution_for_online_filing_beats_the_province_s_general_one():
    general = fee_view(1, amount_vnd=10_000, charge="x", province="48")
    online = fee_view(2, amount_vnd=0, charge="x", province="48", channel="online")
    both = Record([fee_view(0, amount_vnd=None, charge="x", set_by_province=True), general, online])
    assert due(both, channel="online", province="48").free
    assert due(both, channel="in_person", province="48").total_vnd == 10_000
    assert not due(both, channel="online", province="01").known


def fee_view(number: int, **over) -> FeeView:
    values = {**fee(), "id": number, **over}
    values.setdefault("exempt", ())
    return FeeView(**values)


def test_counts_below_one_are_refused():
    for wrong in ({"quantity": 0}, {"copies": -1}, {"papers": [PageCount(0)]}):
        with pytest.raises(ValueError, match="one or more"):
            due(COPIES, **wrong)


@given(a_code, a_count, a_count, st.sampled_from(["", "in_person", "online", "postal"]))
def test_more_never_costs_less(code, one, other, channel):
    less, more = sorted((one, other))
    record = SHIPPED[code]
    assert (
        due(record, quantity=less, channel=channel).total_vnd
        <= due(record, quantity=more, channel=channel).total_vnd
    )


@given(a_count, st.integers(1, 99))
def test_a_copy_never_costs_more_than_its_cap_and_copies_cost_alike(pages, copies):
    one = due(COPIES, quantity=pages).total_vnd
    assert one <= 200_000
    assert due(COPIES, quantity=pages, copies=copies).total_vnd == one * copies


@given(a_code, a_count, some_groups, st.sampled_from(list(ExemptionGroup)),
       st.sampled_from(["", "on_time", "late"]), st.sampled_from(["", HANOI]))  # fmt: skip
def test_belonging_to_one_more_group_never_raises_a_fee(code, n, groups, more, case, province):
    terms = {"quantity": n, "case": case, "province": province, "channel": "online"}
    before = due(SHIPPED[code], groups=groups, **terms)
    after = due(SHIPPED[code], groups=groups | {more}, **terms)
    assert len(before.lines) == len(after.lines)
    for old, new in zip(before.lines, after.lines, strict=True):
        if old.amount_vnd is not None:
            assert new.amount_vnd is not None
            assert new.amount_vnd <= old.amount_vnd
        assert (new.exempt_by == "") == (new.full_vnd == new.amount_vnd)


@given(a_code, a_count, some_groups, st.sampled_from(["", "on_time", "late"]),
       st.sampled_from(["", HANOI]), st.sampled_from(["", "online", "in_person"]))  # fmt: skip
def test_of_several_groups_the_most_favourable_counts_and_no_more(
    code, n, groups, case, province, channel
):
    terms = {"quantity": n, "case": case, "province": province, "channel": channel}
    together = due(SHIPPED[code], groups=groups, **terms)
    alone = [due(SHIPPED[code], groups={one}, **terms) for one in groups]
    everybody = due(SHIPPED[code], **terms)
    for place, line in enumerate(together.lines):
        amounts = [quote.lines[place].amount_vnd for quote in [everybody, *alone]]
        known = [amount for amount in amounts if amount is not None]
        assert line.amount_vnd == (min(known) if known else None)
        lesser = {q.lines[place].exempt_by for q in alone} - {""}
        assert {line.exempt_by, *line.beside} - {""} == lesser


def test_groups_that_pay_different_amounts_are_not_added_up_and_the_reason_names_them():
    fees = [
        fee_view(0, amount_vnd=10_000, charge="x", exempt=()),
        fee_view(1, amount_vnd=6_000, charge="x", group="disabled"),
        fee_view(2, amount_vnd=4_000, charge="x", group="near_poor"),
        fee_view(3, amount_vnd=12_000, charge="x", group="elderly"),  # no favour: never raises it
        fee_view(4, amount_vnd=5_000, charge="y", exempt=("elderly",)),
    ]
    record = Record(fees)
    quote = due(record, groups={"disabled", "near_poor", "elderly"}, quantity=2)
    first, second = quote.lines
    assert (first.amount_vnd, first.exempt_by, first.beside) == (8_000, "near_poor", ("disabled",))
    assert (second.amount_vnd, second.exempt_by) == (0, "elderly")
    assert first.full_vnd == 20_000
    with translation.override("en"):
        words = quote_words(quote)[0]
    assert words.reason == (
        "Reduced: near-poor household, the most favourable; considered too:"
        " person with a disability."
    )
    assert due(record, groups={"elderly"}, quantity=2).lines[0].amount_vnd == 20_000


@given(a_code, a_count, some_groups)
def test_from_home_never_costs_more_than_at_the_counter(code, quantity, groups):
    by = {
        channel: due(SHIPPED[code], quantity=quantity, groups=groups, channel=channel).total_vnd
        for channel in Channel
    }
    assert by[Channel.ONLINE] <= by[Channel.IN_PERSON]


@given(a_code, st.randoms(), some_groups)
def test_the_order_of_the_rules_does_not_matter(code, random, groups):
    record = SHIPPED[code]
    mixed = list(record.fees)
    random.shuffle(mixed)
    case = due(record).case
    assert (
        due(record, groups=groups, case=case, quantity=7).total_vnd
        == due(Record(mixed), groups=groups, case=case, quantity=7).total_vnd
    )


@given(a_code, a_count, some_groups)
def test_amounts_are_whole_dong_and_a_plain_product_says_so(code, quantity, groups):
    for line in due(SHIPPED[code], quantity=quantity, groups=groups, province=HANOI).lines:
        assert line.amount_vnd is None or (isinstance(line.amount_vnd, int))
        if line.unit is not None:
            each, count = line.unit
            assert each * count == line.amount_vnd


@pytest.mark.usefixtures("system_scope")
def test_the_unit_s_province_is_found_and_remembered(django_assert_num_queries):
    fees = [fee(None), {**fee(3_000), "charge": "a", "province": HANOI}]
    fees[0]["charge"] = "a"
    version = version_make(fees=fees)
    hanoi, elsewhere = commune_make(province=HANOI), commune_make(province="19")
    assert fees_quote(version, unit_id=hanoi.id, on_day=DAY).total_vnd == 3_000
    assert not fees_quote(version, unit_id=elsewhere.id, on_day=DAY).known
    with django_assert_num_queries(0):
        fees_quote(version, unit_id=hanoi.id, on_day=DAY)
        fees_quote(version_of_one_fee(version), unit_id=999, on_day=DAY)


def version_of_one_fee(version):
    return replace(version, fees=(fee_view(1),))
