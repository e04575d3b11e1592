"""Writes of frozen reports: one operation each."""
