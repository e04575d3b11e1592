"""In which capacity somebody signs: pure rule, law as dated data; no Django, no clock.

Source: Decree 30/2020/NĐ-CP, article 13 (who signs for whom) and Annex I, part I, section II,
item 7 (how it is written: TM., Q., KT., TL., TUQ. in front, then the signer's own title). What
stands here from memory says so (`to_verify`): a lawyer confirms it, and a new row replaces it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from motcua.identity.types import Capacity

DECREE = "Nghị định 30/2020/NĐ-CP, Điều 13; Phụ lục I, phần I, mục II.7"


class Office(StrEnum):
    """Which office somebody holds where they are posted, as far as signatures ask."""

    HEAD = "head"  # người đứng đầu
    ACTING = "acting"  # được giao quyền cấp trưởng: signs with "Q."
    DEPUTY = "deputy"  # cấp phó
    SECTION_HEAD = "section_head"  # người đứng đầu đơn vị thuộc cơ quan
    SECTION_DEPUTY = "section_deputy"  # their deputy
    AUTHORISED = "authorised"  # được ủy quyền bằng văn bản


OF_THE_UNIT = frozenset({Office.HEAD, Office.ACTING, Office.DEPUTY})
"""Offices of the agency itself; the others sign because a document says so."""
HEADS = frozenset({Office.HEAD, Office.ACTING})
TITLED = frozenset({Office.SECTION_HEAD, Office.SECTION_DEPUTY, Office.AUTHORISED})
"""Offices whose own title nobody can derive."""


class DocumentKind(StrEnum):
    """What is signed, as far as the capacity depends on it."""

    RESULT = "result"
    LETTER = "letter"  # forms 02 to 05
    CERTIFICATION = "certification"


@dataclass(frozen=True)
class DocumentRule:
    """In which capacities others than the head may sign a kind of document, since a day."""

    kind: DocumentKind
    since: date
    capacities: frozenset[Capacity]
    source: str
    to_verify: bool = True
    collective: bool = True  # the head may sign for the whole committee, where the unit says so


_ALL = frozenset(Capacity)
DOCUMENT_RULES = (
    DocumentRule(DocumentKind.RESULT, date(2020, 3, 5), _ALL, DECREE, to_verify=False),
    DocumentRule(DocumentKind.LETTER, date(2020, 3, 5), _ALL, DECREE, to_verify=False),
    DocumentRule(
        DocumentKind.CERTIFICATION,
        date(2015, 4, 10),
        frozenset({Capacity.KT}),
        "Nghị định 23/2015/NĐ-CP, Điều 5 khoản 2: Chủ tịch, Phó Chủ tịch ký chứng thực",
        collective=False,
    ),
    DocumentRule(
        DocumentKind.CERTIFICATION,
        date(2025, 11, 1),
        frozenset({Capacity.KT, Capacity.TUQ}),
        "Nghị định 280/2025/NĐ-CP sửa đổi Nghị định 23/2015/NĐ-CP (điều khoản chờ đối chiếu)",
        collective=False,
    ),
)


@dataclass(frozen=True)
class Held:
    """An office as recorded: half-open [valid_from, valid_to) cut to its posting's period.

    `title` is the holder's own; empty where it follows from the unit. `document` is what lets
    somebody sign by order or by delegation. `posting_title` is what the head is called where the
    holder is posted.
    """

    id: int
    posting_id: int
    account_id: int
    unit_id: int
    office: Office | None  # None: from here on no office
    valid_from: datetime
    valid_to: datetime | None
    title: str = ""
    document: str = ""
    posting_title: str = ""
    results: bool = True  # whether the role of the posting signs results at all

    def in_force(self, at: datetime) -> bool:
        """Return whether it holds at an instant."""
        return self.valid_from <= at and (self.valid_to is None or at < self.valid_to)


@dataclass(frozen=True)
class Signing:
    """A capacity as it is written, a line each; `capacity` None: the head, or whoever acts as it.

    `document` is what the signer may rely on; empty for the head and deputies.
    """

    lines: tuple[str, ...]
    capacity: Capacity | None = None
    document: str = ""
    office_id: int = 0

    @property
    def text(self) -> str:
        """Return the lines in one, as pages show them."""
        return " / ".join(self.lines)


def document_rule(kind: DocumentKind, on: date) -> DocumentRule:
    """Return the rule of a kind of document on a day; before the first one, the first."""
    known = sorted((r for r in DOCUMENT_RULES if r.kind is kind), key=lambda r: r.since)
    held = [r for r in known if r.since <= on]
    return held[-1] if held else known[0]


# How the head of a body is called, by the first words of its name (practice, not law): what a
# unit wrote in its heading or in an office's own title comes first.
_HEADS = (
    ("phòng", "Trưởng phòng"),
    ("văn phòng đăng ký", "Giám đốc"),
    ("văn phòng", "Chánh Văn phòng"),
    ("thanh tra", "Chánh Thanh tra"),
    ("ban", "Trưởng ban"),
    ("sở", "Giám đốc"),
    ("trung tâm", "Giám đốc"),
    ("chi nhánh", "Giám đốc"),
    ("bảo hiểm xã hội", "Giám đốc"),
    ("công an", "Trưởng Công an"),
)
CHAIRMAN = "Chủ tịch"


def head_title(unit_name: str, *, territorial: bool) -> str:
    """Return how the head of a unit is called when nobody has said otherwise."""
    if territorial:
        return CHAIRMAN
    words = unit_name.casefold()
    return next((title for begin, title in _HEADS if words.startswith(f"{begin} ")), "Thủ trưởng")


def title_parts(written: str) -> tuple[str, str]:
    """Return (collective, head's title) of what a unit calls whoever signs for it.

    `TM. Ủy ban nhân dân / Chủ tịch`: its head signs for the committee; a title alone: for itself.
    """
    front, slash, title = written.strip().partition("/")
    if slash and front.casefold().startswith("tm."):
        return front[3:].strip(), title.strip()
    return "", written.strip()


def deputy_of(title: str) -> str:
    """Return the title of the deputy of a head."""
    return f"Phó {title}"


def principal_of(title: str) -> str:
    """Return whose deputy a title names: `Phó Trưởng phòng` is the deputy of `Trưởng phòng`."""
    begin, _space, rest = title.strip().partition(" ")
    return (
        rest[:1].upper() + rest[1:] if begin.casefold() == "phó" and rest.strip() else title.strip()
    )


def signing(held: Held, *, unit_id: int, title: str, collective: str = "") -> Signing | None:
    """Return how the holder of an office signs for a unit whose head is called `title`.

    `collective` is the name of the body for which the head signs ("Ủy ban nhân dân"); empty where
    the head signs for itself. None where the office gives no capacity: no document says that it
    signs by order or by delegation.
    """
    own = held.unit_id == unit_id
    front = (f"TM. {collective}",) if collective else ()
    office = held.office
    if own and office in {Office.HEAD, Office.ACTING}:
        mark = "Q. " if office is Office.ACTING else ""
        return _written((*front, f"{mark}{title}"), None, held)
    if own and office is Office.DEPUTY:
        lines = (*front, f"KT. {title}", held.title or deputy_of(title))
        return _written(lines, Capacity.KT, held)
    if office is None or not held.document:
        return None
    if office is Office.AUTHORISED:
        return _written((f"TUQ. {title}", held.title), Capacity.TUQ, held)
    return _written((f"TL. {title}", *_below(held, office)), Capacity.TL, held)


def _below(held: Held, office: Office) -> tuple[str, ...]:
    """Return how the head of a unit of the agency, or the head's deputy, is written."""
    if office is Office.HEAD:
        return (held.title or held.posting_title,)
    if office is Office.ACTING:
        return (f"Q. {held.title or held.posting_title}",)
    if office is Office.DEPUTY:
        mine = held.title or deputy_of(held.posting_title)
        return (f"KT. {held.posting_title}", mine)
    if office is Office.SECTION_DEPUTY:
        return (f"KT. {principal_of(held.title)}", held.title)
    return (held.title,)


def _written(lines: Iterable[str], capacity: Capacity | None, held: Held) -> Signing:
    document = held.document if capacity in {Capacity.TL, Capacity.TUQ} else ""
    return Signing(tuple(line.upper() for line in lines), capacity, document, held.id)


def newest(rows: Iterable[Held], at: datetime) -> list[Held]:
    """Return the office in force at an instant of each posting, the one written last."""
    last: dict[int, Held] = {}
    for one in sorted(rows, key=lambda row: row.id):
        if one.valid_from <= at:
            last[one.posting_id] = one
    return [one for one in last.values() if one.office is not None and one.in_force(at)]


def best(
    rows: Iterable[Held],
    *,
    account_id: int,
    unit_id: int,
    title: str,
    rule: DocumentRule,
) -> Signing | None:
    """Return in which capacity an account signs: as head, else as deputy, else by order.

    `title` is what the unit calls whoever signs for it (`title_parts`).
    """
    collective, title = title_parts(title)
    if not rule.collective:
        collective = ""
    order = [None, Capacity.KT, Capacity.TUQ, Capacity.TL]
    found = [
        one
        for row in rows
        if row.account_id == account_id
        and (one := signing(row, unit_id=unit_id, title=title, collective=collective))
        and (one.capacity is None or one.capacity in rule.capacities)
    ]
    return min(found, key=lambda one: order.index(one.capacity), default=None)
