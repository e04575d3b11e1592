"""Digital copies: an officer compares, signs, gives the paper back, uses an earlier copy again.

Source: domain brief 8.1 (Decrees 45/2020 and 107/2021): scanned, compared with the original,
signed by the officer or the organisation, named by owner and kind, kept; the original returned.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from motcua.documents.queries import file_open, file_verify
from motcua.documents.scans.quality import Grade, quality_read
from motcua.documents.services import output_store
from motcua.documents.signatures import registry
from motcua.documents.signatures.sign import Order
from motcua.documents.signatures.types import Role, Signed, SigningRefused
from motcua.documents.types import FileState
from motcua.dossiers.models import Attachment, Component, DigitalCopy, Dossier, Party, Scan
from motcua.dossiers.queries.digital import copies_of_person, is_shown
from motcua.dossiers.scan_types import CopyKind, Reuse, ScanState
from motcua.dossiers.services import _write
from motcua.dossiers.services._rows import rows_bind
from motcua.dossiers.services.scans import component_lock, scan_stale
from motcua.dossiers.types import FactType, Outcome, PartyRole
from motcua.identity.queries import accounts_by_ids
from motcua.identity.types import Actor, PostingView
from motcua.kernel import batch, clock
from motcua.kernel.errors import FieldProblem, Invalid, NotFound, Refused, Stale
from motcua.kernel.failpoints import failpoint, failpoint_after_commit
from motcua.kernel.text import nfc
from motcua.organisations.queries import unit_get, units_by_ids

REASON_MAX: Final = 500
SIGN_REASON: Final = "Số hóa từ bản chính, đã đối chiếu"


@dataclass(frozen=True, slots=True)
class Compared:
    """What an officer says who holds the paper beside its digital copy.

    `sha256` is of the PDF that was shown. `overrule`: why a copy that failed its check is good
    enough; `replaces`: why the copy of before was wrong.
    """

    sha256: str
    is_same: bool
    type_code: str = ""
    issued_on: date | None = None
    valid_to: date | None = None
    overrule: str = ""
    replaces: str = ""


def component_digitise(
    *, actor: Actor, code: str, component_id: int, said: Compared, version: int | None = None
) -> Outcome:
    """Take the PDF of a component's pages as its digital copy.

    A copy of before is replaced and stays to be seen. Raises NotFound, Forbidden, Stale; Refused
    `dossier_closed`, `not_made`; Invalid at `is_same`, `overrule`, `replaces`, `valid_to`.
    """
    with batch.operation():
        dossier, posting, component = component_lock(actor, code, component_id)
        _version_check(dossier, version)
        scan = Scan.objects.filter(component=component, state=ScanState.MADE.value).first()
        if scan is None:
            raise Refused("not_made", _("There is no PDF here that waits to be compared."))
        if scan.sha256 != said.sha256:
            raise scan_stale(scan)
        before = _live(component)
        reasons = _said_check(said, scan, before)
        copy = _copy(dossier, component, posting, said)
        copy.file_id, copy.sha256, copy.pages = scan.file_id, scan.sha256, scan.pages  # type: ignore[assignment]
        copy.has_text, copy.quality = scan.has_text, scan.quality
        copy.overruled = bool(nfc(said.overrule)) and _failed(scan)
        scan.state = ScanState.USED.value
        scan.save(update_fields=["state"])
        return _record(dossier, posting, copy, before, reasons)


def component_reuse(*, actor: Actor, code: str, component_id: int, copy_id: int) -> Outcome:
    """Use a digital copy of an earlier dossier of the same person for a component.

    Raises NotFound for a copy that is not offered (another person's, replaced, out of scope),
    Refused `copy_expired`, `already_digitised`, `dossier_closed`.
    """
    with batch.operation():
        dossier, posting, component = component_lock(actor, code, component_id)
        if _live(component) is not None:
            raise Refused("already_digitised", _("This component has its digital copy already."))
        today = clock.today()
        offers = {one.copy.id: one for one in copies_of_person(_owner(dossier), on=today)}
        offer = offers.get(copy_id)
        if offer is None or offer.copy.dossier_id == dossier.pk:
            raise NotFound("copy_unknown", _("There is no such copy of this person here."))
        if not offer.is_valid:
            raise Refused("copy_expired", _("This paper is not valid any more; ask for a new one."))
        said = Compared(
            offer.copy.sha256, is_same=True, type_code=offer.copy.type_code,
            issued_on=offer.copy.issued_on, valid_to=offer.copy.valid_to,
        )  # fmt: skip
        copy = _copy(dossier, component, posting, said)
        copy.reuse = Reuse.REUSED.value
        copy.source_id, copy.name = offer.copy.id, offer.copy.name
        copy.file_id, copy.sha256, copy.pages = (
            offer.copy.file_id, offer.copy.sha256, offer.copy.pages,
        )  # fmt: skip
        copy.has_text, copy.quality = offer.copy.has_text, offer.copy.quality.data()
        copy.signatures = [one.data() for one in offer.copy.signatures]
        return _record(dossier, posting, copy, None, [])


def copy_sign_prepare(actor: Actor, code: str, component_id: int, sha256: str) -> Order | None:
    """Return what is to be signed and with which key; reads only. None: the operation says why.

    The officer's own certificate; without one the seal of the unit, as domain brief 8.1 allows.
    Raises SigningRefused in plain words.
    """
    with transaction.atomic():
        dossier, posting, component = component_lock(
            actor, code, component_id, fact=FactType.COPY_SIGNED
        )
        copy = _live(component)
        if copy is None or copy.sha256 != sha256 or copy.signatures:
            return None
        role, key, expects = signer_of(actor, dossier, posting)
        if file_verify(copy.file_id) is not FileState.GOOD:
            raise Refused("file_damaged", _("The stored file is damaged. Scan the paper again."))
        with file_open(copy.file_id) as stream:
            base = stream.read()
    return Order(base, role, key, expects, "", visible=False, reason=SIGN_REASON)


def signer_of(actor: Actor, dossier: Dossier, posting: PostingView) -> tuple[Role, str, str]:
    """Return whose signature it is, the key, and the name that its certificate must bear.

    Raises SigningRefused: `sign_in_person` for a program, `no_signing_key` where nobody can sign.
    """
    if actor.token_id is not None:
        raise SigningRefused(
            "sign_in_person",
            _("A program does not sign for a person. Sign in and sign on the page."),
        )
    account = accounts_by_ids([posting.account_id])[posting.account_id]
    own = f"account:{account.username}"
    if registry.may_sign(own):
        return Role.PERSONAL, own, account.name
    unit = unit_get(dossier.receiving_unit_id)
    above = units_by_ids(unit.path_ids)
    for one in reversed(unit.path_ids):
        key = f"unit:{above[one].code}" if one in above else ""
        if key and registry.may_sign(key):
            return Role.SEAL, key, ""
    raise SigningRefused(
        "no_signing_key",
        _(
            "Neither you nor your unit has a digital certificate here. The copy stays as it is, "
            "compared and not signed. Ask your technical administrator."
        ),
    )


def component_sign(
    *, actor: Actor, code: str, component_id: int, signed: Signed | None, version: int | None = None
) -> Outcome:
    """Put the signature, made before (`copy_sign_prepare`), on a component's digital copy.

    Raises Refused `nothing_to_sign` where there is none, or it is signed already; Stale.
    """
    with batch.operation():
        dossier, posting, component = component_lock(
            actor, code, component_id, fact=FactType.COPY_SIGNED
        )
        _version_check(dossier, version)
        copy = _live(component)
        if copy is None or copy.signatures:
            raise Refused("nothing_to_sign", _("No digital copy waits for a signature here."))
        if signed is None or signed.base_sha256 != copy.sha256:
            raise _meanwhile(dossier)
        stored = output_store(data=signed.data, name=f"{copy.name}.pdf", pages=signed.pages)
        copy.file_id, copy.sha256 = stored.id, stored.sha256
        copy.signatures = [signed.evidence.data()]
        copy.save(update_fields=["file_id", "sha256", "signatures"])
        Attachment.objects.filter(pk=copy.attachment_id or 0).update(
            file_id=stored.id, sha256=stored.sha256
        )
        one = signed.evidence
        fact = _write.fact_at(
            FactType.COPY_SIGNED,
            clock.now(),
            rows=_bound(dossier, copy),
            component=component.component_id,
            copy=copy.version,
            signed=one.role.value,
            certificate=one.fingerprint,
            level=one.level.value,
            base=signed.base_sha256,
            sha256=stored.sha256,
        )
        outcome = _write.facts_record(dossier, [fact], _write.doer_of(posting))
        failpoint("operation.written")
        failpoint_after_commit("operation.committed")
    return outcome


def original_return(
    *, actor: Actor, code: str, component_id: int, version: int | None = None
) -> Outcome:
    """Note that the paper itself went back to whoever brought it.

    Possible in a closed dossier too: the paper may lie here longer than the case.
    """
    with batch.operation():
        dossier, posting, component = component_lock(
            actor, code, component_id, fact=FactType.ORIGINAL_RETURNED
        )
        _version_check(dossier, version)
        copy = _live(component)
        if copy is None or copy.returned_at is not None or copy.reuse != Reuse.DIGITISED:
            raise Refused(
                "nothing_to_return", _("No digitised original lies here to be given back.")
            )
        copy.returned_at, copy.returned_by = clock.now(), posting.account_id
        copy.save(update_fields=["returned_at", "returned_by"])
        fact = _write.fact_at(
            FactType.ORIGINAL_RETURNED,
            copy.returned_at,
            rows=rows_bind(dossier, copy),
            component=component.component_id,
            copy=copy.version,
        )
        outcome = _write.facts_record(dossier, [fact], _write.doer_of(posting))
        failpoint("operation.written")
        failpoint_after_commit("operation.committed")
    return outcome


def _record(
    dossier: Dossier,
    posting: PostingView,
    copy: DigitalCopy,
    before: DigitalCopy | None,
    reasons: list[str],
) -> Outcome:
    """Write a new copy with its attachment in place of the one of before, and the event."""
    if before is not None:
        before.replaced_at = copy.compared_at
        before.save(update_fields=["replaced_at"])
        Attachment.objects.filter(pk=before.attachment_id or 0).update(kind="replaced")
    attachment = Attachment.objects.create(
        dossier=dossier,
        component_id=copy.component_id,
        file_id=copy.file_id,
        sha256=copy.sha256,
        name=f"{copy.name}.pdf",
        kind="component",
        added_at=copy.compared_at,
        added_by=posting.account_id,
    )
    copy.attachment = attachment
    copy.save()
    changed = [copy] if before is None else [before, copy]
    quality = quality_read(copy.quality)
    fact = _write.fact_at(
        FactType.DIGITISED,
        copy.compared_at,
        rows=_bound(dossier, *changed),
        words={"reason": "\n".join(reasons)} if reasons else None,
        component=copy.component.component_id if copy.component else None,
        copy=copy.version,
        reuse=int(copy.reuse),
        shown=Component.objects.filter(is_shown(), pk=copy.component_id or 0).exists() or None,
        pages=copy.pages,
        text=copy.has_text,
        quality=quality.grade.value,
        overruled=copy.overruled or None,
        replaces=before.version if before else None,
        sha256=copy.sha256,
    )
    outcome = _write.facts_record(dossier, [fact], _write.doer_of(posting))
    failpoint("operation.written")
    failpoint_after_commit("operation.committed")
    return outcome


def _bound(dossier: Dossier, *copies: DigitalCopy) -> dict[str, str]:
    papers = Attachment.objects.filter(dossier=dossier).select_related("component")
    return rows_bind(dossier, *copies, *papers.order_by("pk"))


def _said_check(said: Compared, scan: Scan, before: DigitalCopy | None) -> list[str]:
    """Return the reasons that were given; raises Invalid with every problem."""
    problems = []
    overrule, replaces = nfc(said.overrule)[:REASON_MAX], nfc(said.replaces)[:REASON_MAX]
    if not said.is_same:
        text = _("Compare every page with the original, and tick that it is the same.")
        problems.append(FieldProblem("is_same", text))
    if _failed(scan) and not overrule:
        text = _("The check failed. Say why the copy is good enough, or scan the paper again.")
        problems.append(FieldProblem("overrule", text))
    if before is not None and not replaces:
        text = _("Say what was wrong with the copy of before.")
        problems.append(FieldProblem("replaces", text))
    if said.issued_on and said.valid_to and said.valid_to < said.issued_on:
        problems.append(FieldProblem("valid_to", _("This day lies before the day of issue.")))
    if problems:
        raise Invalid(problems)
    return [one for one in (replaces if before else "", overrule if _failed(scan) else "") if one]


def _failed(scan: Scan) -> bool:
    return quality_read(scan.quality).grade is Grade.FAIL


def _live(component: Component) -> DigitalCopy | None:
    live = DigitalCopy.objects.filter(component=component, replaced_at__isnull=True)
    return live.select_related("component").first()


def _copy(
    dossier: Dossier, component: Component, posting: PostingView, said: Compared
) -> DigitalCopy:
    last = DigitalCopy.objects.filter(component=component).aggregate(last=Max("version"))["last"]
    owner = _owner(dossier)
    type_code = nfc(said.type_code)[:40] or type_code_of(dossier, component)
    same = DigitalCopy.objects.filter(owner_number=owner, type_code=type_code, source=None).count()
    return DigitalCopy(
        dossier=dossier,
        component=component,
        version=(last or 0) + 1,
        kind=CopyKind.COMPONENT.value,
        reuse=Reuse.DIGITISED.value,
        type_code=type_code,
        owner_number=owner,
        name=f"{owner or dossier.code}.{type_code}.{same + 1:02d}"[:120],
        issued_on=said.issued_on,
        valid_to=said.valid_to,
        compared_by=posting.account_id,
        compared_at=clock.now(),
    )


def type_code_of(dossier: Dossier, component: Component) -> str:
    """Return the code of the kind of document where nobody knows the national one."""
    return f"{dossier.procedure_version.procedure.code}-{component.order:02d}"


def _owner(dossier: Dossier) -> str:
    """Return the number of whom the paper is of: the owner of the dossier, else the applicant."""
    rows = {row.role: row for row in Party.objects.filter(dossier=dossier)}
    row = rows.get(PartyRole.OWNER.value) or rows.get(PartyRole.APPLICANT.value)
    return row.id_number if row else ""


def _version_check(dossier: Dossier, version: int | None) -> None:
    if version is not None and dossier.seq != version:
        raise _meanwhile(dossier)


def _meanwhile(dossier: Dossier) -> Stale:
    return Stale(
        "dossier_changed",
        _("Somebody else has changed this dossier in the meantime. Please look at it again."),
        version=dossier.seq,
    )
