"""The intake page's checks: everything at once, and a refusal of the domain at its fields."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from motcua.dossiers.services import submission_problems
from motcua.kernel.errors import FieldProblem, Invalid, Refused
from motcua.office.counter.forms import ComponentForm, CounterForm, PartyForm
from motcua.office.counter.intake import Intake, file_problems_mark, form_counts
from motcua.office.counter.intake_send import intake_submission


def intake_valid(intake: Intake, *, complete: bool) -> bool:
    """Check everything at once: texts, missing papers (`complete`), the domain's own checks.

    Problems stand at their fields, so that the officer hears all of them in one summary.
    """
    for form in intake.forms:
        if form_counts(form):
            form.full_clean()
        else:
            form.lenient()
    file_problems_mark(intake)
    if complete:
        missing_mark(intake)
    _problems_place(intake, submission_problems(intake_submission(intake), intake.version))
    return not any(form.errors for form in intake.forms if form_counts(form))


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
    parties = [form for form in intake.parties if form_counts(form)]
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
