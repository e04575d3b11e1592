"""Texts of results at the desk: begun from a template, saved in versions, put into the dossier.

A text is the specialist's working paper. What counts is the draft of the result that is made from
it: `dossier_draft_result` takes the file, and appraisal, review, signature, number and seal go
their own way from there. Nothing is numbered here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from motcua.documents.services import output_store
from motcua.dossiers.queries import actions_allowed, dossier_get
from motcua.dossiers.queries.parts import units_deciding
from motcua.dossiers.services import dossier_draft_result
from motcua.dossiers.types import Outcome
from motcua.dossiers.views import DossierView
from motcua.drafting.models import Placed, Text
from motcua.drafting.papers import text_pdf
from motcua.drafting.queries.templates import template_unknown, templates_for
from motcua.drafting.queries.texts import text_get, text_view, texts_of
from motcua.drafting.queries.values import placeholders_for, values_of
from motcua.drafting.rules import LONGEST, marks_open, merge, wording_clean
from motcua.drafting.types import Merged, TemplateView, TextView, Wording
from motcua.drafting.words import MARK
from motcua.identity.types import Action, Actor
from motcua.kernel import clock
from motcua.kernel.errors import FieldProblem, Forbidden, Invalid, NotFound, Refused, Stale
from motcua.kernel.text import nfc

FILE_NAME = "ket-qua-%s.pdf"


def text_begin(*, actor: Actor, code: str, template_id: int, expected: int) -> TextView:
    """Fill a template with the dossier's data as the next version of the text.

    `expected` is the newest version that the page showed (0: none). Raises NotFound (dossier,
    template not in force here), Forbidden, Refused `draft_closed`, Stale.
    """
    dossier = _dossier(actor, code)
    found = templates_for(dossier.competent_unit, dossier.procedure.code)
    template = next((one for one in found if one.id == template_id), None)
    if template is None:
        raise template_unknown()
    merged = template_merge(dossier, template)
    row = _next(actor, dossier, expected)
    row.template_id = template.id
    row.wording = row.standard = asdict(merged.wording)
    row.values = dict(merged.values)
    return _keep(row, expected)


def template_merge(dossier: DossierView, template: TemplateView) -> Merged:
    """Return a template filled with the dossier's data; what misses is marked in the text."""
    with override("vi"):  # the marks stand on a Vietnamese paper
        labels = {
            name: one.label for name, one in placeholders_for([dossier.procedure.code]).items()
        }
        return merge(
            template.content.wording, values_of(dossier), labels, lambda label: MARK % label
        )


def text_save(*, actor: Actor, code: str, expected: int, wording: Mapping[str, str]) -> TextView:
    """Keep what was edited as the next version; the one before stays.

    Raises NotFound, Forbidden, Refused, Invalid; Stale `text_stale` when somebody saved since:
    nothing is overwritten, both texts are there.
    """
    dossier = _dossier(actor, code)
    clean = text_clean(wording)
    base = _newest(dossier, expected)
    if clean == base.wording:
        return base
    row = _next(actor, dossier, expected)
    _like(row, base)
    row.wording = asdict(clean)
    return _keep(row, expected)


def text_restore(*, actor: Actor, code: str, expected: int, number: int) -> TextView:
    """Bring an older version back as the newest one. Raises as `text_save`."""
    dossier = _dossier(actor, code)
    row = _next(actor, dossier, expected)
    old = text_get(dossier.id, number)
    _like(row, old)
    row.wording, row.from_number = asdict(old.wording), number
    return _keep(row, expected)


def text_place(*, actor: Actor, code: str, expected: int) -> Outcome:
    """Make the newest text the draft of the dossier's result, as PDF/A.

    Raises NotFound, Forbidden, Stale, Refused (`draft_approved`, `draft_with_leader`), Invalid
    with each mark that is still open.
    """
    dossier = _dossier(actor, code)
    text = _newest(dossier, expected)
    open_ = marks_open(text.wording)
    if open_:
        raise Invalid([FieldProblem("wording", _open_words(one)) for one in open_])
    if not text.wording.body:
        raise Invalid([FieldProblem("body", _("Write the text of the document."))])
    data = text_pdf(dossier, text)
    with transaction.atomic():
        stored = output_store(data=data, name=FILE_NAME % dossier.code)
        outcome = dossier_draft_result(
            actor=actor,
            code=code,
            file_id=stored.id,
            file_name=stored.name,
            title=(text.wording.subject or text.template.name)[:300],
            kind=text.template.content.result_kind,
        )
        _newest(dossier, expected)  # now that the dossier's row is locked
        Placed.objects.create(
            dossier_id=dossier.id,
            text_id=text.id,
            sha256=stored.sha256,
            placed_by_id=actor.account_id,
            placed_at=clock.now(),
        )
    return outcome


def _open_words(mark: str) -> str:
    return _("Still open: %(mark)s. Fill it in or take it out.") % {"mark": mark.strip("[]")}


def text_clean(given: Mapping[str, str]) -> Wording:
    """Return typed texts in normal form; raises Invalid with what is too long."""
    wording = wording_clean(given, nfc)
    long = [part for part, text in wording.parts.items() if len(text) > 2 * LONGEST[part]]
    if long:
        raise Invalid([FieldProblem(part, _("This is too long.")) for part in long])
    return wording


def _dossier(actor: Actor, code: str) -> DossierView:
    """Return a dossier whose result this person may draft now."""
    dossier = dossier_get(code)
    try:
        actor.posting_for(Action.DOSSIER_READ, *dossier.visible_unit_ids)
    except Forbidden as error:  # another unit's is not there
        raise NotFound("dossier_unknown", _("There is no such dossier here.")) from error
    if any(offer.name == "draft_result" for offer in actions_allowed(actor, dossier)):
        return dossier
    deciding = units_deciding(dossier.progress, dossier.competent_unit.id, dossier.visible_unit_ids)
    actor.posting_for(Action.DOSSIER_APPRAISE, *deciding)
    raise Refused(
        "draft_closed",
        _(
            "The result cannot be drafted now: the dossier is not in process, or its draft lies "
            "with the leader."
        ),
    )


def _next(actor: Actor, dossier: DossierView, expected: int) -> Text:
    return Text(
        dossier_id=dossier.id,
        number=expected + 1,
        saved_by_id=actor.account_id,
        saved_at=clock.now(),
    )


def _like(row: Text, base: TextView) -> None:
    """Keep the template, its standard text and the merged values of a version."""
    row.template_id, row.values = base.template.id, dict(base.values)
    row.standard = asdict(base.standard)


def _keep(row: Text, expected: int) -> TextView:
    """Write the next version; the number decides between two at once."""
    newest = texts_of(row.dossier_id)
    if (newest[0].number if newest else 0) != expected:
        raise text_stale()
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise text_stale() from error
    return text_view(row)


def _newest(dossier: DossierView, expected: int) -> TextView:
    texts = texts_of(dossier.id)
    if not texts or texts[0].number != expected:
        raise text_stale()
    return texts[0]


def text_stale() -> Stale:
    """Return the answer for whoever saves over what somebody saved since."""
    return Stale(
        "text_stale",
        _("Somebody else has saved this text since you opened it. Both texts are kept."),
    )
