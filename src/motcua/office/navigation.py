"""What the officials' frame offers: the account menu, and the rail as pages arrive."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from motcua.identity.types import Action
from motcua.ui.navigation import (
    AccountItem,
    FootItem,
    RailItem,
    account_register,
    foot_register,
    rail_register,
)

HALL = (
    RailItem(_("Hall"), "office:hall", "users", Action.RECEPTION_SERVE, shortcut="g h", order=15),
    RailItem(
        _("Home visits"), "office:visits", "home", Action.RECEPTION_SERVE, shortcut="g e", order=16
    ),
)

RAIL = (
    RailItem(
        _("Worklist"), "office:worklist", "list-check", Action.WORK_READ, shortcut="g w", order=10
    ),
    RailItem(
        _("Take in"), "office:intake", "file-plus", Action.DOSSIER_INTAKE, shortcut="g i", order=20
    ),
    RailItem(
        _("Certified copies"),
        "office:certification",
        "copy",
        Action.WORK_CLAIM,
        shortcut="g z",
        order=21,
    ),
    RailItem(
        _("Interim slips"),
        "office:interim",
        "refresh",
        Action.RECEPTION_SERVE,
        shortcut="g j",
        order=22,
    ),
    RailItem(
        _("Filed from home"),
        "office:online",
        "inbox",
        Action.DOSSIER_INTAKE,
        shortcut="g o",
        order=25,
    ),
    RailItem(
        _("Deadlines"),
        "office:overdue",
        "calendar-due",
        Action.WORK_REASSIGN,
        shortcut="g d",
        order=28,
    ),
    RailItem(
        _("Team"),
        "office:workload",
        "user-check",
        Action.WORK_REASSIGN,
        shortcut="g y",
        order=29,
    ),
    RailItem(
        _("Opinions"), "office:opinions", "message", Action.WORK_READ, shortcut="g q", order=29
    ),
    RailItem(_("Search"), "office:search", "search", Action.DOSSIER_READ, shortcut="/", order=30),
    RailItem(
        pgettext_lazy("rail", "Paper"),
        "office:manifests",
        "send",
        Action.WORK_CLAIM,
        shortcut="g x",
        order=33,
    ),
    RailItem(
        _("To digitise"),
        "office:to_digitise",
        "upload",
        Action.DOSSIER_INTAKE,
        shortcut="g c",
        order=32,
    ),
    RailItem(
        _("Register book"),
        "office:register_book",
        "book-2",
        Action.DOSSIER_READ,
        shortcut="g n",
        order=35,
    ),
    RailItem(_("Board"), "office:board", "chart-bar", Action.BOARD_READ, shortcut="g b", order=40),
    # For whoever leads; everybody else reads both as tabs beside the difficulties.
    RailItem(_("Weekly brief"), "office:brief", "report", Action.BOARD_READ, order=42),
    RailItem(_("Targets"), "office:targets", "checks", Action.BOARD_READ, order=47),
    RailItem(_("Service Index"), "office:service_index", "progress", Action.REPORT_READ, order=45),
    RailItem(
        _("Reports"),
        "office:reports",
        "table",
        Action.REPORT_READ,
        shortcut="g r",
        order=50,
    ),
    RailItem(_("Frozen reports"), "office:frozen_reports", "lock", Action.REPORT_READ, order=51),
    RailItem(_("My cash"), "office:till", "receipt", Action.DOSSIER_FEE, shortcut="g t", order=54),
    RailItem(
        _("Payments"), "office:payments", "coin", Action.PAYMENT_RECONCILE, shortcut="g m", order=55
    ),
    RailItem(
        _("Refunds"),
        "office:refunds",
        "arrow-back-up",
        Action.REFUND_APPROVE,
        shortcut="g u",
        order=56,
    ),
    RailItem(
        _("Procedures taken in"),
        "office:offerings",
        "folder",
        Action.PROCEDURE_OFFER,
        shortcut="g p",
        order=60,
    ),
    RailItem(
        _("Heading of papers"),
        "office:heading",
        "building-community",
        Action.HEADING_EDIT,
        shortcut="g l",
        order=62,
    ),
    RailItem(
        _("Forms"),
        "office:forms",
        "clipboard-list",
        Action.FORM_PUBLISH,
        shortcut="g f",
        order=65,
    ),
    RailItem(
        _("Templates of results"),
        "office:template_list",
        "edit",
        Action.TEMPLATE_APPROVE,
        order=63,
    ),
    RailItem(
        _("Processes"),
        "office:process_list",
        "route",
        Action.PROCESS_APPROVE,
        shortcut="g s",
        order=66,
    ),
    RailItem(
        _("Difficulties"),
        "office:difficulties",
        "message-report",
        Action.OVERSIGHT_READ,
        order=66,
    ),
    RailItem(
        pgettext_lazy("rail", "Signals"),
        "office:signals",
        "alert-triangle",
        Action.SIGNAL_READ,
        order=67,
    ),
    RailItem(
        pgettext_lazy("rail", "Quality"),
        "office:nonconformities",
        "shield-check",
        Action.QUALITY_READ,
        order=67,
    ),
    RailItem(
        _("Accounts"),
        "office:accounts",
        "user-plus",
        Action.ACCOUNT_ADMIN,
        shortcut="g a",
        order=80,
    ),
)

CITIZENS = (
    RailItem(
        _("Petitions"),
        "office:petitions",
        "mail",
        Action.PETITION_HANDLE,
        shortcut="g k",
        order=68,
    ),
    RailItem(
        _("Acting for others"),
        "office:relations",
        "link",
        Action.RELATION_CONFIRM,
        shortcut="g v",
        order=70,
    ),
    RailItem(
        _("Identity cases"),
        "office:identity_reviews",
        "id",
        Action.IDENTITY_REVIEW,
        order=72,
    ),
    RailItem(_("Ask for a visit"), "office:visit_help", "walk", Action.CITIZEN_ASSIST, order=81),
    RailItem(
        _("Help at the portal"), "office:assist", "heart-handshake", Action.CITIZEN_ASSIST, order=80
    ),
)

ACCOUNT = (
    AccountItem(_("My profile"), "office:profile", "user", order=10),
    AccountItem(_("My absence"), "office:absence", "calendar-due", order=15),
    AccountItem(_("Second factor"), "office:second_factor", "shield-check", order=20),
    AccountItem(_("Sign out"), "office:sign_out", "logout", post=True, order=90),
)


def register() -> None:
    """Register every link; once, from `OfficeConfig.ready`."""
    for place in (*HALL, *RAIL, *CITIZENS):
        rail_register(place)
    for item in ACCOUNT:
        account_register(item)
    foot_register(FootItem(_("For officials"), "office:home", 90))
