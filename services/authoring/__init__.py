"""For whoever writes questionnaires."""
