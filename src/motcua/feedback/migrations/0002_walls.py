"""A rating is read by its unit and its person, a petition likewise; what was said stays."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

from motcua.kernel.rls import PERSONS, UNITS, append_only, wall

MINE = f"unit_id = ANY({UNITS}::bigint[]) OR person_id = ANY({PERSONS}::bigint[])"


class Migration(migrations.Migration):
    """Walls, the numbers of petitions, and what only grows."""

    dependencies: ClassVar = [
        ("feedback", "0001_initial"),
        ("dossiers", "0006_visible_persons"),
        ("kernel", "0005_scope_persons"),
    ]
    operations: ClassVar = [
        wall(
            "feedback_rating",
            "EXISTS (SELECT 1 FROM dossiers_dossier d WHERE d.id = feedback_rating.dossier_id)",
        ),
        wall("feedback_petition", MINE),
        wall(
            "feedback_petitionevent",
            "EXISTS (SELECT 1 FROM feedback_petition p"
            " WHERE p.id = feedback_petitionevent.petition_id)",
        ),
        append_only("feedback_petitionevent"),
        migrations.RunSQL(
            "CREATE SEQUENCE feedback_petition_number;"
            " GRANT USAGE ON SEQUENCE feedback_petition_number TO motcua_app;",
            "DROP SEQUENCE feedback_petition_number;",
        ),
    ]
