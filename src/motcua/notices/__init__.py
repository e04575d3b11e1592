"""Notices: notices to people."""
