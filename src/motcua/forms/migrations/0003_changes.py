"""A form that is published or ends changes what is on offer: pages of procedures are made anew."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

from motcua.kernel.changes import tell_rows


class Migration(migrations.Migration):
    """Give `offerings` a new mark with every form that begins, is published or ends."""

    dependencies: ClassVar = [("forms", "0002_fixed"), ("kernel", "0006_changes")]

    operations: ClassVar = [
        tell_rows("forms_formversion", "'offerings'", on="INSERT OR UPDATE OF state")
    ]
