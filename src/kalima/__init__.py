"""Kalima: the Quran, word by word, read, searched, counted and cited."""

__version__ = "0.1.0"
