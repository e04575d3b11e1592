"""Digital signatures of a result: the leader's own at approval, the unit's seal at issue.

A unit signs when its seal is registered (`documents.signatures.registry`, by its code). Then the
leader signs with a key of their own, and neither approval nor issue goes without. A unit without
a seal issues unsigned only where `MOTCUA_UNSIGNED_UNITS` says so.

The seal alone makes no document: it confirms whoever signed for the agency (Decree 30/2020/NĐ-CP,
articles 13 and 33). What was approved before the unit had its seal is therefore signed by a leader
first (`signing_after`), and not sealed until then.

`signature_make` works before the operation: it reads, asks the key and the time-stamp authority,
and holds nothing. `signature_use` is part of the operation: it takes the signed file in place of
what was signed, if that still lies there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from motcua.documents.forms import Issuer
from motcua.documents.queries import file_open
from motcua.documents.services import output_store
from motcua.documents.signatures import registry
from motcua.documents.signatures.sheet import Sheet
from motcua.documents.signatures.sign import Order, code_make, pdf_sign
from motcua.documents.signatures.types import Role, Signed, SigningRefused
from motcua.dossiers import return_rules
from motcua.dossiers.eyes_rules import (
    NOT_APPRAISED,
    OWN_APPRAISAL,
    OWN_DRAFT,
    approver_barred,
)
from motcua.dossiers.models import Dossier, Result
from motcua.dossiers.queries.capacity import capacity_of
from motcua.dossiers.services.draft import draft_of, file_check
from motcua.dossiers.services.submit import result_check_url
from motcua.dossiers.types import Status, right_to
from motcua.identity.queries import accounts_by_ids
from motcua.identity.types import Actor
from motcua.kernel.errors import Refused, Stale
from motcua.kernel.text import nfc
from motcua.organisations.queries import unit_get, units_by_ids
from motcua.organisations.types import COMMUNE_KINDS, PROVINCE_KINDS, UnitView
from motcua.workflow.queries import item_get
from motcua.workflow.types import Act, WorkItemView

APPROVED: Final = return_rules.APPROVED
ROLES = {Act.APPROVE: Role.PERSONAL, Act.ISSUE: Role.SEAL}
PROCEDURE_MAX = 200  # characters on the sheet


@dataclass(frozen=True)
class Taken:
    """What a signature changes: columns of the result, and what the event tells of it."""

    columns: tuple[str, ...] = ()
    told: dict[str, Any] = field(default_factory=dict)


def signature_make(
    actor: Actor, item_id: int, outcome: str, expected_version: int, number: str = ""
) -> Signed | None:
    """Sign the draft that a work item decides; None when nothing is to be signed.

    Raises SigningRefused in plain words when it cannot be signed: nothing has changed then.
    What else may be wrong (stale page, missing right or draft) the operation says.
    """
    order = signature_prepare(actor, item_id, outcome, expected_version, number)
    return None if order is None else pdf_sign(order)


def signature_prepare(
    actor: Actor, item_id: int, outcome: str, expected_version: int, number: str = ""
) -> Order | None:
    """Return what is to be signed and with which key; reads only.

    Whoever waits for keys outside of a transaction prepares in one, signs, then operates.
    """
    if not settings.SIGNERS_FILE:
        return None
    item = item_get(item_id)
    role = ROLES.get(item.act)
    if role is None or item.version != expected_version or not item.state.is_live:
        return None
    posting = actor.posting_for(right_to(item.act, item.role), item.unit_id)
    dossier = _dossier_of(item)
    draft = draft_of(dossier) if dossier is not None else None
    if dossier is None or draft is None or not _may(dossier, draft, role, outcome, number):
        return None
    if role is Role.PERSONAL and approver_wrong(dossier, draft, posting.account_id):
        return None
    unit = unit_get(dossier.competent_unit_id)
    if not signs(unit):
        return None
    if role is Role.SEAL:
        leader_signed_check(draft.signatures)
    signer_check(actor, item.unit_id, role, unit)
    return order_make(dossier, draft, unit, role, posting.account_id, nfc(number))


def signing_wanted(item_id: int, outcome: str = "") -> bool:
    """Tell whether finishing a work item (in this way) makes a signature, before anybody asks."""
    if not settings.SIGNERS_FILE:
        return False
    item = item_get(item_id)
    if item.act not in ROLES or (item.act is Act.APPROVE and outcome not in {"", APPROVED}):
        return False
    dossier = _dossier_of(item)
    return dossier is not None and registry.may_sign(
        f"unit:{unit_get(dossier.competent_unit_id).code}"
    )


def approver_wrong(dossier: Dossier, draft: Result, account_id: int) -> Refused | None:
    """Return why somebody may not answer for a result: four eyes have to have seen it."""
    barred = approver_barred(
        account=account_id, appraised_by=dossier.appraised_by, drafted_by=draft.drafted_by
    )
    texts = {
        NOT_APPRAISED: _(
            "Nobody has appraised this dossier. It is appraised first, then approved."
        ),
        OWN_APPRAISAL: _(
            "You appraised this dossier yourself; somebody else approves and signs the result."
        ),
        OWN_DRAFT: _("You drafted this result yourself; somebody else approves and signs it."),
    }
    return Refused(barred, texts[barred]) if barred else None


def approver_check(dossier: Dossier, draft: Result, account_id: int) -> None:
    """Refuse whoever may not answer for a result (`approver_wrong`)."""
    wrong = approver_wrong(dossier, draft, account_id)
    if wrong is not None:
        raise wrong


def leader_signed_check(signatures: Sequence[Mapping[str, Any]]) -> None:
    """Refuse to seal what no leader has signed."""
    if not any(one["role"] == Role.PERSONAL.value for one in signatures):
        raise Refused(
            "leader_not_signed",
            _(
                "This result was approved before the unit had its digital seal, and no leader has "
                "signed it. A leader signs it first; then it gets its number and the seal."
            ),
        )


def signature_use(dossier: Dossier, draft: Result, signed: Signed | None, act: Act) -> Taken:
    """Put the signed file into the draft, inside the operation; the caller saves and binds it.

    Raises Stale when another draft lies there by now, Refused when the unit must sign and nobody
    did, or when it may not issue without a signature.
    """
    if signed is None:
        if "*" in settings.UNSIGNED_UNITS and not settings.SIGNERS_FILE:
            return Taken()
        if signs(unit_get(dossier.competent_unit_id)):
            if act is Act.ISSUE:
                leader_signed_check(draft.signatures)
            raise SigningRefused("not_signed_yet", _("This needs a digital signature. Try again."))
        return Taken()
    if act is Act.ISSUE:
        leader_signed_check(draft.signatures)
    return signature_take(dossier, draft, signed, ROLES[act])


def signature_take(dossier: Dossier, draft: Result, signed: Signed, role: Role) -> Taken:
    """Put a signed file into the draft that it was made from; Stale when another lies there."""
    if signed.base_sha256 != draft.sha256 or signed.evidence.role is not role:
        raise Stale(
            "dossier_changed",
            _("Somebody else has changed this dossier in the meantime. Please look at it again."),
            version=dossier.seq,
        )
    stored = output_store(data=signed.data, name=draft.file_name, pages=signed.pages)
    draft.file_id, draft.sha256 = stored.id, stored.sha256
    draft.signatures = [*draft.signatures, signed.evidence.data()]
    draft.check_code = signed.code
    one = signed.evidence
    return Taken(
        ("file_id", "sha256", "signatures", "check_code"),
        {
            "signed": one.role.value,
            "certificate": one.fingerprint,
            "level": one.level.value,
            "base": signed.base_sha256,
            **({"capacity": one.capacity_text} if one.capacity else {}),
        },
    )


def signs(unit: UnitView) -> bool:
    """Whether a unit's results are signed; Refused when they are not and must be."""
    if registry.may_sign(f"unit:{unit.code}"):
        return True
    if {"*", unit.code} & set(settings.UNSIGNED_UNITS):
        return False
    raise Refused(
        "unsigned_not_allowed",
        _(
            "%(unit)s has no digital seal here, and may not issue results without one. "
            "Ask your technical administrator."
        )
        % {"unit": unit.full_name},
    )


