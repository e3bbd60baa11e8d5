"""Articles as read: lines, cells, cards; refusals in one sentence."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from rolescope.model import Problem
from rolescope.sources import articles
from rolescope.sources.articles import Article, find_kind, read_article_text, read_articles
from rolescope.sources.articles_language import find_language

TEXT = """Data Engineer vs. Data Analyst

Data engineers build pipelines, and data analysts read what comes out of them.

Required Skills
Data Engineer
- Python and SQL
Data Analyst
- Excel

Clerk
@ Example Ltd | Leeds, UK
Full Time USD 20K - 30K
"""
TABLE = """<html><body><h1>Data Engineer vs. Data Analyst</h1><p>These two are set side by side here.</p>
<table><caption>At a glance</caption><tr><th></th><th>Data Engineer</th><th>Data Analyst</th></tr>
<tr><th>Tools</th><td>Python, and<br>SQL</td><td><ul><li>Excel</li><li>R</li></ul></td></tr></table></body></html>"""


def read(text: str, kind: articles.ArticleKind | None = None) -> Article:
    found = read_article_text(text, "some.txt", kind)
    assert isinstance(found, Article), found
    return found


def why(found: Article | Problem) -> str:
    assert isinstance(found, Problem)
    assert found.what.endswith(".")
    return found.why


def written(article: Article) -> list[str]:
    return [article.text[line.start : line.end] for line in article.lines]


def test_a_text_keeps_its_lines_roles_and_cards():
    article = read(TEXT)
    assert article.title == "Data Engineer vs. Data Analyst"
    assert article.roles == ("Data Engineer", "Data Analyst")
    assert [card.title for card in article.cards] == ["Clerk"]
    assert "Python and SQL" in written(article)
    assert not any("Example Ltd" in line for line in written(article))


def test_cells_know_the_heads_of_their_row_and_column():
    article = read(TABLE)
    cells = {(c.row, c.column): article.text[c.start : c.end] for c in article.lines if c.cell}
    assert cells == {("Tools", "Data Engineer"): "Python, and SQL", ("Tools", "Data Analyst"): "Excel; R"}
    assert "At a glance" not in article.text


@pytest.mark.parametrize(
    "table",
    [
        "| | Data Engineer | Data Analyst |\n|---|---|---|\n| Tools | SQL, Python | Excel |",
        "\tData Engineer\tData Analyst\nTools\tSQL, Python\tExcel",
    ],
)
def test_tables_of_markdown_and_of_pasted_text(table: str):
    kind = find_kind(table)
    article = read("Two jobs\n\nThese are two jobs, side by side.\n\n" + table, kind)
    cells = [(c.row, c.column, article.text[c.start : c.end]) for c in article.lines if c.cell]
    assert cells == [("Tools", "Data Engineer", "SQL, Python"), ("Tools", "Data Analyst", "Excel")]


def test_a_table_without_heads_has_none():
    article = read(
        "Jobs\n\nThis is about jobs and tools.\n\nTools, mostly | SQL, Python\nOften, too | Excel, R"
    )
    assert [(c.row, c.column) for c in article.lines if c.cell] == [("", "")] * 4


def test_a_single_line_with_a_bar_is_no_table():
    article = read("Jobs\n\nThis is about jobs, of course.\n\nScale | Remote")
    assert not any(line.cell for line in article.lines)


def test_a_table_that_lays_out_a_page_is_no_table():
    html = "<h1>Jobs</h1><table><tr><td><h2>Skills</h2><p>You need SQL, of course.</p></td><td>x</td></tr></table>"
    article = read(html)
    assert [article.text[n.start : n.end] for n in article.lines if n.level == 2] == ["Skills"]
    assert not any(line.cell for line in article.lines)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("<p>Hello</p>", "html"),
        ("## Skills\n- SQL", "markdown"),
        ("**SQL** is needed", "markdown"),
        ("SQL < R", "text"),
    ],
)
def test_what_a_text_is_written_in(text: str, kind: str):
    assert find_kind(text) == kind


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("  \n ", "empty"),
        ("\x00\x01", "binary"),
        ("Home\nAbout us\nContact", "navigation"),
        ("<html><body><nav><a>Home</a></nav><ul><li>Jobs</li><li>News</li></ul></body></html>", "navigation"),
        (
            "Clerk\n@ Example Ltd | Leeds, UK\nFull Time, a job that is a fine one, USD 20K - 30K",
            "navigation",
        ),
        ("Ein Beruf, der nicht leicht ist und mit Zahlen zu tun hat.", "language"),
        ("データエンジニアは、データを集めて整える仕事です。", "language"),
        ("word " * 300_000, "too_large"),
        ("<div>" * 300 + "You need SQL, of course.", "too_deep"),
    ],
)
def test_refusals(text: str, reason: str):
    assert why(read_article_text(text)) == reason


def test_a_refused_language_is_named():
    found = read_article_text(
        "Un métier qui est dans les données et que les entreprises cherchent pour le futur."
    )
    assert isinstance(found, Problem)
    assert found.what == "The article is in French; so far only English ones are checked."


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The tools of the trade are many, and they are used by all.", "English"),
        ("SQL, R, Python", "English"),
        ("这是一个数据工程师的工作描述", "Chinese"),
        ("Это описание работы", "Russian"),
        ("데이터 엔지니어", "Korean"),
        (" ".join(["lorem", "ipsum", "dolor"] * 30), "another language"),
    ],
)
def test_languages(text: str, language: str):
    assert find_language(text) == language


def test_files_folders_and_what_is_wrong_with_them(tmp_path: Path):
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "b.html").write_text(TABLE)
    (tmp_path / "c.jpg").write_bytes(b"\xff\xd8\xff\xe0")
    found, problems = read_articles([tmp_path])
    assert [a.name for a in found] == ["a.txt", "b.html"]
    assert [p.why for p in problems] == ["unsupported"]
    found, problems = read_articles([tmp_path / "c.jpg", tmp_path / "none.txt"])
    assert not found
    assert [(p.why, p.where) for p in problems] == [("binary", "c.jpg"), ("missing", "none.txt")]
    assert problems[0].what == "The file is an image, not the text of an article."


def test_a_large_page_is_not_even_read(tmp_path: Path):
    page = tmp_path / "large.html"
    with page.open("wb") as file:
        file.truncate(50 << 20)
    _, problems = read_articles([page])
    assert [p.why for p in problems] == ["too_large"]


def test_standard_input(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(TEXT.encode())))
    found, problems = read_articles(["-"])
    assert [a.name for a in found] == ["stdin"]
    assert not problems
    monkeypatch.setattr(articles, "MAX_BYTES", 10)
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(TEXT.encode())))
    _, problems = read_articles(["-"])
    assert [p.why for p in problems] == ["too_large"]
    assert why(read_article_text(TEXT)) == "too_large"
