"""Consents: given for one purpose, withdrawn as easily (Law 91/2025 on personal data)."""

from __future__ import annotations

from motcua.citizens.events import ConsentChanged
from motcua.citizens.models import Consent, Person
from motcua.citizens.types import CitizenActor, ConsentPurpose
from motcua.kernel import clock
from motcua.kernel.events import emit


def consent_give(*, citizen: CitizenActor, purpose: ConsentPurpose) -> None:
    """Record that whoever it is for allows this; once given it stays until withdrawn."""
    _consent, new = Consent.objects.get_or_create(
        person_id=citizen.subject_id,
        purpose=purpose.value,
        withdrawn_at=None,
        defaults={"given_at": clock.now()},
    )
    if new:
        emit(ConsentChanged(citizen.subject_id, purpose, given=True))


def consent_withdraw(*, citizen: CitizenActor, purpose: ConsentPurpose) -> None:
    """Withdraw a consent from now on; what was done under it stays lawful."""
    ended = Consent.objects.filter(
        person_id=citizen.subject_id, purpose=purpose.value, withdrawn_at=None
    ).update(withdrawn_at=clock.now())
    if ended:
        emit(ConsentChanged(citizen.subject_id, purpose, given=False))


def language_choose(*, citizen: CitizenActor, language: str) -> None:
    """Remember the language in which messages are written to this person."""
    Person.objects.filter(pk=citizen.person_id).update(language=language)
