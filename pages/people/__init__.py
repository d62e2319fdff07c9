"""Who belongs here, and how one signs in."""
