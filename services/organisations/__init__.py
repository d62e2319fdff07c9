"""Organisations and what describes them."""
