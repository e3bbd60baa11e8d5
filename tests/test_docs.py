"""The documentation is held to the code: what is there is told, what is told is there."""

from __future__ import annotations

import ast
import json
import re
import runpy
import shlex
from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
import typer

import rolescope
from rolescope.annotate import EXTRACTORS, annotate
from rolescope.figures import FACTS
from rolescope.model import GUIDE_SECTIONS, KINDS, LEVELS, Document
from rolescope.normalise.money import PERIODS_A_YEAR
from rolescope.official import RELEASES
from rolescope.present import filters
from rolescope.present.cli import app, main
from rolescope.present.render.as_json import render_json
from rolescope.records import to_record
from rolescope.settings import Settings, default_workspace, load_settings
from rolescope.sources import READ_KINDS, SOURCES, collected
from rolescope.sources.columns import SYNONYMS, read_vocabulary
from rolescope.store import duplicates
from rolescope.store.layout import TABLES

ROOT = Path(__file__).resolve().parents[1]
PAGES = {page.name: page.read_text("utf-8") for page in sorted((ROOT / "docs").glob("*.md"))}
TEXTS = {"": (ROOT / "README.md").read_text("utf-8"), **PAGES}
TOOLS = runpy.run_path(str(ROOT / "scripts" / "build_docs.py"))
CHEAP = {"role", "roles", "evidence", "schema"}


@cache
def commands() -> dict[str, Any]:
    """Every command by the words that call it."""
    return dict(_walk(typer.main.get_command(app), ()))


def _walk(command: Any, words: tuple[str, ...]) -> Iterator[tuple[str, Any]]:
    for name, inner in getattr(command, "commands", {}).items():
        yield from _walk(inner, (*words, name))
    if not hasattr(command, "commands"):
        yield " ".join(words), command


def blocks(language: str) -> list[tuple[str, str]]:
    """(page, body) of the fenced blocks of a language."""
    fence = re.compile(rf"(?ms)^[ ]*```{language}\n(.*?)^[ ]*```$")
    return [(page or "README.md", m[1]) for page, text in TEXTS.items() for m in fence.finditer(text)]


def calls() -> list[tuple[str, ...]]:
    """The words of every documented call of rolescope."""
    lines = [line for kind in ("console", "bash") for _, body in blocks(kind) for line in body.splitlines()]
    outputs = re.findall(r"<!-- output: (.*?) (?:\||-->)", "\n".join(TEXTS.values()))
    told = [line.strip().removeprefix("$ ") for line in (*lines, *outputs)]
    return sorted({tuple(shlex.split(line)[1:]) for line in told if line.startswith("rolescope ")})


def find_command(words: tuple[str, ...]) -> tuple[Any, list[str]]:
    """The command that ``words`` call, and the rest of them."""
    for length in (2, 1):
        if found := commands().get(" ".join(words[:length])):
            return found, list(words[length:])
    raise AssertionError(f"no command: {words}")


def section(page: str, heading: str) -> str:
    """The part of a page under one second-level heading."""
    return re.split(r"(?m)^## ", PAGES[page].split(f"\n## {heading}\n", 1)[1])[0]


@pytest.mark.parametrize("name", commands())
def test_every_command_and_option_is_told(name: str) -> None:
    told = section("commands.md", name)
    assert f"rolescope {name}" in told
    shared = PAGES["commands.md"].split("## Options that several commands have")[1].split("\n## ")[0]
    for parameter in commands()[name].params:
        if parameter.param_type_name == "option":
            for option in parameter.opts:
                assert option in told or (option.startswith("-w") and option in shared), option


def test_no_option_is_told_that_is_not_there() -> None:
    known = {o for c in commands().values() for p in c.params for o in p.opts}
    known |= {"--help", "--version", "--install-completion", "--show-completion"}
    ours = re.sub(r"(?m)^.*(?:scripts/|python -m).*$", "", "\n".join(TEXTS.values()))
    assert set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", ours)) <= known


