"""What was forgotten, and the only way to forget it."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models

# The row goes and what is told of it comes in one statement, or neither. Foreign keys are looked at
# here and now, for every unit's rows (checks of the database itself pass through walls), also those
# of transactions that end at this moment: whoever comes second is refused.
FORGET = """
CREATE FUNCTION motcua_file_forget(wanted bigint, instant timestamptz, by_rule text, ground text, by_job text)
RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE made bigint;
BEGIN
  IF NOT motcua_scope_all() THEN
    RAISE insufficient_privilege USING MESSAGE = 'files are forgotten under the scope of the system';
  END IF;
  INSERT INTO documents_forgotten
    (number, sha256, size, media_type, pages, stored_at, forgotten_at, rule, source, job, ending)
  SELECT id, sha256, size, media_type, pages, created_at, instant, by_rule, ground, by_job, ''
  FROM documents_storedfile WHERE id = wanted
  RETURNING id INTO made;
  SET CONSTRAINTS ALL IMMEDIATE;
  DELETE FROM documents_storedfile WHERE id = wanted;
  SET CONSTRAINTS ALL DEFERRED;
  RETURN made;
EXCEPTION WHEN foreign_key_violation THEN
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION motcua_file_forget(bigint, timestamptz, text, text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION motcua_file_forget(bigint, timestamptz, text, text, text) TO motcua_app;
REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON documents_forgotten FROM motcua_app;
GRANT UPDATE (ended_at, ending) ON documents_forgotten TO motcua_app;
"""
BACK = """
DROP FUNCTION motcua_file_forget(bigint, timestamptz, text, text, text);
GRANT INSERT, UPDATE, DELETE ON documents_forgotten TO motcua_app;
"""


class Migration(migrations.Migration):
    """A table that names no person, and a function with the owner's rights."""

    dependencies: ClassVar = [("documents", "0003_held"), ("kernel", "0001_ground")]
    operations: ClassVar = [
        migrations.CreateModel(
            name="Forgotten",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.BigIntegerField(unique=True)),
                ("sha256", models.CharField(db_index=True, max_length=64)),
                ("size", models.PositiveBigIntegerField()),
                ("media_type", models.CharField(max_length=40)),
                ("pages", models.PositiveIntegerField()),
                ("stored_at", models.DateTimeField()),
                ("forgotten_at", models.DateTimeField()),
                ("rule", models.CharField(max_length=24)),
                ("source", models.CharField(max_length=200)),
                ("job", models.CharField(max_length=60)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "ending",
                    models.CharField(
                        blank=True,
                        choices=[("erased", "ERASED"), ("hidden", "HIDDEN"), ("again", "AGAIN")],
                        default="",
                        max_length=8,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=["id"],
                        name="forgotten_open",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", True), ("ending", "")),
                            models.Q(
                                ("ended_at__isnull", False), models.Q(("ending", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="forgotten_ended",
                    )
                ],
            },
        ),
        migrations.RunSQL(FORGET, BACK),
    ]
