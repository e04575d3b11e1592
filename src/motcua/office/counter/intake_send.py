"""What the intake page sends to the domain: one submission."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.utils.translation import override

from motcua.dossiers.types import (
    AssistedMode,
    Channel,
    ComponentInput,
    PartyRole,
    ReturnMethod,
    Submission,
)
from motcua.kernel.text import nfc
from motcua.office.counter.held import reused_content, reused_ids
from motcua.office.counter.intake import Intake, Line, form_counts
from motcua.office.counter.population import KEY, population_content, population_note


def intake_submission(intake: Intake) -> Submission:
    """Return the submission; of a field that cannot be read, the usual value."""
    basics = intake.basics.cleaned_data
    proofs = [file for form in intake.parties if form_counts(form) for file in form.proofs]
    return Submission(
        procedure_code=intake.version.code,
        unit_id=intake.unit.id,
        parties=tuple(form.party() for form in intake.parties if form_counts(form)),
        components=tuple(_input(intake, line) for line in intake.lines),
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
    `authorisation` (relation, proof, the ids of its files), `reused` and `flags` as a filing from
    home has them.
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
    beside = {
        "reused": reused_content([(line.form.component.id, line.held) for line in intake.lines]),
        "flags": population_content(intake.population),
    }
    return content | {name: told for name, told in beside.items() if told}


def _input(intake: Intake, line: Line) -> ComponentInput:
    """Return what was handed in for a component; of papers used again and of data, the source."""
    files = [(file.file_id, file.name) for file in line.files]
    files += [(one.file_id, one.name) for one in line.held if one.file_id not in dict(files)]
    given = line.form.given_input(files)
    with override("vi"):  # the officials read it, whatever language this one reads
        told = [given.note, *(f"{one.name}: {one.words}" for one in line.held)]
    if given.satisfied_by == KEY:
        told.append(population_note(intake.population))
    note = "; ".join(one for one in told if one)[:500]
    return replace(given, note=note, reused_ids=reused_ids(line.held))
