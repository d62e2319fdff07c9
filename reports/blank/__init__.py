"""The questionnaire to fill in by hand."""
