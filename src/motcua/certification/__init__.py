"""Certified copies in batch: rows at the counter, numbers of the register, clauses."""
