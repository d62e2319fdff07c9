"""Answering, alone and together."""
