"""`motcua demo`: an embedded database with sample data, then web and worker."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import click

needs_django = False


@click.command()
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option(
    "--data", metavar="DIR", help="Folder of the sample installation [default: var/demo]."
)
@click.option("--no-serve", is_flag=True, help="Prepare only.")
def command(*, port: int, data: str | None, no_serve: bool) -> None:
    """Prepare a sample installation and serve it on this machine."""
    started = time.monotonic()
    folder = Path(data or os.environ.get("MOTCUA_DATA_DIR") or Path.cwd() / "var" / "demo")
    (folder / "static").mkdir(parents=True, exist_ok=True)  # empty here; the server looks for it
    os.environ.update(
        MOTCUA_DEMO="1",
        MOTCUA_DATA_DIR=str(folder.resolve()),
        MOTCUA_PUBLIC_URL=os.environ.get("MOTCUA_PUBLIC_URL", f"http://localhost:{port}"),
    )
    _name_simulators(port + 1, folder.resolve() / "signers")
    from motcua.config.cli import DEMO_MARK, data_dir, prepare
    from motcua.config.database import embedded_prepare

    (folder / DEMO_MARK).touch()
    click.echo("Motcua: preparing a sample installation")
    click.echo(f"  database and files in {folder}")
    embedded_prepare(data_dir())
    program = [sys.executable, "-m", "motcua.config.cli"]
    subprocess.run([*program, "migrate", "--quiet"], check=True)  # noqa: S603 - our own program
    click.echo(f"  {'tables':<52} {'':<24} {time.monotonic() - started:5.1f} s")
    prepare()
    _build()
    click.echo(f"  ready after {time.monotonic() - started:.0f} s")
    _next_steps(port, serves=not no_serve)
    if not no_serve:
        _serve(program, port)


def _name_simulators(port: int, keys: Path) -> None:
    """Let Motcua know where the simulators and the sample keys are; what is set already stays."""
    url = f"http://localhost:{port}"
    for name, value in {
        "MOTCUA_LIVE_URL": f"http://localhost:{port + 2}",
        "MOTCUA_SIMULATORS_URL": url,
        "MOTCUA_VNEID_ISSUER": f"{url}/identity",
        "MOTCUA_VNEID_CLIENT_SECRET": "motcua-simulator",
        "MOTCUA_SMTP_URL": f"smtp://127.0.0.1:{port + 1}",
        "MOTCUA_PAYMENT_URL": f"{url}/payments",
        "MOTCUA_PAYMENT_SECRET": "motcua-simulator",
        "MOTCUA_SMS_URL": f"http://127.0.0.1:{port}/sms",
        "MOTCUA_SMS_TOKEN": "motcua-simulator",
        "MOTCUA_POPULATION_URL": f"http://127.0.0.1:{port}/population",
        "MOTCUA_POPULATION_TOKEN": "motcua-simulator",
        "MOTCUA_TSA_URL": f"http://127.0.0.1:{port}/timestamps/",
        "MOTCUA_SIMULATORS_TSA": str(keys),
        "MOTCUA_SIGNERS_FILE": str(keys / "signers.toml"),
    }.items():
        os.environ.setdefault(name, value)


def _build() -> None:
    """Fill the installation in a process of its own.

    The build prints PDFs, and the printer keeps threads. The web server forks its workers from
    this process: with such threads in it, the first print in a worker would wait for ever.
    """
    # Millions of rows come and go in there; looking through them for cycles is a tenth of its time.
    text = (
        "import click, gc; gc.set_threshold(200_000, 50, 50); "
        "from motcua.config.cli import prepare; prepare(); "
        "from motcua.config.demo.build import Builder; Builder(click.echo).build()"
    )
    done = subprocess.run([sys.executable, "-c", text], check=False)  # noqa: S603 - our own program
    if done.returncode:
        sys.exit(done.returncode)


def _next_steps(port: int, *, serves: bool) -> None:
    from motcua.identity.rules import SAMPLE_PASSWORD

    click.echo("")
    if serves:
        click.echo(f"  citizens   http://localhost:{port}/")
        click.echo(
            f"             sign in as a sample person; simulators: http://localhost:{port + 1}/"
        )
        click.echo(f"  officials  http://localhost:{port}/office/   (password: {SAMPLE_PASSWORD})")
        click.echo("             bachquang.tiepnhan, bachquang.hotich, bachquang.lanhdao, …")
        click.echo("  all sample accounts stand on the sign-in page; stop with Ctrl-C")
    else:
        click.echo("  next: motcua demo (serves it), motcua verify, motcua report II.06a --help")


def _serve(program: list[str], port: int) -> None:
    from django.db import connection

    from motcua.config.serving import server_make

    connection.close()
    helpers = [
        subprocess.Popen([*program, *words])  # noqa: S603 - our own program
        for words in (
            ["worker"],
            ["simulators", "--port", str(port + 1)],
            ["live", "--port", str(port + 3)],
        )
    ]
    try:
        server_make(host="127.0.0.1", port=port).serve()
    finally:
        for helper in helpers:
            helper.terminate()
        for helper in helpers:
            helper.wait(20)
