"""From JSON to a form: every part is known and fits, or the whole is refused with all reasons."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from motcua.forms.rules.expressions import ExpressionError, expression_names
from motcua.forms.rules.faults import circles, names_unknown
from motcua.forms.rules.parts import PERSON_PARTS, ordered
from motcua.forms.rules.schema import schema_of
from motcua.forms.rules.screens import screens_of
from motcua.forms.rules.texts import date_exists, storable
from motcua.forms.types import (
    COMPUTABLE,
    Fault,
    Format,
    FormSource,
    FormView,
    Kind,
    Mode,
    Option,
    Page,
    Question,
    SubmissionMap,
    Widget,
    Words,
)

VERSION = 1
_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
_CODE = re.compile(r"([0-9]\.[0-9]{6})?")
_OPTION = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,59}")
_PREFILL = re.compile(r"[a-z_]{1,30}(\.[a-z_]{1,30})?")
MOST_PAGES, MOST_QUESTIONS, MOST_OPTIONS, MOST_ROWS = 30, 60, 300, 50
_FORM = {"format", "procedure", "title", "intro", "mode", "source", "pages", "submission"}
_PAGE = {"key", "title", "hint", "show", "questions"}
_QUESTION = {
    "key", "kind", "label", "hint", "help", "required", "format", "widget", "width", "options",
    "least", "most", "max_length", "show", "compute", "prefill", "prefill_when",
    "autocomplete", "parts", "questions", "component",
}  # fmt: skip
_WORDS_LENGTH = 1500


class DocumentError(ValueError):
    """The text is not a form; `faults` says everything that is wrong with it."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("; ".join(f"{fault.where}: {fault.code}" for fault in faults[:5]))
        self.faults = faults


def form_read(document: Any) -> FormView:
    """Return the form that a JSON value describes. Raises DocumentError with every fault."""
    reader = _Reader()
    form = reader.form(document)
    if not reader.faults:
        reader.faults += names_unknown(form) + circles(form)
    if reader.faults:
        raise DocumentError(reader.faults)
    chained = ordered(
        tuple(_with_page(page.show, q) for page in form.pages for q in page.questions)
    )
    form = replace(form, order=tuple(question.key for question in chained or ()))
    return replace(
        form,
        schema=schema_of(form),
        screens=screens_of(form),
        content_hash=document_hash(document),
    )


def document_hash(document: Any) -> str:
    """Return the SHA-256 of a document in canonical form, in hexadecimal."""
    canonical = json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def _with_page(show: str, question: Question) -> Question:
    """Return the question as one that also waits for what its page waits for."""
    if not show:
        return question
    return replace(question, show=f"({show}) and ({question.show})" if question.show else show)