def _dossier_of(item: WorkItemView) -> Dossier | None:
    kind, _separator, number = item.subject.partition(":")
    known = Dossier.objects.select_related("procedure_version")
    return known.filter(pk=int(number)).first() if kind == "dossier" else None


def _may(dossier: Dossier, draft: Result, role: Role, outcome: str, number: str) -> bool:
    if Status(dossier.status) is not Status.PROCESSING:
        return False
    if role is Role.PERSONAL:
        return outcome == APPROVED
    return draft.approved_at is not None and 0 < len(nfc(number)) <= 80


def signer_check(actor: Actor, at_unit_id: int, role: Role, unit: UnitView) -> None:
    """Refuse whoever may do the work (at `at_unit_id`) and yet may not sign for this unit.

    A personal key is under its owner's sole control (Law 20/2023/QH15, article 22), so that no
    program signs with it; and a unit's seal is affixed in the unit (Decree 30/2020, article 32).
    """
    if role is Role.PERSONAL and actor.token_id is not None:
        raise SigningRefused(
            "sign_in_person",
            _("A program does not sign for a person. The leader signs in and signs on the page."),
        )
    if unit.id not in unit_get(at_unit_id).path_ids:
        raise SigningRefused(
            "another_unit_signs",
            _("This result is signed and sealed by %(unit)s. Hand the work back there first.")
            % {"unit": unit.full_name},
        )


