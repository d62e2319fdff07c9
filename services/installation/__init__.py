"""The installation: where it keeps things and how it fares."""
