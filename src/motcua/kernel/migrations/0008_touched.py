"""Functions of hot writes: a guard (`kernel.wire.guarded`), and marks whose plan is kept.

In PL/pgSQL a statement is planned once per connection; a function in SQL is made ready each time.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

FUNCTION = """
CREATE FUNCTION motcua_touched(touched bigint, wanted bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF touched <> wanted THEN
    RAISE EXCEPTION 'a write touched % rows, not %', touched, wanted USING ERRCODE = 'MT001';
  END IF;
END $$;
"""


CHANGED = """
CREATE OR REPLACE FUNCTION motcua_changed(wanted text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO kernel_change (subject, mark) VALUES (wanted, nextval('kernel_change_mark'))
  ON CONFLICT (subject) DO UPDATE SET mark = excluded.mark;
END $$;
"""
CHANGED_BEFORE = """
CREATE OR REPLACE FUNCTION motcua_changed(wanted text) RETURNS void LANGUAGE sql AS $$
  INSERT INTO kernel_change (subject, mark) VALUES (wanted, nextval('kernel_change_mark'))
  ON CONFLICT (subject) DO UPDATE SET mark = excluded.mark
$$;
"""


class Migration(migrations.Migration):
    """Functions only."""

    dependencies: ClassVar = [("kernel", "0007_readings_of_persons")]
    operations: ClassVar = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION motcua_touched(bigint, bigint);"),
        migrations.RunSQL(CHANGED, CHANGED_BEFORE),
    ]
