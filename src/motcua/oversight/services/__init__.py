"""Writes of the register of difficulties: one operation each."""
