"""From texts to the sheet that is printed: layout of Decree 30/2020/NĐ-CP, Annex I."""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import override

from motcua.documents.forms import Issuer
from motcua.documents.official import OfficialSheet
from motcua.documents.pdf import form_pdf
from motcua.documents.signatures import registry
from motcua.dossiers.papers import Heads
from motcua.dossiers.queries.headings import heads_of
from motcua.dossiers.views import DossierView
from motcua.drafting.queries.values import placeholders_for, samples_of
from motcua.drafting.rules import merge
from motcua.drafting.types import PaperKind, TemplateContent, TextView, Wording
from motcua.drafting.words import MARK, SYMBOLS, TITLES
from motcua.kernel import clock
from motcua.organisations.types import COMMUNE_KINDS, PROVINCE_KINDS, UnitView


def sheet_of(
    unit: UnitView, kind: PaperKind, wording: Wording, *, code: str = "", sample: bool = False
) -> OfficialSheet:
    """Return the sheet of a unit's document; number, day and signature stay open."""
    heads = heads_of([unit.id])
    now = clock.now()
    decision, letter = kind is PaperKind.DECISION, kind is PaperKind.LETTER
    return OfficialSheet(
        issuer=_issuer(unit, heads),
        title=TITLES[kind],
        symbol=f"/{SYMBOLS[kind]}{heads.abbreviation(unit)}",
        subject=wording.subject,
        addressee=wording.addressee if letter else "",
        authority=wording.authority if decision else "",
        grounds=_lines(wording.grounds) if decision else (),
        paragraphs=_lines(wording.body),
        recipients=_lines(wording.recipients),
        signer=_signer(wording.signer),
        year=str(clock.local(now).year),
        dossier_code=code,
        sample=sample,
        printed_at=now,
        signed=registry.may_sign(f"unit:{unit.code}"),
    )


def _issuer(unit: UnitView, heads: Heads) -> Issuer:
    """Return the head: a People's Committee stands alone and in full, unless it says otherwise."""
    issuer, own = heads.issuer(unit), heads.headings.get(unit.id)
    superior = issuer.superior
    if unit.kind in COMMUNE_KINDS | PROVINCE_KINDS and not (own and own.superior):
        superior = ""
    return replace(
        issuer, superior=superior, name=issuer.name.replace("UBND ", "Ủy ban nhân dân\n", 1)
    )


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line for line in text.split("\n") if line)


def _signer(text: str) -> tuple[str, ...]:
    """Return the lines of a capacity: "KT. Chủ tịch / Phó Chủ tịch" stands on two."""
    return tuple(
        part for line in _lines(text) for one in line.split(" / ") if (part := one.strip())
    )


def sheet_sample(unit: UnitView, content: TemplateContent) -> OfficialSheet:
    """Return a template filled with examples, as a preview."""
    with override("vi"):
        known = placeholders_for(content.procedures)
        labels = {name: one.label for name, one in known.items()}
        samples = samples_of(known)
    merged = merge(content.wording, samples, labels, lambda label: MARK % label)
    return sheet_of(unit, content.kind, merged.wording, sample=True)


def text_pdf(
    dossier: DossierView, text: TextView, wording: Wording | None = None, *, sample: bool = False
) -> bytes:
    """Return a text (as typed, where `wording` is given) on paper; `sample`: a preview."""
    with override("vi"):
        sheet = sheet_of(
            dossier.competent_unit,
            text.template.content.kind,
            wording or text.wording,
            code=dossier.code,
            sample=sample,
        )
    return form_pdf(sheet)
