"""Workshops, from the leader's side and the phones'."""
