"""The sample is sealed; its figures may be proved and published before anybody asks."""

from __future__ import annotations

from motcua.dossiers.services.seal import seal_make
from motcua.indicators.public.proof import proof_walk
from motcua.indicators.public.release import releases_follow
from motcua.indicators.public.standing import standing


def published_part(*, whole: bool) -> str:
    """Seal; with `whole` walk a lap unless one was walked lately, and publish what is over.

    A lap through the whole sample takes half a minute: else the worker does it while people look.
    """
    seal_make()
    if not whole:
        return ""
    while not standing().sound and not proof_walk():
        pass
    return f"{releases_follow()} years"
