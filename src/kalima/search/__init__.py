"""From a query to its hits: the parsed form, the index, and the engine that runs one on the other."""
