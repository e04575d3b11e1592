"""Deadlines: working calendars, legal time limits, suspensions, and why a date is that date."""
