"""Whoever wrote a petition reads it with its steps; the operations alone write (as for ratings)."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

from motcua.kernel.rls import ALL, PERSONS, UNITS

MINE = f"person_id = ANY({PERSONS}::bigint[])"
OFFICE = f"unit_id = ANY({UNITS}::bigint[])"
OF = "EXISTS (SELECT 1 FROM feedback_petition p WHERE p.id = feedback_petitionevent.petition_id)"


class Migration(migrations.Migration):
    """A wall for officials and the system, a policy of reading for the person."""

    dependencies: ClassVar = [("feedback", "0003_ratings_read")]
    operations: ClassVar = [
        migrations.RunSQL(
            f"""
            ALTER POLICY wall ON feedback_petition
              USING ({ALL} OR {OFFICE}) WITH CHECK ({ALL} OR {OFFICE});
            CREATE POLICY citizen ON feedback_petition FOR SELECT USING ({MINE});
            ALTER POLICY wall ON feedback_petitionevent
              USING ({ALL} OR {UNITS} <> '{{}}' AND {OF})
              WITH CHECK ({ALL} OR {UNITS} <> '{{}}' AND {OF});
            CREATE POLICY citizen ON feedback_petitionevent FOR SELECT
              USING ({PERSONS} <> '{{}}' AND {OF});
            """,
            f"""
            DROP POLICY citizen ON feedback_petitionevent;
            ALTER POLICY wall ON feedback_petitionevent
              USING ({ALL} OR {OF}) WITH CHECK ({ALL} OR {OF});
            DROP POLICY citizen ON feedback_petition;
            ALTER POLICY wall ON feedback_petition
              USING ({ALL} OR {OFFICE} OR {MINE}) WITH CHECK ({ALL} OR {OFFICE} OR {MINE});
            """,
        ),
    ]
