"""Motcua: one door to public administrative services in two-tier local government."""

__version__ = "0.1.0"
