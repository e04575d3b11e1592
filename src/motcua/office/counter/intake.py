"""The intake page's state: what was typed, helped by cards and files.

Its checks are in `intake_check`, what is sent to the domain in `intake_send`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.http import QueryDict

from motcua.dossiers.queries import duplicates_find
from motcua.dossiers.queries.held import dossiers_earlier
from motcua.dossiers.services.intake import components_missing
from motcua.dossiers.types import (
    Channel,
    PartyRole,
    ReturnMethod,
)
from motcua.dossiers.views import DossierRow
from motcua.filing.types import SharedPaper
from motcua.identity.access import SignedInRequest
from motcua.office.counter.fees import FeeRow, by_page, fee_rows, groups_of
from motcua.office.counter.forms import (
    BasicsForm,
    CaseForm,
    ComponentForm,
    CounterForm,
    PartyForm,
    Said,
    ticked_put,
)
from motcua.office.counter.held import Held, held_offers, held_take, held_taken, lost_words
from motcua.office.counter.people import (
    Found,
    earlier_record,
    person_fill,
    person_photo,
    person_take,
)
from motcua.office.counter.plain_enter import action_meant
from motcua.office.counter.population import (
    Answer,
    Compared,
    answer_read,
    answer_use,
    compared,
    population_there,
)
from motcua.office.counter.shown import Shown, shown_open, shown_read
from motcua.office.counter.uploads import NOTHING, Kept, Offer, Placed, files_take
from motcua.organisations.types import UnitView
from motcua.procedures.types import OfferingView, VersionView

HELD_MOST = 3  # offered at one component
ROLES = (PartyRole.APPLICANT, PartyRole.OWNER, PartyRole.AUTHORISED)
DEFAULTS = {
    "channel": str(int(Channel.COUNTER)),
    "assisted_mode": "",
    "return_method": str(int(ReturnMethod.COUNTER)),
    "sets": "1",
    "fee_quantity": "1",
    "fee_copies": "1",
}


@dataclass
class Line(Placed):
    """One component on the page."""

    form: ComponentForm
    files: list[Kept]
    missing: bool = False
    alternative: bool = False  # a paper form and an electronic form: one of them is enough
    offers: list[Offer] = field(default_factory=list)
    held: list[Held] = field(default_factory=list)  # of earlier dossiers, used instead of paper
    held_offers: list[Held] = field(default_factory=list)
    held_fits: list[Held] = field(default_factory=list)  # every one, also what is not offered


@dataclass
class Intake:
    """Everything on the page once a procedure is chosen."""

    offering: OfferingView
    version: VersionView
    unit: UnitView
    key: str
    basics: BasicsForm
    parties: list[PartyForm]
    lines: list[Line]
    case: CaseForm
    found: dict[str, Found] = field(default_factory=dict)
    duplicates: tuple[DossierRow, ...] = ()
    earlier: tuple[DossierRow, ...] = ()
    population_there: bool = False
    population: Answer | None = None
    compared: list[Compared] = field(default_factory=list)
    stale: bool = False
    refused: bool = False
    shown: Shown = field(default_factory=Shown)  # papers on the person's phone

    @property
    def applicant(self) -> PartyForm:
        """Return the applicant's form."""
        return self.parties[0]

    @property
    def forms(self) -> list[CounterForm]:
        """Return every form, for the summary of errors, in the order of the page."""
        return [*self.parties, self.case, *(line.form for line in self.lines), self.basics]

    @property
    def fees(self) -> list[FeeRow]:
        """Return the fees of the chosen way of filing, as they would be charged."""
        basics = self.basics
        return fee_rows(
            self.version,
            unit_id=self.unit.id,
            channel=_number(basics["channel"].value(), int(Channel.COUNTER)),
            case=self.case_code,
            quantity=_number(basics["fee_quantity"].value(), 1),
            copies=_number(basics["fee_copies"].value(), 1),
            groups=basics["fee_groups"].value() or (),
        )

    @property
    def case_code(self) -> str:
        """Return the chosen case of the procedure, empty when it knows only one."""
        if "case" in self.case.fields:
            return str(self.case["case"].value() or "")
        return str(self.basics["fee_case"].value() or "")

    @property
    def asks_fee_case(self) -> bool:
        """Whether the fee knows cases that the procedure's own cases do not ask for."""
        return "case" not in self.case.fields and any(fee.case for fee in self.version.fees)

    @property
    def asks_copies(self) -> bool:
        """Whether a fee counts pages, so that the number of copies matters."""
        return by_page(self.version)

    @property
    def asks_groups(self) -> bool:
        """Whether somebody pays less here."""
        return bool(groups_of(self.version))

    @property
    def fees_total(self) -> int:
        """Return what is to be paid, in dong, as far as it is known."""
        return sum(row.total or 0 for row in self.fees)

    @property
    def held(self) -> list[Held]:
        """Return every paper of an earlier dossier that is used again."""
        return [one for line in self.lines for one in line.held]

    @property
    def shown_papers(self) -> list[tuple[SharedPaper, bool]]:
        """Return the papers on the person's phone, and whether a component here takes them."""
        lines = [one for line in self.lines for one in (*line.held, *line.held_fits)]
        files = {one.file_id for one in lines}
        share = self.shown.share
        return [(one, one.item.file_id in files) for one in (share.papers if share else ())]

    @property
    def missing_names(self) -> list[str]:
        """Return the names of required components that are not there."""
        return [line.form.component.label for line in self.lines if line.missing]


