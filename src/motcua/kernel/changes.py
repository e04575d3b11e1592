"""Marks of change: what was made from some rows is good as long as their mark stays the same.

A subject is a name such as `units` or `dossier:17`. Triggers give it a new mark in the very
transaction that writes a row behind it, whoever writes it, so that no operation can forget to
tell. Marks come from a sequence and are compared for being equal, never for order.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import migrations

from motcua.kernel import wire

_MARKS = "SELECT subject, mark FROM kernel_change WHERE subject = ANY(%s)"


def marks_of(subjects: Iterable[str]) -> tuple[int, ...]:
    """Return the present mark of each subject, in order; 0 before its first change.

    One prepared statement: citizens' pages in memory are given again for no more. Read the marks
    before (or in one statement with) what they are to stand for.
    """
    wanted = list(subjects)
    found = dict(wire.fetch(_MARKS, [wanted]))
    return tuple(found.get(subject, 0) for subject in wanted)


def tell_table(table: str, subject: str) -> migrations.RunSQL:
    """Give `subject` a new mark with every statement that writes to `table`.

    For tables that change seldom: whoever writes waits for whoever has written and not committed.
    """
    return migrations.RunSQL(
        f"""
        CREATE TRIGGER changes AFTER INSERT OR UPDATE OR DELETE ON {table}
        FOR EACH STATEMENT EXECUTE FUNCTION motcua_table_changed('{subject}');
        """,
        f"DROP TRIGGER changes ON {table};",
    )


def tell_rows(
    table: str, subject: str, *, on: str = "INSERT OR UPDATE OR DELETE"
) -> migrations.RunSQL:
    """Give the subject of each written row a new mark; `subject` is SQL over the row `r`.

    Lock the thing that the subject names before writing its rows, or two writers may stand in
    each other's way.
    """
    return migrations.RunSQL(
        f"""
        CREATE FUNCTION motcua_changed_{table}() RETURNS trigger LANGUAGE plpgsql AS $$
        DECLARE r {table};
        BEGIN
          r := coalesce(NEW, OLD);
          PERFORM motcua_changed({subject});
          RETURN NULL;
        END $$;
        CREATE TRIGGER changes AFTER {on} ON {table}
        FOR EACH ROW EXECUTE FUNCTION motcua_changed_{table}();
        """,
        f"""
        DROP TRIGGER changes ON {table};
        DROP FUNCTION motcua_changed_{table}();
        """,
    )
