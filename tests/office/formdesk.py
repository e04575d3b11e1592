"""What the tests of the desk of forms share."""

from __future__ import annotations


def texts(**more):
    filled = {f"label_{language}": f"Colour {language}" for language in ("vi", "en", "id")}
    return {**filled, "kind": "text", "required": "on", **more}


def body(answer):
    return answer.content.decode()
