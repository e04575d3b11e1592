"""Migrations of certified copies."""
