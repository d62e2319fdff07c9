"""How chefer outside purchasing see it, as counts."""