class _Values:
    """Reads single values and collects faults."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def fault(self, where: str, code: str, **params: Any) -> None:
        self.faults.append(Fault(where, code, params))

    def mapping(self, value: Any, where: str, known: set[str]) -> Mapping[str, Any]:
        if not isinstance(value, Mapping):
            self.fault(where, "not_an_object")
            return {}
        for key in value.keys() - known:
            self.fault(where, "unknown_key", key=str(key)[:60])
        return value

    def listed(self, value: Any, where: str, most: int) -> list[Any]:
        if not isinstance(value, list):
            self.fault(where, "not_a_list")
            return []
        if len(value) > most:
            self.fault(where, "too_many", most=most)
        return value[:most]

    def words(self, value: Any, where: str, *, needed: bool = False) -> Words:
        if value is None and not needed:
            return Words()
        given = self.mapping(value, where, {"vi", "en", "id"})
        found = {}
        for language in ("vi", "en", "id"):
            text = given.get(language, "")
            if not isinstance(text, str) or len(text) > _WORDS_LENGTH or not storable(text):
                self.fault(where, "bad_text", language=language)
                text = ""
            if not text and (needed or any(given.values())):
                self.fault(where, "text_missing", language=language)
            found[language] = text
        return Words(**found)

    def text(self, given: Mapping[str, Any], key: str, where: str, most: int = 200) -> str:
        value = given.get(key, "")
        if not isinstance(value, str) or len(value) > most or not storable(value):
            self.fault(f"{where}.{key}", "bad_text", language="")
            return ""
        return value

    def chosen(
        self, given: Mapping[str, Any], key: str, where: str, kinds: Any, default: Any
    ) -> Any:
        try:
            return kinds(given.get(key, default))
        except ValueError:
            self.fault(f"{where}.{key}", "unknown_value", value=str(given.get(key))[:60])
            return kinds(default)

    def expression(self, given: Mapping[str, Any], key: str, where: str) -> str:
        text = self.text(given, key, where, 400)
        if text:
            try:
                expression_names(text)
            except ExpressionError as error:
                self.fault(f"{where}.{key}", "bad_expression", reason=str(error))
                return ""
        return text

    def key(self, given: Mapping[str, Any], where: str, taken: set[str]) -> str:
        key = given.get("key", "")
        if not isinstance(key, str) or not _KEY.fullmatch(key) or key in {"today", "action"}:
            self.fault(where, "bad_key", key=str(key)[:60])
            return f"unnamed{len(taken)}"
        if key in taken:
            self.fault(where, "key_twice", key=key)
        taken.add(key)
        return key

    def flag(self, given: Mapping[str, Any], key: str, where: str) -> bool:
        value = given.get(key, True)
        if not isinstance(value, bool):
            self.fault(f"{where}.{key}", "not_yes_or_no")
            return True
        return value

    def count(self, given: Mapping[str, Any], key: str, where: str, most: int) -> int:
        value = given.get(key, 0)
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= most:
            self.fault(f"{where}.{key}", "bad_number", most=most)
            return 0
        return value

    def bound(self, given: Mapping[str, Any], key: str, where: str, kind: Kind) -> int | str | None:
        value = given.get(key)
        if value is None:
            return None
        dated = kind in {Kind.DATE, Kind.PARTIAL_DATE}
        if dated and isinstance(value, str) and (value == "today" or date_exists(value)):
            return value
        if (
            not dated
            and isinstance(value, int)
            and not isinstance(value, bool)
            and abs(value) < 10**15
        ):
            return value
        self.fault(f"{where}.{key}", "bad_bound")
        return None


class _Reader(_Values):
    """Reads a form and its parts."""

    def form(self, document: Any) -> FormView:
        given = self.mapping(document, "form", _FORM)
        if given.get("format") != VERSION:
            self.fault("format", "other_format", version=VERSION)
        code = self.text(given, "procedure", "form", 12)
        if not _CODE.fullmatch(code):
            self.fault("procedure", "bad_code", value=code)
        pages, taken, keys = [], set[str](), set[str]()
        for number, page in enumerate(self.listed(given.get("pages"), "pages", MOST_PAGES)):
            pages.append(self.page(page, f"pages[{number}]", taken, keys))
        if not pages:
            self.fault("pages", "empty")
        return FormView(
            procedure=code,
            title=self.words(given.get("title"), "title", needed=True),
            intro=self.words(given.get("intro"), "intro"),
            mode=self.chosen(given, "mode", "form", Mode, "sections"),
            pages=tuple(pages),
            schema={},
            source=self.source(given.get("source", {})),
            mapping=self.submission(
                given.get("submission", {}), {p for page in pages for p in page.questions}
            ),
        )

    def source(self, value: Any) -> FormSource:
        given = self.mapping(value, "source", {"document", "name", "to_verify"})
        to_verify = self.listed(given.get("to_verify", []), "source.to_verify", 20)
        return FormSource(
            document=self.text(given, "document", "source"),
            name=self.words(given.get("name"), "source.name"),
            to_verify=tuple(str(one)[:300] for one in to_verify),
        )

    def submission(self, value: Any, questions: set[Question]) -> SubmissionMap:
        given = self.mapping(
            value,
            "submission",
            {"applicant", "owner", "subject", "quantity", "pages", "copies", "case"},
        )
        persons = {one.key for one in questions if one.kind is Kind.PERSON}
        for key in ("applicant", "owner"):
            if given.get(key) and given[key] not in persons:
                self.fault(f"submission.{key}", "not_a_person", key=str(given[key])[:60])
        return SubmissionMap(
            applicant=self.text(given, "applicant", "submission"),
            owner=self.text(given, "owner", "submission"),
            subject=self.expression(given, "subject", "submission"),
            quantity=self.expression(given, "quantity", "submission"),
            pages=self.expression(given, "pages", "submission"),
            copies=self.expression(given, "copies", "submission"),
            case=self.expression(given, "case", "submission"),
        )

    def page(self, value: Any, where: str, taken: set[str], keys: set[str]) -> Page:
        given = self.mapping(value, where, _PAGE)
        listed = self.listed(given.get("questions"), f"{where}.questions", MOST_QUESTIONS)
        if not listed:
            self.fault(where, "empty")
        return Page(
            key=self.key(given, where, taken),
            title=self.words(given.get("title"), f"{where}.title", needed=True),
            hint=self.words(given.get("hint"), f"{where}.hint"),
            show=self.expression(given, "show", where),
            questions=tuple(
                self.question(one, f"{where}.questions[{number}]", keys)
                for number, one in enumerate(listed)
            ),
        )

    def question(
        self, value: Any, where: str, taken: set[str], *, inside: bool = False
    ) -> Question:
        given = self.mapping(value, where, _QUESTION)
        kind: Kind = self.chosen(given, "kind", where, Kind, "text")
        question = Question(
            key=self.key(given, where, taken),
            kind=kind,
            label=self.words(given.get("label"), f"{where}.label", needed=True),
            hint=self.words(given.get("hint"), f"{where}.hint"),
            help=self.words(given.get("help"), f"{where}.help"),
            required=self.flag(given, "required", where),
            format=self.chosen(given, "format", where, Format, ""),
            widget=self.chosen(given, "widget", where, Widget, ""),
            width=self.text(given, "width", where, 10),
            options=self.options(given, where, kind),
            least=self.bound(given, "least", where, kind),
            most=self.bound(given, "most", where, kind),
            max_length=self.count(given, "max_length", where, 10_000),
            show=self.expression(given, "show", where),
            compute=self.expression(given, "compute", where),
            prefill=self.text(given, "prefill", where, 61),
            prefill_when=self.expression(given, "prefill_when", where),
            autocomplete=self.text(given, "autocomplete", where, 40),
            parts=self.parts(given, where, kind),
            questions=self.rows(given, where, kind, inside=inside),
            component=self.count(given, "component", where, 200),
        )
        self.fits(question, where)
        return question

    def fits(self, question: Question, where: str) -> None:
        """Note what does not go together in one question."""
        if question.width not in {"", "short", "medium"}:
            self.fault(f"{where}.width", "unknown_value", value=question.width)
        if question.compute and question.kind not in COMPUTABLE:
            self.fault(f"{where}.compute", "not_computable", kind=question.kind.value)
        if question.prefill and not _PREFILL.fullmatch(question.prefill):
            self.fault(f"{where}.prefill", "unknown_value", value=question.prefill)
        if question.prefill_when and not question.prefill:
            self.fault(f"{where}.prefill_when", "unknown_value", value=question.prefill_when)
        if question.format and question.kind is not Kind.TEXT:
            self.fault(f"{where}.format", "only_for_text", kind=question.kind.value)

    def options(self, given: Mapping[str, Any], where: str, kind: Kind) -> tuple[Option, ...]:
        if kind not in {Kind.CHOICE, Kind.CHOICES}:
            if given.get("options"):
                self.fault(f"{where}.options", "only_for_choices", kind=kind.value)
            return ()
        found: list[Option] = []
        for number, one in enumerate(
            self.listed(given.get("options"), f"{where}.options", MOST_OPTIONS)
        ):
            place = f"{where}.options[{number}]"
            value = self.mapping(one, place, {"value", "label"})
            code = value.get("value")
            if not isinstance(code, str) or not _OPTION.fullmatch(code):
                self.fault(place, "bad_option", value=str(code)[:60])
            elif code in {option.value for option in found}:
                self.fault(place, "key_twice", key=code)
            else:
                found.append(Option(code, self.words(value.get("label"), place, needed=True)))
        if len(found) < 2 and kind is Kind.CHOICE:
            self.fault(f"{where}.options", "too_few_options")
        return tuple(found)

    def parts(
        self, given: Mapping[str, Any], where: str, kind: Kind
    ) -> tuple[tuple[str, bool], ...]:
        if kind is Kind.ADDRESS:
            if given.get("parts", ["detail?"]) != ["detail?"]:
                self.fault(f"{where}.parts", "unknown_value", value=str(given["parts"])[:60])
            return (("detail", False),) if given.get("parts") else ()
        if kind is not Kind.PERSON:
            if given.get("parts"):
                self.fault(f"{where}.parts", "only_for_persons", kind=kind.value)
            return ()
        found: dict[str, bool] = {}
        for one in self.listed(given.get("parts"), f"{where}.parts", len(PERSON_PARTS)):
            key = str(one).removesuffix("?")
            if key not in PERSON_PARTS or key in found:
                self.fault(f"{where}.parts", "unknown_value", value=key[:60])
            else:
                found[key] = not str(one).endswith("?")
        if not found.get("name"):
            self.fault(f"{where}.parts", "person_without_name")
        return tuple(found.items())

    def rows(
        self, given: Mapping[str, Any], where: str, kind: Kind, *, inside: bool
    ) -> tuple[Question, ...]:
        if kind is not Kind.GROUP:
            if given.get("questions"):
                self.fault(f"{where}.questions", "only_for_groups", kind=kind.value)
            return ()
        if inside:
            self.fault(where, "group_in_group")
            return ()
        listed = self.listed(given.get("questions"), f"{where}.questions", 30)
        if not listed:
            self.fault(where, "empty")
        keys: set[str] = set()
        return tuple(
            self.question(one, f"{where}.questions[{number}]", keys, inside=True)
            for number, one in enumerate(listed)
        )
