"""What the population database says of the person at the counter: a part of the intake page."""

from __future__ import annotations

from uuid import uuid4

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from motcua.filing.sources import sources_ask
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.kernel.audit import person_key, reading_record
from motcua.kernel.scope import no_transaction, scope_use
from motcua.office.counter.population import (
    KEY,
    answer_read,
    answer_token,
    compared,
    population_person,
    population_there,
)


@requires(Action.DOSSIER_INTAKE)
@no_transaction
@require_POST
def intake_population(request: SignedInRequest) -> HttpResponse:
    """Ask on the person's word; the ground is recorded before the question, nobody waits long."""
    data = request.POST.copy()
    person = population_person(data)
    context: dict[str, object] = {"there": population_there(), "asked": True, "answer": None}
    if person is not None and population_there():
        account = request.actor.account_id
        reference = uuid4().hex
        with scope_use(request.actor.scope):
            reading_record(
                account_id=account,
                posting_id=request.actor.posting_for(Action.DOSSIER_INTAKE).id,
                subject=f"person:{person_key(person.id_number)}",
                purpose=f"population database at the counter, on the person's word, {reference}",
                route="office:intake_population",
                id_numbers=[person.id_number],
            )
        purpose = data.get("procedure", "")[:40]
        told = sources_ask((KEY,), person=person, purpose=purpose, consent=f"counter:{reference}")
        if KEY in told:
            data["applicant-population"] = answer_token(
                told[KEY], number=person.id_number, account=account
            )
            answer = answer_read(data, account)
            context["answer"] = answer
            context["compared"] = compared(data, answer) if answer else []
    return render(request, "office/intake_population.html", context)