def intake_new(
    offering: OfferingView,
    unit: UnitView,
    key: str,
    said: Said = (),
    filled: Mapping[str, str] | None = None,
) -> Intake:
    """Return an empty page; `key` is the form's own, `said` is what the kiosk was told.

    `filled` is known of the applicant from elsewhere, by the names of the fields.
    """
    data = QueryDict(mutable=True)
    data.update({**DEFAULTS, **(filled or {})})
    ticked_put(data, offering.version.components, said)
    intake = _build(data, offering, unit, key)
    _lenient(intake)
    return intake


def intake_read(
    request: SignedInRequest,
    offering: OfferingView,
    unit: UnitView,
    known: VersionView | None,
    key: str,
) -> Intake:
    """Return the page as it was sent, after its helps (card, files) have been done.

    `known` is the version that the page showed; when another one is in force now, what was typed
    moves to the components of the same name and the page says so.
    """
    data = request.POST.copy()
    action = action_meant(request, data, tuple(role.value for role in ROLES))
    stale = known is not None and known.id != offering.version.id
    if stale and known is not None:
        _move(data, request, known, offering.version)
    found: dict[str, Found] = {}
    verb, _colon, name = action.partition(":")
    photos = [role for role in ROLES if f"{role.value}-photo" in request.FILES]
    if photos:
        found[photos[0].value] = person_photo(request, data, photos[0])
    elif verb == "use":
        held_take(data, name)
    elif verb == "population":
        answer = answer_read(data, request.actor.account_id)
        if answer is not None:
            answer_use(data, answer, offering.version)
    elif verb in {"person", "take"} and name in {role.value for role in ROLES}:
        look = person_fill if verb == "person" else person_take
        found[name] = look(request, data, PartyRole(name))
    shown = (shown_open if verb == "show" else shown_read)(request, data, key)
    intake = _build(data, offering, unit, key, request, shown)
    intake.found, intake.stale = found, stale
    _known_put(intake, request, data)
    if intake.earlier or intake.duplicates:
        earlier_record(request, data)
    return intake


def _known_put(intake: Intake, request: SignedInRequest, data: QueryDict) -> None:
    """Put what is known of the applicant beside the form: dossiers, papers, the database's word."""
    number = data.get("applicant-id_number", "")[:30]
    intake.duplicates = duplicates_find(procedure_code=intake.offering.code, id_number=number)
    intake.earlier = dossiers_earlier(number)
    intake.population_there = population_there()
    intake.population = answer_read(data, request.actor.account_id)
    if intake.population is not None:
        intake.compared = compared(data, intake.population)
    if not (intake.earlier or intake.shown.share):
        return
    offers = held_offers(request, number, intake.version, intake.shown.share)
    for line in intake.lines:
        taken = {one.file_id for one in line.held}
        found = offers.get(line.form.component.id, [])
        line.held_fits = found
        line.held_offers = [one for one in found if one.file_id not in taken][:HELD_MOST]


