"""The same facts for machines: schema.org GovernmentService as JSON-LD."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from motcua.procedures.types import VersionView

_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


def service_json(version: VersionView, path: str) -> SafeString:
    """Return the description of a procedure, safe inside a script element."""
    text = json.dumps(_service(version, path), ensure_ascii=False, separators=(",", ":"))
    return mark_safe(text.translate(_ESCAPES))  # noqa: S308 - nothing in it can end the element


def _service(version: VersionView, path: str) -> dict[str, Any]:
    url = settings.PUBLIC_URL + path
    facts = {
        "@context": "https://schema.org",
        "@type": "GovernmentService",
        "@id": url,
        "url": url,
        "name": version.name,
        "identifier": version.code,
        "inLanguage": "vi",
        "serviceType": version.field.name_vi,
        "areaServed": {"@type": "Country", "name": "Việt Nam"},
        "provider": [{"@type": "GovernmentOrganization", "name": name} for name in version.agency],
        "serviceOutput": version.result,
        "offers": [
            {"@type": "Offer", "name": fee.name, "price": fee.amount_vnd, "priceCurrency": "VND"}
            for fee in version.fees
            if fee.amount_vnd is not None and not fee.province and not fee.group
        ],
        "subjectOf": [
            {"@type": "Legislation", "legislationIdentifier": law} for law in version.legal_basis
        ],
    }
    return {key: value for key, value in facts.items() if value}
