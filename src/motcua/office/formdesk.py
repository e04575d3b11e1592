"""The desk at which forms of procedures are edited: its Django forms, and words for lists.

Conditions and sources are picked from lists, so that nobody writes code; a condition that was
written by hand stays as it is until another is picked.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from motcua.forms.rules.parts import PERSON_PARTS
from motcua.forms.types import Format, FormView, Kind, Mode, Question

KINDS: dict[Kind, str | Promise] = {
    Kind.TEXT: gettext_lazy("short text"),
    Kind.LONG_TEXT: gettext_lazy("long text"),
    Kind.INTEGER: gettext_lazy("whole number"),
    Kind.DECIMAL: gettext_lazy("number with decimals"),
    Kind.MONEY: gettext_lazy("amount of money"),
    Kind.DATE: gettext_lazy("date"),
    Kind.PARTIAL_DATE: gettext_lazy("date, or month and year, or year"),
    Kind.CHOICE: gettext_lazy("one of several answers"),
    Kind.CHOICES: gettext_lazy("several of several answers"),
    Kind.YES_NO: gettext_lazy("yes or no"),
    Kind.PERSON: gettext_lazy("person"),
    Kind.ADDRESS: gettext_lazy("address"),
    Kind.GROUP: gettext_lazy("repeated entries"),
    Kind.ATTACHMENT: gettext_lazy("file"),
    Kind.DECLARATION: gettext_lazy("declaration to be ticked"),
}
FORMATS: dict[Format, str | Promise] = {
    Format.NONE: gettext_lazy("any text"),
    Format.NAME: gettext_lazy("name of a person"),
    Format.ID_NUMBER: gettext_lazy("identity number"),
    Format.PASSPORT: gettext_lazy("passport number"),
    Format.TAX_CODE: gettext_lazy("tax code"),
    Format.PHONE: gettext_lazy("phone number"),
    Format.EMAIL: gettext_lazy("e-mail address"),
}
MODES: dict[Mode, str | Promise] = {
    Mode.SECTIONS: gettext_lazy("page by page, as the pages are here"),
    Mode.SINGLE: gettext_lazy("one question at a time"),
}
PREFILLS = (
    ("", gettext_lazy("nothing: the person writes it")),
    ("person", gettext_lazy("whoever signed in (for a person)")),
    ("person.name", gettext_lazy("name of whoever signed in")),
    ("person.id_number", gettext_lazy("identity number of whoever signed in")),
    ("person.phone", gettext_lazy("phone of whoever signed in")),
    ("person.email", gettext_lazy("e-mail of whoever signed in")),
    ("population", gettext_lazy("National Population Database (for a person)")),
)
WIDTHS = (
    ("", gettext_lazy("whole line")),
    ("medium", gettext_lazy("half a line")),
    ("short", gettext_lazy("short")),
)
LANGUAGES = (
    ("vi", gettext_lazy("Vietnamese")),
    ("en", gettext_lazy("English")),
    ("id", gettext_lazy("Indonesian")),
)


class _Texts(forms.Form):
    """Texts in three languages, as fields `label_vi`, `label_en` and so on."""

    texts: tuple[tuple[str, Any, bool], ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rest = dict(self.fields)
        self.fields.clear()
        for name, word, needed in self.texts:
            for code, language in LANGUAGES:
                self.fields[f"{name}_{code}"] = forms.CharField(
                    label=f"{word} – {language}",
                    required=needed,
                    max_length=1500,
                    widget=forms.Textarea(attrs={"rows": 2})
                    if name != "title"
                    else forms.TextInput,
                )
        self.fields |= rest

    def text(self, name: str) -> dict[str, str]:
        """Return one text in its languages."""
        return {code: self.cleaned_data[f"{name}_{code}"] for code, _word in LANGUAGES}

    def texts_of(self) -> dict[str, dict[str, str]]:
        """Return the texts that are there."""
        found = {name: self.text(name) for name, _word, _needed in self.texts}
        return {name: text for name, text in found.items() if any(text.values())}


def texts_initial(document: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, str]:
    """Return what stands in the fields of a document's texts."""
    return {
        f"{name}_{code}": (document.get(name) or {}).get(code, "")
        for name in names
        for code, _word in LANGUAGES
    }


