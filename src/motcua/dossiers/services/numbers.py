"""The number of a result: given by the clerk, once in a unit's year."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from motcua.dossiers.models import Dossier
from motcua.dossiers.number_rules import number_read
from motcua.dossiers.queries.numbers import number_proposed
from motcua.kernel import clock, wire
from motcua.kernel.errors import FieldProblem, Invalid

# Whoever gives the same number at the same moment is waited for; then it is not seen here.
_GIVE = """
WITH given AS (
  INSERT INTO dossiers_resultnumber
         (unit_id, year, key, count, symbol, text, dossier_id, procedure_id)
  VALUES (%s, %s, %s, %s, %s, %s, %s, %s)
  ON CONFLICT (unit_id, year, key) DO NOTHING RETURNING dossier_id, text
)
SELECT dossier_id, text FROM given
UNION ALL
SELECT dossier_id, text FROM dossiers_resultnumber WHERE unit_id = %s AND year = %s AND key = %s"""


def number_give(dossier: Dossier, text: str, at: datetime) -> None:
    """Give a number to the result of a dossier, inside the operation that issues it.

    Raises Invalid when another document of the competent unit has it in this year (Decree
    30/2020/NĐ-CP, article 15). A later version of the same result may bear it again.
    """
    number, year = number_read(text), clock.local(at).year
    place = [dossier.competent_unit_id, year, number.key]
    row = [*place, number.count, number.symbol, text, dossier.pk, dossier.procedure_id]
    found = wire.fetch(_GIVE, [*row, *place])
    if {int(holder) for holder, _text in found} == {dossier.pk}:
        return
    text = str(found[0][1]) if found else text  # as it was written first
    free = number_proposed(dossier.competent_unit_id, dossier.procedure_id, year, like=text)
    problem = _("%(number)s was given to another document of this year.") % {"number": text}
    if free:
        problem += " " + _("The next free number is %(number)s.") % {"number": free}
    raise Invalid([FieldProblem("number", problem)])
