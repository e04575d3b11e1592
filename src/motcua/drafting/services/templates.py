"""Templates of results: begun, saved, submitted, approved by another pair of eyes.

A version belongs to a unit. Everybody who has saved it and whoever submits it can neither approve
nor return it; the database holds to that as well. A placeholder that is not known where the
template holds is refused on saving, with its spot.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import asdict

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from motcua.drafting.models import Template
from motcua.drafting.queries.templates import template_unknown, template_view, templates_in_sight
from motcua.drafting.queries.values import placeholders_for
from motcua.drafting.rules import LONGEST, wording_clean, wording_faults
from motcua.drafting.types import TemplateContent, TemplateState, TemplateView, Wording
from motcua.drafting.words import fault_text
from motcua.identity.types import Action, Actor
from motcua.kernel import clock
from motcua.kernel.errors import FieldProblem, Invalid, Refused, Stale
from motcua.kernel.text import nfc, nfc_lines, search_key
from motcua.procedures.queries import procedures_listed

NAME_MAX, SOURCE_MAX, REASON_MAX, PROCEDURES_MAX = 200, 300, 2_000, 50


def template_start(
    *, actor: Actor, unit_id: int, content: TemplateContent, based_on: int | None = None
) -> TemplateView:
    """Begin a version of a unit: new, the next of its own, or its own in place of one above.

    `based_on` is a version in sight whose key it takes. Raises Forbidden, NotFound, Invalid,
    Refused `template_open` when a version of that template is under way.
    """
    posting = actor.posting_for(Action.TEMPLATE_EDIT, unit_id)
    clean = _checked(content)
    key = _key(actor, based_on, unit_id, clean.name)
    at = clock.now()
    with transaction.atomic():
        of_key = Template.objects.filter(unit_id=unit_id, key=key)
        last = of_key.aggregate(last=Max("number"))["last"] or 0
        if last and based_on is None:
            text = _(
                "Your unit has a template of this name. Begin its next version, or choose "
                "another name."
            )
            raise Invalid([FieldProblem("name", text)])
        row = Template(
            unit_id=unit_id,
            key=key,
            number=last + 1,
            editors=[posting.account_id],
            created_by_id=posting.account_id,
            created_at=at,
            edited_by_id=posting.account_id,
            edited_at=at,
        )
        _put(row, clean)
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError as error:
            raise Refused(
                "template_open", _("A version of this template is under way already.")
            ) from error
    return template_view(row)


def _key(actor: Actor, based_on: int | None, unit_id: int, name: str) -> str:
    """Return the key of what it is based on; else one of this unit and this whole name alone.

    So a name never replaces another template: neither one that begins alike, nor, under the same
    name, one of the unit above. That is done by `based_on` only.
    """
    if based_on is not None:
        row = templates_in_sight(actor).filter(pk=based_on).first()
        if row is None:
            raise template_unknown()
        return row.key
    words = search_key(name)
    plain = re.sub(r"[^a-z0-9]+", "_", words)[:27].strip("_")
    if not plain:
        raise Invalid([FieldProblem("name", _("Give the template a name of at most 200 letters."))])
    return f"{plain}_{hashlib.sha256(f'{unit_id} {words}'.encode()).hexdigest()[:12]}"


def template_save(
    *, actor: Actor, template_id: int, revision: int, content: TemplateContent
) -> TemplateView:
    """Keep the texts of a version. Raises Forbidden, NotFound, Stale, Refused, Invalid."""
    clean = _checked(content)
    with transaction.atomic():
        row = _row(actor, template_id, revision, Action.TEMPLATE_EDIT)
        _state_check(row, TemplateState.EDITING, TemplateState.RETURNED)
        _put(row, clean)
        row.edited_by_id, row.edited_at = actor.account_id, clock.now()
        # Whoever returned it may go on with it, and then has written it; the reason stays.
        row.decided_by_id, row.decided_at = None, None
        if actor.account_id not in row.editors:
            row.editors = [*row.editors, actor.account_id]
        return _write(row)


def template_submit(*, actor: Actor, template_id: int, revision: int) -> TemplateView:
    """Hand a version to whoever approves it.

    Raises Forbidden, NotFound, Stale, Refused; Invalid `effective_on` (missing, passed), `body`
    (empty), or at a part whose placeholders a changed form has taken away.
    """
    with transaction.atomic():
        row = _row(actor, template_id, revision, Action.TEMPLATE_EDIT)
        _state_check(row, TemplateState.EDITING, TemplateState.RETURNED)
        _ready_check(row)
        row.state = TemplateState.SUBMITTED.value
        row.submitted_by_id, row.submitted_at = actor.account_id, clock.now()
        row.decided_by_id, row.decided_at, row.reason = None, None, ""
        return _write(row)


def template_recall(*, actor: Actor, template_id: int, revision: int) -> TemplateView:
    """Take a submitted version back to go on writing. Raises as `template_save`."""
    with transaction.atomic():
        row = _row(actor, template_id, revision, Action.TEMPLATE_EDIT)
        _state_check(row, TemplateState.SUBMITTED)
        row.state = TemplateState.EDITING.value
        return _write(row)


def template_withdraw(*, actor: Actor, template_id: int, revision: int) -> TemplateView:
    """Give a version up that was never in force; it stays in the list."""
    with transaction.atomic():
        row = _row(actor, template_id, revision, Action.TEMPLATE_EDIT)
        _state_check(row, TemplateState.EDITING, TemplateState.RETURNED, TemplateState.SUBMITTED)
        row.state = TemplateState.WITHDRAWN.value
        return _write(row)


def template_approve(*, actor: Actor, template_id: int, revision: int) -> TemplateView:
    """Approve a version: it holds from its day on.

    Raises Forbidden, NotFound, Stale, Refused `four_eyes`, `template_not_submitted`; Invalid
    `effective_on` when the day has passed since.
    """
    with transaction.atomic():
        row = _to_decide(actor, template_id, revision)
        _ready_check(row)
        row.state = TemplateState.APPROVED.value
        row.decided_by_id, row.decided_at, row.reason = actor.account_id, clock.now(), ""
        return _write(row)


def template_return(*, actor: Actor, template_id: int, revision: int, reason: str) -> TemplateView:
    """Send a version back with the reason. Raises as `template_approve`; Invalid `reason`."""
    clean = nfc_lines(reason)
    if not clean or len(clean) > REASON_MAX:
        raise Invalid([FieldProblem("reason", _("Give the reason."))])
    with transaction.atomic():
        row = _to_decide(actor, template_id, revision)
        row.state = TemplateState.RETURNED.value
        row.decided_by_id, row.decided_at, row.reason = actor.account_id, clock.now(), clean
        return _write(row)


def wording_problems(wording: Wording, procedures: tuple[str, ...]) -> list[FieldProblem]:
    """Return what keeps texts from being saved, each at its part."""
    problems = [
        FieldProblem(part, _("This is too long."))
        for part, text in wording.parts.items()
        if len(text) > LONGEST[part]
    ]
    faults = wording_faults(wording, placeholders_for(procedures))
    return problems + [FieldProblem(fault.part, fault_text(fault)) for fault in faults]


def content_clean(content: TemplateContent) -> tuple[TemplateContent, list[FieldProblem]]:
    """Return a template in normal form with everything wrong with it."""
    wording = wording_clean(content.wording.parts, nfc)
    procedures = tuple(dict.fromkeys(nfc(code) for code in content.procedures if nfc(code)))
    clean = TemplateContent(
        name=nfc(content.name),
        kind=content.kind,
        result_kind=content.result_kind,
        procedures=procedures,
        wording=wording,
        source=nfc(content.source),
        effective_on=content.effective_on,
        ends=content.ends,
    )
    problems = wording_problems(wording, procedures)
    if not clean.name or len(clean.name) > NAME_MAX:
        text = _("Give the template a name of at most 200 letters.")
        problems.append(FieldProblem("name", text))
    if len(clean.source) > SOURCE_MAX:
        problems.append(FieldProblem("source", _("This is too long.")))
    if clean.result_kind not in {"grant", "refusal"}:
        problems.append(FieldProblem("result_kind", _("Choose what kind of result it is.")))
    known = {row.code for row in procedures_listed(procedures)}
    unknown = [code for code in procedures if code not in known]
    if unknown or len(procedures) > PROCEDURES_MAX:
        text = _("There is no procedure %(codes)s.") % {"codes": ", ".join(unknown[:3])}
        problems.append(FieldProblem("procedures", text))
    return clean, problems


def _checked(content: TemplateContent) -> TemplateContent:
    clean, problems = content_clean(content)
    if problems:
        raise Invalid(problems)
    return clean


def _ready_check(row: Template) -> None:
    content = template_view(row).content
    problems = wording_problems(content.wording, content.procedures)
    if not content.wording.body and not content.ends:
        problems.append(FieldProblem("body", _("Write the text of the document.")))
    if content.effective_on is None:
        problems.append(FieldProblem("effective_on", _("Say from which day it is to hold.")))
    elif content.effective_on < clock.today():
        text = _("The day from which it was to hold has passed. Choose another day.")
        problems.append(FieldProblem("effective_on", text))
    if problems:
        raise Invalid(problems)


def _put(row: Template, content: TemplateContent) -> None:
    row.name, row.kind, row.result_kind = content.name, content.kind.value, content.result_kind
    row.procedures, row.wording = list(content.procedures), asdict(content.wording)
    row.source, row.effective_on, row.ends = content.source, content.effective_on, content.ends


def _row(actor: Actor, template_id: int, revision: int, action: Action) -> Template:
    """Return a version in sight, locked; NotFound, Forbidden, Stale."""
    row = templates_in_sight(actor).select_for_update().filter(pk=template_id).first()
    if row is None:
        raise template_unknown()
    actor.posting_for(action, row.unit_id)
    if row.revision != revision:
        raise Stale(
            "template_stale",
            _("Somebody else has changed this template since you opened it."),
            version=row.revision,
        )
    return row


def _state_check(row: Template, *states: TemplateState) -> None:
    if TemplateState(row.state) not in states:
        raise Refused(
            "template_closed", _("This is not possible in the present state of the template.")
        )


def _to_decide(actor: Actor, template_id: int, revision: int) -> Template:
    row = _row(actor, template_id, revision, Action.TEMPLATE_APPROVE)
    if row.state != TemplateState.SUBMITTED.value:
        raise Refused("template_not_submitted", _("This template has not been submitted."))
    if actor.account_id in {*row.editors, row.submitted_by_id}:
        raise Refused(
            "four_eyes",
            _("You have written or submitted this template. Somebody else decides about it."),
        )
    return row


def _write(row: Template) -> TemplateView:
    row.revision += 1
    row.save()
    return template_view(row)
