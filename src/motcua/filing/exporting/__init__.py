"""All data of one person in one place: what each area holds, and the files made of it."""
