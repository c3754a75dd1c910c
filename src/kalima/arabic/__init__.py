"""Arabic text as pure functions: transliteration, folding, references. No I/O and no corpus."""
