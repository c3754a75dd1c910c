"""The user's own file from the inside. Callers use :mod:`kalima.store.research_store`."""
