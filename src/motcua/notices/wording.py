"""The notices in words. Short, active, no more personal data than the code of the dossier.

A value named `…_at` is an instant, `…_on` a day, `amount` whole dong; they are worded here.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext, gettext_noop

from motcua.notices import rules
from motcua.notices.hall_wording import HALL
from motcua.notices.step_wording import STEPS
from motcua.notices.types import Template, Wording

_ = gettext_noop
TEMPLATES: dict[str, Template] = {
    "filed": Template(
        _("We have received your dossier %(code)s"),
        _(
            "Your dossier %(code)s (%(procedure)s) reached %(unit)s at %(arrived_at)s.\n\n"
            "You will hear until %(answer_at)s whether it is accepted, or what is still missing."
        ),
        _("Dossier %(code)s received. Answer until %(answer_at)s."),
    ),
    "accepted": Template(
        _("Your dossier %(code)s is accepted"),
        _(
            "%(unit)s has accepted your dossier %(code)s.\n\n"
            "The result is due on %(due_at)s. You need not do anything now. "
            "The slip (form 01) is on its page."
        ),
        _("Dossier %(code)s accepted. Result due %(due_at)s."),
    ),
    "refused": Template(
        _("Your dossier %(code)s was not accepted"),
        _(
            "%(unit)s could not accept your dossier %(code)s. The letter on its page says why "
            "and what you can do now."
        ),
        _("Dossier %(code)s was not accepted. See the reason:"),
    ),
    "supplement": Template(
        _("Something is missing in your dossier %(code)s"),
        _(
            "%(unit)s asks you for something more for your dossier %(code)s. What exactly, and "
            "why, stands on its page. Please send it until %(deadline_on)s."
        ),
        _("Dossier %(code)s: please add what is missing until %(deadline_on)s."),
    ),
    "supplement_open": Template(
        _("Something is missing in your dossier %(code)s"),
        _(
            "%(unit)s asks you for something more for your dossier %(code)s. What exactly, and "
            "why, stands on its page."
        ),
        _("Dossier %(code)s: please add what is missing."),
    ),
    "supplied": Template(
        _("We have received what you added to %(code)s"),
        _(
            "What you sent for your dossier %(code)s has arrived. Work on it goes on; "
            "the result is due on %(due_at)s."
        ),
        _("Dossier %(code)s: your papers arrived. Result due %(due_at)s."),
    ),
    "obligation": Template(
        _("There is something to pay for your dossier %(code)s"),
        _(
            "For your dossier %(code)s %(amount)s are to be paid to the State. "
            "How to pay stands on its page."
        ),
        _("Dossier %(code)s: %(amount)s to be paid."),
    ),
    "due_changed": Template(
        _("The due date of your dossier %(code)s has changed"),
        _("The result of your dossier %(code)s is now due on %(due_at)s. The page says why."),
        _("Dossier %(code)s is now due %(due_at)s."),
    ),
    "apologised": Template(
        _("We are late with your dossier %(code)s, and we are sorry"),
        _(
            "%(unit)s cannot give you the result of your dossier %(code)s in time and apologises. "
            "It will be ready by %(promised_at)s. The letter with the reason is on its page."
        ),
        _("We are sorry: the result of dossier %(code)s will be ready by %(promised_at)s."),
    ),
    "withdrawn": Template(
        _("Your dossier %(code)s is withdrawn"),
        _("Your dossier %(code)s is withdrawn, as you asked. Nobody works on it any more."),
        _("Dossier %(code)s is withdrawn, as you asked."),
    ),
    "stopped": Template(
        _("Work on your dossier %(code)s has been stopped"),
        _("%(unit)s has stopped work on your dossier %(code)s. The letter on its page says why."),
        _("Work on dossier %(code)s has been stopped. See why:"),
    ),
    "done": Template(
        _("The result of your dossier %(code)s is ready"),
        _(
            "The result of your dossier %(code)s is signed and ready. "
            "Its page says how you get it and what to bring."
        ),
        _("The result of dossier %(code)s is ready."),
    ),
    "returned": Template(
        _("How was it? Your dossier %(code)s"),
        _(
            "The result of your dossier %(code)s has been handed over. "
            "If you like, tell us in one tap how it was. You need not."
        ),
        _("Dossier %(code)s is closed. How was it?"),
    ),
    "paid": Template(
        _("Payment received: %(amount)s"),
        _(
            "We have received %(amount)s for your dossier %(code)s. Receipt number %(receipt)s "
            "is ready on the page of your payments."
        ),
        _("%(amount)s received for dossier %(code)s, receipt %(receipt)s."),
    ),
    "refunded": Template(
        _("Refund: %(amount)s"),
        _("%(amount)s for your dossier %(code)s go back to you."),
        _("Refund of %(amount)s for dossier %(code)s."),
    ),
    "draft_expires": Template(
        _("A draft of yours is waiting"),
        _(
            "You have begun “%(procedure)s” and not sent it. It is kept until %(expires_on)s "
            "and then removed."
        ),
        _("Your draft is kept until %(expires_on)s."),
    ),
    "upload_malicious": Template(
        _("A file that you put up contains malicious software"),
        _(
            "A later check found malicious software in a file that you put up for “%(procedure)s”. "
            "Nobody gets it. Please take it out and add a clean file; the rest is kept."
        ),
        _("A file of your draft contains malicious software. Please replace it:"),
    ),
    "file_malicious": Template(
        _("A file of your dossier %(code)s contains malicious software"),
        _(
            "A later check found malicious software in a file that came with your dossier "
            "%(code)s. Nobody gets it, and the office knows. Please check your device; you may be "
            "asked for the paper again."
        ),
        _("A file of dossier %(code)s contains malicious software. See what to do:"),
    ),
    "petition_received": Template(
        _("We have received your petition %(number)s"),
        _("Your petition %(number)s has arrived. You will have an answer until %(answer_on)s."),
        _("Petition %(number)s received. Answer until %(answer_on)s."),
    ),
    "petition_answered": Template(
        _("Your petition %(number)s is answered"),
        _("There is an answer to your petition %(number)s."),
        _("Petition %(number)s is answered."),
    ),
    "export_ready": Template(
        _("Your data are ready to download"),
        _(
            "The file with all your data is ready. You can download it until %(expires_at)s, "
            "signed in as yourself; then it is removed."
        ),
        _("Your data are ready to download until %(expires_at)s."),
    ),
    "factor_reset": Template(
        _("Your second factor was reset"),
        _(
            "At %(reset_at)s an administrator reset the second factor of your account; all your "
            "sessions ended. The reason stands on the page after your next sign-in.\n\n"
            "You did not ask for it? Tell the administrator of your unit at once."
        ),
        _("Your second factor was reset. Not by your wish? Tell your administrator."),
        official=True,
    ),
    "ladder": Template(
        _("Deadlines: %(count)s dossiers need you"),
        _(
            "%(count)s dossiers in your hands or in your unit are due soon or late; %(late)s of "
            "them have reached the due date or passed it.\n\n%(codes)s"
        ),
        _("%(count)s dossiers are due soon or late, %(late)s of them late."),
        official=True,
    ),
    "corrective_actions": Template(
        _("Corrective actions: %(count)s need you"),
        _(
            "%(count)s corrective actions are due soon, overdue or wait for somebody to check "
            "whether they work; %(late)s of them are overdue.\n\n%(codes)s"
        ),
        _("%(count)s corrective actions need you, %(late)s of them are overdue."),
        official=True,
    ),
    "answers_owed": Template(
        _("Difficulties: %(count)s answers are owed"),
        _(
            "%(count)s difficulties wait for your answer; %(due)s of them are due or late.\n\n"
            "%(codes)s"
        ),
        _("%(count)s difficulties wait for your answer, %(due)s are due or late."),
        official=True,
    ),
    "report_waits": Template(
        _("An official report waits for you: %(code)s"),
        _(
            "The report %(code)s waits for your signature, your decision or to be sent. What is "
            "to be done stands on its page."
        ),
        _("Report %(code)s waits for you."),
        official=True,
    ),
    "report_sent": Template(
        _("An official report was sent: %(code)s"),
        _(
            "The report %(code)s was signed off and sent. Its page has the figures and the files; "
            "the check code on the paper is %(digest)s."
        ),
        _("Report %(code)s was sent."),
        official=True,
    ),
    "substitution_away": Template(
        _("Your substitute does your work from %(from_at)s"),
        _(
            "From %(from_at)s to %(to_at)s your substitute does your work. Who that is, and how "
            "to extend or end it, stands on the page."
        ),
        _("Your substitute does your work until %(to_at)s."),
        official=True,
    ),
    "substitution_there": Template(
        _("You stand in for a colleague from %(from_at)s"),
        _(
            "From %(from_at)s to %(to_at)s you do the work of a colleague who is away. It stands "
            "in your worklist; what you do is recorded as yours, for your colleague."
        ),
        _("You stand in for a colleague until %(to_at)s."),
        official=True,
    ),
    "substitution_over": Template(
        _("A substitution ends at %(to_at)s"),
        _(
            "A substitution that you have part in ends at %(to_at)s. Unfinished work then goes "
            "back, or stays where that was chosen."
        ),
        _("A substitution ends at %(to_at)s."),
        official=True,
    ),
    "relation_confirmed": Template(
        _("You can now act for somebody"),
        _("Your proof was checked. You can now act for the other person at the portal."),
        _("Your proof was checked: you can now act for the other person."),
    ),
    "identity_same": Template(
        _("You can sign in again"),
        _(
            "An officer has compared your papers: your account is yours. Please sign in with your "
            "present electronic identity account. If this was not you, tell the service centre at "
            "once."
        ),
        _("An officer has compared your papers: you can sign in again."),
    ),
    "identity_other": Template(
        _("Your sign-in could not be accepted"),
        _(
            "An officer has looked at your sign-in and could not accept it. You read the reason "
            "when you sign in; the service centre helps you with your identity card."
        ),
        _("Your sign-in could not be accepted. The service centre helps you."),
    ),
    "identity_guarded": Template(
        _("Another account tried to sign in with your identity number"),
        _(
            "Another electronic account used your identity number. An officer has looked at it and "
            "did not let it in. Your account is as it was; you need not do anything."
        ),
        _("Another account used your identity number and was not let in."),
    ),
    "relation_given": Template(
        _("Somebody can now act for you"),
        _(
            "An officer has checked the proof: somebody can now act for you at the portal. Who it "
            "is and until when stands on your page. If that is wrong, you can end it there at once."
        ),
        _("Somebody can now act for you at the portal. If that is wrong, end it here:"),
    ),
    "relation_refused": Template(
        _("You cannot act for the other person yet"),
        _(
            "Your request to act for another was not confirmed. Why, and what to bring, stands on "
            "your page. You can ask again."
        ),
        _("Your request to act for another was not confirmed. See why:"),
    ),
    "relation_ended": Template(
        _("Acting for another has ended"),
        _("A relation by which one of you acts for the other was ended. Your page says which."),
        _("Acting for another has ended. See which:"),
    ),
    "relation_expired": Template(
        _("Acting for another has run out"),
        _(
            "The last day of a relation by which one of you acts for the other is over. Your page "
            "says which; it can be asked for again."
        ),
        _("Acting for another has run out. See which:"),
    ),
    **HALL,
    **STEPS,
}
_INSTANT = {"vi": "H:i, j/n/Y", "en": "H:i, j F Y", "id": "H:i, j F Y"}
_DAY = {"vi": "j/n/Y", "en": "j F Y", "id": "j F Y"}


def wording_of(template: str, values: Mapping[str, Any], path: str, language: str) -> Wording:
    """Return a notice in words of a language, with the address where it goes on.

    Raises KeyError for an unknown template or a missing value: a bug, never a half notice.
    """
    known = TEMPLATES[template]
    code = language if language in dict(settings.LANGUAGES) else settings.DEFAULT_LANGUAGE
    with translation.override(code):
        said = {name: _said(name, value, code) for name, value in values.items()}
        title, text = gettext(known.title) % said, gettext(known.text) % said
        short = gettext(known.short) % said
        goes_on = gettext("Go to the page:")
        foot = (
            gettext("You get this message because you have an account as an official.")
            if known.official
            else gettext("You get this message because you filed a dossier or asked to be told.")
        )
    address = f"{settings.PUBLIC_URL}{path}" if path else ""
    parts = [text, f"{goes_on} {address}" if address else "", foot]
    return Wording(
        title=title,
        text=text,
        mail="\n\n".join(part for part in parts if part) + "\n",
        short=_short(short, address),
    )


def _short(text: str, address: str) -> str:
    """Return one SMS: without diacritics, the address whole, the words cut when they must be."""
    bare = rules.plain(text)
    tail = f" {address}" if address else ""
    room = rules.SMS_MOST - len(tail)
    if len(bare) > room:
        bare = bare[: max(room - 3, 0)].rstrip() + "..."
    return bare + tail


def _said(name: str, value: Any, language: str) -> str:
    if value in {None, ""}:
        return ""
    if name.endswith("_at"):
        local = timezone.localtime(datetime.fromisoformat(value))
        return date_format(local, _INSTANT.get(language, "c"), use_l10n=False)
    if name.endswith("_on"):
        return date_format(date.fromisoformat(value), _DAY.get(language, "c"), use_l10n=False)
    if name == "amount":
        grouped = f"{int(value):,}"
        return (grouped if language == "en" else grouped.replace(",", ".")) + "\u00a0₫"
    return str(value)
