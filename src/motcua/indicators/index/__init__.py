"""The Service Index of Decision 766/QĐ-TTg; see the folder's README.md."""
