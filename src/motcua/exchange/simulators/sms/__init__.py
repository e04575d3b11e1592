"""SMS gateway by HTTP: takes messages, shows them, loses its answers on demand."""
