"""What the tests of the pages of one's own dossier share."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from motcua.dossiers import services
from motcua.dossiers.models import Dossier
from motcua.workflow.types import Act
from tests.builders.dossiers import dossier_at
from tests.portal.test_receipt import sent


def url(name: str, *args: Any) -> str:
    """Return the address of a page of the portal."""
    return reverse(f"portal:{name}", args=args)


def owned(walker: Any, act: Act = Act.RETURN) -> str:
    """Bring a dossier of this person to where `act` is next; return its code."""
    code = dossier_at(walker.commune, act)
    Dossier.objects.filter(code=code).update(visible_persons=[walker.citizen.person_id])
    return code


def asked(walker: Any, items: tuple[str, ...] = ("Giấy chứng sinh", "Ảnh rõ hơn")) -> str:
    """File a dossier and ask for something more; return its code."""
    code: str = sent(walker).code
    services.dossier_request_supplement_at_intake(
        actor=walker.commune.counter, code=code, items=list(items), reason="Bản chụp mờ"
    )
    return code


def upload(data: bytes) -> SimpleUploadedFile:
    """Return a file as a form sends it."""
    return SimpleUploadedFile("giay.pdf", data, "application/pdf")


def petition_of(walker: Any, code: str) -> str:
    """Write a petition on the page and return where it leads."""
    form = walker.get(url("my_petition_new", code)).context["form"]
    data = {"kind": "behaviour", "text": "Chờ lâu", "key": str(form["key"].value())}
    return str(walker.post(url("my_petition_new", code), data)["Location"])
