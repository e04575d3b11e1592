"""Papers that somebody shows at a counter, for tests of routes and walls."""

from __future__ import annotations

from datetime import timedelta

from motcua.documents.services import file_store
from motcua.filing.models import Share, ShareItem, StoreItem
from motcua.identity.types import Role
from motcua.kernel import clock
from motcua.kernel.scope import SYSTEM, scope_use
from tests.builders.canaries import World
from tests.builders.citizens import citizen_make
from tests.builders.documents import pdf_make


def share_held(world: World) -> list[int]:
    """Return what is shown to the counter of `own`, and its paper; made once."""
    with scope_use(SYSTEM):
        known = ShareItem.objects.filter(share__unit_id=world.own.unit.id).first()
        if known is None:
            known = _made(world)
        return [known.share_id, known.item_id]


def _made(world: World) -> ShareItem:
    account = int(world.person("own", Role.COUNTER).session["_auth_user_id"])
    person = citizen_make().person
    stored = file_store(data=pdf_make(text="xuất trình"), name="giay.pdf")
    now = clock.now()
    item = StoreItem.objects.create(
        person_id=person.id,
        kind="upload",
        source_key=f"paper:{person.id}:{stored.sha256}",
        name="Giấy khai sinh",
        file_id=stored.id,
        sha256=stored.sha256,
        verified=False,
        added_at=now,
    )
    share = Share.objects.create(
        person_id=person.id,
        made_by=person.id,
        id_number=person.id_number,
        code="",
        papers=1,
        made_at=now,
        expires_at=now + timedelta(days=9999),
        wall_until=now + timedelta(days=9999),
        unit_id=world.own.unit.id,
        account_id=account,
        opened_at=now,
    )
    return ShareItem.objects.create(share=share, item=item, owned=False)
