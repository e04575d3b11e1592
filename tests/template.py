"""A migrated PostgreSQL to copy: made once for each state of the migrations, kept in .pytest_cache.

A run then copies some files instead of running all migrations again (ten seconds of every run).
`python tests/template.py FOLDER` makes it in a process of its own, for a copy needs a stopped
server.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
KEPT = ROOT / ".pytest_cache" / "motcua"
KEEP_SECONDS = 6 * 3600
TEMPLATE = "motcua_template"
# What the migrations are made of, beside themselves; requirements name Django and the engine.
MADE_OF = ("src/motcua/*/migrations/*.py", "src/motcua/kernel/*.py", "src/motcua/*/models*",
           "src/motcua/*/models/*.py", "src/motcua/*/types.py", "src/motcua/config/database.py",
           "requirements.txt", "tests/template.py")  # fmt: skip


def template_copy(folder: Path) -> None:
    """Put a stopped, migrated cluster into `folder`/postgresql; make it first when it is new."""
    made = KEPT / _state()
    if not made.exists():
        KEPT.mkdir(parents=True, exist_ok=True)
        _make(made)
    # `cp -a` keeps the owner: as root the engine runs under a user of its own.
    subprocess.run(["cp", "-a", str(made / "postgresql"), str(folder)], check=True)


def _state() -> str:
    digest = hashlib.sha256()
    for path in sorted({path for pattern in MADE_OF for path in ROOT.glob(pattern)}):
        if path.is_file():
            digest.update(str(path.relative_to(ROOT)).encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:20]


def _make(made: Path) -> None:
    """Migrate in a folder of its own, then give it its name: two runs at once do no harm."""
    folder = Path(tempfile.mkdtemp(prefix="motcua-template-"))
    folder.chmod(0o755)
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "motcua.config.settings.test"}
    try:
        subprocess.run([sys.executable, __file__, str(folder)], check=True, env=environment)
        waiting = made.with_name(f"{made.name}.{os.getpid()}")
        shutil.rmtree(waiting, ignore_errors=True)
        subprocess.run(["cp", "-a", str(folder), str(waiting)], check=True)
        for old in KEPT.iterdir():  # a younger one may be another run's at this moment
            if time.time() - old.stat().st_mtime > KEEP_SECONDS:
                shutil.rmtree(old, ignore_errors=True)
        try:
            waiting.rename(made)
        except OSError:  # another run was first
            shutil.rmtree(waiting, ignore_errors=True)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def migrate(superuser: str) -> None:
    """Make the template on a running server; one of an earlier run is dropped."""
    import psycopg
    from django.core.management import call_command
    from django.db import connection

    from motcua.config import database

    with psycopg.connect(superuser, autocommit=True) as server:
        server.execute(f'DROP DATABASE IF EXISTS "{TEMPLATE}" WITH (FORCE)')
    database.bootstrap(superuser, TEMPLATE)
    connection.close()
    connection.settings_dict["USER"] = database.OWNER
    call_command("migrate", interactive=False, verbosity=0)
    connection.close()
    connection.settings_dict["USER"] = database.APP


def main(folder: Path) -> None:
    """Start a server in `folder`, set it up for tests, migrate."""
    sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
    import django
    import psycopg

    from motcua.config import database

    superuser = database.embedded_start(folder)
    os.environ["MOTCUA_DATABASE_URL"] = database.with_user(superuser, database.APP, TEMPLATE)
    with psycopg.connect(superuser, autocommit=True) as server:
        for setting in (
            # It would analyse tables whose rows are rolled back: plans for nothing, then minutes.
            "autovacuum = off",
            # Leave out what only a power cut would miss; killed processes lose nothing by it.
            "fsync = off",
            "full_page_writes = off",
            "max_wal_size = '2GB'",
        ):
            server.execute(f"ALTER SYSTEM SET {setting}")
        server.execute("SELECT pg_reload_conf()")
    django.setup()
    migrate(superuser)  # the server stops with this process


if __name__ == "__main__":
    main(Path(sys.argv[1]))
