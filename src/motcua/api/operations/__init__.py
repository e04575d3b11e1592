"""Operations, one module per resource: parse, one domain call, answer."""
