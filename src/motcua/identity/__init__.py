"""Identity: accounts, roles, postings with dates, and who may do what where."""
