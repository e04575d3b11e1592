"""A person at home with a procedure whose form comes with Motcua, and answers to all of it."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from motcua.filing.queries import draft_get
from motcua.forms.queries import form_for
from motcua.forms.services import forms_import
from motcua.forms.types import Kind, Raw
from motcua.kernel.scope import NOTHING, scope_use
from tests.builders.citizens import citizen_make, client_of
from tests.builders.documents import pdf_make
from tests.builders.dossiers import commune_at_work
from tests.builders.forms import DATA, sample_answers
from tests.builders.procedures import version_make
from tests.builders.walked import (
    components_shipped,
    forms_of,
    page_walk,
    pages_wanted,
)

NAMES = sorted(path.stem for path in DATA.glob("*.json"))


class Walk:
    """Somebody at home who files one procedure."""

    def __init__(self, name: str, *, first: bool) -> None:
        code = "9.900001" if name == "generic" else name
        over: dict[str, Any] = {"fees": [], "fee_state": "free"}
        if name != "generic":
            over["components"] = components_shipped(code)
        version = version_make(code=code, limit="3wd", **over)
        report = forms_import(DATA / f"{name}.json")
        assert not report.refused, report.refused
        self.commune = commune_at_work(code="05528", version=version)
        self.citizen = citizen_make()
        self.client: Client = client_of(self.citizen)
        self.code = code
        form = form_for(version)
        assert form is not None
        self.form = form
        self.answers = sample_answers(form, first=first)

    def fetch(self, url: str, sent: Raw | None = None, **over: Any) -> tuple[int, str, str]:
        with scope_use(NOTHING):
            if sent is None:
                answer = self.client.get(url)
            else:
                answer = self.client.post(url, {**sent, **over})
        there = answer.headers.get("Location", "")
        return answer.status_code, there, answer.content.decode()

    def page(self, url: str) -> str:
        """Fill in a page of the form; files first, where it asks for some."""
        page = url.rstrip("/").rpartition("/")[2]
        asked = self.form.screen(page)
        assert asked is not None
        for question in asked.questions:
            if question.kind is Kind.ATTACHMENT:
                self.attach(url, question.key)
        wanted = pages_wanted(self.form, self.answers, page)
        return page_walk(self.fetch, url, wanted)

    def attach(self, url: str, key: str) -> None:
        form = next(one for one in forms_of(self.fetch(url)[2]) if "version" in one.names())
        there = self.fetch(url, {**form.sent({}), "action": [f"files:{key}"]})[1]
        file = SimpleUploadedFile("kem.pdf", pdf_make(text=key), "application/pdf")
        assert self.fetch(there, {"action": ["add"]}, file=file)[0] == 302
        self.answers.pop(key, None)

    def papers(self, url: str) -> str:
        """Hand in a file for every paper that is needed."""
        with scope_use(self.citizen.scope):
            draft = draft_get(self.citizen, url.split("/")[3])
        for one in self.commune.offering.version.components:
            if one.required and not draft.paper(one.id).way and f"/{one.id}/" in self.fetch(url)[2]:
                file = SimpleUploadedFile("giay.pdf", pdf_make(text=one.name), "application/pdf")
                there = f"{url}{one.id}/"
                assert self.fetch(there, {"action": ["add"]}, file=file)[0] == 302
        return self.fetch(url, {})[1]

    def step(self, url: str) -> str:
        """Do what a step asks; return where it leads."""
        if "/form/" in url:
            return self.page(url)
        if url.endswith("/papers/"):
            return self.papers(url)
        if url.endswith("/check/"):
            form = next(one for one in forms_of(self.fetch(url)[2]) if "declared" in one.names())
            return self.fetch(url, form.sent({"declared": ["on"]}))[1]
        if url.endswith("/return/"):
            form = forms_of(self.fetch(url)[2])[-1]
            return self.fetch(url, form.sent({"method": ["0"]}))[1]
        raise AssertionError(url)
