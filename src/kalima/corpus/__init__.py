"""What the corpus is made of: its records, its tagset and the names of its surahs."""
