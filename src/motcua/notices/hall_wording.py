"""The notices of the reception in words: appointments, visits at home, wall screens.

No name, no reason and no matter: messages to a telephone are read by others too.
"""

from __future__ import annotations

from django.utils.translation import gettext_noop

from motcua.notices.types import Template

_ = gettext_noop
HALL: dict[str, Template] = {
    "appointment_booked": Template(
        _("Your appointment: %(starts_at)s"),
        _(
            "You have an appointment at %(unit)s at %(starts_at)s. Type the code %(code)s at the "
            "kiosk when you come, from 30 minutes before on; you then go first. If you cannot "
            "come, please cancel it, so that somebody else can have the time."
        ),
        _("Appointment %(starts_at)s, %(unit)s. Code for the kiosk: %(code)s."),
    ),
    "appointment_day": Template(
        _("Tomorrow: your appointment at %(starts_at)s"),
        _(
            "You have an appointment at %(unit)s at %(starts_at)s. Your code for the kiosk is "
            "%(code)s. If you cannot come, please cancel it."
        ),
        _("Reminder: appointment %(starts_at)s, %(unit)s. Code: %(code)s."),
    ),
    "appointment_hours": Template(
        _("In two hours: your appointment at %(starts_at)s"),
        _(
            "You have an appointment at %(unit)s at %(starts_at)s. Your code for the kiosk is "
            "%(code)s."
        ),
        _("Soon: appointment %(starts_at)s, %(unit)s. Code: %(code)s."),
    ),
    "appointment_cancelled": Template(
        _("Your appointment of %(starts_at)s is cancelled"),
        _(
            "%(unit)s had to cancel your appointment of %(starts_at)s. Please book another time, "
            "or come and take a number; we are sorry."
        ),
        _("Appointment %(starts_at)s, %(unit)s, is cancelled. Please book another time."),
    ),
    "visit_morning": Template(
        _("Officials come to you in the morning of %(visit_on)s"),
        _(
            "Officials of %(unit)s come to your home in the morning of %(visit_on)s. Please have "
            "your identity card and the papers ready. If you cannot be there, please tell us. "
            "They show their card of office, and take money only against a receipt."
        ),
        _("%(unit)s: officials come to you on %(visit_on)s, in the morning."),
    ),
    "visit_afternoon": Template(
        _("Officials come to you in the afternoon of %(visit_on)s"),
        _(
            "Officials of %(unit)s come to your home in the afternoon of %(visit_on)s. Please have "
            "your identity card and the papers ready. If you cannot be there, please tell us. "
            "They show their card of office, and take money only against a receipt."
        ),
        _("%(unit)s: officials come to you on %(visit_on)s, in the afternoon."),
    ),
    "visit_coming": Template(
        _("Officials are on the way to you"),
        _("Officials of %(unit)s are on the way to your home."),
        _("%(unit)s: officials are on the way to you."),
    ),
    "visit_waits": Template(
        _("The visit at your home is put off"),
        _(
            "Officials of %(unit)s could not come as planned; we are sorry. Your request stays on "
            "the list with its waiting time, and you will hear when they come."
        ),
        _("%(unit)s: the visit is put off, we are sorry. You will hear when we come."),
    ),
    "visit_off": Template(
        _("There will be no visit at your home"),
        _(
            "%(unit)s cannot visit you at home as asked. The reason stands on the page of your "
            "request; if you asked by telephone, please call the centre."
        ),
        _("%(unit)s cannot visit you at home as asked. Please call the centre for the reason."),
    ),
    "wall_ending": Template(
        _("The link of a wall screen ends on %(expires_on)s"),
        _(
            "The wall screen “%(screen)s” of %(unit)s shows figures until %(expires_on)s. Renew "
            "its link with one press on the page of wall screens; nobody has to go to the screen. "
            "If it is wanted no more, take the link back there."
        ),
        _(
            "The wall screen “%(screen)s” shows figures until %(expires_on)s. "
            "Please renew its link."
        ),
        official=True,
    ),
}
