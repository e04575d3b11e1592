"""Answers to requests for an opinion, in words for pages and papers."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from motcua.dossiers.opinion_rules import OpinionOutcome, OpinionState

OUTCOMES = {
    OpinionOutcome.AGREE: _("Agrees"),
    OpinionOutcome.AGREE_IF: _("Agrees with conditions"),
    OpinionOutcome.DISAGREE: _("Disagrees"),
    OpinionOutcome.NOT_OURS: _("Not within its competence"),
    OpinionOutcome.MORE: _("Needs more information"),
}
STATES = {
    OpinionState.ASKED: _("Waits for the answer"),
    OpinionState.ANSWERED: _("Answered"),
    OpinionState.RECALLED: _("Recalled"),
    OpinionState.RENEWED: _("Asked again"),
    OpinionState.SILENT: _("No answer in time: consent by law"),
    OpinionState.CLOSED: _("Not needed any more"),
}
