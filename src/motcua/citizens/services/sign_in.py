"""A person signs in with the national identity: begin, finish, end from the provider's side.

Nothing here runs inside the view's transaction: the provider is asked outside of any, and what
must stay when a sign-in is refused (a spent attempt, a case for review) is committed before.
"""

from __future__ import annotations

import hmac
import secrets
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from motcua.citizens.models import Person, Relation, SignInAttempt, SpentToken
from motcua.citizens.models import Session as Sitting
from motcua.citizens.providers import provider_get
from motcua.citizens.queries import person_view, review_persons, secret_digest
from motcua.citizens.services.places import commune_follow
from motcua.citizens.services.reviews import Refusal, review_open
from motcua.citizens.services.sessions import session_open
from motcua.citizens.types import (
    Identity,
    LogoutNotice,
    PersonKind,
    PersonView,
    RelationKind,
    RelationState,
    ReviewState,
    SignedIn,
)
from motcua.kernel import clock
from motcua.kernel.errors import Refused
from motcua.kernel.scope import SYSTEM, scope_use

ATTEMPT_LIFE = timedelta(minutes=10)


class IdentityInReview(Refused):
    """Number and technical id belong to two persons; nobody is merged by guessing."""

    status = 409


class AttemptStale(Refused):
    """The answer fits no sign-in begun in this browser: too old, used before, or not ours."""

    status = 409


def sign_in_begin(*, goal: str, level: int, browser: str, callback: str) -> str:
    """Begin a sign-in; return the provider's address.

    `browser` is the secret of a cookie that the answer must come back with; `goal` the page to go
    on to. Raises ProviderDown.
    """
    state, nonce, verifier = (secrets.token_urlsafe(n) for n in (32, 32, 64))
    url = provider_get().departure(
        callback=callback,
        state=state,
        nonce=nonce,
        verifier=verifier,
        level=level,
        language=get_language() or "",
    )
    now = clock.now()
    with scope_use(SYSTEM):
        SignInAttempt.objects.filter(created_at__lt=now - ATTEMPT_LIFE).delete()
        SignInAttempt.objects.create(
            digest=secret_digest(state),
            browser=secret_digest(browser),
            nonce=nonce,
            verifier=verifier,
            goal=goal[:2000],
            level=level,
            created_at=now,
        )
    return url


def attempt_take(*, state: str, browser: str) -> SignInAttempt:
    """Take back what a browser took along; it is good once. Raises AttemptStale."""
    with scope_use(SYSTEM):
        attempt = (
            SignInAttempt.objects.select_for_update().filter(digest=secret_digest(state)).first()
        )
        if attempt is not None:
            SignInAttempt.objects.filter(pk=attempt.pk).delete()
    if (
        attempt is None
        or clock.now() - attempt.created_at > ATTEMPT_LIFE
        or not hmac.compare_digest(attempt.browser, secret_digest(browser))
    ):
        raise AttemptStale(
            "sign_in_stale",
            _("This sign-in was begun too long ago, or in another window. Please begin again."),
        )
    return attempt


def sign_in_finish(*, attempt: SignInAttempt, code: str, callback: str) -> SignedIn:
    """Finish a sign-in; raises ProviderDown, ProviderUntrusted or IdentityInReview."""
    identity = provider_get().arrival(
        callback=callback, code=code, verifier=attempt.verifier, nonce=attempt.nonce
    )
    with scope_use(SYSTEM):
        settled = _settled(identity)
        if isinstance(settled, Person):
            secret = _sitting(settled, identity)
            return SignedIn(secret, settled.pk, identity.level, attempt.level, attempt.goal)
    raise _in_review(settled)


def person_vouched(identity: Identity) -> PersonView:
    """Know whom the provider vouches for, without a sitting (a sample installation).

    Raises IdentityInReview as a sign-in does.
    """
    with scope_use(SYSTEM):
        settled = _settled(identity)
        if isinstance(settled, Person):
            return person_view(settled)
    raise _in_review(settled)


