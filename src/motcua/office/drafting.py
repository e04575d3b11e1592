"""The desk of templates and texts: their forms, names for people, comparisons in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from motcua.drafting.queries import template_get
from motcua.drafting.rules import LONGEST, wordings_compare
from motcua.drafting.types import (
    PaperKind,
    Piece,
    TemplateContent,
    TemplateState,
    TemplateView,
    Wording,
)
from motcua.drafting.words import KINDS, PARTS, RESULTS
from motcua.identity.types import Actor
from motcua.kernel.errors import NotFound
from motcua.office.needed import sometimes
from motcua.ui.types import Label, Tone

STATES: dict[TemplateState, Label] = {
    TemplateState.EDITING: Label(_("being written"), "edit", Tone.RUNNING),
    TemplateState.SUBMITTED: Label(_("waits for approval"), "hourglass", Tone.DUE_SOON),
    TemplateState.RETURNED: Label(_("returned"), "arrow-back-up", Tone.OVERDUE),
    TemplateState.APPROVED: Label(_("approved"), "circle-check", Tone.DONE),
    TemplateState.WITHDRAWN: Label(_("withdrawn"), "ban", Tone.NEUTRAL),
}
# What stands on which paper; the order is the paper's.
OF_KIND = {
    PaperKind.LETTER: ("subject", "addressee", "body", "recipients", "signer"),
    PaperKind.DECISION: ("subject", "authority", "grounds", "body", "recipients", "signer"),
    PaperKind.CONFIRMATION: ("subject", "body", "recipients", "signer"),
    PaperKind.NOTICE: ("subject", "body", "recipients", "signer"),
}
HINTS = {
    "subject": _("“Về việc …” as it stands on the paper; a letter puts V/v before it."),
    "addressee": _("Stands after “Kính gửi:”."),
    "authority": _("For example: Chủ tịch Ủy ban nhân dân phường Mẫu."),
    "grounds": _("One ground in each line."),
    "body": _("One paragraph in each line."),
    "recipients": _("One in each line, as under “Nơi nhận”."),
    "signer": _("Capacity first, the title in the next line. The name comes with the signature."),
}
_ROWS = {"grounds": 4, "body": 14, "recipients": 3, "signer": 2}


def part_field(part: str) -> forms.CharField:
    """Return the field of a part; what is too long the domain says."""
    widget: forms.Widget = forms.TextInput()
    if part in _ROWS:
        widget = forms.Textarea(attrs={"rows": _ROWS[part]})
    widget.attrs |= {"data-part": part, "lang": "vi"}
    kinds = [kind.value for kind, parts in OF_KIND.items() if part in parts]
    if len(kinds) < len(OF_KIND):
        widget.attrs["data-kinds"] = " ".join(kinds)
    field = forms.CharField(
        label=PARTS[part],
        help_text=HINTS[part],
        required=False,
        strip=False,
        max_length=2 * LONGEST[part],
        widget=widget,
    )
    return sometimes(field) if part == "body" else field  # a draft of it may still lack it


class WordingForm(forms.Form):
    """The parts of a text at the desk; only those that its paper has."""

    def __init__(self, *args: Any, kind: PaperKind, **more: Any) -> None:
        super().__init__(*args, **more)
        for part in OF_KIND[kind]:
            self.fields[part] = part_field(part)


class TemplateForm(forms.Form):
    """Everything of a template. What a kind of paper does not have may stay empty."""

    name = forms.CharField(label=_("Name of the template"), max_length=200)
    kind = forms.ChoiceField(
        label=_("What sort of document it is"), choices=[(k.value, w) for k, w in KINDS.items()]
    )
    result_kind = forms.ChoiceField(
        label=_("Result"), choices=list(RESULTS.items()), widget=forms.RadioSelect
    )
    procedures = forms.CharField(
        label=_("Procedures"),
        help_text=_("Codes, with a space between; empty: it can be used for any procedure."),
        required=False,
    )
    effective_on = sometimes(
        forms.DateField(
            label=_("In force from"),
            required=False,
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        )
    )
    source = forms.CharField(
        label=_("Official form that it follows"),
        help_text=_("Circular and number of the form, if there is one."),
        required=False,
        max_length=300,
    )
    ends = forms.BooleanField(
        label=_("From this day on our unit has no such template of its own"),
        help_text=_("The one of the unit above holds again, if there is one."),
        required=False,
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for part in PARTS:
            self.fields[part] = part_field(part)

    def content(self) -> TemplateContent:
        """Return what was typed."""
        data = self.cleaned_data
        return TemplateContent(
            name=data["name"],
            kind=PaperKind(data["kind"]),
            result_kind=data["result_kind"],
            procedures=tuple(data["procedures"].replace(",", " ").replace(";", " ").split()),
            wording=Wording(**{part: data[part] for part in PARTS}),
            source=data["source"],
            effective_on=data["effective_on"],
            ends=data["ends"],
        )


def content_initial(content: TemplateContent) -> dict[str, Any]:
    """Return what stands in the form of a template."""
    return {
        "name": content.name,
        "kind": content.kind.value,
        "result_kind": content.result_kind,
        "procedures": " ".join(content.procedures),
        "effective_on": content.effective_on,
        "source": content.source,
        "ends": content.ends,
        **content.wording.parts,
    }


def template_or_404(actor: Actor, template_id: int) -> TemplateView:
    """Return a template in sight; 404 for any other."""
    try:
        return template_get(actor, template_id)
    except NotFound as refusal:
        raise Http404 from refusal


@dataclass(frozen=True)
class ChangeLine:
    """One part of a comparison, named for people."""

    label: Any
    changed: bool
    pieces: tuple[Piece, ...]


def changes_of(old: Wording, new: Wording) -> list[ChangeLine]:
    """Return what differs between two texts, part by part."""
    return [
        ChangeLine(PARTS[one.part], one.changed, one.pieces) for one in wordings_compare(old, new)
    ]


def parts_of(kind: PaperKind, wording: Wording) -> list[tuple[Any, str]]:
    """Return the parts of a text that its paper has, with their names."""
    texts = wording.parts
    return [(PARTS[part], texts[part]) for part in OF_KIND[kind] if texts[part]]
