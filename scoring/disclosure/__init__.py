"""What may be published of many organisations' figures so that none of them can be worked out.

Pure: contributions and what was published before go in, what may be published comes out. The rules
and their proof are in docs/decisions/0031-disclosure.md.
"""
