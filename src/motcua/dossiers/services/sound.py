"""Are the events of some dossiers what was sealed? In pieces, so that it can be asked all day.

The same checks as `motcua verify` makes of chains and seals, over a range: whoever shows figures to
everybody walks through all dossiers again and again and must not wait for the end of it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import datetime
from itertools import groupby

from django.conf import settings

from motcua.dossiers import chain
from motcua.dossiers.models import Dossier, Event, Seal
from motcua.dossiers.services import seal as seals
from motcua.dossiers.services.reanchor import ceiling_now
from motcua.dossiers.services.verify import Breach, chain_verify
from motcua.kernel import signing


def ids_after(after: int, size: int) -> list[int]:
    """Return the ids of the next `size` dossiers after an id, in order."""
    wanted = Dossier.objects.filter(pk__gt=after).order_by("pk")
    return list(wanted.values_list("pk", flat=True)[:size])


def events_sound(after: int, upto: int) -> Iterator[tuple[int, Breach]]:
    """Yield id and breach of dossiers in (after, upto] whose chain or fold is not as recorded."""
    dossiers = {d.pk: d for d in Dossier.objects.filter(pk__gt=after, pk__lte=upto).order_by("pk")}
    events = Event.objects.filter(dossier_id__gt=after, dossier_id__lte=upto)
    ordered = events.order_by("dossier_id", "seq").iterator(chunk_size=5000)
    seen: set[int] = set()
    for key, chained in groupby(ordered, key=lambda event: event.dossier_id):
        seen.add(key)
        dossier = dossiers.get(key)
        if dossier is not None:
            yield from ((key, breach) for breach in chain_verify(dossier, list(chained), []))
    for key in dossiers.keys() - seen:
        yield key, Breach("I4", dossiers[key].code, "a dossier without any event")


def seals_sound(after: int, upto: int) -> Iterator[tuple[int, Breach]]:
    """Yield number and breach of seals in (after, upto] that are not those of the events.

    What they say, who signed them, which one is before them, the root over the heads they cover.
    """
    known, ceiling = seals.anchors(), ceiling_now()
    last = seals.LAST if ceiling is None else ceiling
    rows = Seal.objects.filter(number__gte=after, number__lte=upto).order_by("number")
    before = Seal.objects.filter(number=after).first() if after else None
    prev, expected = (bytes(before.hash) if before else chain.GENESIS), after + 1
    for seal in rows:
        if seal.number == after:
            continue
        where = f"seal {seal.number}"
        text = seals.seal_text(seal)
        if (seal.number, bytes(seal.prev_hash)) != (expected, prev):
            yield seal.number, Breach("I4", where, "a seal before it is missing")
        elif hashlib.sha256(text.encode()).digest() != bytes(seal.hash):
            yield seal.number, Breach("I4", where, "the seal itself was changed")
        elif not signing.signature_valid(text, seal.signature):
            yield seal.number, Breach("I4", where, "the seal is not signed by this installation")
        elif seals.root_of(seals.heads_between(seals.window_of(seal, known, last))) != bytes(
            seal.root
        ):
            yield seal.number, Breach("I4", where, "it does not fit the events")
        prev, expected = bytes(seal.hash), seal.number + 1
    if expected <= upto:
        yield upto, Breach("I4", f"seal {upto}", "it is missing")


def seal_newest() -> Seal | None:
    """Return the newest seal of the database."""
    return seals.last_seal()


def seal_made_at(number: int) -> datetime | None:
    """Return when a seal was made; None where there is none."""
    return Seal.objects.filter(number=number).values_list("made_at", flat=True).first()


def seal_outside_newest() -> int:
    """Return the number of the newest seal in the copy outside the database; 0 for none."""
    file = settings.SEALS_FILE
    if not file.exists():
        return 0
    with file.open("rb") as kept:
        return seals.end_of(kept)[0]
