"""Ask other units for their opinion on a dossier; the same form asks one of them again."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from motcua.dossiers.opinion_rules import QUESTION_MAX, OpinionState
from motcua.dossiers.queries.opinions import silence_basis
from motcua.dossiers.services import Asked
from motcua.dossiers.services import opinion_ask as ask
from motcua.dossiers.services.opinions import opinion_due
from motcua.dossiers.views import DossierView
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.kernel import clock
from motcua.office.acting import ActForm, act_ask
from motcua.office.fields import BarringBoxes, BarringSelect
from motcua.office.filed import filed_words
from motcua.office.needed import sometimes
from motcua.office.opinions import answers_told, needed_by, people_told, units_to_ask
from motcua.office.reading import dossier_read
from motcua.ui import formats

DAYS = (("wd", gettext_lazy("working days")), ("wh", gettext_lazy("working hours")))
SHORTEST = "4wh"  # what is proposed where no answer comes in time any more
DRAFT = "draft"
SHARE = (
    ("people", gettext_lazy("Name and address of whom it is about")),
    ("answers", gettext_lazy("What was filled in")),
)


class AskForm(ActForm):
    """Whom, what, with which papers, until when."""

    question = forms.CharField(
        label=gettext_lazy("What do you want to know?"),
        max_length=QUESTION_MAX,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    units = sometimes(
        forms.TypedMultipleChoiceField(
            label=gettext_lazy("Whom do you ask?"),
            coerce=int,
            required=False,
            widget=BarringBoxes,
        )
    )
    commune = forms.TypedChoiceField(
        label=gettext_lazy("Another commune or ward of the province"),
        help_text=gettext_lazy("The office of its committee takes the question in."),
        coerce=int,
        empty_value=None,
        required=False,
        widget=BarringSelect,
    )
    instead = forms.TypedChoiceField(
        label=gettext_lazy("In place of a recalled question"),
        help_text=gettext_lazy("Its answer was mandatory: so is this one."),
        coerce=int,
        empty_value=None,
        required=False,
    )
    documents = forms.MultipleChoiceField(
        label=gettext_lazy("Documents to send along"),
        help_text=gettext_lazy("They see these and no others."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    share = forms.MultipleChoiceField(
        label=gettext_lazy("And of the dossier"),
        choices=SHARE,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    amount = forms.IntegerField(
        label=gettext_lazy("Time to answer"), min_value=1, max_value=99, initial=2
    )
    unit_of_time = forms.ChoiceField(
        label=gettext_lazy("Counted in"),
        help_text=gettext_lazy("On the calendar of the unit that is asked."),
        choices=DAYS,
        initial="wd",
        widget=forms.RadioSelect,
    )
    mandatory = forms.BooleanField(
        label=gettext_lazy("The result goes to the leader only when the answer is there"),
        required=False,
        initial=True,
    )
    accept_late = forms.BooleanField(
        label=gettext_lazy("It is meant so, even if the answer comes after that"), required=False
    )

    def build(self) -> None:
        """Offer the units around and the files of this dossier."""
        known = units_to_ask(self.dossier)
        self.fields["units"].choices = known.near  # type: ignore[attr-defined]
        self.fields["commune"].choices = [("", _("None")), *known.communes]  # type: ignore[attr-defined]
        for name in ("units", "commune"):
            self.fields[name].widget.barred = known.silent
        if known.working:
            self.fields["units"].help_text = _(
                "Not in the list, as a step of this dossier is theirs: %(units)s."
            ) % {"units": "; ".join(known.working)}
        papers = [(str(one.id), one.name) for one in self.dossier.attachments]
        if self.dossier.draft is not None:
            papers.append(
                (DRAFT, _("Draft result: %(title)s") % {"title": self.dossier.draft.title})
            )
        self.fields["documents"].choices = papers  # type: ignore[attr-defined]
        if not papers:
            del self.fields["documents"]
        self._until()
        self.fields["mandatory"].help_text = _silence_words(self.dossier)
        self._earlier()

    def _until(self) -> None:
        """Say by when an answer helps; for an overdue dossier, when one asked now can be there."""
        needed = needed_by(self.dossier)
        if needed is not None:
            self.fields["accept_late"].help_text = _(
                "This dossier needs the answers by %(at)s, so that the steps after it keep their"
                " hours."
            ) % {"at": formats.instant(needed)}
            return
        del self.fields["accept_late"]
        due = self.dossier.due_at
        if due is None or self.dossier.suspended_from is not None:
            return
        first = opinion_due(SHORTEST, self.dossier.competent_unit.id, clock.now())
        self.fields["amount"].initial, self.fields["unit_of_time"].initial = 4, "wh"
        self.fields["amount"].help_text = _(
            "This dossier is overdue since %(due)s: no answer comes in time any more. Asked now"
            " with 4 working hours, it is due by %(first)s. Give the shortest time in which an"
            " answer can really be given."
        ) % {"due": formats.instant(due), "first": formats.instant(first)}

    def _earlier(self) -> None:
        """Offer recalled questions to be replaced, or fill in the one that is asked again."""
        again = next((o for o in self.dossier.opinions if o.ordinal == self.offer.ordinal), None)
        recalled = [
            (str(one.ordinal), f"{one.unit_name}: {one.question[:80]}")
            for one in self.dossier.opinions
            if one.missing and one.state is OpinionState.RECALLED
        ]
        self.fields["instead"].choices = [("", _("None")), *recalled]  # type: ignore[attr-defined]
        if again is not None or not recalled:
            del self.fields["instead"]
        if again is not None:
            for name in ("units", "commune"):
                del self.fields[name]
            self.fields["question"].initial = again.question
            self.fields["question"].label = _("What do you ask %(unit)s now?") % {
                "unit": again.unit_name
            }


def _silence_words(dossier: DossierView) -> str:
    """Return what no answer in time means in this procedure today, and where that stands."""
    basis = silence_basis(dossier.procedure.procedure_id)
    words = _("No answer in time is no consent here: it is waited for.")
    if basis:
        words = _("No answer in time counts as consent here (%(basis)s).") % {"basis": basis}
    address = (
        f"{reverse('office:opinion_rules')}?{urlencode({'procedure': dossier.procedure.code})}"
    )
    return format_html('{} <a href="{}">{}</a>', words, address, _("Why is that so?"))


def asking(request: SignedInRequest, code: str, name: str, ordinal: int = 0) -> HttpResponse:
    """Show the form and ask; with an ordinal that question is asked again."""

    def operate(data: dict[str, Any], version: int) -> object:
        dossier = dossier_read(request, code)
        chosen = set(data.get("documents", ()))
        told = people_told(dossier) if "people" in data["share"] else []
        if "answers" in data["share"]:
            told += answers_told(filed_words(dossier, request.actor)["answers"])
        again = next((o for o in dossier.opinions if o.ordinal == ordinal), None)
        units = [again.unit_id] if again else [*data["units"]]
        if data.get("commune"):
            units.append(data["commune"])
        return ask(
            actor=request.actor,
            code=code,
            asked=Asked(
                unit_ids=tuple(units),
                question=data["question"],
                limit=f"{data['amount']}{data['unit_of_time']}",
                attachment_ids=tuple(int(one) for one in chosen - {DRAFT}),
                told=tuple(told),
                draft=DRAFT in chosen,
                mandatory=data["mandatory"],
                accept_late=data.get("accept_late", False),
                renews=ordinal or data.get("instead") or 0,
            ),
            version=version,
        )

    return act_ask(request, code, name, AskForm, operate, ordinal=ordinal)


@requires(Action.DOSSIER_APPRAISE)
@require_http_methods(["GET", "POST"])
def opinion_ask(request: SignedInRequest, code: str) -> HttpResponse:
    """Ask for what is to be asked, then ask every unit at once."""
    return asking(request, code, "ask_opinion")
