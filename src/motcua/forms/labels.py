"""Plain words for what is wrong with answers and forms, in the active language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from motcua.forms.types import Change, Fault, Problem

PROBLEMS = {
    "missing": gettext_lazy("Please write this down; it is needed."),
    "more": gettext_lazy("Please answer this question too."),
    "not_chosen": gettext_lazy("Please choose one answer."),
    "none_chosen": gettext_lazy("Please choose at least one answer."),
    "not_declared": gettext_lazy("Please tick the box if you agree; it cannot be sent without."),
    "no_file": gettext_lazy("Please add at least one file."),
    "no_row": gettext_lazy("Please add at least one entry."),
    "date_missing": gettext_lazy("Please write the date, for example 9/2/1960."),
    "province_missing": gettext_lazy("Please choose the province or city."),
    "commune_missing": gettext_lazy("Please choose the commune or ward."),
    "detail_missing": gettext_lazy("Please write house number and street, or the hamlet."),
    "province_wrong": gettext_lazy("There is no such province. Please choose it from the list."),
    "commune_wrong": gettext_lazy(
        "This commune does not lie in that province. Please choose it from the list."
    ),
    "detail_wrong": gettext_lazy("Please write at most 250 characters."),
    "place_unknown": gettext_lazy(
        "We know no place of that name. Please check the spelling, or choose the province above."
    ),
    "place_many": gettext_lazy(
        "That place belongs to more than one commune today. Please choose yours."
    ),
    "sent_twice": gettext_lazy("Two different answers arrived. Please answer once more."),
    "not_integer": gettext_lazy("Please write a whole number in digits, for example 3."),
    "not_money": gettext_lazy("Please write the amount in whole dong, for example 1.500.000."),
    "not_decimal": gettext_lazy("Please write a number in digits, for example 120,5."),
    "not_in_list": gettext_lazy("Please choose from the list."),
    "date_not_numbers": gettext_lazy("Please write day, month and year in digits."),
    "date_incomplete": gettext_lazy("Please write day, month and year."),
    "date_without_year": gettext_lazy("Please write at least the year; a day needs its month."),
    "year_short": gettext_lazy("Please write the year with four digits, for example 1960."),
    "date_not_there": gettext_lazy("This day is not in the calendar. Please check it."),
    "date_future": gettext_lazy("This day has not come yet. Please check it."),
    "date_early": gettext_lazy("The date must not be before %(limit)s."),
    "date_late": gettext_lazy("The date must not be after %(limit)s."),
    "too_long": gettext_lazy("Please shorten the text to %(most)s characters."),
    "unclean": gettext_lazy("The text holds signs that cannot be stored. Please type it again."),
    "markup": gettext_lazy("Please write it without the signs < and >."),
    "format_name": gettext_lazy(
        "Please write the name with letters only, without symbols or pictures."
    ),
    "format_id_number": gettext_lazy("An identity number has 12 digits (older cards 9)."),
    "format_passport": gettext_lazy("A passport number has 5 to 15 letters and digits."),
    "format_tax_code": gettext_lazy("A tax code has 10, 12 or 13 digits."),
    "format_phone": gettext_lazy("Please write a phone number such as 0912 345 678."),
    "format_email": gettext_lazy("Please write an e-mail address such as lan@example.vn."),
    "too_small": gettext_lazy("The number must not be smaller than %(least)s."),
    "too_large": gettext_lazy("The number must not be larger than %(most)s."),
    "too_few": gettext_lazy("Please give at least %(least)s."),
    "too_many": gettext_lazy("Please give at most %(most)s."),
    "twice": gettext_lazy("The same answer stands there twice."),
    "wrong_kind": gettext_lazy("This answer cannot be read. Please answer once more."),
    "not_asked": gettext_lazy("This is not asked here."),
}
FAULTS = {
    "not_an_object": gettext_lazy("Something with named parts is expected here."),
    "not_a_list": gettext_lazy("A list is expected here."),
    "unknown_key": gettext_lazy("There is no such part: %(key)s."),
    "unknown_value": gettext_lazy("This value is not known: %(value)s."),
    "too_many": gettext_lazy("There are too many; at most %(most)s."),
    "empty": gettext_lazy("It is empty; at least one is needed."),
    "text_missing": gettext_lazy("The text is missing in one language: %(language)s."),
    "bad_text": gettext_lazy("The text is too long or holds signs that cannot be stored."),
    "bad_expression": gettext_lazy("The condition or formula cannot be read: %(reason)s."),
    "bad_key": gettext_lazy("A short name needs small letters, digits and _ only: %(key)s."),
    "key_twice": gettext_lazy("The short name is used twice: %(key)s."),
    "other_format": gettext_lazy("This is not a form of format %(version)s."),
    "bad_code": gettext_lazy("This is not the code of a procedure: %(value)s."),
    "not_a_person": gettext_lazy("No person is asked for under this name: %(key)s."),
    "not_computable": gettext_lazy("An answer of this kind cannot be computed."),
    "only_for_text": gettext_lazy("Only a short text can have this form."),
    "only_for_choices": gettext_lazy("Only questions with choices have answers to choose from."),
    "only_for_persons": gettext_lazy("Only persons have these parts."),
    "only_for_groups": gettext_lazy("Only repeated entries hold questions."),
    "group_in_group": gettext_lazy("Repeated entries cannot hold repeated entries."),
    "not_yes_or_no": gettext_lazy("Yes or no is expected here."),
    "bad_number": gettext_lazy("A whole number from 0 to %(most)s is expected here."),
    "bad_bound": gettext_lazy("This limit does not fit the kind of answer."),
    "bad_option": gettext_lazy("An answer needs a short name of letters and digits: %(value)s."),
    "too_few_options": gettext_lazy("At least two answers to choose from are needed."),
    "person_without_name": gettext_lazy("A person needs at least the name."),
    "unknown_name": gettext_lazy("A condition or formula reads what is not asked: %(name)s."),
    "circle": gettext_lazy("These questions wait for one another: %(keys)s."),
    "not_json": gettext_lazy("The file is not JSON in UTF-8."),
    "too_large": gettext_lazy("The file is too large for a form."),
    "procedure_unknown": gettext_lazy("There is no procedure %(code)s in the catalogue."),
}


def problem_text(problem: Problem) -> str:
    """Return what is wrong with an answer."""
    return str(PROBLEMS[problem.code]) % dict(problem.params)


def fault_text(fault: Fault) -> str:
    """Return what is wrong with a form, and where."""
    return f"{fault.where}: {str(FAULTS[fault.code]) % dict(fault.params)}"


def change_text(change: Change) -> str:
    """Return what became of an answer when the form changed."""
    words = {"label": change.label, "was": change.was}
    if change.code == "dropped":
        return _("“%(label)s” is no longer asked; your answer “%(was)s” was taken out.") % words
    if change.code == "unfit":
        return (
            _("“%(label)s” is asked otherwise now; please answer again (you wrote “%(was)s”).")
            % words
        )
    return _("“%(label)s” is a new question.") % words
