"""Texts of results: the versions of a dossier, and whether they still agree with it."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from motcua.dossiers.types import FactType
from motcua.dossiers.views import DossierView
from motcua.drafting.models import Placed, Text
from motcua.drafting.queries.templates import template_view, templates_for, wording_read
from motcua.drafting.queries.values import placeholders_for, values_of
from motcua.drafting.rules import marks_open, mismatches
from motcua.drafting.types import Mismatch, TextDesk, TextView
from motcua.kernel.errors import NotFound

# Values that change by themselves: a draft of yesterday does not disagree because today came.
_MOVING = frozenset({"today"})


def text_desk(dossier: DossierView) -> TextDesk:
    """Return the texts of a dossier's result and what may be begun from."""
    texts = texts_of(dossier.id)
    newest = texts[0] if texts else None
    return TextDesk(
        texts=texts,
        templates=templates_for(dossier.competent_unit, dossier.procedure.code),
        mismatches=disagreements(dossier, newest) if newest else (),
        placed=placed_number(dossier, texts),
    )


def texts_of(dossier_id: int) -> tuple[TextView, ...]:
    """Return all saved versions, newest first; two statements."""
    placed = Prefetch("placed", Placed.objects.order_by("placed_at", "id"))
    rows = Text.objects.filter(dossier_id=dossier_id).select_related("template")
    return tuple(text_view(row) for row in rows.prefetch_related(placed).order_by("-number"))


def text_get(dossier_id: int, number: int) -> TextView:
    """Return a saved version; NotFound."""
    for text in texts_of(dossier_id):
        if text.number == number:
            return text
    raise NotFound("text_unknown", _("There is no such version of the text."))


def disagreements(dossier: DossierView, text: TextView) -> tuple[Mismatch, ...]:
    """Return the merged values of a text that the dossier tells otherwise today."""
    labels = {name: one.label for name, one in placeholders_for([dossier.procedure.code]).items()}
    was = {name: value for name, value in text.values.items() if name not in _MOVING}
    return mismatches(was, values_of(dossier), labels)


def placed_number(dossier: DossierView, texts: Iterable[TextView]) -> int:
    """Return the version that is the dossier's present draft or result; 0 when a file is.

    The last draft's event names the file that was made; a signature changes the file, not that.
    """
    drafts = [
        str(event.data.get("sha256", ""))
        for event in dossier.timeline
        if event.type == FactType.DOCUMENT_ADDED.value and event.data.get("kind") == "draft"
    ]
    if not drafts:
        return 0
    found = Placed.objects.filter(dossier_id=dossier.id, sha256=drafts[-1])
    number = found.order_by("-pk").values_list("text__number", flat=True).first()
    known = {text.number for text in texts}
    return number if number in known else 0


def text_view(row: Text) -> TextView:
    """Return a saved version as others may see it."""
    wording = wording_read(row.wording)
    return TextView(
        id=row.pk,
        dossier_id=row.dossier_id,
        number=row.number,
        template=template_view(row.template),
        wording=wording,
        standard=wording_read(row.standard),
        values=dict(row.values),
        saved_by=row.saved_by_id,
        saved_at=row.saved_at,
        from_number=row.from_number,
        made=tuple(one.placed_at for one in row.placed.all()),
        open_marks=marks_open(wording),
    )


def text_exists(dossier_id: int) -> bool:
    """Tell whether a text was written for a dossier's result; one statement."""
    return Text.objects.filter(dossier_id=dossier_id).exists()


def dossiers_with_text(dossier_ids: Iterable[int]) -> frozenset[int]:
    """Return those dossiers for whose result a text was written; one statement."""
    found = Text.objects.filter(dossier_id__in=list(dossier_ids))
    return frozenset(found.values_list("dossier_id", flat=True).distinct())
