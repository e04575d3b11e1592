"""Drafts of forms: begun, changed, withdrawn, published by another pair of eyes.

Forms hold for the whole installation, so whoever works on them has a posting at its province (or
above). A draft carries a revision: whoever saves says which one was read, and is told when somebody
else has saved since.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max, Q
from django.utils.translation import gettext as _

from motcua.forms.models import FormVersion
from motcua.forms.queries import form_for, form_get
from motcua.forms.rules import DocumentError, document_hash, form_read
from motcua.forms.types import FormView, State
from motcua.identity.types import Action, Actor
from motcua.kernel import clock
from motcua.kernel.errors import FieldProblem, Invalid, NotFound, Refused, Stale
from motcua.organisations.queries import units_by_ids
from motcua.organisations.types import PROVINCE_KINDS, UnitKind
from motcua.procedures.queries import procedure_get

_ABOVE = PROVINCE_KINDS | {UnitKind.COUNTRY}


def form_start(*, actor: Actor, procedure: str) -> FormView:
    """Begin a draft from the form in force, or return the one that is there already.

    `procedure` is a code, or empty for the form of all procedures. A procedure without a form of
    its own starts from that one. Raises Forbidden, NotFound, Refused.
    """
    _may(actor, Action.FORM_EDIT)
    found = procedure_get(procedure) if procedure else None
    rows = FormVersion.objects.filter(Q(procedure_id=found.id) if found else Q(procedure=None))
    with transaction.atomic():
        present = rows.select_for_update().filter(state=State.DRAFT).first()
        if present is not None:
            return form_get(present.pk)
        base = form_for(found.version) if found else None
        origin = base.id if base else _generic_id()
        content = copy.deepcopy(FormVersion.objects.get(pk=origin).content)
        if found and content["procedure"] != procedure:
            content |= {"procedure": procedure, "title": _titles(found.version.name)}
        last = rows.aggregate(last=Max("number"))["last"] or 0
        row = FormVersion.objects.create(
            procedure_id=found.id if found else None,
            procedure_version_id=found.version.id if found else None,
            number=last + 1,
            state=State.DRAFT,
            content=content,
            content_hash=document_hash(content),
            edited_by_id=actor.account_id,
            edited_at=clock.now(),
        )
    return form_get(row.pk)


def form_save(
    *, actor: Actor, form_id: int, revision: int, document: Mapping[str, Any]
) -> FormView:
    """Keep a draft's document as it now is. `revision` is the one that the editor read.

    Raises Forbidden, NotFound, Stale (somebody else saved since), Invalid (it is not a form; each
    problem says where), Refused (published or withdrawn already).
    """
    _may(actor, Action.FORM_EDIT)
    content = dict(document)
    try:
        form_read(content)
    except DocumentError as error:
        raise Invalid([FieldProblem("form", fault.message) for fault in error.faults]) from error
    with transaction.atomic():
        row = _draft(form_id, revision)
        if content["procedure"] != row.content["procedure"]:
            raise Refused("form_of_another", _("A form stays with its procedure."))
        row.content = content
        row.content_hash = document_hash(content)
        row.revision += 1
        row.edited_by_id = actor.account_id
        row.edited_at = clock.now()
        row.save()
    return form_get(form_id)


def form_withdraw(*, actor: Actor, form_id: int, revision: int) -> None:
    """Give a draft up; it stays in the list. Raises Forbidden, NotFound, Stale, Refused."""
    _may(actor, Action.FORM_EDIT)
    with transaction.atomic():
        row = _draft(form_id, revision)
        row.state = State.WITHDRAWN
        row.save(update_fields=["state"])


def form_publish(*, actor: Actor, form_id: int, revision: int) -> FormView:
    """Publish a draft: from now on it is asked; drafts of citizens under the old one stay good.

    Raises Forbidden, NotFound, Stale, Refused (`four_eyes`: by whoever edited last; `unchanged`:
    nothing is different from the form in force).
    """
    _may(actor, Action.FORM_PUBLISH)
    with transaction.atomic():
        row = _draft(form_id, revision)
        if row.edited_by_id == actor.account_id:
            raise Refused(
                "four_eyes",
                _("You changed this draft last. Somebody else has to look at it and publish it."),
            )
        mine = Q(procedure=row.procedure_id) if row.procedure_id else Q(procedure=None)
        latest = FormVersion.objects.filter(mine, state=State.PUBLISHED).order_by("-number").first()
        if latest is not None and latest.content_hash == row.content_hash:
            raise Refused("unchanged", _("Nothing is different from the form in force."))
        row.state = State.PUBLISHED
        row.published_by_id = actor.account_id
        row.published_at = clock.now()
        row.save()
    return form_get(form_id)


def _may(actor: Actor, action: Action) -> None:
    actor.posting_for(action)
    units = units_by_ids(posting.unit_id for posting in actor.postings if action in posting.actions)
    if not any(unit.kind in _ABOVE for unit in units.values()):
        raise Refused(
            "province_needed",
            _("Forms hold for the whole province: a posting at the province is needed."),
        )


def _draft(form_id: int, revision: int) -> FormVersion:
    row = FormVersion.objects.select_for_update().filter(pk=form_id).first()
    if row is None:
        raise NotFound("form_unknown", _("There is no such form."), id=form_id)
    if row.state != State.DRAFT:
        raise Refused("form_fixed", _("This form is published or withdrawn and cannot change."))
    if row.revision != revision:
        raise Stale(
            "form_changed",
            _("Somebody else has changed this draft since you opened it. Here it is as it is now."),
            revision=row.revision,
        )
    return row


def _generic_id() -> int:
    found = FormVersion.objects.filter(procedure=None, state=State.PUBLISHED).order_by("-number")
    row = found.values_list("id", flat=True).first()
    if row is None:
        raise NotFound("form_unknown", _("There is no such form."))
    return row


def _titles(name: str) -> dict[str, str]:
    title = name[:1].upper() + name[1:300]
    return {"vi": title, "en": title, "id": title}
