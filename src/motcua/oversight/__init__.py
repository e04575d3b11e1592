"""What hinders units, who has to answer, and what was promised (domain brief 6.5)."""
