"""Names of roles, actions and kinds of posting, as people read them (domain brief 1.5)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from motcua.identity.capacity_rules import Office
from motcua.identity.types import Action, PostingKind, Role

_ROLES = {
    Role.COUNTER: pgettext_lazy("role", "Counter officer"),
    Role.SPECIALIST: pgettext_lazy("role", "Specialist"),
    Role.COORDINATOR: pgettext_lazy("role", "Coordinating officer"),
    Role.LEADER: pgettext_lazy("role", "Leader"),
    Role.CLERK: pgettext_lazy("role", "Clerk"),
    Role.DIRECTOR: pgettext_lazy("role", "Centre director"),
    Role.CONTROLLER: pgettext_lazy("role", "Procedure controller"),
    Role.FINANCE: pgettext_lazy("role", "Accountant"),
    Role.BUSINESS_ADMIN: pgettext_lazy("role", "Business administrator"),
    Role.TECHNICAL_ADMIN: pgettext_lazy("role", "Technical administrator"),
    Role.INSPECTOR: pgettext_lazy("role", "Inspector"),
    Role.GUIDE: pgettext_lazy("role", "Guide"),
    Role.VIEWER: pgettext_lazy("role", "Dashboard viewer"),
}
_ACTIONS = {
    Action.OFFICE_ENTER: _("Enter the officials' pages"),
    Action.DOSSIER_READ: _("Read dossiers"),
    Action.DOSSIER_INTAKE: _("Take dossiers in: accept, refuse, ask for missing parts"),
    Action.DOSSIER_ASSIGN: _("Assign a dossier to an official"),
    Action.DOSSIER_APPRAISE: _("Appraise a dossier, draft the result"),
    Action.DOSSIER_OPINE: _("Answer a request for an opinion"),
    Action.DOSSIER_APPROVE: _("Approve and sign"),
    Action.DOSSIER_ISSUE: _("Number and issue results"),
    Action.DOSSIER_RETURN: _("Return results"),
    Action.DOSSIER_FEE: _("Collect fees"),
    Action.PAYMENT_RECONCILE: _("Reconcile payments"),
    Action.REFUND_REQUEST: _("Ask for refunds"),
    Action.REFUND_APPROVE: _("Approve refunds"),
    Action.PETITION_HANDLE: _("Answer petitions"),
    Action.RECEPTION_SERVE: _("Call numbers at a counter"),
    Action.RECEPTION_EDIT: _("Set up the queues and counters of the hall"),
    Action.QUALITY_READ: _("Read internal audits and corrective actions"),
    Action.QUALITY_REPORT: _("Report non-conformities, say what was done about them"),
    Action.QUALITY_KEEP: _("Plan internal audits, decide and check corrective actions"),
    Action.OVERSIGHT_READ: _("Read difficulties, targets and the weekly brief"),
    Action.OVERSIGHT_REPORT: _("Report difficulties, say whether an answer helps"),
    Action.OVERSIGHT_ANSWER: _("Answer difficulties for the unit"),
    Action.REPORT_MAKE: _("Freeze, sign, schedule and send the unit's official reports"),
    Action.OVERSIGHT_KEEP: _("Route, merge and publish difficulties, set targets"),
    Action.SIGNAL_READ: _("See signals of polished figures with their cases"),
    Action.SIGNAL_EXPLAIN: _("Explain signals for the unit"),
    Action.SIGNAL_CONCLUDE: _("Conclude on signals; sees whose hand it was"),
    Action.LETTER_SIGN: _("Decide on and sign the official forms that others propose"),
    Action.HEADING_EDIT: _("Edit the heading, telephone and hints of the unit's papers"),
    Action.RELATION_CONFIRM: _("Confirm who may act for whom"),
    Action.IDENTITY_REVIEW: _("Decide sign-ins that two persons seem to claim"),
    Action.CITIZEN_ASSIST: _("Help citizens who are signed in"),
    Action.WORK_READ: _("See the work of the unit"),
    Action.WORK_CLAIM: _("Take over work items"),
    Action.WORK_REASSIGN: _("Give work items to another person"),
    Action.BOARD_READ: _("See the boards"),
    Action.BOARD_SCREEN: _("Hang boards on walls by a link"),
    Action.REPORT_READ: _("Read and export reports"),
    Action.PROCEDURE_READ: _("Read the catalogue of procedures"),
    Action.PROCEDURE_OFFER: _("Open procedures for intake"),
    Action.FORM_EDIT: _("Draft forms of procedures"),
    Action.FORM_PUBLISH: _("Publish forms of procedures"),
    Action.PROCESS_DRAW: _("Draw processes and submit them"),
    Action.PROCESS_APPROVE: _("Approve drawn processes"),
    Action.TEMPLATE_EDIT: _("Write templates of results and submit them"),
    Action.TEMPLATE_APPROVE: _("Approve templates of results"),
    Action.CALENDAR_EDIT: _("Change the working calendar"),
    Action.ACCOUNT_ADMIN: _("Manage accounts and postings"),
    Action.HISTORY_IMPORT: _("Import dossier histories"),
}
_KINDS = {
    PostingKind.PERMANENT: pgettext_lazy("posting", "Permanent"),
    PostingKind.TRANSFER: pgettext_lazy("posting", "Transfer"),
    PostingKind.SECONDMENT: pgettext_lazy("posting", "Secondment"),
    PostingKind.CONCURRENT: pgettext_lazy("posting", "Concurrent"),
}
_OFFICES = {
    Office.HEAD: _("Head of the unit"),
    Office.ACTING: _("Acting head (Q.)"),
    Office.DEPUTY: _("Deputy head (signs KT.)"),
    Office.SECTION_HEAD: _("Head of a section (signs TL.)"),
    Office.SECTION_DEPUTY: _("Deputy head of a section (signs TL., KT.)"),
    Office.AUTHORISED: _("Authorised in writing (signs TUQ.)"),
}

_RIGHTS = {
    "account_made": _("Account made"),
    "account_deactivated": _("Account deactivated"),
    "account_reactivated": _("Account opened again"),
    "account_idle": _("Account deactivated by itself: nobody signed in for too long"),
    "factor_confirmed": _("Second factor set up"),
    "factor_codes_renewed": _("New recovery codes"),
    "factor_code_used": _("Recovery code used"),
    "factor_removed": _("Second factor removed"),
    "factor_reset": _("Second factor reset by an administrator"),
    "sessions_ended": _("Signed out everywhere"),
    "password_changed": _("Password changed"),
    "posting_opened": _("Posting opened"),
    "posting_ended": _("Posting ended"),
    "office_set": _("Office for signatures recorded"),
    "token_issued": _("API token issued"),
    "token_revoked": _("API token revoked"),
}


def rights_name(kind: str) -> str:
    """Return a kind of the record of rights in words; an unknown one as it is stored."""
    return str(_RIGHTS.get(kind, kind))


def role_name(role: Role) -> str:
    """Return a role's name in the active language."""
    return str(_ROLES[role])


def action_name(action: Action) -> str:
    """Return an action in words, in the active language."""
    return str(_ACTIONS[action])


def kind_name(kind: PostingKind) -> str:
    """Return a kind of posting in words, in the active language."""
    return str(_KINDS[kind])


def office_name(office: Office) -> str:
    """Return an office in words, in the active language."""
    return str(_OFFICES[office])
