"""Whether answers are complete and right: the schema's errors in our words, and our own rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker, ValidationError

from motcua.forms.rules.expressions import number
from motcua.forms.rules.parts import children_of, label_of, leaves, length_of, question_at
from motcua.forms.rules.reading import bound_text
from motcua.forms.rules.schema import address_needs, needed, question_schema
from motcua.forms.rules.settle import Settled, settle
from motcua.forms.rules.texts import (
    date_exists,
    format_holds,
    partial_date_exists,
    partial_text,
    storable,
)
from motcua.forms.types import Format, FormView, Kind, Problem, Question

_FORMATS = FormatChecker(formats=())
_FORMATS.checks("date")(lambda value: not isinstance(value, str) or date_exists(value))
_FORMATS.checks("partial-date")(
    lambda value: not isinstance(value, str) or partial_date_exists(value)
)
_TEXTS = {Kind.TEXT, Kind.LONG_TEXT}
_DATES = {Kind.DATE, Kind.PARTIAL_DATE}


def answers_problems(form: FormView, answers: Mapping[str, Any], today: date) -> list[Problem]:
    """Return everything wrong with complete answers, in the form's order; hidden ones are not read.

    Each problem names its field; a field has at most one.
    """
    settled = settle(form, answers, today)
    found: dict[str, Problem] = {}
    for problem in (
        *_missing(form, settled),
        *_own(form, settled, today),
        *_by_schema(form, settled),
    ):
        found.setdefault(problem.path, problem)
    inside = {path[:place] for path in found for place, sign in enumerate(path) if sign in ".:"}
    found = {path: problem for path, problem in found.items() if path not in inside}
    return sorted(found.values(), key=lambda problem: place_in(form, problem.path))


def value_fits(question: Question, value: Any) -> bool:
    """Whether one answer could be given to a question, apart from dates' bounds."""
    if not _single(question).is_valid(value):
        return False
    if question.kind in _TEXTS and isinstance(value, str):
        return not list(_text_problems("", question, value, ""))
    if question.kind is Kind.DECIMAL:
        return not list(_decimal_problems("", question, value, ""))
    return True


@lru_cache(maxsize=4096)
def _single(question: Question) -> Draft202012Validator:
    return Draft202012Validator(question_schema(question), format_checker=_FORMATS)


def place_in(form: FormView, path: str) -> tuple[int, tuple[int, ...]]:
    """Return a key by which paths stand in the order of the form."""
    keys = [question.key for question in form.questions]
    first, *rest = path.split(":", maxsplit=1)[0].split(".")
    inside = []
    question = form.question(first)
    for part in rest:
        neighbours = [one.key for one in children_of(question)] if question else []
        if part.isdigit():
            inside.append(int(part))
            continue
        inside.append(neighbours.index(part) if part in neighbours else 99)
        question = (
            next((one for one in children_of(question) if one.key == part), None)
            if question
            else None
        )
    return keys.index(first) if first in keys else 999, tuple(inside)


# --- what is missing ----------------------------------------------------------------------------


def _missing(form: FormView, settled: Settled) -> Iterator[Problem]:
    for question in form.questions:
        if question.key in settled.visible:
            yield from _missing_in(
                form, question, settled.answers.get(question.key), question.key, settled
            )


def _missing_in(
    form: FormView, question: Question, value: Any, path: str, settled: Settled
) -> Iterator[Problem]:
    if question.kind is Kind.PERSON and (question.required or value):
        inside = value if isinstance(value, Mapping) else {}
        for one in children_of(question):
            yield from _missing_in(form, one, inside.get(one.key), f"{path}.{one.key}", settled)
    elif question.kind is Kind.GROUP and value:
        for index, row in enumerate(value if isinstance(value, list) else []):
            inside = row if isinstance(row, Mapping) else {}
            for one in question.questions:
                at = f"{path}.{index}.{one.key}"
                if at in settled.visible:
                    yield from _missing_in(form, one, inside.get(one.key), at, settled)
    elif question.kind is Kind.ADDRESS and (question.required or value):
        inside = value if isinstance(value, Mapping) else {}
        for key in address_needs(question):
            if not inside.get(key):
                yield Problem(f"{path}:{key}", f"{key}_missing", label_of(form, path))
                break
    elif value is None and needed(question):
        yield Problem(path, _missing_code(question), label_of(form, path))


def _missing_code(question: Question) -> str:  # noqa: PLR0911 - one return per kind
    match question.kind:
        case Kind.CHOICE | Kind.YES_NO:
            return "not_chosen"
        case Kind.CHOICES:
            return "none_chosen"
        case Kind.DECLARATION:
            return "not_declared"
        case Kind.ATTACHMENT:
            return "no_file"
        case Kind.GROUP:
            return "no_row"
        case Kind.DATE | Kind.PARTIAL_DATE:
            return "date_missing"
    return "missing"


