import shutil

import pytest

from kalima.errors import CorpusDamaged
from kalima.paths import built_corpus_dir
from kalima.store.corpus_store import CorpusStore


def test_a_missing_corpus_says_what_is_missing_and_what_to_do(tmp_path):
    with pytest.raises(CorpusDamaged, match="The corpus is missing") as caught:
        CorpusStore(tmp_path / "corpus.db")
    assert "dev.py setup" in caught.value.hint


def test_a_file_that_is_no_corpus_is_refused(tmp_path):
    (tmp_path / "corpus.db").write_bytes(b"not a database, but as long as one has to be to be read" * 100)
    with pytest.raises(CorpusDamaged, match="The corpus cannot be read: file is not a database"):
        CorpusStore(tmp_path / "corpus.db")


def test_a_folder_with_spaces_and_arabic_letters(tmp_path):
    folder = tmp_path / "a folder كلمة 100%"
    folder.mkdir()
    shutil.copy(built_corpus_dir() / "corpus.db", folder)
    assert CorpusStore(folder / "corpus.db").counts()["words"] == 77_429


def test_the_words_of_a_verse_are_the_words_of_the_table(library):
    """Verse.words splits the text; the table has one row a word. They must be the same everywhere."""
    store = library.store
    for surah in store.surahs:
        verses = store.verses(surah.number)
        words = store.words_of([verse.id for verse in verses])
        assert [verse.words for verse in verses] == [
            [word.text for word in words[verse.id]] for verse in verses
        ]
