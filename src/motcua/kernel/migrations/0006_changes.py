"""Marks of change (`kernel.changes`): the table, and the functions that triggers call."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models

FUNCTIONS = """
CREATE SEQUENCE kernel_change_mark CACHE 1;
CREATE FUNCTION motcua_changed(wanted text) RETURNS void LANGUAGE sql AS $$
  INSERT INTO kernel_change (subject, mark) VALUES (wanted, nextval('kernel_change_mark'))
  ON CONFLICT (subject) DO UPDATE SET mark = excluded.mark
$$;
CREATE FUNCTION motcua_table_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM motcua_changed(TG_ARGV[0]);
  RETURN NULL;
END $$;
ALTER TABLE kernel_change SET (fillfactor = 70);
"""
GONE = """
DROP FUNCTION motcua_table_changed();
DROP FUNCTION motcua_changed(text);
DROP SEQUENCE kernel_change_mark;
"""


class Migration(migrations.Migration):
    """The marks tell nothing but that something changed; they stand behind no wall."""

    dependencies: ClassVar = [("kernel", "0005_scope_persons")]
    operations: ClassVar = [
        migrations.CreateModel(
            name="Change",
            fields=[
                (
                    "subject",
                    models.CharField(max_length=80, primary_key=True, serialize=False),
                ),
                ("mark", models.BigIntegerField()),
            ],
        ),
        migrations.RunSQL(FUNCTIONS, GONE),
    ]
