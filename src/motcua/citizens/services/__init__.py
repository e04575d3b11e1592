"""Writes of the citizens' realm: one operation each."""

from motcua.citizens.services.sessions import session_end, session_open, session_seen

__all__ = ["session_end", "session_open", "session_seen"]