# --- our own rules ------------------------------------------------------------------------------


def _own(form: FormView, settled: Settled, today: date) -> Iterator[Problem]:
    for path, question, value in leaves(form.questions, settled.answers):
        if value is None or question.compute:
            continue
        label = label_of(form, path)
        if isinstance(value, str):
            yield from _text_problems(path, question, value, label)
        if question.kind in _DATES and isinstance(value, str):
            yield from _date_problems(path, question, value, label, today)
        if question.kind is Kind.DECIMAL:
            yield from _decimal_problems(path, question, value, label)
        if question.kind is Kind.ADDRESS and isinstance(value, Mapping):
            texts = [one for one in value.values() if isinstance(one, str)]
            if not all(map(storable, texts)):
                yield Problem(path, "unclean", label)


def _text_problems(path: str, question: Question, value: str, label: str) -> Iterator[Problem]:
    if question.kind in _TEXTS and len(value) > length_of(question):
        yield Problem(path, "too_long", label, {"most": length_of(question), "length": len(value)})
    elif not storable(value) or (question.kind is Kind.TEXT and "\n" in value):
        yield Problem(path, "unclean", label)
    elif (
        question.kind is Kind.TEXT and question.format and not format_holds(value, question.format)
    ):
        yield Problem(path, f"format_{question.format.value}", label)
    elif question.kind is Kind.TEXT and question.format is Format.NONE and _markup(value):
        yield Problem(path, "markup", label)


def _markup(value: str) -> bool:
    """Whether a short text holds a tag; long texts may quote what they like, pages escape all."""
    return "<" in value and ">" in value[value.index("<") :]


def _date_problems(
    path: str, question: Question, value: str, label: str, today: date
) -> Iterator[Problem]:
    for bound, code in ((question.least, "date_early"), (question.most, "date_late")):
        if bound is None:
            continue
        limit = bound_text(bound, today)[: len(value)]
        if (code == "date_early" and value < limit) or (code == "date_late" and value > limit):
            future = bound == "today" and code == "date_late"
            shown = partial_text(bound_text(bound, today))
            yield Problem(path, "date_future" if future else code, label, {"limit": shown})


def _decimal_problems(path: str, question: Question, value: Any, label: str) -> Iterator[Problem]:
    found = number(value)
    if found is None:
        yield Problem(path, "not_decimal", label)
    elif isinstance(question.least, int) and found < question.least:
        yield Problem(path, "too_small", label, {"least": question.least})
    elif isinstance(question.most, int) and found > question.most:
        yield Problem(path, "too_large", label, {"most": question.most})


# --- the schema's errors in our words -----------------------------------------------------------

_CODES = {
    "type": "wrong_kind",
    "enum": "not_in_list",
    "const": "not_declared",
    "maxLength": "too_long",
    "minLength": "missing",
    "minimum": "too_small",
    "maximum": "too_large",
    "minItems": "too_few",
    "maxItems": "too_many",
    "uniqueItems": "twice",
    "format": "date_not_there",
    "required": "missing",
    "additionalProperties": "not_asked",
}


@lru_cache(maxsize=256)
def _validator(form: FormView) -> Draft202012Validator:
    return Draft202012Validator(form.schema, format_checker=_FORMATS)


def _by_schema(form: FormView, settled: Settled) -> Iterator[Problem]:
    for error in _validator(form).iter_errors(settled.answers):
        yield _problem(form, error)


def _problem(form: FormView, error: ValidationError) -> Problem:
    parts = [str(part) for part in error.absolute_path]
    if error.validator == "required":
        names = [name for name in error.validator_value if name not in error.instance]
        parts += names[:1]
    elif parts and parts[-1].isdigit() and error.validator == "enum":
        parts.pop()
    path = ".".join(parts)
    question = question_at(form, path)
    above = question_at(form, ".".join(parts[:-1])) if question is None else None
    if above is not None and above.kind is Kind.ADDRESS:
        return Problem(
            f"{'.'.join(parts[:-1])}:{parts[-1]}", f"{parts[-1]}_wrong", label_of(form, path)
        )
    code = _CODES.get(str(error.validator), "wrong_kind")
    if error.validator == "required" and question is not None:
        code = _missing_code(question)
    if error.validator == "pattern" and question is not None:
        code = f"format_{question.format.value}" if question.format else "not_decimal"
    params: dict[str, Any] = {}
    if isinstance(error.validator_value, int):
        params = {"most": error.validator_value, "least": error.validator_value, "length": 0}
    if code == "too_long" and isinstance(error.instance, str):
        params["length"] = len(error.instance)
    return Problem(path, code, label_of(form, path), params)
