"""Feedback: ratings and petitions."""
