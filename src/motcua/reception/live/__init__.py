"""What happens in the halls, told at once to displays, telephones and desks (ADR 0016)."""
