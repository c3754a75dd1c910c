"""Numbers about what a query found: each formula is in the manual's page on statistics, with its source."""
