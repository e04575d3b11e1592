"""What a process tells: the messages of its steps to applicants, and of drawings to officials.

No name and no matter: who may read them reads them on the page.
"""

from __future__ import annotations

from django.utils.translation import gettext_noop

from motcua.notices.types import Template

_ = gettext_noop
STEPS: dict[str, Template] = {
    "step_visit": Template(
        _("Please bring your papers for dossier %(code)s"),
        _(
            "%(unit)s asks you to come to the counter with the originals of your papers for "
            "dossier %(code)s. Its page says where the counter is and when it is open."
        ),
        _("Dossier %(code)s: please come to the counter with your original papers."),
    ),
    "step_inspection": Template(
        _("Somebody will come and look: dossier %(code)s"),
        _(
            "For your dossier %(code)s officials of %(unit)s will look at the place itself. They "
            "agree the day with you and show you their official card."
        ),
        _("Dossier %(code)s: officials will look on the spot; they agree the day with you."),
    ),
    "process_submitted": Template(
        _("A process waits for your approval: %(key)s"),
        _(
            "A drawn process was submitted for approval. Whoever drew it cannot approve it; please "
            "look at it, try it out, and approve or return it."
        ),
        _("A drawn process (%(key)s) waits for your approval."),
        official=True,
    ),
    "process_approved": Template(
        _("Your process is approved: %(key)s"),
        _(
            "The process that you drew or submitted was approved. New dossiers start on it from "
            "its day on; dossiers that run stay as they are."
        ),
        _("Your process (%(key)s) is approved."),
        official=True,
    ),
    "process_returned": Template(
        _("Your process came back: %(key)s"),
        _("The process that you drew or submitted was returned. The reason stands on its page."),
        _("Your process (%(key)s) came back with a reason."),
        official=True,
    ),
    "opinion_given": Template(
        _("An opinion has come in for dossier %(code)s"),
        _("%(unit)s has answered your question about dossier %(code)s. Read it on its page."),
        _("An opinion has come in for dossier %(code)s."),
        official=True,
    ),
    "opinion_declined": Template(
        _("No opinion for dossier %(code)s: not their matter"),
        _(
            "%(unit)s says that the question about dossier %(code)s is not theirs to answer. Ask "
            "another unit in their place, or let a leader decide what stands in for it."
        ),
        _("Dossier %(code)s: the unit asked says that it is not competent."),
        official=True,
    ),
    "opinion_more": Template(
        _("More is wanted before an opinion on dossier %(code)s"),
        _(
            "%(unit)s needs to know more before it can give its opinion on dossier %(code)s. What "
            "it asks stands on the page."
        ),
        _("Dossier %(code)s: the unit asked wants to know more."),
        official=True,
    ),
    "opinion_overdue": Template(
        _("No answer in time: opinion on dossier %(code)s"),
        _(
            "%(unit)s has not answered your question about dossier %(code)s, which was due at "
            "%(due_at)s. You can remind them, give more time, or ask another unit."
        ),
        _("Dossier %(code)s: the opinion was due %(due_at)s and has not come."),
        official=True,
    ),
    "opinion_silent": Template(
        _("No answer in time counts as consent: dossier %(code)s"),
        _(
            "%(unit)s has not answered your question about dossier %(code)s, which was due at "
            "%(due_at)s. By the rule that stands on the page this counts as consent."
        ),
        _("Dossier %(code)s: no answer in time, which counts as consent by law."),
        official=True,
    ),
    "letter_proposed": Template(
        _("A form waits for your signature: dossier %(code)s"),
        _(
            "Somebody proposed an official form for dossier %(code)s. Nothing happens before it is "
            "decided: please read it, and sign it or send it back with a reason."
        ),
        _("A form for dossier %(code)s waits for your signature."),
        official=True,
    ),
    "letter_lapsed": Template(
        _("What you proposed has lapsed: dossier %(code)s"),
        _(
            "Dossier %(code)s went on otherwise before the form that you proposed was signed, so "
            "it waits for nobody any more. If it is still wanted, propose it anew."
        ),
        _("The form that you proposed for dossier %(code)s has lapsed."),
        official=True,
    ),
    "step_forwarded": Template(
        _("Your dossier %(code)s is with another authority now"),
        _(
            "%(unit)s has handed your dossier %(code)s to another authority, which works on it "
            "now. You need not do anything; the due date stays."
        ),
        _("Dossier %(code)s is with another authority now. The due date stays."),
    ),
}
