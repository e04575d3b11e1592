"""The counter: what the intake page knows and does, piece by piece; and the printed forms."""
