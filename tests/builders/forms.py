"""Forms for tests: documents, published versions, and complete sample answers."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

from motcua.forms import rules
from motcua.forms.drawing import PageDrawing
from motcua.forms.models import FormVersion
from motcua.forms.queries import form_get
from motcua.forms.rules.parts import children_of, leaves
from motcua.forms.rules.reading import SHOWN, values_raw
from motcua.forms.rules.schema import address_needs
from motcua.forms.types import Answers, Format, FormView, Kind, Question, Raw, State
from motcua.kernel import clock
from motcua.procedures.types import VersionView

DATA = Path(rules.__file__).resolve().parents[1] / "data"
TODAY = clock.today()
SOON = (TODAY + timedelta(days=7)).isoformat()  # a run may begin before midnight and end after it
PLACE = {
    "province": "19",
    "commune": "05528",
    "province_name": "Tỉnh Thái Nguyên",
    "commune_name": "Phường Bách Quang",
    "detail": "Tổ 5",
}
_TEXTS = {
    Format.NAME: "Nguyễn Văn Mẫu",
    Format.ID_NUMBER: "019088001234",
    Format.PASSPORT: "C1234567",
    Format.TAX_CODE: "4600123456",
    Format.PHONE: "0912345678",
    Format.EMAIL: "mau@example.vn",
    Format.NONE: "Nội dung mẫu",
}


def words(text: str) -> dict[str, str]:
    """Return one text as all three languages."""
    return {"vi": text, "en": text, "id": text}


def question(key: str, kind: str = "text", **more: Any) -> dict[str, Any]:
    """Return a question as a document writes it."""
    if kind in {"choice", "choices"} and "options" not in more:
        more["options"] = [{"value": v, "label": words(v.upper())} for v in ("a", "b", "c")]
    if kind == "person" and "parts" not in more:
        more["parts"] = ["name", "id_number", "phone?"]
    return {"key": key, "kind": kind, "label": words(f"Ask {key}"), **more}


def document(*questions: dict[str, Any], procedure: str = "", **more: Any) -> dict[str, Any]:
    """Return a form of one page; `pages` gives several."""
    page = {"key": "one", "title": words("One"), "questions": list(questions)}
    return {
        "format": 1,
        "procedure": procedure,
        "title": words("A form"),
        "source": {"document": "tests"},
        "pages": [page],
        "submission": {},
        **more,
    }


def form_make(*questions: dict[str, Any], **more: Any) -> FormView:
    """Return a form that is stored nowhere."""
    return rules.form_read(document(*questions, **more))


def form_published(
    *questions: dict[str, Any], version: VersionView | None = None, number: int = 1
) -> FormView:
    """Publish a form, for all procedures or for one."""
    content = document(*questions, procedure=version.code if version else "")
    row = FormVersion.objects.create(
        procedure_id=version.procedure_id if version else None,
        procedure_version_id=version.id if version else None,
        number=number,
        state=State.PUBLISHED,
        content=content,
        content_hash=rules.document_hash(content),
        published_at=clock.now(),
    )
    return form_get(row.pk)


def shipped(name: str) -> FormView:
    """Return a form that comes with Motcua, stored nowhere."""
    return rules.form_read(json.loads((DATA / f"{name}.json").read_text("utf-8")))


def sample_value(  # noqa: PLR0911 - one return per kind
    question: Question, *, first: bool = True
) -> Any:
    """Return an answer that a question takes; the first or the last of its choices."""
    least = question.least if isinstance(question.least, int) else 1
    match question.kind:
        case Kind.PERSON:
            return {one.key: sample_value(one, first=first) for one in children_of(question)}
        case Kind.GROUP:
            inside = {
                one.key: sample_value(one, first=first)
                for one in question.questions
                if not one.compute
            }
            return [inside] * max(least, 1)
        case Kind.ADDRESS:
            return {
                key: PLACE[key]
                for key in (*address_needs(question), "province_name", "commune_name")
            }
        case Kind.DATE | Kind.PARTIAL_DATE:
            return SOON if question.least == "today" else "1988-02-29"
        case Kind.CHOICE:
            return question.options[0 if first else -1].value
        case Kind.CHOICES:
            return [option.value for option in question.options][: None if not first else 1]
        case Kind.YES_NO:
            return first
        case Kind.INTEGER | Kind.MONEY:
            return max(least, 1)
        case Kind.DECIMAL:
            return f"{max(least, 1)}.5"
        case Kind.DECLARATION:
            return True
        case Kind.ATTACHMENT:
            return ["token-1"]
    return _TEXTS[question.format][: question.max_length or None].strip()


def sample_answers(form: FormView, *, first: bool = True) -> Answers:
    """Return complete answers: with the first choice and yes everywhere, or the last and no."""
    everything = {
        one.key: sample_value(one, first=first) for one in form.questions if not one.compute
    }
    return rules.settle(form, everything, TODAY).answers


def sent(form: FormView, page: str, answers: Answers, drawing: PageDrawing | None = None) -> Raw:
    """Return what a browser would send for a page that shows these answers."""
    asked = form.screen(page)
    assert asked is not None
    raw = values_raw(asked.questions, answers)
    shown = rules.settle(form, answers, TODAY).visible
    return {**raw, SHOWN: sorted(shown)}


__all__ = ["PLACE", "TODAY", "document", "form_make", "form_published", "leaves", "question",
           "sample_answers", "sample_value", "sent", "shipped", "words"]  # fmt: skip


def form_drafted(*questions: dict[str, Any]) -> FormView:
    """Make a draft of the form of all procedures, with a published one before it."""
    form_published(question("name"))
    content = document(*(questions or (question("name"), question("more"))))
    row = FormVersion.objects.create(
        number=2,
        state=State.DRAFT,
        content=content,
        content_hash=rules.document_hash(content),
    )
    return form_get(row.pk)
