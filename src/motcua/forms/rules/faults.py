"""What is wrong with a form as a whole: names that nothing bears, circles."""

from __future__ import annotations

from motcua.forms.rules.expressions import expression_names
from motcua.forms.rules.parts import ADDRESS_KEYS, children_of, ordered, reads_of
from motcua.forms.types import Fault, FormView, Kind, Question


def names_unknown(form: FormView) -> list[Fault]:
    """Return a fault for each expression that reads what the form does not ask."""
    found: list[Fault] = []
    top = {question.key: question for question in form.questions}
    for page in form.pages:
        found += _unknown(f"pages.{page.key}.show", page.show, top, {})
        for question in page.questions:
            found += _question_unknown(question, question.key, top, {})
    mapping = form.mapping
    for key in ("subject", "quantity", "pages", "copies", "case"):
        found += _unknown(f"submission.{key}", getattr(mapping, key), top, {})
    return found


def _question_unknown(
    question: Question, where: str, top: dict[str, Question], row: dict[str, Question]
) -> list[Fault]:
    found = _unknown(f"{where}.show", question.show, top, row)
    found += _unknown(f"{where}.compute", question.compute, top, row)
    inside = {one.key: one for one in question.questions}
    for one in question.questions:
        found += _question_unknown(one, f"{where}.{one.key}", top, inside)
    return found


def _unknown(
    where: str, text: str, top: dict[str, Question], row: dict[str, Question]
) -> list[Fault]:
    found = []
    for path in sorted(expression_names(text)) if text else ():
        question = row.get(path[0]) or top.get(path[0])
        parts = set(ADDRESS_KEYS) if question and question.kind is Kind.ADDRESS else set()
        parts |= {one.key for one in children_of(question)} if question else set()
        if question is None or (len(path) > 1 and path[1] not in parts):
            found.append(Fault(where, "unknown_name", {"name": ".".join(path)}))
    return found


def circles(form: FormView) -> list[Fault]:
    """Return a fault when questions wait for one another."""
    everything = form.questions
    page_reads = {
        question.key: expression_names(page.show) if page.show else frozenset()
        for page in form.pages
        for question in page.questions
    }
    needs = {q.key: set(reads_of(q)) | {p[0] for p in page_reads[q.key]} for q in everything}
    left = {key: wanted & needs.keys() for key, wanted in needs.items()}
    while left:
        ready = {key for key, wanted in left.items() if not wanted & left.keys()}
        if not ready:
            keys = ", ".join(sorted(left))
            return [Fault("form", "circle", {"keys": keys})]
        left = {key: wanted for key, wanted in left.items() if key not in ready}
    return [
        Fault(question.key, "circle", {"keys": ", ".join(one.key for one in question.questions)})
        for question in everything
        if question.questions and ordered(question.questions) is None
    ]
