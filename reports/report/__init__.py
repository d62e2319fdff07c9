"""The report of an assessment, a renderer a format."""
