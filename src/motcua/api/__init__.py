"""The machine interface /api/v1."""
