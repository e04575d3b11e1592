"""Reads of the reception; the scope decides of which centre."""
