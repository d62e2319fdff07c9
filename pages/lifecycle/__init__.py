"""Handing in, and moving to a newer questionnaire."""
