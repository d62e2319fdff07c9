"""Queries, one module a table group. Each function takes the open session first."""
