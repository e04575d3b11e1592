"""From a refusal of the domain to the form that the person filled in."""

from __future__ import annotations

from django.forms import BaseForm

from motcua.kernel.errors import Invalid, Refused


def refusal_show(form: BaseForm, refusal: Refused) -> None:
    """Put a refusal's messages at their fields; what has no field goes on top of the form."""
    if not isinstance(refusal, Invalid):
        form.add_error(None, str(refusal.message))
        return
    for problem in refusal.problems:
        form.add_error(problem.field if problem.field in form.fields else None, problem.message)
