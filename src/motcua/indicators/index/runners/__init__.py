"""The engines that run the index; each is imported only where it is used."""
