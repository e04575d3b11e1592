"""Migrations of drafting."""
