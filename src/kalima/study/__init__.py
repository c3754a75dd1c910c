"""What a person does with the corpus and with hits: here the store and the search meet."""
