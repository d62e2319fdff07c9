"""Commands of manage.py that are long enough to have a module of their own."""
