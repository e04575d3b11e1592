"""Reactions of the notices to what happens below: what people and officials are told of it."""

from __future__ import annotations

from motcua.citizens.events import IdentityReviewed, RelationTurn, RelationTurned
from motcua.citizens.queries import person_get
from motcua.citizens.types import PersonView, ReviewState
from motcua.identity.events import FactorReset, SubstitutionChanged
from motcua.kernel.events import listen
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.notices.services import notice_send
from motcua.notices.types import Channel, Notice, Recipient


def factor_reset(event: FactorReset) -> None:
    """Tell an official by e-mail; without an address the next sign-in tells it all the same."""
    notice = Notice(
        key=f"factor-reset:{event.record_id}",
        template="factor_reset",
        recipient=Recipient(email=event.email, ways=frozenset({Channel.EMAIL})),
        subject=f"account:{event.account_id}",
        values={"reset_at": event.at.isoformat()},
        urgent=True,
    )
    with scope_use(SYSTEM):
        notice_send(notice)


def substitution_changed(event: SubstitutionChanged) -> None:
    """Tell both by e-mail; names stand on the page, not in the message."""
    values = {
        "from_at": event.valid_from.isoformat(),
        "to_at": event.valid_to.isoformat(),
    }
    over = event.change == "ended"
    told = [
        (event.account_id, event.account_email, "substitution_away"),
        (event.substitute_id, event.substitute_email, "substitution_there"),
    ]
    with scope_use(SYSTEM):
        for account_id, email, template in told:
            notice_send(
                Notice(
                    key=f"substitution:{event.record_id}:{account_id}",
                    template="substitution_over" if over else template,
                    recipient=Recipient(email=email, ways=frozenset({Channel.EMAIL})),
                    subject=f"account:{account_id}",
                    values=values,
                    path="/office/absence/",
                )
            )


def relation_turned(event: RelationTurned) -> None:
    """Tell those whom it concerns, except whoever did it themselves; a child has no account."""
    to_person = {
        RelationTurn.CONFIRMED: "relation_confirmed",
        RelationTurn.REFUSED: "relation_refused",
        RelationTurn.ENDED: "relation_ended",
        RelationTurn.EXPIRED: "relation_expired",
    }[event.turn]
    to_subject = "relation_given" if event.turn is RelationTurn.CONFIRMED else to_person
    told = [(event.person_id, to_person)]
    if event.subject_id is not None and event.turn is not RelationTurn.REFUSED:
        told.append((event.subject_id, to_subject))
    with scope_use(SYSTEM):
        for person_id, template in told:
            if person_id != event.by_person:
                key = f"relation:{event.relation_id}:{event.turn.value}:{person_id}"
                person_tell(
                    person_get(person_id), template=template, key=key, path="/my/relations/"
                )


def identity_reviewed(event: IdentityReviewed) -> None:
    """Tell whoever is known here where they were known, and at the claimed address who tried."""
    same = event.decision is ReviewState.SAME
    # A case that is in conflict again is decided again, and told again.
    key = f"identity:{event.review_id}:{event.decision.value}:{event.decided_at:%Y%m%d%H%M%S}"
    claimed = Notice(
        key=f"{key}:claimed",
        template="identity_same" if same else "identity_other",
        recipient=Recipient(email=event.email, phone=event.phone, language=event.language),
        subject=f"identity:{event.review_id}",
        path="/sign-in/",
    )
    with scope_use(SYSTEM):
        for person in event.known:
            person_tell(
                person,
                template="identity_same" if same else "identity_guarded",
                key=f"{key}:{person.id}",
                path="/my/data/",
            )
        notice_send(claimed)


def person_tell(person: PersonView, *, template: str, key: str, path: str) -> None:
    """Tell somebody who knows the portal something that needs no values."""
    notice_send(
        Notice(
            key=key,
            template=template,
            recipient=Recipient(
                person_id=person.id,
                email=person.email,
                phone=person.phone,
                language=person.language,
            ),
            subject=":".join(key.split(":")[:2]),
            path=path,
        )
    )


def connect() -> None:
    """Connect once, from `NoticesConfig.ready`."""
    listen(FactorReset, factor_reset)
    listen(SubstitutionChanged, substitution_changed)
    listen(RelationTurned, relation_turned)
    listen(IdentityReviewed, identity_reviewed)
