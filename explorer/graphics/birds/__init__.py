"""Birds drawn from named attributes: vectors, at any size, with exact alpha."""
