"""The intake page's state: from what was typed to a submission, and from refusals to fields."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from motcua.dossiers.queries import duplicates_find
from motcua.dossiers.services import submission_problems
from motcua.dossiers.services.intake import components_missing
from motcua.dossiers.types import (
    AssistedMode,
    Channel,
    ComponentInput,
    PartyRole,
    ReturnMethod,
    Submission,
)
from motcua.dossiers.views import DossierRow
from motcua.identity.access import SignedInRequest
from motcua.kernel.errors import FieldProblem, Invalid, Refused
from motcua.kernel.text import nfc
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
from motcua.office.counter.people import Found, person_fill, person_take
from motcua.office.counter.uploads import NOTHING, Kept, Offer, Placed, files_take
from motcua.organisations.types import UnitView
from motcua.procedures.types import OfferingView, VersionView

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
    stale: bool = False
    refused: bool = False

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
    def missing_names(self) -> list[str]:
        """Return the names of required components that are not there."""
        return [line.form.component.label for line in self.lines if line.missing]


def intake_new(offering: OfferingView, unit: UnitView, key: str, said: Said = ()) -> Intake:
    """Return an empty page; `key` is the form's own, `said` is what the kiosk was told."""
    data = QueryDict(mutable=True)
    data.update(DEFAULTS)
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
    action = data.get("action", "")
    stale = known is not None and known.id != offering.version.id
    if stale and known is not None:
        _move(data, request, known, offering.version)
    found: dict[str, Found] = {}
    verb, _colon, name = action.partition(":")
    if verb in {"person", "take"} and name in {role.value for role in ROLES}:
        look = person_fill if verb == "person" else person_take
        found[name] = look(request, data, PartyRole(name))
    intake = _build(data, offering, unit, key, request)
    intake.found, intake.stale = found, stale
    number = data.get("applicant-id_number", "")
    intake.duplicates = duplicates_find(procedure_code=offering.code, id_number=number[:30])
    return intake


def intake_lenient(intake: Intake) -> None:
    """Show what was typed without judging it; only the card field and files may be wrong."""
    _lenient(intake)
    for form in intake.parties:
        found = intake.found.get(form.role.value)
        if found is not None and found.problem:
            form.add_error("card", found.problem)
    _file_problems(intake)


def intake_valid(intake: Intake, *, complete: bool) -> bool:
    """Check everything at once: texts, missing papers (`complete`), the domain's own checks.

    Problems stand at their fields, so that the officer hears all of them in one summary.
    """
    for form in intake.forms:
        if _counts(form):
            form.full_clean()
        else:
            form.lenient()
    _file_problems(intake)
    if complete:
        missing_mark(intake)
    _problems_place(intake, submission_problems(intake_submission(intake), intake.version))
    return not any(form.errors for form in intake.forms if _counts(form))


def intake_submission(intake: Intake) -> Submission:
    """Return the submission; of a field that cannot be read, the usual value."""
    basics = intake.basics.cleaned_data
    proofs = [file for form in intake.parties if _counts(form) for file in form.proofs]
    return Submission(
        procedure_code=intake.version.code,
        unit_id=intake.unit.id,
        parties=tuple(form.party() for form in intake.parties if _counts(form)),
        components=tuple(_input(line) for line in intake.lines),
        channel=Channel(basics.get("channel", Channel.COUNTER)),
        assisted_mode=AssistedMode(basics.get("assisted_mode", "")),
        return_method=ReturnMethod(basics.get("return_method", ReturnMethod.COUNTER)),
        subject=basics.get("subject", ""),
        sets=basics.get("sets", 1),
        fee_quantity=basics.get("fee_quantity", 1),
        fee_copies=basics.get("fee_copies") or 1,
        fee_case=intake.case_code,
        fee_groups=tuple(basics.get("fee_groups", ())),
        content=_content(intake),
        file_ids=tuple(file.file_id for file in proofs),
        file_names=tuple(file.name for file in proofs),
    )


