"""How a capacity is written: article 13 and Annex I of Decree 30/2020/NĐ-CP."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from motcua.identity import capacity_rules as rules
from motcua.identity.capacity_rules import DocumentKind, Held, Office
from motcua.identity.types import Capacity

WARD, SECTION = 1, 2
AT = datetime(2026, 3, 2, tzinfo=UTC)
PLAIN, COLLECTIVE = "Chủ tịch", "TM. Ủy ban nhân dân / Chủ tịch"
DOCUMENT = "Quy chế làm việc 12/QĐ-UBND"
RESULT = rules.document_rule(DocumentKind.RESULT, date(2026, 3, 2))


def held(office, unit=WARD, **over):
    fields = {"id": 1, "posting_id": 1, "account_id": 1, "unit_id": unit, "office": office}
    return Held(**{**fields, "valid_from": AT - timedelta(days=9), "valid_to": None, **over})


def written(*rows, title=PLAIN, rule=RESULT):
    found = rules.best(rows, account_id=1, unit_id=WARD, title=title, rule=rule)
    return found and (found.capacity, found.lines)


KT, TL, TUQ = Capacity.KT, Capacity.TL, Capacity.TUQ


@pytest.mark.parametrize(
    ("row", "title", "expected"),
    [
        (held(Office.HEAD), PLAIN, (None, ("CHỦ TỊCH",))),
        (held(Office.HEAD), COLLECTIVE, (None, ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"))),
        (held(Office.ACTING), PLAIN, (None, ("Q. CHỦ TỊCH",))),
        (held(Office.DEPUTY), PLAIN, (KT, ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"))),
        (
            held(Office.DEPUTY), COLLECTIVE,
            (KT, ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")),
        ),
        (
            held(Office.SECTION_HEAD, title="Chánh Văn phòng", document=DOCUMENT), COLLECTIVE,
            (TL, ("TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG")),
        ),
        (
            held(Office.SECTION_DEPUTY, title="Phó Chánh Văn phòng", document=DOCUMENT), PLAIN,
            (TL, ("TL. CHỦ TỊCH", "KT. CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG")),
        ),
        (
            held(Office.HEAD, SECTION, posting_title="Trưởng phòng", document=DOCUMENT), PLAIN,
            (TL, ("TL. CHỦ TỊCH", "TRƯỞNG PHÒNG")),
        ),
        (
            held(Office.DEPUTY, SECTION, posting_title="Trưởng phòng", document=DOCUMENT), PLAIN,
            (TL, ("TL. CHỦ TỊCH", "KT. TRƯỞNG PHÒNG", "PHÓ TRƯỞNG PHÒNG")),
        ),
        (
            held(Office.AUTHORISED, title="Trưởng phòng Kinh tế", document="7/UQ-UBND"), PLAIN,
            (TUQ, ("TUQ. CHỦ TỊCH", "TRƯỞNG PHÒNG KINH TẾ")),
        ),
    ],
)  # fmt: skip
def test_an_office_is_written_as_the_decree_writes_it(row, title, expected):
    assert written(row, title=title) == expected


@pytest.mark.parametrize(
    "row",
    [
        held(Office.HEAD, SECTION, posting_title="Trưởng phòng"),  # no document lets it sign
        held(Office.SECTION_HEAD, title="Chánh Văn phòng"),
        held(Office.DEPUTY, account_id=2),  # somebody else's
    ],
)
def test_without_a_document_or_an_office_there_is_no_capacity(row):
    assert written(row) is None


def test_the_highest_capacity_of_several_counts():
    section = held(Office.SECTION_HEAD, title="Chánh Văn phòng", document=DOCUMENT)
    assert written(section, held(Office.DEPUTY, id=2, posting_id=2))[0] is KT


def test_a_certificate_is_signed_by_fewer_than_a_result_and_never_for_the_committee():
    by_order = held(Office.SECTION_HEAD, title="Chánh Văn phòng", document=DOCUMENT)
    delegated = held(Office.AUTHORISED, title="Công chức Tư pháp", document="7/UQ-UBND")
    before = rules.document_rule(DocumentKind.CERTIFICATION, date(2025, 10, 31))
    since = rules.document_rule(DocumentKind.CERTIFICATION, date(2025, 11, 1))
    assert written(by_order, rule=since) is None
    assert (written(delegated, rule=before), written(delegated, rule=since)[0]) == (None, TUQ)
    assert written(held(Office.HEAD), title=COLLECTIVE, rule=since) == (None, ("CHỦ TỊCH",))


def test_the_line_written_last_holds_from_its_day_until_its_end():
    day = timedelta(days=1)
    first = held(Office.DEPUTY)
    ends = held(Office.ACTING, id=2, valid_from=AT, valid_to=AT + day)
    gone = held(None, id=3, valid_from=AT + 2 * day)
    rows = [gone, first, ends]
    at = [AT - day, AT, AT + day, AT + 3 * day]
    assert [[one.id for one in rules.newest(rows, when)] for when in at] == [[1], [2], [], []]


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("Phòng Kinh tế", "Trưởng phòng"),
        ("Văn phòng HĐND và UBND", "Chánh Văn phòng"),
        ("Văn phòng đăng ký đất đai", "Giám đốc"),
        ("Sở Tư pháp", "Giám đốc"),
        ("Kho bạc", "Thủ trưởng"),
    ],
)
def test_heads_are_called_as_is_usual(name, title):
    assert rules.head_title(name, territorial=False) == title
    assert rules.principal_of(rules.deputy_of(title)) == title
    assert rules.head_title(name, territorial=True) == "Chủ tịch"
