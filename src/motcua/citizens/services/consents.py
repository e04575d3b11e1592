"""Consents: given for one purpose, withdrawn as easily (Law 91/2025/QH15 on personal data).

What the person read is kept with the consent; nothing is allowed by a box that was ticked before.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from motcua.citizens.events import ConsentChanged
from motcua.citizens.models import Consent, Person
from motcua.citizens.queries import consent_standing, consent_view
from motcua.citizens.types import CitizenActor, ConsentPurpose, ConsentView
from motcua.citizens.words import CONSENT_KINDS, TEXT_VERSION, consent_words
from motcua.kernel import clock
from motcua.kernel.errors import NotFound
from motcua.kernel.events import emit


def consent_give(*, citizen: CitizenActor, purpose: ConsentPurpose) -> None:
    """Record that whoever it is for allows this; once given it stays until withdrawn."""
    _consent, new = Consent.objects.get_or_create(
        person_id=citizen.subject_id,
        purpose=purpose.value,
        withdrawn_at=None,
        about="",
        defaults=_said(citizen, purpose, CONSENT_KINDS[purpose]),
    )
    if new:
        emit(ConsentChanged(citizen.subject_id, purpose, given=True))


def consent_give_once(
    *, citizen: CitizenActor, purpose: ConsentPurpose, about: str, kinds: Iterable[str] = ()
) -> ConsentView:
    """Record a consent for one filing of the procedure `about`; a standing one is enough.

    Its `reference` is what a source is told as the ground of the question.
    """
    standing = consent_standing(citizen.subject_id, purpose)
    if standing is not None:
        return standing
    said = _said(citizen, purpose, tuple(kinds) or CONSENT_KINDS[purpose])
    row = Consent.objects.create(
        person_id=citizen.subject_id, purpose=purpose.value, about=about, **said
    )
    return consent_view(row)


def consent_withdraw(*, citizen: CitizenActor, purpose: ConsentPurpose) -> None:
    """Withdraw a consent from now on, those of single filings too.

    What was done under it stays lawful; whoever asks for it next asks anew.
    """
    living = Consent.objects.filter(
        person_id=citizen.subject_id, purpose=purpose.value, withdrawn_at=None
    )
    standing = living.filter(about="").exists()
    living.update(withdrawn_at=clock.now())
    if standing:
        emit(ConsentChanged(citizen.subject_id, purpose, given=False))


def consent_withdraw_one(*, citizen: CitizenActor, consent_id: int) -> None:
    """Withdraw the consent to one filing; raises NotFound for another person's."""
    row = Consent.objects.filter(pk=consent_id, person_id=citizen.subject_id).first()
    if row is None:
        raise NotFound("consent_unknown", _("There is no such consent here."))
    if row.about == "":
        consent_withdraw(citizen=citizen, purpose=ConsentPurpose(row.purpose))
    else:
        Consent.objects.filter(pk=row.pk, withdrawn_at=None).update(withdrawn_at=clock.now())


def language_choose(*, citizen: CitizenActor, language: str) -> None:
    """Remember the language in which messages are written to this person."""
    Person.objects.filter(pk=citizen.person_id).update(language=language)


def _said(
    citizen: CitizenActor, purpose: ConsentPurpose, kinds: Iterable[str]
) -> dict[str, object]:
    title, meaning = consent_words(purpose)
    return {
        "given_at": clock.now(),
        "kinds": list(kinds),
        "text": f"{title}. {meaning}"[:1000],
        "text_version": TEXT_VERSION,
        "actor_id": citizen.person_id if citizen.acts_for_another else None,
    }
