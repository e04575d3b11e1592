"""The OpenAPI document of /api/v1: `write` renews openapi.json, `check` compares it."""

from __future__ import annotations

import difflib
import importlib
import json
import os
import pkgutil
import sys
from pathlib import Path

FILE = Path(__file__).resolve().parents[1] / "openapi.json"


def document() -> str:
    """Return the document as the code describes it now, in a stable order; empty without an API."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "motcua.config.settings.test")
    django.setup()
    from ninja import NinjaAPI

    import motcua.api

    importlib.import_module("motcua.config.urls")  # mounts the routes: addresses are complete
    for module in pkgutil.iter_modules(motcua.api.__path__):
        for value in vars(importlib.import_module(f"motcua.api.{module.name}")).values():
            if isinstance(value, NinjaAPI):
                schema = value.get_openapi_schema()
                return (
                    json.dumps(schema, indent=1, ensure_ascii=False, sort_keys=True, default=str)
                    + "\n"
                )
    return ""


def main() -> int:
    """Write or compare; return 1 when the committed document differs from the code."""
    now = document()
    if sys.argv[1:] == ["write"]:
        FILE.write_text(now, encoding="utf-8")
        print(f"{FILE.name} written")
        return 0
    before = FILE.read_text(encoding="utf-8") if FILE.exists() else ""
    if before == now:
        print(f"{FILE.name} is what the code says" if now else "there is no API yet")
        return 0
    lines = difflib.unified_diff(
        before.splitlines(), now.splitlines(), "committed", "code", n=1, lineterm=""
    )
    print("\n".join(list(lines)[:60]))
    print(
        "openapi.json differs: `.venv/bin/python tools/openapi.py write`, and read the difference."
    )
    return 1


if __name__ == "__main__":
    sys.exit(main())
