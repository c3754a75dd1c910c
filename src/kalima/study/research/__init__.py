"""The user's own work: what it can be, where it is attached, how it is kept and found again."""
