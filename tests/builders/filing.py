"""A commune that takes in a procedure from home, with a small form; drafts ready to be sent."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

from motcua.citizens.types import CitizenActor
from motcua.documents.services import file_store
from motcua.filing import services
from motcua.filing.types import DraftView, PaperWay
from motcua.forms.services import forms_import
from motcua.kernel.scope import SYSTEM, scope_use
from tests.builders.citizens import citizen_make
from tests.builders.documents import pdf_make
from tests.builders.dossiers import Commune, commune_at_work
from tests.builders.procedures import component


def words(text: str) -> dict[str, str]:
    """Return a text in the three languages."""
    return {"vi": text, "en": text, "id": text}


def form_document(code: str, **over: Any) -> dict[str, Any]:
    """Return a form of two pages."""
    return {
        "format": 1,
        "procedure": code,
        "title": words("Đơn thử"),
        "mode": "sections",
        "source": {"document": "thử", "name": words("Đơn thử"), "to_verify": []},
        "pages": [
            {
                "key": "you",
                "title": words("Về quý vị"),
                "questions": [
                    {
                        "key": "applicant",
                        "kind": "person",
                        "label": words("Người yêu cầu"),
                        "prefill": "person",
                        "parts": ["name", "id_number", "phone"],
                    }
                ],
            },
            {
                "key": "what",
                "title": words("Việc cần giải quyết"),
                "questions": [
                    {"key": "purpose", "kind": "text", "label": words("Mục đích")},
                    {
                        "key": "remark",
                        "kind": "text",
                        "label": words("Ghi chú"),
                        "required": False,
                    },
                ],
            },
        ],
        "submission": {"applicant": "applicant", "subject": "purpose"},
        **over,
    }


def form_publish(code: str, **over: Any) -> None:
    """Publish a form for a procedure."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "form.json"
        file.write_text(json.dumps(form_document(code, **over)), encoding="utf-8")
        report = forms_import(file)
    assert not report.refused, report.refused


def commune_online(**over: Any) -> Commune:
    """Make a commune whose procedure asks for a form, a birth paper and a proof by data."""
    fields: dict[str, Any] = {
        "components": [
            component("Tờ khai", template="TK-01"),
            component("Giấy chứng sinh", name_en="Birth paper"),
            component(
                "Giấy tờ tùy thân",
                how="submit",
                satisfied_by=["population"],
                name_en="Identity document",
            ),
            component("Văn bản ủy quyền", required=False, condition="khi ủy quyền"),
        ],
        **over,
    }
    commune = commune_at_work(**fields)
    form_publish(commune.offering.version.code)
    return commune


def draft_make(citizen: CitizenActor, commune: Commune, **over: Any) -> DraftView:
    """Begin a draft in the citizen's own scope."""
    with scope_use(citizen.scope):
        return services.draft_begin(
            citizen=citizen,
            procedure_code=commune.offering.version.code,
            unit_id=commune.unit.id,
            **over,
        )


def draft_ready(
    citizen: CitizenActor, commune: Commune, *, files: int = 1, **over: Any
) -> DraftView:
    """Begin a draft and fill everything in; it can be sent."""
    draft = draft_make(citizen, commune, **over)
    place: dict[str, Any] = {"citizen": citizen, "public_id": draft.public_id}
    components = commune.offering.version.components
    with scope_use(SYSTEM):
        stored = [
            file_store(data=pdf_make(text=f"{place['public_id']} {n}"), name=f"giay-{n}.pdf")
            for n in range(files)
        ]
    with scope_use(citizen.scope):
        for page, keys, answers in (
            ("you", ("applicant",), {"applicant": draft.answers["applicant"]}),
            ("what", ("purpose", "remark"), {"purpose": "Xin giấy"}),
        ):
            draft = services.draft_save(
                **place, page=page, keys=keys, answers=answers, expected=draft.version
            ).draft
        for one in stored:
            services.draft_file_add(**place, component_id=components[1].id, file=one)
        services.draft_paper(**place, component_id=components[2].id, way=PaperWay.BRING)
        return services.draft_set(**place, delivery={"method": 2})


def draft_asked(commune: Commune, *, name: str, address: str) -> tuple[str, str]:
    """Begin a draft of somebody with this name; return (procedure, draft)."""
    form_publish(commune.offering.version.code)
    citizen = citizen_make(name=name, address=address)
    draft = draft_make(citizen, commune)
    return draft.procedure_code, draft.public_id
