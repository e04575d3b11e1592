"""What is wrong with a drawing, and what may be drawn, in words of the active language."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext_lazy, pgettext_lazy

from motcua.procedures.types import UnitRole
from motcua.workflow.drawn import Finding, Severity
from motcua.workflow.rules.actions import FEE_CHECK, FEE_ORDER, MESSAGE, POPULATION
from motcua.workflow.rules.elements import Problem
from motcua.workflow.types import Act

MESSAGES = {
    "act_missing": gettext_lazy("The step does not say what it does (act)."),
    "act_unknown": gettext_lazy("The act “%(detail)s” is not known."),
    "condition_empty": gettext_lazy("The condition is empty."),
    "condition_misplaced": gettext_lazy("Only an exclusive gateway may have conditions."),
    "condition_missing": gettext_lazy("A way out of the gateway has no condition."),
    "condition_outcome": gettext_lazy("No step has the outcome “%(detail)s”."),
    "condition_refused": gettext_lazy("The condition is not allowed: %(detail)s."),
    "condition_step": gettext_lazy("There is no step “%(detail)s”."),
    "dead_end": gettext_lazy("No way leads on from here."),
    "default_missing": gettext_lazy("The gateway needs a default way."),
    "default_with_condition": gettext_lazy("The default way must not have a condition."),
    "document_type": gettext_lazy("The file has a document type, which is not allowed."),
    "flat_large": gettext_lazy(
        "With all processes that it calls the process has more than %(detail)s elements and ways."
    ),
    "flow_into_start": gettext_lazy("No way may lead to the start."),
    "flow_out_of_end": gettext_lazy("No way may lead on from the end."),
    "flow_to_nowhere": gettext_lazy("The way does not join two elements."),
    "hours_wrong": gettext_lazy(
        "The hours must be a number above 0, with at most two digits after the point."
    ),
    "id_twice": gettext_lazy("The identifier is used twice."),
    "id_unfit": gettext_lazy(
        "The identifier must be small letters, digits and underscores, at most 40."
    ),
    "join_same_source": gettext_lazy("Two ways into the gateway come from the same element."),
    "message_between": gettext_lazy(
        "Messages are a question to another unit and its answer here. Draw those instead."
    ),
    "message_edge": gettext_lazy(
        "A message cannot interrupt a step. Draw a question to another unit, and wait for its"
        " answer."
    ),
    "message_end": gettext_lazy(
        "A process ends without a message: people are told by the system. Make it a plain end."
    ),
    "message_flow": gettext_lazy(
        "A message between two pools does nothing here. Take the line out; a question to another"
        " unit says who is asked."
    ),
    "message_named": gettext_lazy(
        "The element names a message of other software, which does nothing here. Take it out."
    ),
    "message_start": gettext_lazy(
        "A process begins when a dossier is taken in, not by a message. Make it a plain start."
    ),
    "name_missing": gettext_lazy("The name in %(detail)s is missing."),
    "never_ends": gettext_lazy("A run can be stuck here and never reach the end."),
    "no_steps": gettext_lazy("The process has no steps."),
    "not_bpmn": gettext_lazy("The file is not a BPMN 2.0 process."),
    "not_drawn": gettext_lazy("The element has no place in the drawing."),
    "not_xml": gettext_lazy("The file cannot be read as XML."),
    "one_end": gettext_lazy("The process needs exactly one end."),
    "one_process": gettext_lazy("The file must hold exactly one process."),
    "one_start": gettext_lazy("The process needs exactly one start."),
    "outcome_missing": gettext_lazy("The step has no outcome."),
    "outcome_wrong": gettext_lazy("The outcome “%(detail)s” needs a code and its three names."),
    "role_missing": gettext_lazy("The step does not say who does it (role)."),
    "role_unknown": gettext_lazy("The role “%(detail)s” is not known."),
    "runs_twice": gettext_lazy("A step could be open twice at the same time."),
    "several_ways_out": gettext_lazy("Only a gateway may have several ways out."),
    "step_missing": gettext_lazy("The step has no description of act, role, unit and hours."),
    "too_large": gettext_lazy("The file is too large."),
    "too_many_ways": gettext_lazy("The process has too many ways to be checked."),
    "unit_missing": gettext_lazy("The step does not say which unit does it."),
    "unreachable": gettext_lazy("No way leads here from the start."),
    "unsupported": gettext_lazy("Elements of the kind “%(detail)s” are not supported."),
    "act_end": gettext_lazy("A dossier can end here without its result being handed over."),
    "act_order": gettext_lazy("This can be reached without the act “%(detail)s”, which it needs."),
    "approve_outcome": gettext_lazy(
        "An approval needs the outcome “%(detail)s”, by which the result may be issued."
    ),
    "call_deep": gettext_lazy("The process called here is nested too deeply."),
    "call_itself": gettext_lazy("A process may not call itself (“%(detail)s”)."),
    "call_missing": gettext_lazy("Choose the process that is called here, and its version."),
    "call_unknown": gettext_lazy("There is no version “%(detail)s” that could be called."),
    "data_taken": gettext_lazy(
        "The dossier itself gives the value “%(detail)s”; use another name."
    ),
    "data_unknown": gettext_lazy("Nothing in the process gives the value “%(detail)s”."),
    "edge_attached": gettext_lazy("A timer at the edge belongs on a step of a person."),
    "edge_goes_on": gettext_lazy(
        "A timer at the edge must end its step. Reminders are sent by the system anyway."
    ),
    "edge_ways": gettext_lazy("No way may lead to a timer at the edge of a step."),
    "extension_foreign": gettext_lazy(
        "“%(detail)s” was written by other software and does nothing here. Take it out."
    ),
    "field_wrong": gettext_lazy(
        "The question “%(detail)s” needs a name of small letters, a kind and a text;"
        " a choice needs its answers."
    ),
    "hours_over": gettext_lazy("The hours are more than the legal limit: %(detail)s."),
    "limit_unknown": gettext_lazy(
        "No legal limit is on record for %(detail)s: the hours cannot be checked against it."
    ),
    "issue_unapproved": gettext_lazy(
        "The result could be issued although the approval ended with “%(detail)s”."
    ),
    "loop_without_exit": gettext_lazy("From here the process turns in a circle without a way out."),
    "option_name": gettext_lazy(
        "An answer of the question “%(detail)s” is not named in all languages."
    ),
    "outcome_name": gettext_lazy("The outcome “%(detail)s” is not named in all languages."),
    "procedures_none": gettext_lazy(
        "No procedure is named yet: hours and required acts cannot be checked. Only a process that"
        " others call needs none."
    ),
    "receive_missing": gettext_lazy("Choose the request whose answer is awaited here."),
    "receive_asks": gettext_lazy(
        "The intake is done before the process begins: this step has one outcome and no questions."
    ),
    "receive_send": gettext_lazy("“%(detail)s” is not a request to another unit."),
    "receive_twice": gettext_lazy("The answer to “%(detail)s” is awaited twice."),
    "receive_ways": gettext_lazy("Only one way may lead to where an answer is awaited."),
    "role_act": gettext_lazy("The role “%(detail)s” has no right to this act."),
    "send_alone": gettext_lazy("The answer to this request is awaited nowhere."),
    "service_act": gettext_lazy(
        "The software approves and signs nothing: this step has no act of a person."
    ),
    "service_missing": gettext_lazy("Choose what the software does here."),
    "service_person": gettext_lazy(
        "Say who does it when the software cannot: role, unit and hours."
    ),
    "service_text": gettext_lazy("Choose which message is sent here."),
    "service_unknown": gettext_lazy("The software cannot do “%(detail)s”."),
    "spins": gettext_lazy("The process could turn here for ever without anybody's work."),
    "table_empty": gettext_lazy("The table needs what it reads, what it decides, and rows."),
    "table_entry": gettext_lazy("The entry “%(detail)s” cannot be read."),
    "table_gap": gettext_lazy("The table decides nothing when %(detail)s."),
    "table_hit": gettext_lazy("The hit policy “%(detail)s” is not supported."),
    "table_input": gettext_lazy("The table cannot read “%(detail)s”."),
    "table_large": gettext_lazy("The table is larger than %(detail)s."),
    "table_many": gettext_lazy("The table has more than %(detail)s cases to be compared."),
    "table_missing": gettext_lazy("The decision has no table."),
    "table_output": gettext_lazy("The table cannot decide “%(detail)s”."),
    "table_overlap": gettext_lazy("The rows %(detail)s of the table can both fit."),
    "table_row": gettext_lazy("A row of the table has not as many entries as there are columns."),
    "table_row_never": gettext_lazy("The row %(detail)s of the table is never reached."),
    "table_type": gettext_lazy("The type of “%(detail)s” is not supported in tables."),
    "tables_many": gettext_lazy(
        "The tables of the drawing need more than %(detail)s comparisons. Make them smaller."
    ),
    "timer_wrong": gettext_lazy(
        "The timer needs a time of at least five minutes and at most a year, in working hours of a"
        " unit or as a duration."
    ),
    "unit_unknown": gettext_lazy("The unit “%(detail)s” is not known."),
}
ACTS = {
    Act.RECEIVE: pgettext_lazy("act", "Receive"),
    Act.ASSIGN: pgettext_lazy("act", "Assign"),
    Act.APPRAISE: pgettext_lazy("act", "Appraise"),
    Act.OPINION: pgettext_lazy("act", "Give an opinion"),
    Act.ENDORSE: pgettext_lazy("act", "Endorse the opinion"),
    Act.APPROVE: pgettext_lazy("act", "Approve the result"),
    Act.ISSUE: pgettext_lazy("act", "Number and issue"),
    Act.RETURN: pgettext_lazy("act", "Hand over the result"),
    Act.REPAIR: pgettext_lazy("act", "Do what the software could not"),
}
LANGUAGES = {
    "vi": gettext_lazy("Vietnamese"),
    "en": gettext_lazy("English"),
    "id": gettext_lazy("Indonesian"),
}
_OF_ACTS = frozenset({"act_end", "act_order"})


def told(problem: Problem) -> str:
    """Return a problem in the active language."""
    detail = problem.detail
    if problem.code in _OF_ACTS:
        detail = str(ACTS[Act(detail)])
    elif problem.code == "name_missing":
        detail = str(LANGUAGES.get(detail, detail))
    return str(MESSAGES[problem.code]) % {"detail": detail}


ON_THE_WAY = gettext_lazy("On the longest way: %(steps)s.")


def problem_kept(
    problem: Problem, *, advice: bool, names: Mapping[str, tuple[str, str]]
) -> dict[str, Any]:
    """Return a problem as it is kept with a draft, to be told later in any language.

    `names` are kind and name of the drawn elements.
    """
    kind, name = names.get(problem.element, ("", ""))
    return {
        "element": problem.element,
        "code": problem.code,
        "detail": problem.detail,
        "advice": advice,
        "kind": kind,
        "name": name,
        "marks": [
            [element, names.get(element, ("", ""))[1], f"{hours.normalize():f}"]
            for element, hours in problem.marks
        ],
    }


def finding_of(kept: Mapping[str, Any]) -> Finding:
    """Return a kept problem as pages show it."""
    problem = Problem(kept["element"], kept["code"], kept["detail"])
    severity = Severity.WARNING if kept["advice"] else Severity.ERROR
    marks = kept.get("marks", [])  # drafts of before have none
    message = told(problem)
    if marks:
        steps = ", ".join(
            f"“{name or element}” {number_format(Decimal(hours))}" for element, name, hours in marks
        )
        message = f"{message} {ON_THE_WAY % {'steps': steps}}"
    return Finding(
        element=kept["element"],
        kind=kept["kind"],
        severity=severity,
        code=kept["code"],
        message=message,
        name=kept["name"],
        marks=tuple(element for element, _name, _hours in marks),
    )


SERVICES = {
    MESSAGE: pgettext_lazy("service", "Send the applicant a message"),
    FEE_ORDER: pgettext_lazy("service", "Make the request to pay the fee"),
    FEE_CHECK: pgettext_lazy("service", "Look whether the fee is paid"),
    POPULATION: pgettext_lazy("service", "Ask the population database"),
}
SERVICE_TEXTS = {
    "step_visit": pgettext_lazy("message", "Please come to the centre with the originals"),
    "step_inspection": pgettext_lazy("message", "Somebody will come and look on the spot"),
    "step_forwarded": pgettext_lazy("message", "Another authority works on it now"),
}


def service_told(action: str, text: str = "") -> str:
    """Return what the software does, in the active language."""
    name = str(SERVICES.get(action, action))
    return f"{name}: “{SERVICE_TEXTS[text]}”" if text in SERVICE_TEXTS else name


PARTS = {
    UnitRole.RECEIVING: pgettext_lazy("part of a process", "Counter that receives"),
    UnitRole.HANDLING: pgettext_lazy("part of a process", "Unit that handles it"),
    UnitRole.COMPETENT: pgettext_lazy("part of a process", "Competent authority"),
    UnitRole.OPINION: pgettext_lazy("part of a process", "Unit that is asked for its opinion"),
    UnitRole.PROVINCE: pgettext_lazy("part of a process", "Department of the province"),
}
FIELDS = {
    "text": pgettext_lazy("kind of answer", "Text"),
    "number": pgettext_lazy("kind of answer", "Number"),
    "boolean": pgettext_lazy("kind of answer", "Yes or no"),
    "choice": pgettext_lazy("kind of answer", "Choice"),
}
FIELD_WRONG = {
    "missing": gettext_lazy("This is needed."),
    "wrong": gettext_lazy("This value does not fit."),
    "unknown": gettext_lazy("The step does not ask for this."),
}
DOSSIER_DATA: Mapping[str, tuple[str, Any, tuple[str, ...]]] = {
    "channel": ("choice", gettext_lazy("How the dossier came in"), ("counter", "online", "post")),
    "return_method": (
        "choice",
        gettext_lazy("How the result is given"),
        ("counter", "post", "electronic"),
    ),
    "procedure": ("text", gettext_lazy("Code of the procedure"), ()),
}
"""What every dossier tells its process at the start: kind, label, all values."""
DOSSIER_VALUES = {
    "counter": pgettext_lazy("value of a dossier", "at the counter"),
    "online": pgettext_lazy("value of a dossier", "online"),
    "post": pgettext_lazy("value of a dossier", "by post"),
    "electronic": pgettext_lazy("value of a dossier", "electronically"),
}
"""Names of the values of `DOSSIER_DATA`."""
BOOLEANS = {True: pgettext_lazy("answer", "yes"), False: pgettext_lazy("answer", "no")}
