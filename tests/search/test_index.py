import hashlib
import pickle

import pytest

from kalima.errors import CorpusDamaged
from kalima.search.index import FORMAT, open_index


def written(path, data: bytes) -> str:
    path.write_bytes(data)
    return hashlib.blake2b(data, digest_size=32).hexdigest()


def test_a_changed_byte_is_refused_before_anything_is_unpickled(tmp_path):
    path = tmp_path / "search.index"
    digest = written(path, pickle.dumps({"format": FORMAT}))
    data = bytearray(path.read_bytes())
    data[-3] ^= 1
    path.write_bytes(data)
    with pytest.raises(CorpusDamaged) as caught:
        open_index(path, digest)
    assert caught.value.message.startswith("The search index is damaged: it is not the file that was built")
    assert "dev.py setup" in caught.value.hint


def test_a_missing_index_says_so(tmp_path):
    with pytest.raises(CorpusDamaged, match="The search index cannot be read: No such file"):
        open_index(tmp_path / "search.index", "")


def test_another_format_is_refused(tmp_path):
    path = tmp_path / "search.index"
    with pytest.raises(CorpusDamaged, match=f"has format 0; this program reads {FORMAT}"):
        open_index(path, written(path, pickle.dumps({"format": 0})))


def test_no_name_of_code_is_ever_looked_up(tmp_path):
    path = tmp_path / "search.index"
    with pytest.raises(pickle.UnpicklingError, match="plain data only"):
        open_index(path, written(path, pickle.dumps({"format": FORMAT, "slots": print})))
