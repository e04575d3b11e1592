"""Words of intake without a line: for the page's script, for states, for what is in doubt."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from motcua.office.hand import cause_words
from motcua.reception.interim import Doubt, InterimState, SlipView
from motcua.ui import formats
from motcua.ui.types import Tone

DOUBTS: dict[Doubt, Any] = {
    Doubt.DOUBLE: gettext_lazy(
        "The same person has a dossier of the same procedure from about that time, or one filed "
        "from home that waits at the counter."
    ),
    Doubt.WINDOW: gettext_lazy(
        "The time on the slip lies outside of the hours for which its numbers were reserved, or "
        "its number was given out later than that time, or it came in days afterwards."
    ),
    Doubt.CLOCK: gettext_lazy(
        "The clock of the computer was changed between the reservation and the synchronisation."
    ),
    Doubt.ORDER: gettext_lazy("A slip with a higher number bears an earlier time."),
    Doubt.TWICE: gettext_lazy("This number came in before, with other data."),
    Doubt.VERSION: gettext_lazy(
        "The procedure changed after the computer was prepared; its components are others now."
    ),
    Doubt.INVALID: gettext_lazy(
        "The checks of the counter found something that must be put right."
    ),
    Doubt.CARD: gettext_lazy("The citizen card that was scanned bears another number."),
    Doubt.WRITTEN: gettext_lazy(
        "It was written by hand; what stands on it must still be typed in."
    ),
    Doubt.HOURS: gettext_lazy("It was written by hand at a time when the unit is not open."),
}
STATES: dict[InterimState, tuple[Any, Tone, str]] = {
    InterimState.ACCEPTED: (gettext_lazy("Entered"), Tone.DONE, "circle-check"),
    InterimState.DOUBT: (gettext_lazy("Needs a decision"), Tone.DUE_SOON, "alert-triangle"),
    InterimState.JOINED: (
        gettext_lazy("Belongs to an earlier dossier"), Tone.NEUTRAL, "link",
    ),
    InterimState.CANCELLED: (gettext_lazy("Cancelled"), Tone.NEUTRAL, "ban"),
}  # fmt: skip


SCRIPT: dict[str, Any] = {
    "line": gettext_lazy("The line is there"),
    "no_line": gettext_lazy("No line: intake goes on here"),
    "signed_out": gettext_lazy("The line is there; please sign in again to synchronise"),
    "number_left": gettext_lazy("{n} numbers left, until {time}"),
    "house": gettext_lazy(
        "In this unit: {numbers} numbers for {hours} hours; what is synchronised more than "
        "{late_days} days after them, the director enters."
    ),
    "ended": gettext_lazy(
        "The numbers of this computer have ended ({time}). Please prepare it again as soon as "
        "the line is there; until then write slips by hand."
    ),
    "used_up": gettext_lazy("All reserved numbers are used. Please write further slips by hand."),
    "wrong_password": gettext_lazy("This is not the off-line password. Please try again."),
    "short_password": gettext_lazy("Please choose at least 10 characters."),
    "unlike_password": gettext_lazy("The two entries differ."),
    "no_name": gettext_lazy("Say where it stands, in at most 60 letters."),
    "no_answer": gettext_lazy("There was no answer. Nothing was lost; please try again."),
    "prepared": gettext_lazy("This computer is prepared. Number {number} is the next."),
    "need_name": gettext_lazy("Enter the full name."),
    "need_case": gettext_lazy("Choose the case that applies."),
    "need_reason": gettext_lazy("Give the reason."),
    "missing": gettext_lazy(
        "Still missing: {names}. Please take the papers in, tick “not applicable”, or hand "
        "out the slip as “papers missing”."
    ),
    "bad_id": gettext_lazy(
        "Enter the 12 digits of the citizen card, or 9 digits of an old identity card."
    ),
    "bad_cash": gettext_lazy("Write the amount in dong, for example 8000."),
    "no_cash_word": gettext_lazy("Say whether a fee was taken."),
    "required": gettext_lazy("Required"),
    "one_form": gettext_lazy("One of the forms is enough"),
    "if": gettext_lazy("If: {condition}"),
    "originals": gettext_lazy("Originals"),
    "copies": gettext_lazy("Copies"),
    "waived": gettext_lazy("Not applicable"),
    "remark": gettext_lazy("Remark"),
    "on_paper": gettext_lazy("on paper"),
    "instead": gettext_lazy("Data instead of paper"),
    "free": gettext_lazy("No fee is charged for this procedure."),
    "by_province": gettext_lazy("set by the province"),
    "waits": gettext_lazy("Waits for the line"),
    "cancelled": gettext_lazy("Cancelled, waits for the line"),
    "refused": gettext_lazy("Not taken: {message}"),
    "edit": gettext_lazy("Change"),
    "print": gettext_lazy("Print"),
    "cancel": gettext_lazy("Cancel the slip"),
    "open": gettext_lazy("Show it"),
    "decide": gettext_lazy("Decide"),
    "editing": gettext_lazy("Slip {number} is being changed; its number and time stay."),
    "saved": gettext_lazy("Slip {number} is kept. Print it and hand it out."),
    "changed": gettext_lazy(
        "Slip {number} was changed. Print it again if the paper is out already."
    ),
    "sent": gettext_lazy("Everything is synchronised."),
    "some_left": gettext_lazy("{n} wait for the line."),
    "others": gettext_lazy("Another officer's slips wait here too: {n}."),
    "full": gettext_lazy(
        "The computer has no more room for slips. Nothing of what is kept is lost. Please "
        "write further slips by hand."
    ),
    "not_kept": gettext_lazy(
        "The slip could not be kept. Everything kept before is still there, and so is what you "
        "typed. Please try once more; if it fails again, write the slip by hand."
    ),
    "cannot": gettext_lazy(
        "This browser cannot work without a line (it lacks an encrypted store or a service "
        "worker). Please use a current browser over a secure address."
    ),
    "not_here": gettext_lazy(
        "This procedure is no longer kept at this computer, so the slip cannot be changed here. "
        "Cancel it and write a new one, or put the change into the dossier afterwards."
    ),
    "brought": gettext_lazy("What was typed on the intake page was carried over. Please check it."),
    "too_late": gettext_lazy(
        "Slip {number} is on its way, or has come in: it cannot be changed here any more. Please "
        "put the change into the dossier."
    ),
    "late": gettext_lazy(
        "It had come in before it was changed here. Please put the change into the dossier."
    ),
    "seen": gettext_lazy("Done, forget the change"),
    "cash_open": gettext_lazy("The cash taken must still be booked."),
}


def state_words(slip: SlipView) -> str:
    """Return where a slip stands, in a word or two."""
    return str(STATES[slip.state][0])


def doubt_words(slip: SlipView) -> list[str]:
    """Return what speaks against entering a slip by itself, in plain words."""
    return [str(DOUBTS[one]) for one in slip.doubts]


def slip_note(data: Mapping[str, Any], accounts: Mapping[int, str]) -> str:
    """Return the note of an event that came of an interim slip: number, who, what of the clock."""
    told = data["interim"]
    who = accounts.get(told.get("by") or 0, "")
    note = _("Taken in while the line was down: interim slip %(number)s, by %(who)s.")
    came = _("Synchronised: %(at)s.")
    if told.get("hand"):
        note = _("Written by hand on interim slip %(number)s, by %(who)s (%(why)s).")
        came = _("Typed in: %(at)s.")
    why = cause_words(told.get("hand", ""))
    note %= {"number": told["number"], "who": who or "–", "why": why}
    if told.get("synced"):
        came %= {"at": formats.instant(datetime.fromisoformat(told["synced"]))}
        note = f"{note} {came}"
    moved = round(told.get("clock_ms", 0) / 60_000)
    if moved:
        clock = _("The clock of the computer was changed by %(n)d minutes.") % {"n": moved}
        note = f"{note} {clock}"
    return note


def words() -> dict[str, str]:
    """Return the words that the page's script says, in the language of the page."""
    return {key: str(said) for key, said in SCRIPT.items()}
