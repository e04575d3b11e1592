"""What an element says in the namespace `urn:motcua:workflow:1` (and its decision table)."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from decimal import Decimal

from motcua.workflow.rules.actions import ACTIONS, OUTCOMES
from motcua.workflow.rules.decisions import DMN, Decision, TableError, table_read
from motcua.workflow.rules.elements import (
    Call,
    Field,
    Outcome,
    Problem,
    Service,
    Step,
    Timer,
)
from motcua.workflow.rules.xml import BPMN, MOTCUA, local
from motcua.workflow.types import Act

LANGUAGES = ("vi", "en", "id")
FIELD_KINDS = ("number", "text", "boolean", "choice")
IDENTIFIER = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,39}")
WORD = re.compile(r"[a-z][a-z0-9_]{0,39}")
_HOURS = re.compile(r"[0-9]{1,4}(\.[0-9]{1,2})?")
_MAX_HOURS = Decimal(2000)  # a working year
_MIN_MINUTES = 5  # of a timer: nothing shorter is worth a look each minute
_MAX_MINUTES = 366 * 24 * 60
_DURATION = re.compile(r"P(?:(\d{1,4})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,6})M)?)?")
MAX_OUTCOMES, MAX_FIELDS, MAX_VALUES = 12, 20, 30


def extension(element: ET.Element, name: str) -> list[ET.Element]:
    """Return an element's extensions of one name."""
    return element.findall(f"{BPMN}extensionElements/{MOTCUA}{name}")


def names_read(element: ET.Element) -> dict[str, str]:
    """Return an element's names by language; the Vietnamese one is BPMN's own."""
    names = {"vi": element.get("name", "")}
    for one in extension(element, "name"):
        names |= {lang: text for lang in LANGUAGES if (text := one.get(lang))}
    return {lang: text for lang, text in names.items() if text.strip()}


def step_read(element: ET.Element, problems: list[Problem]) -> Step | None:
    """Return what a step asks of whom, None when it does not say so."""
    element_id = element.get("id", "")
    names = names_read(element)
    problems.extend(
        Problem(element_id, "name_missing", lang) for lang in LANGUAGES if lang not in names
    )
    outcomes, fields = _outcomes(element, problems), _fields(element, problems)
    steps = extension(element, "step")
    if len(steps) != 1:
        problems.append(Problem(element_id, "step_missing"))
        return None
    step = steps[0]
    missing = [n for n in ("act", "role", "unit") if not WORD.fullmatch(step.get(n, ""))]
    problems.extend(Problem(element_id, f"{name}_missing") for name in missing)
    hours = hours_read(step.get("hours", ""))
    if hours is None:
        problems.append(Problem(element_id, "hours_wrong"))
    if hours is None or missing:
        return None
    return Step(
        step.get("act", ""), step.get("role", ""), step.get("unit", ""), hours, outcomes, fields
    )


def service_read(
    element: ET.Element, problems: list[Problem]
) -> tuple[Service | None, Step | None]:
    """Return what the software does, and the step of whoever does it when the software cannot."""
    element_id = element.get("id", "")
    names = names_read(element)
    problems.extend(
        Problem(element_id, "name_missing", lang) for lang in LANGUAGES if lang not in names
    )
    own, steps = extension(element, "service"), extension(element, "step")
    code, text = (own[0].get("action", ""), own[0].get("text", "")) if len(own) == 1 else ("", "")
    action = ACTIONS.get(code)
    if action is None:
        problems.append(Problem(element_id, "service_unknown" if code else "service_missing", code))
    elif (text not in action.texts) if action.texts else bool(text):
        problems.append(Problem(element_id, "service_text", text))
    step = steps[0] if len(steps) == 1 else ET.Element("none")
    hours = hours_read(step.get("hours", ""))
    fits = all(WORD.fullmatch(step.get(name, "")) for name in ("role", "unit"))
    if not fits or hours is None:
        problems.append(Problem(element_id, "service_person"))
    if step.get("act", Act.REPAIR.value) != Act.REPAIR:
        problems.append(Problem(element_id, "service_act"))  # the software approves nothing
    if action is None or hours is None or not fits:
        return None, None
    role, unit = step.get("role", ""), step.get("unit", "")
    return Service(code, text), Step(Act.REPAIR.value, role, unit, hours, OUTCOMES, action.gives)


def hours_read(text: str) -> Decimal | None:
    """Return working hours above 0 as a plain decimal number, None for anything else."""
    hours = Decimal(text) if _HOURS.fullmatch(text) else Decimal(0)
    return hours if 0 < hours <= _MAX_HOURS else None


def _named(one: ET.Element) -> dict[str, str]:
    return {lang: text for lang in LANGUAGES if (text := (one.get(lang) or "").strip())}