@pytest.mark.parametrize("words", calls(), ids=" ".join)
def test_every_documented_call_parses(words: tuple[str, ...]) -> None:
    command, rest = find_command(words)
    command.make_context(words[0], rest)


@pytest.mark.parametrize("words", [w for w in calls() if w[0] in CHEAP], ids=" ".join)
def test_cheap_documented_calls_run(
    words: tuple[str, ...],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("ROLESCOPE_WORKSPACE", str(tmp_path / "none"))
    with pytest.raises(SystemExit) as end:
        main(words)
    assert end.value.code == 0
    assert capsys.readouterr().out


@pytest.mark.parametrize("words", [("--version",), ("--help",), *((*n.split(), "-h") for n in commands())])
def test_help_and_version_run(words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(words)
    assert end.value.code == 0
    assert capsys.readouterr().out


def test_the_readme_begins_with_make() -> None:
    assert blocks("bash")[0] == ("README.md", "make compare\nmake test\n")
    makefile = (ROOT / "Makefile").read_text("utf-8")
    assert all(f"\n{target}:" in makefile for target in ("compare", "test"))


def test_the_example_of_output_is_short() -> None:
    shown = re.findall(r"(?ms)^<!-- output: .*?-->\n```console\n(.*?)^```$", TEXTS[""])
    assert shown
    for example in shown:
        lines = example.splitlines()
        assert lines[0].startswith("$ rolescope ")
        assert len(lines) <= 40
        assert max(map(len, lines)) <= 80


@pytest.mark.parametrize("page", TEXTS)
def test_tables_of_figures_equal_the_data(page: str) -> None:
    made = TOOLS["fill"](TEXTS[page], ("made",))
    assert made == TEXTS[page], "run `python scripts/build_docs.py`"


def test_every_registry_is_told() -> None:
    assert all(f"**{reader.name}**" in PAGES["sources.md"] for reader in SOURCES)
    assert all(f"`{kind}`" in PAGES["sources.md"] for kind in READ_KINDS)
    assert all(f"`{part}`" in section("sources.md", "Guides") for part in GUIDE_SECTIONS)
    assert all(f"taxonomy add {name}" in PAGES["sources.md"] for name in RELEASES)
    assert all(f"`{name}` (" in section("annotate.md", "Conventions") for name, _ in EXTRACTORS)
    assert all(f"| `{kind}` |" in PAGES["concepts.md"] for kind in KINDS)
    assert all(f"`{kind}`" in section("evidence.md", "Keys of figures") for kind in (*KINDS, *FACTS))
    assert all(f"`{level}`" in PAGES["annotate.md"] for level in LEVELS)
    assert all(re.search(rf"\b{name}\b", section("evidence.md", "Workspace")) for name in TABLES)


@pytest.mark.parametrize("synonym", SYNONYMS)
def test_every_synonym_of_a_field_is_told(synonym: str) -> None:
    assert f"`{synonym}`" in section("sources.md", "Columns")
    assert f"`{SYNONYMS[synonym]}`" in section("sources.md", "Columns")


def test_every_setting_is_told_with_its_default() -> None:
    for setting in fields(Settings):
        row = next(r for r in PAGES["settings.md"].splitlines() if r.startswith(f"| `{setting.name}` |"))
        assert f"`ROLESCOPE_{setting.name.upper()}`" in row
        if setting.name != "workspace":
            assert f" {'none' if setting.default is None else f'{setting.default:g}'} " in row


def test_the_default_workspace_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    lies = default_workspace().as_posix().replace(Path.home().as_posix(), "~")
    assert lies in PAGES["settings.md"].replace("\\", "/").replace("%LOCALAPPDATA%", "~/AppData/Local")


def test_the_example_of_config_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ((_, body),) = [b for b in blocks("toml") if b[0] == "settings.md"]
    (tmp_path / "config.toml").write_text(body, "utf-8")
    monkeypatch.setattr("rolescope.settings.config_path", lambda: tmp_path / "config.toml")
    assert load_settings().workers == 2


def test_every_schema_is_told() -> None:
    names = [f.name.removesuffix(".json") for f in (files("rolescope.data") / "schemas").iterdir()]
    assert len(names) >= 7
    assert all(f"`rolescope/{name}/1`" in PAGES["commands.md"] for name in names)


def test_every_schema_named_in_code_is_told() -> None:
    code = "\n".join(path.read_text("utf-8") for path in (ROOT / "src").rglob("*.py"))
    named = set(re.findall(r'"(rolescope/[a-z-]+/\d+)"', code))
    assert all(f"`{name}`" in PAGES["commands.md"] for name in named)


def test_every_code_of_a_problem_is_told() -> None:
    told = PAGES["sources.md"] + PAGES["annotate.md"]
    for path in (*(ROOT / "src/rolescope/sources").glob("*.py"), Path(filters.__file__)):
        assert all(f"`{code}`" in told for code in _codes(path)), path.name


def _codes(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Problem":
            for value in (*node.args[2:3], *(k.value for k in node.keywords if k.arg == "why")):
                if isinstance(value, ast.Constant):
                    yield str(value.value)


def test_the_example_of_annotate_is_what_comes_out() -> None:
    given, told = (json.loads(body) for page, body in blocks("json") if page == "annotate.md")
    read = annotate(Document("posting", "", given["title"], given["text"]))
    made = json.loads(render_json(to_record(given["id"], read)))
    assert made["mentions"][:1] == told["mentions"]
    assert made | {"mentions": told["mentions"]} == told


def test_every_input_of_annotate_is_told() -> None:
    told = section("annotate.md", "In")
    assert all(f"`{name}`" in told for names in filters._NAMES.values() for name in names)
    for limit in (filters._LONGEST_LINE, filters._LONGEST_TEXT):
        assert f"{limit:,}" in PAGES["annotate.md"]


def test_numbers_in_prose_equal_those_in_code() -> None:
    pay = section("sources.md", "Collected pay")
    known = collected.__doc__ or ""
    numbers = {n for n in re.findall(r"\d[\d,.]*\d", pay) if n != "2025"}
    bounds = {f"{collected.USD_LEAST:,}", f"{collected.USD_MOST:,}"}
    assert bounds <= numbers
    assert all(number in known for number in numbers - bounds)
    assert all(name in pay for name in collected.COLUMNS)
    assert all(f"`{code}`" in pay for code in read_vocabulary().collected_level)
    twins = section("evidence.md", "Workspace")
    for number in (duplicates.DAYS_APART, duplicates.THRESHOLD, duplicates.THRESHOLD_WITHOUT_EMPLOYERS):
        assert f" {number} " in twins
    year = PAGES["annotate.md"].replace("\n", " ")
    assert all(f" {n:,} {period}s" in year for period, n in PERIODS_A_YEAR.items() if n > 1)


def test_links_resolve() -> None:
    for page, text in TEXTS.items():
        folder = ROOT / "docs" if page else ROOT
        for target in re.findall(r"\]\(([^)\s]+)\)", re.sub(r"(?ms)^```.*?^```$", "", text)):
            if target.startswith("https://"):
                continue
            path, _, anchor = target.partition("#")
            there = (folder / path).resolve() if path else folder / page
            assert there.exists(), (page, target)
            assert not anchor or anchor in _anchors(there.read_text("utf-8")), (page, target)


def _anchors(text: str) -> set[str]:
    headings = re.findall(r"(?m)^#+ (.+)$", text)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_every_page_is_in_the_index() -> None:
    assert all(f"]({name})" in PAGES["README.md"] for name in PAGES if name != "README.md")


def test_examples_in_python_name_what_is_there() -> None:
    for page, body in blocks("python"):
        tree = ast.parse(body, page)
        imported = [n for n in ast.walk(tree) if isinstance(n, ast.ImportFrom) and n.module == "rolescope"]
        assert all(hasattr(rolescope, alias.name) for node in imported for alias in node.names)


def test_no_page_names_a_machine() -> None:
    for page, text in TEXTS.items():
        assert not re.search(r"/(?:work|home|root|tmp|Users)/|pypi|[\w-]+\.local\b(?!/)", text), page
