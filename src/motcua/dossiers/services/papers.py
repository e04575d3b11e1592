"""Issuing a form: its number, what stands on it, and the file that is made of it afterwards.

A number is taken under the lock of its counter, in the transaction of the act that causes the
form: it is never given twice, and an act that is refused leaves no gap. The file is made (and
sealed, where the unit has a key) by the worker; until then a print comes from the same data.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from django.utils.translation import override

from motcua.documents.pdf import frozen_pdf
from motcua.documents.queries import file_open
from motcua.documents.services import output_store
from motcua.documents.signatures import registry
from motcua.documents.signatures.sign import Order, pdf_sign
from motcua.documents.signatures.types import Role
from motcua.dossiers import papers
from motcua.dossiers.chain import letter_code
from motcua.dossiers.models import Dossier, LetterSignature, Paper, PaperFile
from motcua.dossiers.paper_rules import LEADER, RECEIVER, PaperRule, number_text
from motcua.dossiers.papers import Issue
from motcua.dossiers.queries.capacity import capacity_of
from motcua.dossiers.queries.detail import dossier_get
from motcua.dossiers.queries.headings import heads_of
from motcua.dossiers.services import _write
from motcua.dossiers.services._rows import rows_bind
from motcua.dossiers.services.letters import (
    LetterDraft,
    Pen,
    Trying,
    draft_make,
    pen_use,
    signature_keep,
    signed_by_head,
)
from motcua.dossiers.services.submit import result_check_url, tracking_url
from motcua.dossiers.types import Fact, LateCause, PaperForm
from motcua.dossiers.views import SupplementView
from motcua.identity.capacity_rules import DocumentKind
from motcua.identity.queries import accounts_by_ids
from motcua.kernel import batch, clock, wire
from motcua.kernel.outbox import Message, outbox_publish
from motcua.organisations.queries import unit_get

TOPIC = "paper.issued"
_NEXT = """
INSERT INTO dossiers_papercounter AS c (unit_id, form, year, last) VALUES (%s, %s, %s, 1)
ON CONFLICT (unit_id, form, year) DO UPDATE SET last = c.last + 1 RETURNING last"""
_LINE = f"""
WITH taken AS ({_NEXT})
INSERT INTO dossiers_bookline (dossier_id, unit_id, year, number, at)
SELECT %s, %s, %s, taken.last, %s FROM taken
"""  # noqa: S608 - our own text


@dataclass(frozen=True)
class Said:
    """What the act says on its form; `account_id` is who signs, None for the applicant's act."""

    account_id: int | None = None
    reason: str = ""
    legal_basis: str = ""
    go_instead: str = ""
    request: SupplementView | None = None
    cause: LateCause = LateCause.NONE
    promised_at: datetime | None = None


def fact_with_paper(
    dossier: Dossier, fact: Fact, rule: PaperRule, said: Said, pen: Pen = None
) -> Fact:
    """Issue the form that a fact causes, and return the fact that binds it.

    The dossier is locked, the fact is the next one that is recorded. `pen` is the personal
    signature, or that the act is only tried (`letters`). Raises Refused when the fact may not
    follow, or the form wants a signature that is not there.
    """
    _write.guard_check(dossier, fact)
    receives = rule.issuer == RECEIVER
    unit_id = dossier.receiving_unit_id if receives else dossier.competent_unit_id
    year = clock.local(fact.at).year
    number = number_take(unit_id, rule.form, year)
    if isinstance(pen, Trying) and pen.proposes:
        said = replace(said, account_id=None)  # somebody else will sign it
    draft = _letter(dossier, fact, rule, said, unit_id=unit_id, number=number)
    data = pen_use(draft, pen)
    paper = Paper.objects.create(
        dossier=dossier,
        seq=dossier.seq + 1,
        form=rule.form.value,
        unit_id=unit_id,
        year=year,
        number=number,
        template=draft.template,
        issued_at=fact.at,
        issued_by=said.account_id,
        ordinal=said.request.ordinal if said.request else 0,
        data=data,
    )
    outbox_publish(topic=TOPIC, messages=[(f"paper:{paper.pk}", {"dossier": dossier.pk})])
    told = signature_keep(paper, pen)
    return replace(fact, data=fact.data | told, rows=fact.rows | rows_bind(dossier, paper))


