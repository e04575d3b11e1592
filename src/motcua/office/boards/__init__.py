"""Boards by reader: what each of them has to do or decide now, then figures, trend and causes."""