def _outcomes(element: ET.Element, problems: list[Problem]) -> tuple[Outcome, ...]:
    element_id = element.get("id", "")
    found: dict[str, Outcome] = {}
    for one in extension(element, "outcome")[:MAX_OUTCOMES]:
        code, names = one.get("code", ""), _named(one)
        if not WORD.fullmatch(code) or code in found or "vi" not in names:
            problems.append(Problem(element_id, "outcome_wrong", code))
        elif len(names) < len(LANGUAGES):
            problems.append(Problem(element_id, "outcome_name", code))
        found[code] = Outcome(code, names)
    if not found:
        problems.append(Problem(element_id, "outcome_missing"))
    return tuple(found.values())


def _fields(element: ET.Element, problems: list[Problem]) -> tuple[Field, ...]:
    element_id = element.get("id", "")
    found: dict[str, Field] = {}
    for one in extension(element, "field")[:MAX_FIELDS]:
        name, kind, names = one.get("name", ""), one.get("kind", ""), _named(one)
        options = one.findall(f"{MOTCUA}option")
        labels = {option.get("code", ""): _named(option) for option in options}
        values = tuple(labels) or tuple(one.get("values", "").split())
        fits = all(WORD.fullmatch(value) for value in values) and len(labels) == len(options)
        fits = fits and len(values) <= MAX_VALUES and all("vi" in said for said in labels.values())
        if (
            not WORD.fullmatch(name)
            or name == "outcome"
            or name in found
            or kind not in FIELD_KINDS
            or "vi" not in names
            or (kind == "choice") != bool(values)
            or not fits
        ):
            problems.append(Problem(element_id, "field_wrong", name))
            continue
        required = one.get("required", "true") != "false"
        if any(len(said) < len(LANGUAGES) for said in labels.values()):
            problems.append(Problem(element_id, "option_name", name))
        found[name] = Field(name, kind, names, required, values, labels)
    return tuple(found.values())


def decision_read(element: ET.Element, problems: list[Problem]) -> Decision | None:
    """Return the decision table of a business rule task."""
    element_id = element.get("id", "")
    tables = element.findall(f"{BPMN}extensionElements/{DMN}decisionTable")
    if len(tables) != 1:
        problems.append(Problem(element_id, "table_missing"))
        return None
    try:
        return table_read(tables[0])
    except TableError as error:
        code, detail = error.args
        problems.append(Problem(element_id, code, detail))
        return None


def timer_read(element: ET.Element, problems: list[Problem]) -> Timer | None:
    """Return how long an event waits: working hours, or calendar time as ISO 8601 `P1DT2H`."""
    element_id = element.get("id", "")
    events = [child for child in element if local(child).endswith("EventDefinition")]
    if len(events) != 1 or local(events[0]) != "timerEventDefinition":
        kinds = " ".join(local(event) for event in events) or local(element)
        problems.append(Problem(element_id, "unsupported", kinds))
        return None
    if local(element) == "boundaryEvent" and element.get("cancelActivity") == "false":
        problems.append(Problem(element_id, "edge_goes_on"))
    own = extension(element, "timer")
    if own:
        hours, unit = hours_read(own[0].get("hours", "")), own[0].get("unit", "")
        if hours is None or hours * 60 < _MIN_MINUTES or not WORD.fullmatch(unit):
            problems.append(Problem(element_id, "timer_wrong"))
            return None
        return Timer(hours, unit)
    others = [child for child in events[0] if local(child) != "timeDuration"]
    text = (events[0].findtext(f"{BPMN}timeDuration") or "").strip()
    found = _DURATION.fullmatch(text)
    days, hours_, minutes = (int(part or 0) for part in found.groups()) if found else (0, 0, 0)
    total = (days * 24 + hours_) * 60 + minutes
    if others or not _MIN_MINUTES <= total <= _MAX_MINUTES:
        problems.append(Problem(element_id, "timer_wrong", text))
        return None
    return Timer(minutes=total)


def call_read(element: ET.Element, problems: list[Problem]) -> Call | None:
    """Return which version of which process runs inside."""
    key, own = element.get("calledElement", ""), extension(element, "call")
    version = own[0].get("version", "") if own else ""
    if not WORD.fullmatch(key) or not re.fullmatch(r"[1-9]\d{0,5}", version):
        problems.append(Problem(element.get("id", ""), "call_missing"))
        return None
    return Call(key, int(version))


def awaits_read(element: ET.Element, problems: list[Problem]) -> tuple[str, ...]:
    """Return the sends whose answers a receive waits for."""
    own = extension(element, "receive")
    found = tuple(own[0].get("from", "").split()) if own else ()
    if not found:
        problems.append(Problem(element.get("id", ""), "receive_missing"))
    return found