def intake_given(
    request: SignedInRequest,
    data: QueryDict,
    offering: OfferingView,
    unit: UnitView,
    key: str,
    *,
    known: VersionView | None = None,
    lenient: bool = False,
) -> Intake:
    """Return the page as filled in elsewhere (an interim slip), with the fields of this page.

    `known` is the version under which it was filled in, as in `intake_read`.
    """
    stale = known is not None and known.id != offering.version.id
    if stale and known is not None:
        _move(data, request, known, offering.version)
    intake = _build(data, offering, unit, key, request)
    intake.stale = stale
    if lenient:
        _lenient(intake)
        file_problems_mark(intake)
    return intake


def intake_lenient(intake: Intake) -> None:
    """Show what was typed without judging it; only the card field and files may be wrong."""
    _lenient(intake)
    for form in intake.parties:
        found = intake.found.get(form.role.value)
        if found is not None and found.problem:
            form.add_error("card", found.problem)
    file_problems_mark(intake)


def _build(
    data: QueryDict,
    offering: OfferingView,
    unit: UnitView,
    key: str,
    request: SignedInRequest | None = None,
    shown: Shown | None = None,
) -> Intake:
    version = offering.version
    lines = []
    share = shown.share if shown else None
    held, lost = held_taken(request, data, version, share) if request else ({}, set[int]())
    for component in version.components:
        taken = files_take(request, data, f"c{component.id}") if request else NOTHING
        form = ComponentForm(data, component=component)
        gone = [lost_words()] if component.id in lost else []
        form.file_problems = [*taken.problems, *gone]
        mine = held.get(component.id, [])
        lines.append(Line(form, taken.kept, offers=taken.offers, held=mine))
    parties = [PartyForm(_with_kind(data, role), role=role) for role in ROLES]
    if request:
        last = parties[-1]
        last.proofs, last.file_problems, last.proof_offers = files_take(request, data, "proof")
    intake = Intake(
        offering=offering,
        version=version,
        unit=unit,
        key=key,
        basics=BasicsForm(data),
        parties=parties,
        lines=lines,
        case=CaseForm(data, version=version),
        shown=shown or Shown(),
    )
    templates = [line for line in lines if line.form.component.template and _required(line)]
    for line in lines:
        line.alternative = len(templates) > 1 and line in templates
    _missing(intake)
    return intake


def _with_kind(data: QueryDict, role: PartyRole) -> QueryDict:
    data.setdefault(f"{role.value}-kind", "0")
    return data


def _required(line: Line) -> bool:
    return line.form.component.required


def _missing(intake: Intake) -> None:
    """Mark what is missing by the domain's own rule."""
    given = []
    for line in intake.lines:
        form = line.form
        counts = [_number(form[name].value(), 0) for name in ("originals", "copies")]
        there = bool(any(counts) or form["given"].value() or line.files or line.held)
        data = bool(form["satisfied_by"].value())
        given.append((form.component.id, there or data, bool(form["waived"].value())))
    names = set(components_missing(intake.version, given))
    for line in intake.lines:
        line.missing = line.form.component.label in names and not any(
            there or waived for id_, there, waived in given if id_ == line.form.component.id
        )
    # Of forms that stand for each other one is asked for: the first.
    for line in [one for one in intake.lines if one.alternative and one.missing][1:]:
        line.missing = False


def _lenient(intake: Intake) -> None:
    for form in intake.forms:
        form.lenient()


def form_counts(form: CounterForm) -> bool:
    """Owner and authorised person count only when somebody is named there."""
    if isinstance(form, PartyForm):
        return form.role is PartyRole.APPLICANT or form.present
    return True


def file_problems_mark(intake: Intake) -> None:
    """Put refusals of uploaded files at their lines."""
    for line in intake.lines:
        for problem in line.form.file_problems:
            line.form.add_error("given", problem)
    for form in intake.parties:
        for problem in form.file_problems:
            form.add_error("proof", problem)


def _move(data: QueryDict, request: SignedInRequest, old: VersionView, new: VersionView) -> None:
    """Carry what was typed to the components of the same name in the new version."""
    now = {component.name: component.id for component in new.components}
    for component in old.components:
        target = now.get(component.name)
        if target is None:
            continue
        start = f"c{component.id}-"
        for name in [name for name in data if name.startswith(start)]:
            data.setlist(f"c{target}-{name.removeprefix(start)}", data.getlist(name))
        for name in [name for name in request.FILES if name.startswith(start)]:
            moved = f"c{target}-{name.removeprefix(start)}"
            request.FILES.setlist(moved, request.FILES.getlist(name))


def _number(value: object, fallback: int) -> int:
    text = str(value if value is not None else "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else fallback
