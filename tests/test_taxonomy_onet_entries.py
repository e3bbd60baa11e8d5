"""O*NET as entries that texts can be linked to."""

from __future__ import annotations

from pathlib import Path

import pytest

from rolescope.errors import SourceError
from rolescope.taxonomy.onet_entries import read_onet

CODE = "O*NET-SOC Code"
TABLES = {
    "Occupation Data": [[CODE, "Title", "Description"], ["43-1.00", "Clerks", "File."]],
    "Alternate Titles": [
        [CODE, "Title", "Alternate Title", "Short Title"],
        ["43-1.00", "Clerks", "Chief Filing Officer", "CFO"],
        ["43-1.00", "Clerks", "File Clerk", "n/a"],
    ],
    "Sample of Reported Titles": [
        [CODE, "Title", "Reported Job Title", "Shown in My Next Move"],
        ["43-1.00", "Clerks", "Filer", "Y"],
        ["43-1.00", "Clerks", "File Clerk", "N"],
    ],
    "Content Model Reference": [
        ["Element ID", "Element Name", "Description"],
        ["2.A", "Basic Skills", "All."],
        ["2.A.1.a", "Reading Comprehension", "Read."],
        ["1.A.1.a", "Verbal Abilities", "Speak."],
    ],
    "Technology Skills": [
        [CODE, "Title", "Example", "Commodity Code", "Commodity Title", "Hot Technology"],
        ["43-1.00", "Clerks", "Filer 2000", "1", "Filing software", "N"],
        ["43-1.00", "Clerks", "Filer 2000", "1", "Filing software", "N"],
    ],
}


def write(folder: Path, *names: str) -> Path:
    for name in names:
        (folder / f"{name}.txt").write_text("\n".join("\t".join(row) for row in TABLES[name]) + "\n", "utf-8")
    return folder


def test_occupations_have_all_their_titles_and_skills_are_elements_and_technologies(tmp_path: Path) -> None:
    read = read_onet(write(tmp_path, *TABLES))
    assert (read.name, read.problems) == ("onet", ())
    clerks, reading, filer = read.entries
    assert (clerks.id, clerks.kind) == ("43-1.00", "occupation")
    assert clerks.alt_labels == ("Chief Filing Officer", "CFO", "File Clerk", "Filer")
    assert (reading.id, reading.kind, reading.description) == ("2.A.1.a", "skill", "Read.")
    assert (filer.id, filer.label, filer.description) == ("Filer 2000", "Filer 2000", "Filing software")


def test_tables_that_are_not_there_are_problems(tmp_path: Path) -> None:
    read = read_onet(write(tmp_path, "Occupation Data"))
    assert [e.label for e in read.entries] == ["Clerks"]
    assert len(read.problems) == 4
    assert {p.why for p in read.problems} == {"no_table"}


def test_no_release(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no O\\*NET release"):
        read_onet(tmp_path)
