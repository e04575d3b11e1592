"""Writes: catalogue imports, and what units take in."""
