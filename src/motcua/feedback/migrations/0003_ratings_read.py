"""Whoever rated reads the rating; persons and the code of a dossier write none by themselves."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

from motcua.kernel.rls import ALL, DOSSIER, PERSONS, UNITS

TABLE = "feedback_rating"
OF = "EXISTS (SELECT 1 FROM dossiers_dossier d WHERE d.id = feedback_rating.dossier_id)"
BEFORE = f"{ALL} OR {OF}"
NOW = f"{ALL} OR {UNITS} <> '{{}}' AND {OF}"


class Migration(migrations.Migration):
    """Three policies in the place of one that let every kind of scope write."""

    dependencies: ClassVar = [
        ("feedback", "0002_walls"),
        ("dossiers", "0006_visible_persons"),
        ("kernel", "0005_scope_persons"),
    ]
    operations: ClassVar = [
        migrations.RunSQL(
            f"""
            ALTER POLICY wall ON {TABLE} USING ({NOW}) WITH CHECK ({NOW});
            CREATE POLICY tracking ON {TABLE} FOR SELECT USING (dossier_id = {DOSSIER});
            CREATE POLICY citizen ON {TABLE} FOR SELECT USING ({PERSONS} <> '{{}}' AND {OF});
            """,
            f"""
            DROP POLICY citizen ON {TABLE};
            DROP POLICY tracking ON {TABLE};
            ALTER POLICY wall ON {TABLE} USING ({BEFORE}) WITH CHECK ({BEFORE});
            """,
        ),
    ]
