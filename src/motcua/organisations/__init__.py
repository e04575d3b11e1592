"""Organisations: units of both tiers with dates, their bodies, and who succeeded whom."""
