"""Small hand-written evidence for the tests of the store, also run by the processes they kill."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa

from rolescope.model import Annotation, Document, Education, Experience, Mention, Pay, RoleMatch
from rolescope.store.commit import Store
from rolescope.store.rows import annotations_table, document_id, documents_table, mentions_table

TEXT = "We build tools. You must know Python and SQL well. Airflow is a plus."


def make_document(number: int = 0, **changed: str) -> Document:
    fields = {
        "source": "board",
        "title": "Data Engineer",
        "text": f"{TEXT} Posting number {number}.",
        "employer": f"Employer {number % 7}",
        "location": "Berlin",
        "date_posted": "2024-07-15",
        "url": f"https://example.org/{number}",
    }
    return Document(kind="posting", **{**fields, **changed})


def make_mention(word: str, strength: str = "required", text: str = TEXT) -> Mention:
    start = text.index(word)
    return Mention("tool", word.casefold(), word, start, start + len(word), strength, "requirements")  # type: ignore[arg-type]


def make_annotation(*mentions: Mention, **changed: object) -> Annotation:
    fields: dict[str, object] = {
        "role": RoleMatch("data-engineer", "Data Engineer", 1.0),
        "level": "senior",
        "workplace": "remote",
        "employment_types": ("full_time",),
        "pay": (Pay(90.0, 110.0, "EUR", "day", 20_000.0, 24_000.0),),
        "education": Education("bachelor", "master"),
        "experience": Experience(3.0),
        "country": "DE",
        "countable": True,
        "mentions": mentions
        or (make_mention("Python"), make_mention("SQL"), make_mention("Airflow", "preferred")),
    }
    return Annotation(**{**fields, **changed})  # type: ignore[arg-type]


def make_batch(
    documents: Sequence[Document],
    annotations: Sequence[Annotation] | None = None,
    *,
    generation: str = "g1",
    clusters: Sequence[str] | None = None,
) -> dict[str, pa.Table]:
    ids = [document_id(document) for document in documents]
    read = annotations or [make_annotation() for _ in documents]
    return {
        "documents": documents_table(ids, documents, clusters or ids),
        "annotations": annotations_table(ids, read, generation),
        "mentions": mentions_table(ids, read, generation),
    }


def make_store(path: Path, count: int = 0) -> Store:
    store = Store.open(path / "workspace", create=True)
    if count:
        store.write_batch(make_batch([make_document(n) for n in range(count)]), generation="g1")
    return store


def write_until_told(root: str, step: str, stop_at: int) -> None:
    """Write batches of ten documents; before each table of batch ``stop_at`` say so and wait if it is ``step``."""
    store = Store.open(root, create=True)
    for number in range(stop_at + 1):
        tables = make_batch([make_document(number * 10 + n) for n in range(10)])
        with store.batch("add", "g1") as batch:
            for name in (*tables, "commit"):
                if number == stop_at and name == step:
                    print("waiting", flush=True)
                    sys.stdin.readline()
                if name != "commit":
                    batch.append(name, tables[name])
        print("committed", number, flush=True)


def write_many(root: str, batches: int) -> None:
    """Write batches of ten documents one after another."""
    store = Store.open(root, create=True)
    print("ready", flush=True)
    for number in range(batches):
        documents = [make_document(number * 10 + n) for n in range(10)]
        store.write_batch(make_batch(documents), generation="g1")
        print("committed", number, flush=True)


def hold_lock(root: str) -> None:
    """Hold the writer lock until told."""
    with Store.open(root, create=True).writing():
        print("holding", flush=True)
        sys.stdin.readline()


def fill_disk(root: str) -> None:
    """Commit a batch, then try a large one where files can grow no more."""
    import resource

    from rolescope.errors import WorkspaceError

    store = Store.open(root, create=True)
    store.write_batch(make_batch([make_document(n) for n in range(10)]), generation="g1")
    resource.setrlimit(resource.RLIMIT_FSIZE, (4_000, 4_000))
    noise = [
        make_document(n, text="".join(chr(33 + (n * k * k) % 90) for k in range(9_000)))
        for n in range(10, 20)
    ]
    try:
        store.write_batch(make_batch(noise, [make_annotation(role=None)] * 10), generation="g1")
    except WorkspaceError as error:
        print(error, flush=True)


if __name__ == "__main__":
    command, *arguments = sys.argv[1:]
    globals()[command](*(int(a) if a.isdigit() else a for a in arguments))
