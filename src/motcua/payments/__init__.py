"""Payments: what is owed, how it was paid, and the proof."""
