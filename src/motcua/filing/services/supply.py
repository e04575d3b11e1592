"""Putting together what an office asked for: kept item by item until it is sent.

The same as the papers of a draft, for a dossier that was sent already. Nothing here changes the
dossier before `supply_send`; a request that ends meanwhile loses nothing of what was put up.
"""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from motcua.citizens.types import CitizenActor
from motcua.documents.types import Hold, StoredFileView
from motcua.dossiers.queries.supplements import supplement_requested
from motcua.dossiers.services.citizen_after import (
    TEXT_MAX,
    SuppliedItem,
    own_check,
    supplement_supply_own,
)
from motcua.dossiers.types import Outcome
from motcua.dossiers.views import SupplementView
from motcua.filing.models import Supply, SupplyFile
from motcua.filing.queries.kept import document_file
from motcua.filing.queries.supplies import supplies_mine, supply_view
from motcua.filing.services.files import file_put, file_shift, file_take_out
from motcua.filing.services.proofs import proofs_told
from motcua.filing.types import DraftFileView, SupplyView
from motcua.kernel import clock
from motcua.kernel.errors import FieldProblem, Invalid, NotFound, Refused
from motcua.kernel.scope import scope_use
from motcua.kernel.text import nfc


def supply_begin(*, citizen: CitizenActor, code: str) -> SupplyView:
    """Return what is there for what is asked now; begins it where nothing is.

    Raises NotFound for another person's dossier, Refused `nothing_requested`.
    """
    with transaction.atomic():
        _asked, row = _locked(citizen, code)
        return supply_view(row)


def supply_text(*, citizen: CitizenActor, code: str, place: int, text: str) -> SupplyView:
    """Keep the answer in words for one item; empty takes it away. Raises Invalid when too long."""
    cleaned = nfc(text)
    if len(cleaned) > TEXT_MAX:
        problem = _("This is too long; %(limit)s characters at most.") % {"limit": TEXT_MAX}
        raise Invalid([FieldProblem("text", problem)])
    with transaction.atomic():
        row = _item(citizen, code, place)
        if row.texts.get(str(place), "") != cleaned:
            row.texts[str(place)] = cleaned
            _store(row, "texts")
        return supply_view(row)


def supply_file_add(
    *,
    citizen: CitizenActor,
    code: str,
    place: int,
    file: StoredFileView,
    source: str = "device",
    item_id: int | None = None,
) -> SupplyView:
    """Add a stored file to one item; the same content twice is once.

    `file` is what `documents` answered, never a number out of a form. Raises NotFound, Invalid when
    there are too many, Refused `nothing_requested`.
    """
    with transaction.atomic():
        row = _item(citizen, code, place)
        if file_put(row, place, file, field="file", source=source, item_id=item_id):
            _store(row)
        return supply_view(row)


def supply_file_use(*, citizen: CitizenActor, code: str, place: int, item_id: int) -> SupplyView:
    """Use one of one's own documents for an item, by the owner's choice.

    Raises NotFound, Refused `document_ended`, and what `supply_file_add` raises.
    """
    item, file = document_file(citizen, item_id)
    return supply_file_add(
        citizen=citizen,
        code=code,
        place=place,
        file=file,
        source="store",
        item_id=item.id,
    )


def supply_file_remove(*, citizen: CitizenActor, code: str, file_id: int) -> SupplyView:
    """Take a file out; one that is gone already is gone. `file_id` is that of the link."""
    with transaction.atomic():
        _asked, row = _locked(citizen, code)
        file_take_out(row, file_id)
        _store(row)
        return supply_view(row)


def supply_file_move(*, citizen: CitizenActor, code: str, file_id: int, up: bool) -> SupplyView:
    """Move a file one place up or down among those of its item; at the end nothing moves."""
    with transaction.atomic():
        _asked, row = _locked(citizen, code)
        if file_shift(row, file_id, up=up):
            _store(row)
        return supply_view(row)


def supply_send(*, citizen: CitizenActor, code: str) -> Outcome | None:
    """Send everything that is there; the rest of what is asked can follow later.

    Pressed twice is once: None when it was all sent before. Raises NotFound, Invalid when nothing
    is there or a file is malicious, Refused `nothing_requested`.
    """
    with transaction.atomic():
        asked, row = _locked(citizen, code)
        view = supply_view(row)
        if not view.places and (asked.answers or _answered(citizen, code)):
            return None
        bad = [one for one in view.files if one.hold is Hold.MALWARE]
        if bad:
            raise Invalid(
                [FieldProblem(f"items.{one.component_id}", _infected(one)) for one in bad]
            )
        outcome = supplement_supply_own(
            citizen=citizen, code=code, items=[_supplied(view, place) for place in view.places]
        )
        SupplyFile.objects.filter(supply=row).delete()
        row.texts = {}
        _store(row, "texts")
    return outcome


def _answered(citizen: CitizenActor, code: str) -> bool:
    """Whether something was sent while this waited for the row: of two at once, the second."""
    with scope_use(citizen.scope):
        asked = supplement_requested(code)
    return asked is not None and bool(asked.answers)


def _supplied(view: SupplyView, place: int) -> SuppliedItem:
    files = view.files_of(place)
    return SuppliedItem(
        item=place,
        text=view.texts.get(place, ""),
        file_ids=tuple(one.file_id for one in files),
        file_names=tuple(one.name for one in files),
        note=proofs_told(files),
    )


def _infected(file: DraftFileView) -> str:
    text = _("Malicious software was found in %(name)s. Take it out and add a clean file.")
    return text % {"name": file.name}


def _locked(citizen: CitizenActor, code: str) -> tuple[SupplementView, Supply]:
    """Return what is asked and the locked row for it; begins one where there is none."""
    own_check(citizen, code)
    with scope_use(citizen.scope):
        asked = supplement_requested(code)
    if asked is None:
        raise Refused(
            "nothing_requested",
            _("The office does not wait for this any more. What you put up is kept."),
        )
    now = clock.now()
    row, _new = (
        supplies_mine(citizen)
        .select_for_update()
        .get_or_create(
            dossier_code=code,
            ordinal=asked.ordinal,
            subject_id=citizen.subject_id,
            person_id=citizen.person_id,
            defaults={"started_at": now, "saved_at": now},
        )
    )
    return asked, row


def _item(citizen: CitizenActor, code: str, place: int) -> Supply:
    asked, row = _locked(citizen, code)
    if not 0 <= place < len(asked.items):
        raise NotFound("item_unknown", _("This was not asked for."))
    return row


def _store(row: Supply, *names: str) -> None:
    row.saved_at = clock.now()
    row.save(update_fields=[*names, "saved_at"])
