"""How each report is counted: by the definitions of boards and index, never by one of its own."""
