"""Typed readers of environment variables.

Every reader records its variable, so that `env.DOCUMENTED` is the operators' manual.
A value that cannot be read stops the program: a wrong setting must never become a default.
"""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import urlsplit

DOCUMENTED: dict[str, str] = {}


class EnvironmentInvalid(RuntimeError):
    """An environment variable is missing or cannot be read."""


def text(name: str, default: str | None, doc: str) -> str:
    """Return a text; without default the variable is required."""
    DOCUMENTED[name] = doc
    value = os.environ.get(name, default)
    if value is None:
        raise EnvironmentInvalid(f"{name} must be set: {doc}")
    return value


def flag(name: str, default: bool, doc: str) -> bool:  # noqa: FBT001 - like its siblings
    """Return a yes/no value written as 1/0, true/false, yes/no."""
    DOCUMENTED[name] = doc
    raw = os.environ.get(name)
    if raw is None or raw == "":
        return default
    if raw.lower() in {"1", "true", "yes"}:
        return True
    if raw.lower() in {"0", "false", "no"}:
        return False
    raise EnvironmentInvalid(f"{name}={raw!r} is neither yes nor no: {doc}")


def integer(name: str, default: int, doc: str) -> int:
    """Return a whole number."""
    DOCUMENTED[name] = doc
    raw = os.environ.get(name)
    if raw is None or raw == "":
        return default
    try:
        return int(raw)
    except ValueError as error:
        raise EnvironmentInvalid(f"{name}={raw!r} is not a whole number: {doc}") from error


def words(name: str, default: list[str], doc: str) -> list[str]:
    """Return a list written with commas."""
    DOCUMENTED[name] = doc
    raw = os.environ.get(name)
    return default if raw is None else [part.strip() for part in raw.split(",") if part.strip()]


def origin(url: str) -> list[str]:
    """Return scheme and host of an address, as a policy names them; nothing of an empty one."""
    parts = urlsplit(url)
    return [f"{parts.scheme}://{parts.netloc}"] if parts.netloc else []


def path(name: str, default: Path, doc: str) -> Path:
    """Return an absolute path."""
    DOCUMENTED[name] = doc
    return Path(os.environ.get(name) or default).expanduser().resolve()


def secret(name: str, doc: str, *, default: str | None = None) -> str:
    """Return a secret from `NAME` or from the file that `NAME_FILE` names."""
    DOCUMENTED[name] = doc
    file = os.environ.get(f"{name}_FILE")
    if file:
        return Path(file).read_text(encoding="utf-8").strip()
    return text(name, default, doc)
