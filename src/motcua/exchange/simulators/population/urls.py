"""Addresses below /population/."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path
from django.views.decorators.csrf import csrf_exempt

from motcua.exchange.simulators.host import fault_of, fault_path
from motcua.exchange.simulators.identity.people import PEOPLE

MODES = {
    "mismatch": "has another name and day of birth than the account",
    "lie": "answers with somebody else's record",
    "nonsense": "answers something that is no answer",
    "empty": "knows nobody",
}
SEXES = {"Nam": "male", "Nữ": "female"}


def _known() -> dict[str, dict[str, str]]:
    """Return what is known of the sample persons, by number."""
    found = {}
    for sample in PEOPLE:
        claims = sample.claims
        if claims["LoaiTaiKhoan"] != "1":
            continue
        found[claims["SoDinhDanh"]] = {
            "id_number": claims["SoDinhDanh"],
            "name": claims["HoVaTen"],
            "birth_date": _iso(claims["NgayThangNamSinh"]),
            "sex": SEXES[claims["GioiTinh"]],
            "nationality": "Việt Nam",
            "ethnicity": "Kinh",
            "permanent_address": claims["DiaChi"],
            "current_address": claims["DiaChi"],
        }
    return found


def _iso(text: str) -> str:
    form = "%d/%m/%Y" if "/" in text else "%Y-%m-%d"
    return datetime.strptime(text, form).date().isoformat()  # noqa: DTZ007 - a day has no zone


@csrf_exempt
def lookup(request: HttpRequest) -> HttpResponse:
    """Answer what is known of a number; a consent and a purpose must be named."""
    if not request.headers.get("Authorization", "").startswith("Bearer "):
        return JsonResponse({"error": "unauthorised"}, status=401)
    try:
        body = json.loads(request.body)
        number = str(body["id_number"])
        allowed = bool(body["purpose"]) and bool(body["consent"])
    except (ValueError, KeyError, TypeError):
        return JsonResponse({"error": "malformed"}, status=400)
    if not allowed:
        return JsonResponse({"error": "no consent"}, status=403)
    return _answer(number, fault_of("population").mode)


def _answer(number: str, mode: str) -> HttpResponse:
    known = _known()
    if mode == "nonsense":
        return HttpResponse("<html>OK</html>")
    if mode == "lie":
        other = next(key for key in known if key != number)
        return JsonResponse(_record(known[other]))
    person = known.get(number)
    if person is None or mode == "empty":
        return JsonResponse({"error": "unknown"}, status=404)
    if mode == "mismatch":
        person = {**person, "name": "Người Khác Mẫu 0", "birth_date": "1950-01-01"}
    return JsonResponse(_record(person))


def _record(person: dict[str, str]) -> dict[str, Any]:
    return {"record": f"DC-{person['id_number'][-6:]}", "citizen": person}


urlpatterns: list[URLPattern] = [
    path("citizens/lookup", lookup, name="population_lookup"),
    fault_path("population", MODES),
]
