"""What the log must not keep: addresses that are themselves the leave to open a page."""

from __future__ import annotations

import logging
import re

BLANK = "***"
_SECRET = re.compile(r"(/+(?:office/+tv|kiosk|display|n|t)/+).+", re.DOTALL | re.IGNORECASE)


class LinksBlanked(logging.Filter):
    """Blank in each record what follows the beginning of an address that carries a secret.

    Django writes the path of every answer from 400 on, also of a link that still opens something
    (a screen that is over and can be renewed, one that is asked for too often).
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep the record, without the secret."""
        if isinstance(record.args, tuple):
            record.args = tuple(blanked(one) for one in record.args)
        return True


def blanked(value: object) -> object:
    """Return a path without the secret in it; what is no text as it is."""
    return _SECRET.sub(rf"\g<1>{BLANK}", value) if isinstance(value, str) else value
