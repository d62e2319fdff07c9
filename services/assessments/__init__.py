"""Assessments and their answers."""
