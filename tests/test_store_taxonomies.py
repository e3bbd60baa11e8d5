"""Taxonomies in the folder of a workspace."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

from rolescope.errors import WorkspaceError
from rolescope.model import Taxonomy, TaxonomyEntry
from rolescope.store.taxonomies import (
    FOLDER,
    find_taxonomy,
    keep_arrays,
    list_taxonomies,
    read_arrays,
    read_entries,
    write_taxonomy,
)

GEESE = TaxonomyEntry("1", "skill", "herd geese", ("drive geese",), "Keep them.")
KEEPER = TaxonomyEntry("1", "occupation", "goose keeper")


def test_what_was_written_is_read(tmp_path: Path) -> None:
    write_taxonomy(tmp_path, Taxonomy("esco", "1.2", (GEESE, KEEPER)))
    (stored,) = list_taxonomies(tmp_path)
    assert stored == find_taxonomy(tmp_path, "esco")
    assert (stored.name, stored.edition, dict(stored.rows)) == ("esco", "1.2", {"occupation": 1, "skill": 1})
    assert stored.added.endswith("+00:00")
    assert read_entries(tmp_path, "esco", "occupation") == (KEEPER,)
    assert read_entries(tmp_path, "esco", "skill")[0].alt_labels == ("drive geese",)


def test_a_newer_edition_replaces_an_older_one(tmp_path: Path) -> None:
    write_taxonomy(tmp_path, Taxonomy("esco", "1.1", (GEESE, KEEPER)))
    old = find_taxonomy(tmp_path, "esco")
    write_taxonomy(tmp_path, Taxonomy("esco", "1.2", (GEESE,)))
    (new,) = list_taxonomies(tmp_path)
    assert old is not None
    assert (new.edition, dict(new.rows)) == ("1.2", {"skill": 1})
    assert new.key != old.key
    assert [p.name for p in (tmp_path / FOLDER).iterdir()] == ["esco.parquet"]


def test_none(tmp_path: Path) -> None:
    assert list_taxonomies(tmp_path / "absent") == ()
    assert find_taxonomy(tmp_path, "esco") is None


def test_a_damaged_file_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / FOLDER).mkdir()
    (tmp_path / FOLDER / "esco.parquet").write_bytes(b"PAR1")
    for look in (lambda: list_taxonomies(tmp_path), lambda: read_entries(tmp_path, "esco", "skill")):
        with pytest.raises(WorkspaceError, match="damaged"):
            look()


def test_arrays_are_kept_for_their_key_only(tmp_path: Path) -> None:
    (tmp_path / FOLDER).mkdir()
    keep_arrays(tmp_path, "esco-skill", "one", {"a": np.arange(3)})
    arrays = read_arrays(tmp_path, "esco-skill", "one")
    assert arrays is not None
    assert arrays["a"].tolist() == [0, 1, 2]
    assert read_arrays(tmp_path, "esco-skill", "two") is None
    assert read_arrays(tmp_path, "absent", "one") is None
    (tmp_path / FOLDER / "esco-skill.npz").write_bytes(b"no arrays")
    assert read_arrays(tmp_path, "esco-skill", "one") is None


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="rights of POSIX, and not root")
def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:  # pragma: no cover
    tmp_path.chmod(0o500)
    with pytest.raises(WorkspaceError, match="cannot be written"):
        write_taxonomy(tmp_path, Taxonomy("esco", "", (GEESE,)))


def test_a_file_in_place_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / FOLDER).write_text("")
    with pytest.raises(WorkspaceError, match="cannot be written"):
        write_taxonomy(tmp_path, Taxonomy("esco", "", (GEESE,)))
    keep_arrays(tmp_path, "esco-skill", "one", {"a": np.arange(3)})
    assert read_arrays(tmp_path, "esco-skill", "one") is None