def number_take(unit_id: int, form: PaperForm, year: int) -> int:
    """Return the next number of a form in a unit's year; it is given when the transaction ends.

    Others who want one wait for that; who fails gives it back.
    """
    return number_next(unit_id, form.value, year)


def number_next(unit_id: int, form: str, year: int) -> int:
    """Return the next number of any numbered paper of a unit, as `number_take` does."""
    [(number,)] = wire.fetch(_NEXT, [unit_id, form, year])
    return int(number)


def book_enter(dossier: Dossier, at: datetime) -> None:
    """Enter an accepted dossier in its unit's register book; its slip bears the number."""
    year, unit_id = clock.local(at).year, dossier.receiving_unit_id
    taken = [unit_id, PaperForm.SLIP.value, year]
    batch.write(_LINE, [*taken, dossier.pk, unit_id, year, at])


def _letter(
    dossier: Dossier, fact: Fact, rule: PaperRule, said: Said, *, unit_id: int, number: int
) -> LetterDraft:
    signer = accounts_by_ids([said.account_id])[said.account_id].name if said.account_id else ""
    with override("vi"):  # names of steps stand on paper in the procedure's language
        view = dossier_get(dossier.code)
        on = clock.local(fact.at).date()
        heads = heads_of({unit_id, view.receiving_unit.id}, on=on)
        unit = heads.units[unit_id]
        title, capacity, of_head = rule.title, None, signed_by_head(unit, rule, on=on)
        if of_head:
            title = heads.signer_title(unit, LEADER)
        if of_head and said.account_id is not None:
            capacity = capacity_of(said.account_id, unit, DocumentKind.LETTER, at=fact.at)
            title = "\n".join(capacity.lines) if capacity else title
        issue = Issue(
            form=rule.form,
            act=fact.type,
            unit=unit,
            number=number_text(rule.form, number, heads.abbreviation(unit)),
            at=fact.at,
            title=title,
            signer=signer,
            **_words(said),
            **_checked(dossier),
        )
        form = papers.letter(view, heads, issue, tracking_url=tracking_url(dossier.code))
        return draft_make(
            form, unit, rule, account_id=said.account_id, at=fact.at, capacity=capacity
        )


def _checked(dossier: Dossier) -> dict[str, Any]:
    """Return the check code of the letter that is issued next, and where it is asked for."""
    code = letter_code(dossier.code, dossier.seq + 1)
    return {"check_code": code, "check_url": result_check_url(code)}


def _words(said: Said) -> dict[str, Any]:
    words = asdict(replace(said, request=None))
    del words["account_id"]
    return words | {"request": said.request}


def paper_make(message: Message) -> None:
    """Make the file of an issued form, sealed when its unit has a key here; once.

    What somebody signed is sealed as it was signed: the signature comes first, then the seal.
    """
    paper_id = int(message.subject.partition(":")[2])
    paper = Paper.objects.filter(pk=paper_id).first()
    if paper is None or PaperFile.objects.filter(paper=paper).exists():
        return
    unit = unit_get(paper.unit_id)
    key = f"unit:{unit.code}"
    signatures: list[dict[str, Any]] = []
    seals = registry.may_sign(key)
    by_hand = LetterSignature.objects.filter(paper=paper).first()
    if by_hand is not None:
        with file_open(by_hand.file_id) as stream:
            printed = stream.read()
        signatures.append(by_hand.evidence)
    else:
        more = {"sealed_by": papers.unit_words(unit)} if seals else {}
        printed = frozen_pdf(paper.template, paper.data | more, at=paper.issued_at)
    if seals:
        number = paper.data["number"]
        signed = pdf_sign(Order(printed, Role.SEAL, key, "", "", number=number, visible=False))
        printed = signed.data
        signatures.append(signed.evidence.data())
    stored = output_store(data=printed, name=f"mau-{paper.form}-{paper.number}.pdf")
    PaperFile.objects.create(
        paper=paper,
        dossier_id=paper.dossier_id,
        file_id=stored.id,
        sha256=stored.sha256,
        signatures=signatures,
        made_at=clock.now(),
    )
