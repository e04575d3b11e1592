"""A call keeps from which queue it came and before whom; a transfer changes neither afterwards."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """Two columns that may be empty; the code of before runs on them."""

    dependencies: ClassVar = [("reception", "0012_slip_files")]
    operations: ClassVar = [
        migrations.AddField(
            model_name="ticketevent",
            name="queue_id",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="ticketevent",
            name="band",
            field=models.PositiveSmallIntegerField(null=True),
        ),
    ]
