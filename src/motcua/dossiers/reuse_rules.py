"""Which paper that is held already may stand for which component: dated data with its source.

Plain Python. A name proves nothing: "Giấy khai sinh" is the child's in one procedure and one's own
in another, and a power of attorney serves one case only. What fits is said by kind: what a
procedure issues (`ISSUES`), what a component asks for (`ASKS`), whose paper it is. Within one
procedure the same component fits itself, unless it is made anew for each case (`ONCE_ONLY`).
A procedure that stands in no table gives nothing to another one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from motcua.kernel.text import search_key


class PaperKind(StrEnum):
    """Kinds of papers that serve beyond the dossier they were made in."""

    BIRTH = "birth"  # giấy khai sinh, trích lục khai sinh
    MARRIAGE = "marriage"  # giấy chứng nhận kết hôn
    SINGLE = "single"  # giấy xác nhận tình trạng hôn nhân
    DEATH = "death"  # trích lục khai tử
    DISABILITY = "disability"  # giấy xác nhận khuyết tật


class Whose(StrEnum):
    """Whom a paper is about, seen from the person whose dossier it is."""

    OWN = "own"
    CHILD = "child"
    DECEASED = "deceased"


class Ground(StrEnum):
    """Why a paper fits."""

    SAME = "same"  # the same component of the same procedure
    KIND = "kind"  # a component of another procedure that asks for exactly this
    ISSUED = "issued"  # the result of a procedure that issues it


@dataclass(frozen=True, slots=True)
class Issue:
    """What a procedure's result is; `whose` where no owner is named beside the applicant."""

    procedure: str
    kind: PaperKind
    whose: Whose
    since: date
    basis: str
    until: date | None = None  # the first day on which it no longer holds


@dataclass(frozen=True, slots=True)
class Ask:
    """What a component asks for; `only`: nothing else satisfies it, so what came is that.

    `ended`: a paper out of force serves too, because the law asks for the earlier one as such.
    """

    procedure: str
    component: str
    kind: PaperKind
    whose: Whose
    since: date
    basis: str
    only: bool = True
    ended: bool = False
    until: date | None = None


