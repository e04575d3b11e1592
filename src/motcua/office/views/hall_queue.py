"""A queue changed: its name and the fields whose matters wait in it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.kernel.errors import Forbidden, NotFound, Refused
from motcua.office.hall_forms import QueueForm, queue_fields_of
from motcua.office.refusals import refusal_show
from motcua.reception.queries.desk import queue_get
from motcua.reception.services import capacity_set, queue_change


@requires(Action.RECEPTION_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def hall_queue(request: SignedInRequest, queue_id: int) -> HttpResponse:
    """Show a queue of one's own centre; on POST change it."""
    try:
        queue = queue_get(queue_id)
        request.actor.posting_for(Action.RECEPTION_EDIT, queue.unit_id)
    except (NotFound, Forbidden) as refusal:
        raise Http404 from refusal
    choices = queue_fields_of(queue.unit_id)
    form = QueueForm(
        request.POST if request.method == "POST" else None, choices=choices, known=True
    )
    form.initial = {
        "name": queue.names["vi"],
        "name_en": queue.names["en"],
        "name_id": queue.names["id"],
        "fields_": list(queue.fields),
        "capacity": queue.capacity,
        "aim_minutes": queue.aim_minutes,
    }
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        kept = set(queue.fields) - {code for code, _name in choices}
        try:
            queue_change(
                actor=request.actor,
                queue_id=queue_id,
                name=data["name"],
                names={"en": data["name_en"], "id": data["name_id"]},
                fields=[*data["fields_"], *kept],  # what is not taken in at present stays
            )
            capacity_set(
                actor=request.actor,
                queue_id=queue_id,
                capacity=data["capacity"],
                aim_minutes=data["aim_minutes"],
            )
        except Refused as refusal:
            refusal_show(form, refusal)
        else:
            messages.success(request, _("The queue is changed."))
            return redirect(f"{reverse('office:hall_setup')}?unit={queue.unit_id}")
    context = {"queue": queue, "form": form}
    return render(request, "office/hall_queue.html", context, status=422 if form.is_bound else 200)
