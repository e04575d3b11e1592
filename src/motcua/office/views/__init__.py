"""One module per page, named like its route: parse, one domain call, render."""