_CIVIL = date(2016, 1, 1)  # Law 60/2014/QH13 and Decree 123/2015/NĐ-CP
ISSUES = (
    Issue("1.001193", PaperKind.BIRTH, Whose.CHILD, _CIVIL, "60/2014/QH13, Điều 16"),
    Issue("1.000689", PaperKind.BIRTH, Whose.CHILD, _CIVIL, "60/2014/QH13, Điều 16 và Điều 25"),
    Issue("1.004884", PaperKind.BIRTH, Whose.OWN, _CIVIL, "123/2015/NĐ-CP, Điều 26"),
    Issue("2.000522", PaperKind.BIRTH, Whose.OWN, _CIVIL, "123/2015/NĐ-CP, Điều 26"),
    Issue("1.000894", PaperKind.MARRIAGE, Whose.OWN, _CIVIL, "60/2014/QH13, Điều 18"),
    Issue("1.004746", PaperKind.MARRIAGE, Whose.OWN, _CIVIL, "123/2015/NĐ-CP, Điều 27"),
    Issue("1.004873", PaperKind.SINGLE, Whose.OWN, _CIVIL, "123/2015/NĐ-CP, Điều 22"),
    Issue("1.000656", PaperKind.DEATH, Whose.DECEASED, _CIVIL, "60/2014/QH13, Điều 34"),
    Issue("1.005461", PaperKind.DEATH, Whose.DECEASED, _CIVIL, "123/2015/NĐ-CP, Điều 28"),
    Issue("1.001699", PaperKind.DISABILITY, Whose.OWN, date(2019, 3, 1), "01/2019/TT-BLĐTBXH"),
    Issue("1.001653", PaperKind.DISABILITY, Whose.OWN, date(2019, 3, 1), "01/2019/TT-BLĐTBXH"),
)
# The components as the national portal lists them since the two-tier local government; where the
# law itself names the paper, that article.
_LISTED, _PORTAL = date(2025, 7, 1), "Cổng Dịch vụ công quốc gia, thành phần hồ sơ"
ASKS = (
    Ask("1.001731", "Giấy chứng tử hoặc giấy báo tử",
        PaperKind.DEATH, Whose.DECEASED, _LISTED, _PORTAL, only=False),
    Ask("1.001776", "Giấy khai sinh của trẻ em", PaperKind.BIRTH, Whose.CHILD, _LISTED, _PORTAL),
    Ask("1.001776", "Giấy xác nhận khuyết tật", PaperKind.DISABILITY, Whose.OWN, _LISTED, _PORTAL),
    Ask("1.004873", "Giấy xác nhận tình trạng hôn nhân đã cấp trước đó",
        PaperKind.SINGLE, Whose.OWN, _CIVIL, "123/2015/NĐ-CP, Điều 22 khoản 6", ended=True),
    Ask("1.010824", "Giấy báo tử hoặc trích lục khai tử",
        PaperKind.DEATH, Whose.DECEASED, _LISTED, _PORTAL, only=False),
    Ask("1.010824", "Giấy khai sinh", PaperKind.BIRTH, Whose.CHILD, _LISTED, _PORTAL),
    Ask("2.000286", "Giấy khai sinh", PaperKind.BIRTH, Whose.CHILD, _LISTED, _PORTAL),
    Ask("2.000286", "Giấy xác nhận khuyết tật", PaperKind.DISABILITY, Whose.OWN, _LISTED, _PORTAL),
    Ask("2.000720", "Giấy chứng tử hoặc quyết định của Tòa án",
        PaperKind.DEATH, Whose.DECEASED, _LISTED, _PORTAL, only=False),
    Ask("2.001263", "Giấy chứng nhận kết hôn", PaperKind.MARRIAGE, Whose.OWN, _LISTED, _PORTAL),
    Ask("2.001263", "Giấy khai sinh của trẻ", PaperKind.BIRTH, Whose.CHILD, _LISTED, _PORTAL),
    Ask("2.001406", "Giấy chứng tử hoặc trích lục khai tử của người để lại di sản",
        PaperKind.DEATH, Whose.DECEASED, _CIVIL, "23/2015/NĐ-CP, Điều 36"),
)  # fmt: skip
# What is written, declared or witnessed for one case; begins of legal names, without accents.
ONCE_ONLY = (
    "to khai", "don", "giay de nghi", "giay yeu cau", "phieu", "du thao", "bien ban",
    "van ban uy quyen", "giay uy quyen", "hop dong uy quyen",
    "van ban cam doan", "giay cam doan", "giay chung sinh", "giay bao tu", "bieu mau",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Held:
    """What is held: from a component (its legal name) or, with none, the result of a dossier.

    `on`: the day of its issue, or of its acceptance. `owned`: the person is named as the owner of
    that dossier, beside whoever filed it.
    """

    procedure: str
    component: str
    on: date
    owned: bool


@dataclass(frozen=True, slots=True)
class Wanted:
    """A component of the dossier that is taken in; `is_form`: it is filled in for this case."""

    procedure: str
    component: str
    is_form: bool = False


@dataclass(frozen=True, slots=True)
class Fit:
    """Why it fits; `whose` None where no rule says whom the paper is about: it is to be looked at.

    `ended`: it serves though its validity has ended.
    """

    ground: Ground
    basis: str
    whose: Whose | None
    ended: bool = False


def fit(held: Held, wanted: Wanted, on: date) -> Fit | None:
    """Return why a held paper may stand for a component on a day; None when it may not."""
    asked = _asked(wanted.procedure, wanted.component, on)
    if wanted.is_form or (asked is None and _once(wanted.component)):
        return None
    if not held.component:
        return _by_result(held, asked)
    if held.procedure == wanted.procedure and _same(held.component, wanted.component):
        whose = asked.whose if asked else None
        return Fit(Ground.SAME, asked.basis if asked else "", whose, bool(asked and asked.ended))
    before = _asked(held.procedure, held.component, held.on)
    if before is None or asked is None or not before.only:
        return None
    if (before.kind, before.whose) != (asked.kind, asked.whose):
        return None
    return Fit(Ground.KIND, asked.basis, asked.whose, asked.ended)


def _by_result(held: Held, asked: Ask | None) -> Fit | None:
    of_procedure = (one for one in ISSUES if one.procedure == held.procedure)
    issued = next((one for one in of_procedure if _holds(one.since, one.until, held.on)), None)
    if issued is None or asked is None or issued.kind is not asked.kind:
        return None
    whose = issued.whose
    if held.owned and whose is Whose.CHILD:
        whose = Whose.OWN  # the child is the owner: to the child it is the own certificate
    if whose is not asked.whose:
        return None
    return Fit(Ground.ISSUED, issued.basis, whose, asked.ended)


def _asked(procedure: str, component: str, on: date) -> Ask | None:
    known: Iterable[Ask] = (one for one in ASKS if one.procedure == procedure)
    return next(
        (o for o in known if _same(o.component, component) and _holds(o.since, o.until, on)), None
    )


def _same(one: str, other: str) -> bool:
    return search_key(one) == search_key(other)


def _once(name: str) -> bool:
    key = search_key(name)
    return any(key == start or key.startswith(f"{start} ") for start in ONCE_ONLY)


def _holds(since: date, until: date | None, on: date) -> bool:
    return since <= on and (until is None or on < until)
