"""Deadlines: working calendars and the arithmetic of legal time; pure, with no clock of its own."""