class PageForm(_Texts):
    """A page: title, hint, and when it is asked."""

    texts = (
        ("title", gettext_lazy("Title"), True),
        ("hint", gettext_lazy("Hint"), False),
    )
    show = forms.ChoiceField(label=gettext_lazy("Asked"), required=False)

    def __init__(self, *args: Any, form: FormView, own: str, show: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["show"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = conditions(form, own, show)


class TitleForm(_Texts):
    """A form as a whole: title, what is said first, and how it is walked."""

    texts = (
        ("title", gettext_lazy("Title"), True),
        ("intro", gettext_lazy("What is said before the first question"), False),
    )
    mode = forms.ChoiceField(
        label=gettext_lazy("How people walk through it"),
        help_text=gettext_lazy(
            "One question on a page is easier on a phone and for whoever files once in a life; "
            "the pages as they are here are quicker for whoever files often."
        ),
        choices=[(one.value, word) for one, word in MODES.items()],
        widget=forms.RadioSelect,
    )


class QuestionForm(_Texts):
    """One question."""

    texts = (
        ("label", gettext_lazy("Question"), True),
        ("hint", gettext_lazy("Hint below it"), False),
        ("help", gettext_lazy("Longer explanation"), False),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of answer"), choices=[(k.value, w) for k, w in KINDS.items()]
    )
    required = forms.BooleanField(label=gettext_lazy("An answer is needed"), required=False)
    options = forms.CharField(
        label=gettext_lazy("Answers to choose from"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy(
            "One a line: short name = Vietnamese | English | Indonesian. "
            "The short name stays in the record; do not change it later."
        ),
    )
    parts = forms.MultipleChoiceField(
        label=gettext_lazy("Parts of a person"), required=False, widget=forms.CheckboxSelectMultiple
    )
    needed = forms.MultipleChoiceField(
        label=gettext_lazy("Parts that are needed"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    format = forms.ChoiceField(
        label=gettext_lazy("Form of a short text"),
        required=False,
        choices=[(k.value, w) for k, w in FORMATS.items()],
    )
    least = forms.CharField(label=gettext_lazy("Not less or earlier than"), required=False)
    most = forms.CharField(
        label=gettext_lazy("Not more or later than"),
        required=False,
        help_text=gettext_lazy("A number, or for dates 2026-01-31 or: today."),
    )
    width = forms.ChoiceField(label=gettext_lazy("Width"), required=False, choices=WIDTHS)
    show = forms.ChoiceField(label=gettext_lazy("Asked"), required=False)
    prefill = forms.ChoiceField(label=gettext_lazy("Filled in beforehand from"), required=False)
    compute = forms.CharField(
        label=gettext_lazy("Formula, if it is computed"),
        required=False,
        help_text=gettext_lazy("For example: pages * copies, or sum(floors.area)."),
    )

    def __init__(
        self, *args: Any, form: FormView, own: str, before: Mapping[str, Any], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.before = before
        parts = [(key, one.label.text) for key, one in PERSON_PARTS.items()]
        prefill = before.get("prefill", "")
        known = dict(PREFILLS)
        for name, choices in (
            ("parts", parts),
            ("needed", parts),
            ("show", conditions(form, own, before.get("show", ""))),
            ("prefill", [*PREFILLS, *([(prefill, prefill)] if prefill not in known else [])]),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices

    def clean_options(self) -> list[dict[str, Any]]:
        """Read one answer a line."""
        found = []
        for line in self.cleaned_data["options"].splitlines():
            if not line.strip():
                continue
            value, sign, words = line.partition("=")
            texts = [text.strip() for text in words.split("|")]
            if not sign or len(texts) != len(LANGUAGES) or not all(texts):
                raise forms.ValidationError(
                    _("This line has no short name or not all three languages: %(line)s")
                    % {"line": line.strip()[:80]}
                )
            label = dict(zip(("vi", "en", "id"), texts, strict=True))
            found.append({"value": value.strip(), "label": label})
        return found

    def document(self) -> dict[str, Any]:
        """Return the question as a form's document writes it; its key is the caller's."""
        given = self.cleaned_data
        kind = Kind(given["kind"])
        found: dict[str, Any] = {
            "kind": kind.value,
            **self.texts_of(),
            "required": given["required"],
        }
        if kind in {Kind.CHOICE, Kind.CHOICES}:
            found["options"] = given["options"]
        if kind is Kind.PERSON:
            chosen = [key for key in PERSON_PARTS if key in given["parts"]]
            found["parts"] = [key if key in given["needed"] else f"{key}?" for key in chosen]
        if kind is Kind.TEXT and given["format"]:
            found["format"] = given["format"]
        if kind is Kind.GROUP:
            found["questions"] = self.before.get("questions") or [_first_inside()]
        for name in ("width", "show", "prefill", "compute"):
            if given[name]:
                found[name] = given[name]
        for name in ("least", "most"):
            if given[name].strip():
                found[name] = _bound(given[name].strip())
        kept = {"widget", "autocomplete", "max_length", "component", "prefill_when"} | (
            {"parts"} if kind is Kind.ADDRESS else set()
        )
        return found | {key: value for key, value in self.before.items() if key in kept}


def question_initial(before: Mapping[str, Any]) -> dict[str, Any]:
    """Return what stands in the fields for a question as the document writes it."""
    parts = before.get("parts", [])
    lines = [
        f"{one['value']} = {one['label']['vi']} | {one['label']['en']} | {one['label']['id']}"
        for one in before.get("options", [])
    ]
    return {
        **texts_initial(before, ("label", "hint", "help")),
        **{name: before.get(name, "") for name in ("kind", "format", "width", "show", "prefill")},
        "compute": before.get("compute", ""),
        "required": before.get("required", True),
        "options": "\n".join(lines),
        "parts": [part.removesuffix("?") for part in parts],
        "needed": [part for part in parts if not part.endswith("?")],
        "least": str(before.get("least", "")),
        "most": str(before.get("most", "")),
    }


def conditions(form: FormView, own: str, present: str) -> list[tuple[str, str]]:
    """Return the conditions to pick from: what other questions may be answered."""
    found: list[tuple[str, str]] = [("", _("always"))]
    for question in _readable(form, own):
        key, words = question.key, question.label.text[:60]
        if question.kind is Kind.YES_NO:
            found.append((key, _("if “%(question)s” is: yes") % {"question": words}))
            no = f"{key} == False"
            found.append((no, _("if “%(question)s” is: no") % {"question": words}))
        for option in question.options:
            name = {"question": words, "answer": option.label.text[:60]}
            several = question.kind is Kind.CHOICES
            text = f'"{option.value}" in {key}' if several else f'{key} == "{option.value}"'
            found.append((text, _("if “%(question)s” is: %(answer)s") % name))
    if present and present not in dict(found):
        found.insert(1, (present, _("as it is now: %(condition)s") % {"condition": present}))
    return found


def _readable(form: FormView, own: str) -> list[Question]:
    group, dot, _key = own.rpartition(".")
    inside = form.question(group).questions if dot and form.question(group) else ()  # type: ignore[union-attr]
    return [
        question
        for question in (*inside, *form.questions)
        if question.key not in {own, own.rpartition(".")[2], group}
        and question.kind in {Kind.YES_NO, Kind.CHOICE, Kind.CHOICES}
    ]


def _bound(text: str) -> int | str:
    return int(text) if text.lstrip("-").isdigit() and len(text) < 16 else text


def _first_inside() -> dict[str, Any]:
    """Return the question that a new group begins with."""
    label = {"vi": "Tên", "en": "Name", "id": "Nama"}
    return {"key": "name", "kind": "text", "label": label}


CODES: dict[str, str | Promise] = {
    "added": gettext_lazy("added"),
    "removed": gettext_lazy("removed"),
    "moved": gettext_lazy("moved"),
    "changed": gettext_lazy("changed"),
}
FIELDS: dict[str, str | Promise] = {
    "": "",
    "page": gettext_lazy("page"),
    "order": gettext_lazy("order of questions"),
    "title": gettext_lazy("title"),
    "intro": gettext_lazy("what is said first"),
    "mode": gettext_lazy("how it is walked"),
    "source": gettext_lazy("official source"),
    "mapping": gettext_lazy("how it becomes a dossier"),
    "kind": gettext_lazy("kind of answer"),
    "label": gettext_lazy("question"),
    "hint": gettext_lazy("hint"),
    "help": gettext_lazy("explanation"),
    "required": gettext_lazy("whether it is needed"),
    "format": gettext_lazy("form of the text"),
    "widget": gettext_lazy("how choices are shown"),
    "width": gettext_lazy("width"),
    "options": gettext_lazy("answers to choose from"),
    "least": gettext_lazy("lower limit"),
    "most": gettext_lazy("upper limit"),
    "max_length": gettext_lazy("longest text"),
    "show": gettext_lazy("when it is asked"),
    "compute": gettext_lazy("formula"),
    "prefill": gettext_lazy("source it is filled from"),
    "prefill_when": gettext_lazy("when it is filled from there"),
    "autocomplete": gettext_lazy("what the browser may fill in"),
    "parts": gettext_lazy("parts asked"),
    "component": gettext_lazy("paper it stands for"),
}
