"""Indicators: every figure with its definition; the boards and official reports read only here."""