def _content(intake: Intake) -> dict[str, Any]:
    """Return what has no column of its own; of what was left empty, nothing.

    `note` for the slip, `case` (code), `fee_groups` (who pays less), `notify` (ways),
    `authorisation` (relation, proof, the ids of its files).
    """
    content: dict[str, Any] = {}
    note = " ".join(intake.basics.cleaned_data.get("note", "").split())
    if note:
        content["note"] = note[:500]
    if intake.case.cleaned_data.get("case"):
        content["case"] = intake.case.cleaned_data["case"]
    if intake.basics.cleaned_data.get("fee_groups"):
        content["fee_groups"] = list(intake.basics.cleaned_data["fee_groups"])
    if intake.applicant.cleaned_data.get("notify"):
        content["notify"] = intake.applicant.cleaned_data["notify"]
    proxy = next(form for form in intake.parties if form.role is PartyRole.AUTHORISED)
    if proxy.present:
        told = {name: proxy.cleaned_data.get(name, "") for name in ("relation", "proof")}
        content["authorisation"] = {name: nfc(words) for name, words in told.items() if words}
        if proxy.proofs:
            content["authorisation"]["files"] = [file.file_id for file in proxy.proofs]
    return content


def missing_mark(intake: Intake) -> None:
    """Put a message at every required component that is not there."""
    for line in intake.lines:
        if line.missing and "given" not in line.form.errors:
            line.form.add_error("given", _("This paper is required and is still missing."))


def refusal_place(intake: Intake, refusal: Refused) -> None:
    """Put a refusal of the domain where it belongs: at fields, or on top of the page."""
    intake.refused = True
    if refusal.code == "components_missing":
        missing_mark(intake)
        return
    if refusal.code == "idempotency_key_reused":
        intake.basics.add_error(
            None,
            _("This form has been sent already. Look for the dossier, or begin a new form."),
        )
        return
    if not isinstance(refusal, Invalid):
        intake.basics.add_error(None, str(refusal))
        return
    _problems_place(intake, refusal.problems)


def _problems_place(intake: Intake, problems: Sequence[FieldProblem]) -> None:
    """Put the domain's problems at their fields; a field that is wrong already says so once."""
    parties = [form for form in intake.parties if _counts(form)]
    for problem in problems:
        place, _dot, rest = problem.field.partition(".")
        index, _dot, name = rest.partition(".")
        rows: list[PartyForm] | list[ComponentForm] = (
            parties if place == "parties" else [line.form for line in intake.lines]
        )
        form: CounterForm = intake.basics
        field = problem.field
        if place in {"parties", "components"} and index.isdigit() and int(index) < len(rows):
            form, field = rows[int(index)], name
        if field not in form.errors:
            form.add_error(field if field in form.fields else None, problem.message)


def _build(
    data: QueryDict,
    offering: OfferingView,
    unit: UnitView,
    key: str,
    request: SignedInRequest | None = None,
) -> Intake:
    version = offering.version
    lines = []
    for component in version.components:
        taken = files_take(request, data, f"c{component.id}") if request else NOTHING
        form = ComponentForm(data, component=component)
        form.file_problems = taken.problems
        lines.append(Line(form, taken.kept, offers=taken.offers))
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
        there = bool(any(counts) or form["given"].value() or line.files)
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


def _counts(form: CounterForm) -> bool:
    """Owner and authorised person count only when somebody is named there."""
    if isinstance(form, PartyForm):
        return form.role is PartyRole.APPLICANT or form.present
    return True


def _file_problems(intake: Intake) -> None:
    for line in intake.lines:
        for problem in line.form.file_problems:
            line.form.add_error("given", problem)
    for form in intake.parties:
        for problem in form.file_problems:
            form.add_error("proof", problem)


def _input(line: Line) -> ComponentInput:
    return line.form.given_input([(file.file_id, file.name) for file in line.files])


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
