"""What whoever keeps the register does: route, merge, take a merger back, publish."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from motcua.identity.types import Actor, PostingView
from motcua.kernel import clock
from motcua.kernel.errors import FieldProblem, Invalid, NotFound, Refused
from motcua.kernel.saying import said
from motcua.kernel.text import nfc, search_key
from motcua.oversight import rules
from motcua.oversight.models import Difficulty, Publication
from motcua.oversight.queries.standing import standing_of
from motcua.oversight.queries.ways import addressee_in_force
from motcua.oversight.services._writing import Said, keeper, locked, why, write
from motcua.oversight.types import Fact


@transaction.atomic
def difficulty_route(
    *, actor: Actor, code: str, version: int, addressee_id: int, text: str = ""
) -> None:
    """Say who has to answer; their clock begins. From another one only with the reason.

    :raises Refused: NotFound, Forbidden, Stale, Invalid; Refused when it has ended.
    """
    row = locked(code, version)
    posting = keeper(actor, row)
    to = addressee_in_force(row.unit_id, addressee_id)
    if to is None:
        raise Invalid([FieldProblem("addressee_id", _("Choose who has to answer."))])
    again = row.addressee_id is not None
    words = said(text, "text", 1000) if again or text.strip() else ""
    write(actor, posting, row, Said(Fact.ROUTED, words, addressee=to.id))


@transaction.atomic
def difficulty_merge(*, actor: Actor, code: str, version: int, into: str, text: str) -> None:
    """Make one difficulty part of another of the same register: their units have one question.

    Both rows are locked in the order of their ids. The other one has their dossiers too; its words
    stay those of its own units. What was published of the one is withdrawn. Raises as
    `difficulty_route`.
    """
    row, other = _both(code, version, into.strip())
    posting = keeper(actor, row)
    words = said(text, "text", 1000)
    if row.published:
        _withdraw(actor, posting, row, words)
    before = standing_of(row)
    has = standing_of(other).blocked
    row.merged_code = other.code
    write(actor, posting, row, Said(Fact.MERGED, words, other=other.id))
    for unit, blocked in before.blocked.items():
        fact = Fact.COUNTED if unit in has else Fact.JOINED
        number = has.get(unit, 0) + blocked
        write(actor, posting, other, Said(fact, "", unit, number, other=row.id, keeper=True))


@transaction.atomic
def difficulty_split(*, actor: Actor, code: str, version: int, text: str) -> None:
    """Take a merger back: it stands as before, and its units' dossiers leave the other one.

    Raises as `difficulty_route`.
    """
    main = Difficulty.objects.filter(code=code, merged_into__isnull=False).values_list(
        "merged_into__code", flat=True
    )
    into = main.first()
    if into is None:
        raise Refused("not_there", why("not_there"))
    row, other = _both(code, version, into)
    posting = keeper(actor, row)
    words = said(text, "text", 1000)
    if row.merged_into_id != other.id:
        raise Refused("not_there", why("not_there"))
    blocked = standing_of(row).blocked
    write(actor, posting, row, Said(Fact.SPLIT, words))
    came = set(
        other.events.filter(fact=Fact.JOINED.value, other_id=row.id).values_list(
            "unit_id", flat=True
        )
    )
    has = standing_of(other).blocked
    for unit, number in blocked.items():
        if unit not in has:
            continue
        left = Said(Fact.LEFT, "", unit, other=row.id, keeper=True)
        less = Said(Fact.COUNTED, "", unit, max(0, has[unit] - number), other=row.id, keeper=True)
        write(actor, posting, other, left if unit in came else less)


def _both(code: str, version: int, into: str) -> tuple[Difficulty, Difficulty]:
    """Lock both, the older one first, so that two mergers of the same two never wait in a ring."""
    ids = dict(Difficulty.objects.filter(code__in=[code, into]).values_list("code", "id"))
    if into == code or into not in ids:
        words = _("Choose another difficulty of this register.")
        raise Invalid([FieldProblem("into", words)])
    if code not in ids:
        raise NotFound("difficulty_unknown", _("There is no such difficulty here."))
    rows = {
        one: locked(one, version if one == code else None)
        for one in sorted((code, into), key=lambda one: ids[one])
    }
    if rows[code].unit_id != rows[into].unit_id:
        words = _("Choose another difficulty of this register.")
        raise Invalid([FieldProblem("into", words)])
    return rows[code], rows[into]


@transaction.atomic
def difficulty_publish(
    *, actor: Actor, code: str, version: int, title: str, answer: str, system: str = ""
) -> None:
    """Show question and answer to all units, in words written for all, without any person.

    Raises as `difficulty_route`.
    """
    row = locked(code, version)
    posting = keeper(actor, row)
    words = said(nfc(title), "title", rules.TITLE_MOST), said(answer, "answer")
    about = nfc(system)[:120]
    write(actor, posting, row, Said(Fact.PUBLISHED))
    Publication.objects.create(
        difficulty=row,
        unit_id=row.unit_id,
        code=row.code,
        group=row.group,
        system=about,
        procedure=row.procedure,
        title=words[0],
        answer=words[1],
        units=len(row.places),
        search=search_key(" ".join((words[0], about, row.procedure, words[1])))[:2000],
        at=clock.now(),
    )


@transaction.atomic
def difficulty_withdraw(*, actor: Actor, code: str, version: int, text: str) -> None:
    """Show it to all no longer, with the reason. Raises as `difficulty_route`."""
    row = locked(code, version)
    _withdraw(actor, keeper(actor, row), row, said(text, "text", 1000))


def _withdraw(actor: Actor, posting: PostingView, row: Difficulty, words: str) -> None:
    event = write(actor, posting, row, Said(Fact.WITHDRAWN, words))
    row.publications.filter(withdrawn_at__isnull=True).update(withdrawn_at=event.at)
