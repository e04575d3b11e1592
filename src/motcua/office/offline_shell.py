"""What the service worker keeps: the page's own shell, named as the server serves it today."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language

HERE = Path(__file__).parent
WORKER = HERE / "static/office/offline_worker.js"
# Everything that the page names; tests/office/test_offline_worker.py holds the two together.
SHELL = (
    "vendor/tabler/tabler-base.css",
    "vendor/fonts/be-vietnam-pro.css",
    "vendor/fonts/be-vietnam-pro-latin-400-normal.woff2",
    "vendor/fonts/be-vietnam-pro-latin-600-normal.woff2",
    "vendor/fonts/be-vietnam-pro-vietnamese-400-normal.woff2",
    "vendor/fonts/be-vietnam-pro-vietnamese-600-normal.woff2",
    "vendor/icons.svg",
    "ui/favicon.svg",
    "ui/tokens.css",
    "ui/base.css",
    "ui/components.css",
    "ui/forms.css",
    "ui/office.css",
    "ui/print.css",
    "ui/page.js",
    "ui/office.js",
    "office/intake.css",
    "office/offline.css",
    "office/wedge.js",
    "office/offline_store.js",
    "office/offline_line.js",
    "office/offline_form.js",
    "office/offline_draw.js",
    "office/offline.js",
)
OWN = (
    "office/offline.css",
    "office/wedge.js",
    "office/offline_store.js",
    "office/offline_line.js",
    "office/offline_form.js",
    "office/offline_draw.js",
    "office/offline.js",
)
TEMPLATES = (
    "offline.html",
    "_offline_form.html",
    "_offline_person.html",
    "_offline_slip.html",
)


def worker_script() -> str:
    """Return the worker with the list of what it keeps and the mark of this edition."""
    kept = {
        "page": reverse("office:offline"),
        "files": [static(name) for name in SHELL],
        "edition": _edition(),
    }
    told = json.dumps(kept, ensure_ascii=True)
    return f"const KEPT = {told};\n{WORKER.read_text('utf-8')}"


def _edition() -> str:
    """Return a mark that changes with the page's own parts and with the language."""
    digest = hashlib.sha256((get_language() or "").encode())
    digest.update(json.dumps([static(name) for name in SHELL]).encode())
    for name in OWN:
        digest.update((HERE / "static" / name).read_bytes())
    for name in TEMPLATES:
        digest.update((HERE / "templates/office" / name).read_bytes())
    digest.update(WORKER.read_bytes())
    return digest.hexdigest()[:16]
