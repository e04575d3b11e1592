"""Words of forms that others may use: what is asked, what is wrong, what is drawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.utils.translation import get_language

Answers = dict[str, Any]
"""Answers by key: JSON values; persons and addresses are objects, groups lists of objects."""
Raw = dict[str, list[str]]
"""What stands in the controls, by name: as a browser sends it and as a page is drawn from it."""


class Kind(StrEnum):
    """What sort of answer a question takes."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    INTEGER = "integer"
    DECIMAL = "decimal"  # kept as text, so that it stays exact
    MONEY = "money"  # whole dong
    DATE = "date"  # ISO
    PARTIAL_DATE = "partial_date"  # "1960", "1960-02", "1960-02-09"
    CHOICE = "choice"
    CHOICES = "choices"
    YES_NO = "yes_no"
    PERSON = "person"
    ADDRESS = "address"
    GROUP = "group"
    ATTACHMENT = "attachment"
    DECLARATION = "declaration"


COMPUTABLE = frozenset({Kind.TEXT, Kind.INTEGER, Kind.DECIMAL, Kind.MONEY, Kind.YES_NO})
LEAVES = frozenset(Kind) - {Kind.PERSON, Kind.GROUP}


class Widget(StrEnum):
    """How choices are shown; without one, few as radio buttons and many as a list."""

    AUTO = ""
    RADIO = "radio"
    SELECT = "select"
    SEARCH = "search"  # a list that is searched by typing


class Mode(StrEnum):
    """How a form is walked."""

    SECTIONS = "sections"
    SINGLE = "single"  # one question per page


class Format(StrEnum):
    """Text with a form of its own."""

    NONE = ""
    NAME = "name"  # of a person: letters of any script, no signs
    ID_NUMBER = "id_number"  # 12 digits (Law 26/2023/QH15), or 9 of an older card
    PASSPORT = "passport"
    TAX_CODE = "tax_code"  # 10 digits, 10-3, or the 12 digits of a person
    PHONE = "phone"
    EMAIL = "email"


class State(StrEnum):
    """Where a version of a form stands; a published one never changes."""

    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Words:
    """A text in the three languages; Vietnamese is the legal one."""

    vi: str = ""
    en: str = ""
    id: str = ""

    @property
    def text(self) -> str:
        """Return the text of the active language, or the nearest there is."""
        language = (get_language() or "vi")[:2]
        own = {"vi": self.vi, "en": self.en, "id": self.id}.get(language, "")
        return own or self.en or self.vi

    def __str__(self) -> str:
        return self.text

    def __bool__(self) -> bool:
        return bool(self.vi or self.en or self.id)


NO_WORDS = Words()


@dataclass(frozen=True)
class Option:
    """One of the answers to choose from."""

    value: str
    label: Words


@dataclass(frozen=True)
class Question:
    """One thing asked. `key` names the answer among its neighbours.

    `show` is a condition, `compute` an expression (`rules.expressions`); a computed question has
    no control. `prefill` is `source.field` ("person.phone", for persons "person"); it is used
    once `prefill_when` holds, where that is given (`rules.prefill`). `parts` are the parts of a
    person that are asked, and whether each is required. `least`, `most` are the smallest and
    largest value, or number of rows, choices, files; dates may say "today".
    """

    key: str
    kind: Kind
    label: Words
    hint: Words = NO_WORDS
    help: Words = NO_WORDS
    required: bool = True
    format: Format = Format.NONE
    widget: Widget = Widget.AUTO
    width: str = ""
    options: tuple[Option, ...] = ()
    least: int | str | None = None
    most: int | str | None = None
    max_length: int = 0
    show: str = ""
    compute: str = ""
    prefill: str = ""
    prefill_when: str = ""
    autocomplete: str = ""
    parts: tuple[tuple[str, bool], ...] = ()
    questions: tuple[Question, ...] = ()
    component: int = 0  # the order of the component that an attachment is for

    def option(self, value: Any) -> Option | None:
        """Return the option of a value."""
        return next((one for one in self.options if one.value == value), None)


@dataclass(frozen=True)
class Page:
    """What is asked on one page.

    Of a form that is asked one question at a time (`FormView.screens`) a page is `one` question:
    its title is the question, `section` the author's page, `asks` the parts of a person that stand
    here ("mother.name"), empty when the questions stand here whole.
    """

    key: str
    title: Words
    questions: tuple[Question, ...]
    hint: Words = NO_WORDS
    show: str = ""
    section: Words = NO_WORDS
    asks: tuple[str, ...] = ()
    one: bool = False

    @property
    def keys(self) -> tuple[str, ...]:
        """Return the keys of what is asked here; parts of a person with a dot."""
        return self.asks or tuple(question.key for question in self.questions)