def _in_review(refusal: Refusal) -> IdentityInReview:
    if refusal.state in {ReviewState.OTHER, ReviewState.BLOCKED}:
        return IdentityInReview(
            "identity_refused",
            _("An officer has looked at it and could not let this account in. The reason: %(note)s")
            % {"note": refusal.note},
        )
    return IdentityInReview(
        "identity_in_review",
        _(
            "Your identity number is already known here under another electronic account. "
            "To protect you, an officer looks at it first."
        ),
    )


def _settled(identity: Identity) -> Person | Refusal:
    """Return the person, made or renewed; how it stands when it went to review."""
    for last in (False, True):
        known = sorted(  # locked in the order of their keys, then the account's own first
            review_persons(identity).select_for_update(),
            key=lambda one: one.technical_id != identity.technical_id,
        )
        fitting = [p for p in known if p.technical_id in {None, identity.technical_id}]
        if len(known) > len(fitting) or any(
            (p.kind, p.id_number) != (identity.kind, identity.id_number) for p in fitting
        ):
            return review_open(identity, known, (get_language() or "")[:2])
        if fitting:
            return _renewed(fitting[0], identity)
        try:
            with transaction.atomic():
                return _renewed(
                    Person(kind=identity.kind.value, id_number=identity.id_number), identity
                )
        except IntegrityError:  # two first sign-ins at once: the other one was faster
            if last:
                raise
    raise AssertionError("two tries end in a person or a refusal")


def _renewed(person: Person, identity: Identity) -> Person:
    person.technical_id = identity.technical_id
    person.assurance = max(person.assurance, identity.level)
    moved = bool(identity.address) and identity.address != person.address
    for field in ("former_id_number", "name", "birth_date", "sex", "address", "phone", "email"):
        told = getattr(identity, field)
        if told:  # what the provider leaves out stays as it was
            setattr(person, field, told)
    if moved or not person.unit_code:
        commune_follow(person, moved=moved)
    person.language = person.language or (get_language() or "")[:2]
    person.save()
    return person


def _sitting(person: Person, identity: Identity) -> str:
    """Open the sitting; an organisation's account lets its representative act for it alone."""
    acts, relation = person, None
    if identity.kind is PersonKind.ORGANISATION and identity.representative_number:
        acts = _representative(identity)
        relation = _proved(acts, person)
    return session_open(
        person_id=acts.pk,
        assurance=identity.level,
        provider_sid=identity.sid,
        provider_sub=identity.sub,
        relation_id=relation.pk if relation else None,
        fixed=relation is not None,
    )


def _representative(identity: Identity) -> Person:
    person, _made = Person.objects.get_or_create(
        kind=PersonKind.PERSON.value,
        id_number=identity.representative_number,
        defaults={"name": identity.representative_name or identity.representative_number},
    )
    return person


def _proved(acts: Person, organisation: Person) -> Relation:
    """Return the relation that the organisation's own account proves."""
    fields = {
        "kind": RelationKind.LEGAL_REPRESENTATIVE.value,
        "person": acts,
        "subject": organisation,
        "state": RelationState.CONFIRMED.value,
    }
    # One that an officer had confirmed for a time may have run out: the account itself proves anew.
    lasting = Relation.objects.filter(Q(valid_to=None) | Q(valid_to__gte=clock.today()), **fields)
    return lasting.first() or Relation.objects.create(
        **fields,
        subject_kind=organisation.kind,
        subject_name=organisation.name,
        subject_id_number=organisation.id_number,
        decided_at=clock.now(),
        decision_note="identity provider",
    )


def provider_logout(*, token: str) -> int:
    """Obey a logout token: end the sittings it names; return how many.

    Raises ProviderUntrusted for a token that proves nothing; the same token again ends nothing.
    """
    notice = provider_get().logout_read(token)
    with scope_use(SYSTEM):
        if not _first_time(notice):
            return 0
        named = Sitting.objects.filter(ended_at=None)
        if notice.sid:
            named = named.filter(provider_sid=notice.sid)
        if notice.sub:
            named = named.filter(provider_sub=notice.sub)
        return named.update(ended_at=clock.now())


def _first_time(notice: LogoutNotice) -> bool:
    SpentToken.objects.filter(expires_at__lt=clock.now()).delete()
    _spent, made = SpentToken.objects.get_or_create(
        jti=notice.jti[:200], defaults={"expires_at": notice.expires_at}
    )
    return made
