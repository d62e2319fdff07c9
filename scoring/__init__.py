"""Every figure of the product, as pure functions: no clock, no database, no screen.

The specification is the method (see docs/metod.md); exact fractions inside, floats only at output.
"""