@dataclass(frozen=True)
class SubmissionMap:
    """How answers become a dossier: keys of persons, and expressions for the rest."""

    applicant: str = ""
    owner: str = ""
    subject: str = ""
    quantity: str = ""
    pages: str = ""  # of each paper in a list, for a fee by the page
    copies: str = ""  # of each of them
    case: str = ""


@dataclass(frozen=True)
class FormSource:
    """The official form that this one follows; `to_verify` names what a lawyer must look at."""

    document: str = ""
    name: Words = NO_WORDS
    to_verify: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class FormView:
    """A version of a form. `schema` is the JSON Schema 2020-12 of its answers.

    `id` is 0 before it is stored; `procedure` is empty for the form of procedures without one.
    `revision` grows with every edit of a draft. `pages` are the author's; people walk `screens`.
    """

    procedure: str
    title: Words
    pages: tuple[Page, ...]
    schema: Mapping[str, Any]
    source: FormSource = FormSource()
    mode: Mode = Mode.SECTIONS
    intro: Words = NO_WORDS
    mapping: SubmissionMap = SubmissionMap()
    order: tuple[str, ...] = ()  # keys of questions, each after those it depends on
    screens: tuple[Page, ...] = ()  # as it is walked, by `mode`
    id: int = 0
    number: int = 0
    state: State = State.DRAFT
    revision: int = 0
    content_hash: str = ""
    published_at: datetime | None = None

    def page(self, key: str) -> Page | None:
        """Return a page of the author's by its key."""
        return next((page for page in self.pages if page.key == key), None)

    def screen(self, key: str) -> Page | None:
        """Return a page as people walk it by its key."""
        return next((page for page in self.screens if page.key == key), None)

    @property
    def questions(self) -> tuple[Question, ...]:
        """Return the questions of all pages."""
        return tuple(question for page in self.pages for question in page.questions)

    def question(self, key: str) -> Question | None:
        """Return a question by its key."""
        return next((one for one in self.questions if one.key == key), None)


@dataclass(frozen=True)
class Problem:
    """One thing wrong with an answer; `path` is the control's ("heirs.0.name")."""

    path: str
    code: str
    label: str
    params: Mapping[str, Any] = field(default_factory=dict)

    @property
    def message(self) -> str:
        """Return what is wrong and what to do, in the active language."""
        from motcua.forms.labels import problem_text

        return problem_text(self)


@dataclass(frozen=True)
class Fault:
    """Why a text is not a form: where in it, and what is wrong."""

    where: str
    code: str
    params: Mapping[str, Any] = field(default_factory=dict)

    @property
    def message(self) -> str:
        """Return it in the active language."""
        from motcua.forms.labels import fault_text

        return fault_text(self)


@dataclass(frozen=True)
class Change:
    """One thing that a person must know after a form changed under his draft.

    `code` is `dropped` (no longer asked), `unfit` (asked otherwise, the answer does not fit) or
    `new` (asked for the first time, and needed).
    """

    path: str
    code: str
    label: str
    was: str = ""

    @property
    def message(self) -> str:
        """Return it in the active language."""
        from motcua.forms.labels import change_text

        return change_text(self)


@dataclass(frozen=True)
class Source:
    """Where answers come from before anybody types: its name for people, and its data.

    `key` is what `Question.prefill` begins with; `data` holds JSON values by field.
    """

    key: str
    label: str
    data: Mapping[str, Any]


@dataclass(frozen=True)
class Mark:
    """An answer that a source gave; JSON by `to_dict`, to be kept with a draft."""

    path: str
    source: str
    label: str
    value: Any

    def to_dict(self) -> dict[str, Any]:
        """Return plain data."""
        return {
            "path": self.path,
            "source": self.source,
            "label": self.label,
            "value": self.value,
        }


@dataclass(frozen=True)
class Flag:
    """An answer that differs from what a source says; an officer looks at it.

    The words are those of the person's language; `key` is the source's.
    """

    path: str
    label: str
    source: str
    told: str
    declared: str
    key: str = ""


@dataclass(frozen=True)
class Line:
    """One line of a summary: a question and its answer in words, or a heading of rows."""

    path: str
    label: str
    text: str
    level: int = 0
    heading: bool = False
    source: str = ""
    flagged: bool = False
    screen: str = ""  # on the first line of a page that asks one question: where it is changed


@dataclass(frozen=True)
class Section:
    """The lines of one page."""

    page: str
    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class PartyParts:
    """A person as declared, for the dossier."""

    role: str  # applicant | owner
    name: str
    id_number: str = ""
    birth_date: str = ""
    sex: str = ""
    address: str = ""
    unit_code: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True)
class SubmissionParts:
    """What a dossier takes from answers. `content` is JSON: the form's version and the answers."""

    parties: tuple[PartyParts, ...]
    subject: str
    content: dict[str, Any]
    fee_quantity: int = 1
    fee_papers: tuple[tuple[int, int], ...] = ()  # (pages, copies) of each paper in a list
    case: str = ""