def order_make(
    dossier: Dossier, draft: Result, unit: UnitView, role: Role, account_id: int, number: str = ""
) -> Order:
    """Return what a key is to sign; Refused when the stored bytes are not those drafted.

    A leader signs in a capacity of their own (`capacity_of`); who has none is refused.
    """
    file_check(draft)
    with file_open(draft.file_id) as stream:
        base = stream.read()
    code = draft.check_code or code_make()
    account = accounts_by_ids([account_id])[account_id]
    leader = role is Role.PERSONAL
    capacity = capacity_of(account_id, unit) if leader else None
    return Order(
        base=base,
        role=role,
        key=f"account:{account.username}" if leader else f"unit:{unit.code}",
        expects=account.name if leader else "",
        code=code,
        sheet=None if draft.check_code else _sheet(dossier, draft, unit, code),
        number=number,
        capacity=capacity.lines if capacity else (),
    )


def _sheet(dossier: Dossier, draft: Result, unit: UnitView, code: str) -> Sheet:
    parts = urlsplit(result_check_url())
    return Sheet(
        issuer=_issuer(unit),
        title=draft.title,
        procedure=dossier.procedure_version.name[:PROCEDURE_MAX],
        dossier_code=dossier.code,
        code=code,
        check_url=result_check_url(code),
        check_page=f"{parts.netloc}{parts.path}",
    )


def _issuer(unit: UnitView) -> Issuer:
    """Return the head of the sheet: the agency below the one that it belongs to."""
    above = units_by_ids(set(unit.path_ids) - {unit.id})
    parents = [above[one] for one in reversed(unit.path_ids) if one in above]
    kinds = PROVINCE_KINDS | COMMUNE_KINDS
    parent = next((one for one in parents if one.kind in kinds), None)
    return Issuer(
        superior=_committee(parent) if parent is not None else "",
        name=_committee(unit) if unit.kind in kinds else unit.full_name,
        place=unit.name if unit.kind in kinds or parent is None else parent.name,
    )


def _committee(unit: UnitView) -> str:
    return f"UBND {unit.full_name[:1].lower()}{unit.full_name[1:]}"
