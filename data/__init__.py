"""Storage: tables, engine, migrations and the stores that read and write them."""
