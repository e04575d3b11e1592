"""What a question consists of: parts of a person, questions of a row; and walking over them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

from motcua.forms.rules.expressions import expression_names
from motcua.forms.rules.texts import LONG_LENGTH, NAME_LENGTH, TEXT_LENGTH
from motcua.forms.types import Format, FormView, Kind, Option, Question, Words

SEXES = (
    Option("male", Words("Nam", "Male", "Laki-laki")),
    Option("female", Words("Nữ", "Female", "Perempuan")),
)
PERSON_PARTS: Mapping[str, Question] = {
    one.key: one
    for one in (
        Question(
            "name",
            Kind.TEXT,
            Words("Họ, chữ đệm, tên", "Full name", "Nama lengkap"),
            Words(
                "Viết đúng như trên giấy tờ.",
                "As written in the identity document.",
                "Sesuai dokumen identitas.",
            ),
            format=Format.NAME,
            autocomplete="name",
        ),
        Question(
            "id_number",
            Kind.TEXT,
            Words("Số định danh cá nhân", "Identity number", "Nomor identitas"),
            Words(
                "12 chữ số trên thẻ căn cước.",
                "12 digits on the identity card.",
                "12 angka pada kartu identitas.",
            ),
            format=Format.ID_NUMBER,
            width="medium",
        ),
        Question(
            "passport",
            Kind.TEXT,
            Words("Số hộ chiếu", "Passport number", "Nomor paspor"),
            format=Format.PASSPORT,
            width="medium",
        ),
        Question(
            "birth_date",
            Kind.PARTIAL_DATE,
            Words("Ngày, tháng, năm sinh", "Date of birth", "Tanggal lahir"),
            Words(
                "Chỉ nhớ năm hoặc tháng và năm cũng được.",
                "The year alone, or month and year, will do.",
                "Tahun saja, atau bulan dan tahun, sudah cukup.",
            ),
            most="today",
            autocomplete="bday",
        ),
        Question(
            "sex",
            Kind.CHOICE,
            Words("Giới tính", "Sex", "Jenis kelamin"),
            options=SEXES,
            autocomplete="sex",
        ),
        Question(
            "ethnicity",
            Kind.TEXT,
            Words("Dân tộc", "Ethnic group", "Suku bangsa"),
            Words("Thí dụ: Kinh.", "For example: Kinh.", "Contoh: Kinh."),
            width="medium",
        ),
        Question(
            "nationality",
            Kind.TEXT,
            Words("Quốc tịch", "Nationality", "Kewarganegaraan"),
            Words("Thí dụ: Việt Nam.", "For example: Việt Nam.", "Contoh: Việt Nam."),
            width="medium",
        ),
        Question(
            "address",
            Kind.TEXT,
            Words("Nơi cư trú", "Place of residence", "Tempat tinggal"),
            Words(
                "Ghi đủ đến xã, phường và tỉnh, thành phố.",
                "Down to the commune and the province.",
                "Lengkap sampai komune dan provinsi.",
            ),
            autocomplete="street-address",
        ),
        Question(
            "residence", Kind.ADDRESS, Words("Nơi cư trú", "Place of residence", "Tempat tinggal")
        ),
        Question(
            "phone",
            Kind.TEXT,
            Words("Số điện thoại", "Phone number", "Nomor telepon"),
            format=Format.PHONE,
            width="medium",
            autocomplete="tel",
        ),
        Question(
            "email",
            Kind.TEXT,
            Words("Thư điện tử", "E-mail", "Surel"),
            format=Format.EMAIL,
            autocomplete="email",
        ),
    )
}
ADDRESS_KEYS = ("province", "commune", "detail", "province_name", "commune_name", "said")


@lru_cache(maxsize=8192)
def children_of(question: Question) -> tuple[Question, ...]:
    """Return the questions inside a person or a row; none for the others."""
    if question.kind is Kind.GROUP:
        return question.questions
    if question.kind is not Kind.PERSON:
        return ()
    own = question.prefill in {"person", "subject"}
    return tuple(
        replace(
            PERSON_PARTS[key],
            required=required,
            autocomplete=PERSON_PARTS[key].autocomplete if own else "",
        )
        for key, required in question.parts
    )


def length_of(question: Question) -> int:
    """Return how many characters a text may have."""
    if question.max_length:
        return question.max_length
    if question.format is Format.NAME:
        return NAME_LENGTH
    return LONG_LENGTH if question.kind is Kind.LONG_TEXT else TEXT_LENGTH


def reads_of(question: Question) -> frozenset[str]:
    """Return the names that a question and those inside it read, without those of its own row."""
    own = {inside.key for inside in question.questions}
    names = {
        path[0]
        for text in (question.show, question.compute)
        if text
        for path in expression_names(text)
    }
    for inside in question.questions:
        names |= reads_of(inside) - own
    return frozenset(names)


@lru_cache(maxsize=2048)
def ordered(questions: tuple[Question, ...]) -> tuple[Question, ...] | None:
    """Return neighbours so that each comes after those it reads; None when they go in a circle."""
    left = list(questions)
    keys = {question.key for question in questions}
    needs = {question.key: (reads_of(question) & keys) for question in questions}
    done: list[Question] = []
    known: set[str] = set()
    while left:
        ready = next((one for one in left if needs[one.key] <= known), None)
        if ready is None:
            return None
        left.remove(ready)
        known.add(ready.key)
        done.append(ready)
    return tuple(done)


def question_at(form: FormView, path: str) -> Question | None:
    """Return the question of a path such as "heirs.0.name", or None."""
    neighbours: tuple[Question, ...] = form.questions
    found: Question | None = None
    for part in path.split("."):
        if part.isdigit() and found is not None and found.kind is Kind.GROUP:
            continue
        found = next((one for one in neighbours if one.key == part), None)
        if found is None:
            return None
        neighbours = children_of(found)
    return found


def leaves(
    questions: tuple[Question, ...], values: Mapping[str, Any], prefix: str = ""
) -> Iterator[tuple[str, Question, Any]]:
    """Yield (path, question, answer or None) of everything that can hold one answer."""
    for question in questions:
        path, value = f"{prefix}{question.key}", values.get(question.key)
        if question.kind is Kind.GROUP:
            for number, row in enumerate(value if isinstance(value, list) else []):
                if isinstance(row, Mapping):
                    yield from leaves(question.questions, row, f"{path}.{number}.")
        elif question.kind is Kind.PERSON:
            inside = value if isinstance(value, Mapping) else {}
            yield from leaves(children_of(question), inside, f"{path}.")
        else:
            yield path, question, value


def label_of(form: FormView, path: str) -> str:
    """Return what a path is called, with the row it stands in: "Heir 2: Full name"."""
    words: list[str] = []
    neighbours: tuple[Question, ...] = form.questions
    found: Question | None = None
    for part in path.split("."):
        if part.isdigit() and words:
            words[-1] = f"{words[-1]} {int(part) + 1}"
            continue
        found = next((one for one in neighbours if one.key == part), None)
        if found is None:
            break
        words.append(found.label.text)
        neighbours = children_of(found)
    return ": ".join(words) or path
