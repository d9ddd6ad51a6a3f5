"""A damaged index is refused, with the command that mends it."""

import shutil
from pathlib import Path

import pytest

import gazetteer
from gazetteer.errors import GazetteerError
from gazetteer.search import EMBEDDED


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for name in ("index.bin", "keys.marisa", "sounds.marisa"):
        shutil.copy(EMBEDDED / name, tmp_path)
    return tmp_path


def _refused(folder: Path, reason: str) -> None:
    with pytest.raises(GazetteerError, match=reason) as fault:
        gazetteer.Gazetteer(folder)
    assert "sitmap gazetteer build" in str(fault.value)


def test_a_missing_index_is_refused(tmp_path: Path) -> None:
    _refused(tmp_path, "no gazetteer index in")


def test_a_cut_index_is_refused(copy: Path) -> None:
    content = (copy / "index.bin").read_bytes()
    (copy / "index.bin").write_bytes(content[:-100])
    _refused(copy, "cut short")


def test_another_format_is_refused(copy: Path) -> None:
    content = (copy / "index.bin").read_bytes()
    (copy / "index.bin").write_bytes(content.replace(b'"format": ', b'"format":9', 1))
    _refused(copy, "holds format")


def test_a_file_of_another_kind_is_refused(copy: Path) -> None:
    (copy / "index.bin").write_bytes(b"PK" + bytes(100))
    _refused(copy, "is not a gazetteer index")


def test_a_damaged_trie_is_refused(copy: Path) -> None:
    content = bytearray((copy / "keys.marisa").read_bytes())
    content[len(content) // 2] ^= 255
    (copy / "keys.marisa").write_bytes(content)
    _refused(copy, "damaged")


def test_a_changed_byte_is_refused(copy: Path) -> None:
    content = bytearray((copy / "index.bin").read_bytes())
    content[len(content) // 2] ^= 255
    (copy / "index.bin").write_bytes(content)
    _refused(copy, "damaged")
