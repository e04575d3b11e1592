"""The indicators of Decision 766/QĐ-TTg, one module each (domain brief 6.2)."""
