"""Measure the app against a floor in the same run. ``make bench`` prints the tables."""
