"""Papers that the office holds of a person, or that they show: offered where they satisfy.

What fits is said by `dossiers.reuse_rules`, never by a name. By the officer's act with the person
at the counter, never silently; until the form is sent it can be put back. What was used again is
told with its source (national states of digitisation 2 and 3, domain brief 8.1).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.core import signing
from django.http import QueryDict
from django.utils.translation import gettext as _

from motcua.documents.queries import files_told
from motcua.documents.types import Hold, StoredFileView
from motcua.dossiers import reuse_rules as rules
from motcua.dossiers.queries.held import HeldPaper, papers_held
from motcua.dossiers.scan_types import Reuse
from motcua.filing.queries.shares import share_subject
from motcua.filing.rules import valid_until
from motcua.filing.types import SharedPaper, ShareView, StoreItemView, StoreKind
from motcua.identity.access import SignedInRequest
from motcua.identity.types import Action
from motcua.kernel import clock
from motcua.kernel.audit import reading_record
from motcua.kernel.text import nfc
from motcua.procedures.types import ComponentKind, ComponentView, VersionView
from motcua.ui import formats

SALT = "motcua.intake.held"
DAY = 86_400
USED = "paper shown by the person used"


@dataclass(frozen=True)
class Held:
    """A paper that may be, or is, used again for a component; the form carries the token."""

    token: str
    paper: HeldPaper
    fit: rules.Fit
    until: date | None
    item: StoreItemView | None = None  # of the person's own documents, which they show
    share: ShareView | None = None

    @property
    def is_proof(self) -> bool:
        """Whether an office issued it, or an officer accepted it."""
        return self.item is None or self.item.verified

    @property
    def file_id(self) -> int:
        """Return its file."""
        return self.paper.file_id

    @property
    def code(self) -> str:
        """Return the dossier that it is taken from."""
        return self.paper.dossier_code

    @property
    def name(self) -> str:
        """Return its name, with its number where it has one."""
        one = self.paper
        return f"{one.name}, {one.number}"[:160] if one.number else one.name[:160]

    @property
    def words(self) -> str:
        """Return where it comes from."""
        told = {"code": self.code}
        if self.item is not None:
            return _shown_words(self.item) % told
        if self.paper.is_result:
            return _("result of dossier %(code)s") % told
        return _("accepted in dossier %(code)s") % told

    @property
    def dates(self) -> str:
        """Return when it was issued and until when it holds, as far as that is known."""
        issued = self.paper.issued_on
        if issued is None:
            told = {"day": formats.day(self.paper.accepted_on)}
            words = [_("taken in on %(day)s, its own day of issue is not recorded") % told]
        else:
            words = [_("issued on %(day)s") % {"day": formats.day(issued)}]
        if self.until is not None and self.until >= clock.today():
            words.append(_("valid until %(day)s") % {"day": formats.day(self.until)})
        return ", ".join(words)

    @property
    def why(self) -> str:
        """Return why it fits the component, with the source of the rule."""
        told = {"basis": self.fit.basis}
        if self.fit.ground is rules.Ground.ISSUED:
            return _("This procedure issues exactly this paper (%(basis)s).") % told
        if self.fit.ground is rules.Ground.KIND:
            return _("Another procedure asked for the same paper (%(basis)s).") % told
        return _("It was accepted for the same component of the same procedure.")

    @property
    def warnings(self) -> list[str]:
        """Return what is to be looked at before it is used."""
        found = []
        if not self.is_proof:
            found.append(_("No office has looked at it yet: compare it with the original."))
        if self.until is not None and self.until < clock.today():
            day = {"day": formats.day(self.until)}
            found.append(_("It was valid until %(day)s and serves as the earlier one only.") % day)
        if self.fit.whose in {rules.Whose.CHILD, rules.Whose.DECEASED}:
            words = _("It is about another person: compare name and day of birth or death.")
            found.append(words)
        elif self.fit.whose is None:
            found.append(_("Look whether it says what this dossier needs."))
        if self.paper.issued_on is None:
            found.append(_("Look whether it is still valid."))
        return found


def held_offers(
    request: SignedInRequest, number: str, version: VersionView, share: ShareView | None = None
) -> dict[int, list[Held]]:
    """Return what serves each component: of its kind, in force, not held back.

    From the office's own dossiers, and from what the person shows (`share`); a file once.
    """
    papers = papers_held(number)
    known = {one.file_id for one in papers}
    more = [one for one in (share.papers if share else ()) if one.item.file_id not in known]
    sources = [(one, None) for one in papers] + [(_shown(one), one.item) for one in more]
    if not sources:
        return {}
    files = files_told(paper.file_id for paper, _item in sources)
    account = request.actor.account_id
    found: dict[int, list[Held]] = {}
    for component in version.components:
        offers = []
        for paper, item in sources:
            token = _token(account, component.id, number, paper.file_id)
            offer = _offer(paper, version.code, component, token)
            if offer is not None and _free(files.get(paper.file_id)):
                offers.append(replace(offer, item=item, share=share if item else None))
        if offers:
            found[component.id] = list(_newest(offers))
    return found


def held_taken(
    request: SignedInRequest, data: QueryDict, version: VersionView, share: ShareView | None = None
) -> tuple[dict[int, list[Held]], set[int]]:
    """Return what was taken for each component, and the components that lost something.

    Only what is offered at this moment: what was withdrawn meanwhile, is shown no longer, is
    another person's or was chosen by another officer is gone from the form, and the component has
    lost it.
    """
    places, gone = {}, set()
    for one in version.components:
        places[one.id], foreign = _wanted(request, data, one.id)
        if foreign:
            gone.add(one.id)
    if not any(places.values()):
        return {}, gone
    number = data.get("applicant-id_number", "")
    offers = held_offers(request, number, version, share)
    found: dict[int, list[Held]] = {}
    for component_id, wanted in places.items():
        files = {file_id for named, file_id in wanted if named == _plain(number)}
        held = offers.get(component_id, []) if files else []
        found[component_id] = [one for one in held if one.file_id in files]
    lost = {key for key, wanted in places.items() if len(wanted) > len(found[key])}
    return {key: held for key, held in found.items() if held}, lost | gone


def _wanted(
    request: SignedInRequest, data: QueryDict, component_id: int
) -> tuple[set[tuple[str, int]], bool]:
    """Return the person's number and the file of each paper that this officer took.

    And whether there is something that they did not take, or that ran out.
    """
    tokens = set(data.getlist(f"c{component_id}-held")) - {data.get("remove", ""), ""}
    told = [_read(token) for token in tokens]
    mine = [one for one in told if one and one[:2] == [request.actor.account_id, component_id]]
    return {(one[2], one[3]) for one in mine}, len(mine) < len(tokens)


def lost_words() -> str:
    """Return what is said at a component that has lost something; nothing goes without a word."""
    return _(
        "A paper that was chosen here is no longer shown or in force, and was taken out. Choose "
        "another one, or take the paper itself in."
    )


def held_take(data: QueryDict, name: str) -> None:
    """Carry an offered paper on with the form: `name` is `<component>:<token>`."""
    component, _colon, token = name.partition(":")
    told = _read(token)
    place = f"c{component}-held"
    if told and str(told[1]) == component and token not in data.getlist(place):
        data.appendlist(place, token)


def reused_content(lines: Iterable[tuple[int, list[Held]]]) -> list[dict[str, Any]]:
    """Return what the dossier says of files used again, as a filing from home says it."""
    return [
        {
            "component": component_id,
            "file": one.file_id,
            "state": int(Reuse.FROM_RESULT if one.paper.is_result else Reuse.REUSED),
            "verified": one.is_proof,
            "dossier": one.code,
            "ground": one.fit.ground.value,
        }
        | ({"shown": True} if one.share else {})
        for component_id, taken in lines
        for one in taken
    ]


def reused_ids(taken: Iterable[Held]) -> tuple[int, ...]:
    """Return the files that an office accepted or issued before; what nobody looked at is none."""
    return tuple(one.file_id for one in taken if one.is_proof)


def reuse_record(request: SignedInRequest, number: str, taken: Iterable[Held], code: str) -> None:
    """Record where a paper was taken from (dossier, what is shown), and for what it was used."""
    for one in taken:
        purpose, subject = "paper used again at the counter", f"dossier:{one.paper.dossier_id}"
        if one.share and one.item:
            purpose, subject = USED, share_subject(one.share.id, one.item.id)
        reading_record(
            account_id=request.actor.account_id,
            posting_id=request.actor.posting_for(Action.DOSSIER_INTAKE).id,
            subject=subject,
            purpose=f"{purpose} in dossier {code}",
            route=request.resolver_match.view_name if request.resolver_match else "",
            id_numbers=[one.share.id_number if one.share else _plain(number)],
        )


def _shown(one: SharedPaper) -> HeldPaper:
    """Return a paper that is shown as if it were held: by the same facts."""
    item = one.item
    is_result = item.kind is StoreKind.RESULT
    day = item.issued_on or clock.local(item.added_at).date()
    return HeldPaper(
        file_id=item.file_id,
        name=item.name,
        number=item.number,
        dossier_id=item.dossier_id or 0,
        dossier_code=item.dossier_code,
        procedure_code=item.code,
        unit_name=item.issuer,
        subject="",
        component="" if is_result else item.name,
        issued_on=item.issued_on if is_result else None,
        accepted_on=day,
        valid_to=item.valid_to,
        owned=one.owned,
        is_sealed=False,
    )


def _shown_words(item: StoreItemView) -> str:
    if item.kind is StoreKind.RESULT:
        return _("shown by the person: result of dossier %(code)s")
    if item.verified:
        return _("shown by the person: accepted in dossier %(code)s")
    return _("shown by the person: handed in with dossier %(code)s, not proof")


def _free(stored: StoredFileView | None) -> bool:
    return stored is not None and stored.hold is Hold.NONE


def _offer(paper: HeldPaper, procedure: str, component: ComponentView, token: str) -> Held | None:
    """Return the paper as an offer, None when it does not fit or its time is over."""
    day = paper.issued_on or paper.accepted_on
    held = rules.Held(paper.procedure_code, paper.component, day, paper.owned)
    is_form = component.kind is ComponentKind.FORM or bool(component.template)
    fit = rules.fit(held, rules.Wanted(procedure, component.name, is_form), clock.today())
    if fit is None:
        return None
    until = paper.valid_to
    if until is None and paper.is_result:
        until = valid_until(paper.procedure_code, day)
    if until is not None and until < clock.today() and not fit.ended:
        return None
    return Held(token, paper, fit, until)


def _newest(offers: list[Held]) -> Iterable[Held]:
    """Leave out results about the person that a later one of the same kind has replaced.

    What the person shows stands first: they chose it.
    """
    by_day = sorted(offers, key=lambda one: one.paper.accepted_on, reverse=True)
    results = [one for one in by_day if one.paper.is_result]
    own = [one for one in results if one.fit.whose is rules.Whose.OWN]
    kept = [one for one in results if one not in own[1:]]
    kept += [one for one in offers if not one.paper.is_result]
    return sorted(kept, key=lambda one: one.share is None)


def _token(account: int, component_id: int, number: str, file_id: int) -> str:
    return signing.dumps([account, component_id, _plain(number), file_id], salt=SALT)


def _plain(number: str) -> str:
    return nfc(number).replace(" ", "").upper()


def _read(token: str) -> list[Any] | None:
    try:
        told = signing.loads(token, salt=SALT, max_age=DAY)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return told if isinstance(told, list) and len(told) == 4 else None
