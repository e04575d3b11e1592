"""Writes of the quality registers: the only way in."""
