"""`motcua files`: stored files.

`move`: from one store to another; status 1 names what is missing. `forgotten`: what was let go.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict

import click


@click.group()
def command() -> None:
    """Stored files."""


@command.command("move")
@click.option("--from", "source", metavar="STORE", required=True, help="disk, or s3://bucket?…")
@click.option("--to", "target", metavar="STORE", required=True, help="disk, or s3://bucket?…")
@click.option("--remove", is_flag=True, help="Remove from the source what was read back good.")
@click.option("--data", metavar="DIR", help="Folder of the installation's data.")
def move(*, source: str, target: str, remove: bool, data: str | None) -> None:
    """Copy all files between MOTCUA_FILES_DIR (disk) and S3-compatible stores.

    Hashes are checked; run it again after a break, it goes on where it stopped. Keys are those of
    MOTCUA_FILES_KEY and MOTCUA_FILES_SECRET.
    """
    del data
    from motcua.documents.moving import Moved, end_of, files_move
    from motcua.documents.types import StoreDown

    if source == target:
        raise click.UsageError("source and target are the same")
    try:
        ends = end_of(source), end_of(target)
    except ValueError as error:
        raise click.UsageError(str(error)) from None

    def tell(moved: Moved) -> None:
        click.echo(f"{moved.copied} copied, {moved.there} were there", err=True)

    try:
        moved = files_move(*ends, remove=remove, tell=tell)
    except StoreDown:
        raise click.ClickException(
            "a store does not answer; run it again, it goes on from here"
        ) from None
    print(f"{moved.copied} copied, {moved.there} were there, {moved.removed} removed")
    for word, hashes in (("missing", moved.missing), ("damaged", moved.damaged)):
        for one in hashes:
            print(f"{word}  {one}")
    sys.exit(0 if moved.good else 1)


@command.command("forgotten")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@click.option("--data", metavar="DIR", help="Folder of the installation's data.")
def forgotten(*, as_json: bool, data: str | None) -> None:
    """Tell by rule how many files were let go because nothing needed them.

    "waiting": bytes not erased yet; "hidden": the store keeps versions until its own rule destroys
    them; "again": the same content was stored again since.
    """
    del data
    from motcua.documents.queries import forgotten_told

    lines = forgotten_told()
    if as_json:
        print(json.dumps([asdict(one) for one in lines], default=str, indent=2))
        return
    for one in lines:
        print(
            f"{one.rule}  {one.files} files, {one.pages} pages, {one.size} bytes; {one.waiting}"
            f" waiting, {one.hidden} hidden, {one.again} again; last {one.last_at:%Y-%m-%d}"
        )
    if not lines:
        print("nothing was forgotten")
