"""The static site: planned, drawn, written where it changed, finished after a kill, without a broken link."""

from __future__ import annotations

import functools
import http.server
import json
import os
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urljoin, urlsplit
from xml.etree import ElementTree as Xml

import pytest
from axe_playwright_python.sync_playwright import Axe
from selectolax.lexbor import LexborHTMLParser

from browser_case import open_browser
from conftest import Called
from html_case import assert_sound
from rolescope import RolescopeError, Settings, Workspace
from rolescope.errors import UsageError
from rolescope.present.charts import comparison_charts
from rolescope.present.site.build import SiteReport, build_site
from rolescope.present.site.draw import draw_job, list_jobs
from rolescope.present.site.feed import build_feed, build_sitemap
from rolescope.present.site.plan import Plan, plan_site, tidy_base
from rolescope.present.site.write import (
    MANIFEST,
    UNFINISHED,
    Made,
    begin_site,
    close_site,
    merge,
    open_site,
    write_file,
)
from site_case import addresses, broken_links

ROLES = ("Data Engineer", "Data Analyst", "Senior Data Engineer", "Actuary")
ATOM = "{http://www.w3.org/2005/Atom}"
PAIR = "compare/data-engineer/data-analyst"


def plan(door: Workspace, roles: tuple[str, ...] = ROLES, base: str = "", answers: bool = False) -> Plan:
    named = tuple((c.kind, c.id) for c in door.concepts(limit=6).concepts)
    return plan_site(door.roles(), roles, roles=9, pairs=9, concepts=named, base=base, answers=answers)


def build(folder: Path, door: Workspace, workspace: Path, chosen: Plan | None = None) -> SiteReport:
    return build_site(
        folder,
        chosen or plan(door),
        Settings(workspace=workspace, workers=1),
        only_mine=True,
        workers=1,
        progress=lambda done, of: None,
    )


def content(folder: Path) -> dict[str, bytes]:
    """Every file but the notes of runs."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != MANIFEST)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


@pytest.fixture(scope="module")
def door(filled: Path) -> Workspace:
    return Workspace(Settings(workspace=filled, workers=1), only_mine=True)


@pytest.fixture(scope="module")
def site(door: Workspace, filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site without an address; for reading only."""
    folder = tmp_path_factory.mktemp("site") / "out"
    build(folder, door, filled)
    return folder


@pytest.fixture(scope="module")
def published(door: Workspace, filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site at an address, with answers; for reading only."""
    folder = tmp_path_factory.mktemp("published")
    build(folder, door, filled, plan(door, base="https://careers.example.org", answers=True))
    return folder


class TestPlan:
    def test_the_best_evidenced_where_none_is_named(self, bundled: Workspace) -> None:
        known = bundled.roles()
        found = plan_site(known, (), roles=5, pairs=4, concepts=())
        postings = {r.id: r.postings for r in known.roles}
        assert [postings[r] for r in found.roles] == sorted((postings[r] for r in found.roles), reverse=True)
        assert len(found.roles) == 5
        assert len(found.pairs) == 4
        thinner = [min(postings[a], postings[b]) for a, b in found.pairs]
        assert thinner == sorted(thinner, reverse=True)

    def test_roles_without_evidence_are_left_out(self, door: Workspace) -> None:
        assert plan_site(door.roles(), (), roles=90, pairs=9, concepts=()).roles == (
            "data-analyst",
            "data-engineer",
        )

    def test_named_roles_once_each(self, door: Workspace) -> None:
        found = plan_site(
            door.roles(),
            ("data engineers", "Data Engineer", "Lead Data Engineer"),
            roles=1,
            pairs=9,
            concepts=(),
        )
        assert found.roles == ("data-engineer", "data-engineer@lead")

    def test_an_unknown_role_is_refused(self, door: Workspace) -> None:
        with pytest.raises(RolescopeError, match="zookeeper"):
            plan_site(door.roles(), ("zookeeper",), roles=1, pairs=1, concepts=())

    @pytest.mark.parametrize(
        "base",
        [
            "careers.example.org",
            "ftp://example.org",
            "https://",
            "https://example.org/?a=b",
            "https://example.org/#a",
            "javascript:alert(1)",
            "https://example.org/a b",
            'https://example.org/">',
        ],
    )
    def test_an_address_that_is_none_is_refused(self, base: str) -> None:
        with pytest.raises(UsageError, match="--base takes an address"):
            tidy_base(base)

    def test_files_differ_on_disks_that_fold_case(self, bundled: Workspace) -> None:
        every = tuple((c.kind, c.id) for c in bundled.concepts(limit=100_000).concepts)
        found = plan_site(bundled.roles(), (), roles=200, pairs=300, concepts=every, answers=True)
        assert len({name.casefold() for name in found.files}) == len(found.files)
        assert all(name.isascii() and not set(name) & set('<>:"\\|?*#% ') for name in found.files)
        assert max(map(len, found.files)) < 200

    def test_robots_only_where_somebody_looks_for_them(self, door: Workspace) -> None:
        assert "robots.txt" in plan(door, base="https://example.org").files
        assert "robots.txt" not in plan(door, base="https://example.org/jobs").files
        assert "robots.txt" not in plan(door).files


class TestPages:
    def test_every_link_and_anchor_leads_somewhere(self, site: Path, published: Path) -> None:
        assert broken_links(site) == []
        assert broken_links(published) == []

    def test_every_page_is_sound_and_can_be_reached(self, site: Path) -> None:
        reached, waiting = set(), [site / "index.html"]
        while waiting:
            page = waiting.pop()
            if page in reached:
                continue
            reached.add(page)
            targets = (
                (page.parent / urlsplit(a).path).resolve() for a in addresses(page) if urlsplit(a).path
            )
            waiting += [t for t in targets if t.suffix == ".html"]
        pages = set(site.resolve().rglob("*.html"))
        assert pages - reached == {site.resolve() / "404.html"}
        for page in pages:
            assert_sound(page.read_text("utf-8"))

    def test_only_planned_files_are_written(self, site: Path, published: Path, door: Workspace) -> None:
        assert set(content(site)) <= plan(door).files
        assert set(content(published)) <= plan(door, base="https://careers.example.org", answers=True).files

    def test_titles_differ(self, site: Path) -> None:
        titles = [
            LexborHTMLParser(p.read_text("utf-8")).css_first("title").text() for p in site.rglob("*.html")
        ]
        assert len(set(titles)) == len(titles)

    def test_a_role_leads_on_to_its_comparisons(self, site: Path) -> None:
        page = (site / "roles/actuary.html").read_text("utf-8")
        assert 'href="../compare/' in page
        assert "Senior Data Engineer</a>" in page

    def test_charts_and_pictures_lie_beside(self, site: Path, door: Workspace) -> None:
        answer = door.compare("data-engineer", "data-analyst")
        for chart in comparison_charts(answer):
            for ending in (".svg", "-narrow.svg", ".csv"):
                assert (site / PAIR / "charts" / f"{chart.name}{ending}").is_file()
        assert (site / PAIR / "card.png").read_bytes().startswith(b"\x89PNG")

    def test_answers_only_where_they_are_wanted(self, site: Path, published: Path, door: Workspace) -> None:
        assert not list(site.rglob("*.json")) or [p.name for p in site.rglob("*.json")] == [MANIFEST]
        answer = json.loads((published / f"{PAIR}.json").read_text("utf-8"))
        assert answer["schema"] == "rolescope/compare/1"
        for name in ("roles", "concepts", "sources", "roles/data-engineer", "evidence/data-engineer"):
            assert json.loads((published / f"{name}.json").read_text("utf-8"))["version"]
        page = LexborHTMLParser((published / f"{PAIR}.html").read_text("utf-8"))
        assert page.css_first('footer a[href="../../compare/data-engineer/data-analyst.json"]') is not None


class TestForOthers:
    def test_pay_for_machines_where_pay_is_shown(self, site: Path) -> None:
        page = LexborHTMLParser((site / f"{PAIR}.html").read_text("utf-8"))
        data = [json.loads(e.text()) for e in page.css('script[type="application/ld+json"]')]
        assert [d["name"] for d in data] == ["Data Engineer", "Data Analyst"]
        for occupation in data:
            assert occupation["@type"] == "Occupation"
            (pay,) = occupation["estimatedSalary"]
            assert (pay["@type"], pay["name"]) == ("MonetaryAmountDistribution", "advertised in job postings")
        thin = LexborHTMLParser((site / "roles/actuary.html").read_text("utf-8"))
        (occupation,) = [json.loads(e.text()) for e in thin.css('script[type="application/ld+json"]')]
        assert "estimatedSalary" not in occupation

    def test_canonical_addresses_and_a_picture(self, published: Path) -> None:
        for path in published.rglob("*.html"):
            head = LexborHTMLParser(path.read_text("utf-8")).css_first("head")
            name = path.relative_to(published).as_posix()
            if name != "404.html":
                there = f"https://careers.example.org/{name}"
                assert head.css_first('link[rel="canonical"]').attributes["href"] == there
                assert head.css_first('link[type="application/atom+xml"]') is not None
        page = LexborHTMLParser((published / f"{PAIR}.html").read_text("utf-8"))
        image = page.css_first('meta[property="og:image"]').attributes["content"]
        assert (published / image.removeprefix("https://careers.example.org/")).is_file()

    def test_without_an_address_nothing_is_made_up(self, site: Path) -> None:
        text = (site / f"{PAIR}.html").read_text("utf-8")
        assert "canonical" not in text
        assert "og:image" not in text
        assert not (site / "sitemap.xml").exists()

    def test_the_map_lists_every_page(self, published: Path) -> None:
        root = Xml.fromstring((published / "sitemap.xml").read_bytes())
        places = [e.text or "" for e in root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
        pages = {p.relative_to(published).as_posix() for p in published.rglob("*.html")} - {"404.html"}
        assert {place.removeprefix("https://careers.example.org/") for place in places} == pages
        assert "Sitemap: https://careers.example.org/sitemap.xml" in (published / "robots.txt").read_text()

    @pytest.mark.parametrize("base", ["", "https://careers.example.org/"])
    def test_the_feed_tells_what_changed_last(self, base: str, site: Path, published: Path) -> None:
        folder = published if base else site
        feed = Xml.fromstring((folder / "feed.xml").read_bytes())
        entries = feed.findall(f"{ATOM}entry")
        assert len(entries) == 4 + 6
        ids = [e.findtext(f"{ATOM}id") for e in (feed, *entries)]
        assert len(set(ids)) == len(ids)
        assert all(str(i).startswith(base or "urn:uuid:") for i in ids)
        for entry in entries:
            assert entry.findtext(f"{ATOM}title")
            assert str(entry.findtext(f"{ATOM}updated")).endswith("Z")
            href = str(entry.find(f"{ATOM}link").attrib["href"])  # type: ignore[union-attr]
            assert href.startswith(base)
            assert (folder / href.removeprefix(base)).is_file()
        own = [e.attrib["href"] for e in feed.findall(f"{ATOM}link") if e.attrib["rel"] == "self"]
        assert own == ([f"{base}feed.xml"] if base else [])

    def test_the_newest_come_first_and_only_a_hundred(self) -> None:
        made = {
            f"roles/{n:03d}.html": Made("x", f"2026-01-01T00:{n // 60:02d}:{n % 60:02d}Z") for n in range(120)
        }
        feed = Xml.fromstring(build_feed("", made, {name: name for name in (*made, "roles/gone.html")}))
        titles = [e.findtext(f"{ATOM}title") for e in feed.findall(f"{ATOM}entry")]
        assert len(titles) == 100
        assert titles[0] == "roles/119.html"
        assert feed.findtext(f"{ATOM}updated") == "2026-01-01T00:01:59Z"
        assert b"1970" in build_feed("", {}, {})

    def test_strange_titles_and_names_stay_xml(self) -> None:
        made = {"roles/a@b&c.html": Made("x", "2026-01-01T00:00:00Z")}
        feed = Xml.fromstring(build_feed("https://e.org/", made, {"roles/a@b&c.html": "<b>&\"'"}))
        assert feed.findtext(f"{ATOM}entry/{ATOM}title") == "<b>&\"'"
        assert b"https://e.org/roles/a@b%26c.html" in build_sitemap("https://e.org/", made)

    def test_the_missing_page_works_at_any_depth(self, site: Path, published: Path) -> None:
        alone = LexborHTMLParser((site / "404.html").read_text("utf-8"))
        assert alone.css_first("style") is not None
        assert not [a for a in alone.css("a, link") if not a.attributes["href"].startswith("#")]
        whole = LexborHTMLParser((published / "404.html").read_text("utf-8"))
        hrefs = [
            e.attributes["href"] for e in whole.css("a, link") if not e.attributes["href"].startswith("#")
        ]
        assert hrefs
        assert all(href.startswith("https://careers.example.org/") for href in hrefs)
        for page in (alone, whole):
            assert page.css_first('meta[name="robots"]').attributes["content"] == "noindex"


class TestWriting:
    def test_a_second_run_writes_nothing(self, door: Workspace, filled: Path, tmp_path: Path) -> None:
        first = build(tmp_path / "out", door, filled)
        before = {p: p.stat().st_mtime_ns for p in (tmp_path / "out").rglob("*") if p.is_file()}
        second = build(tmp_path / "out", door, filled)
        assert (first.written, second.written, second.removed) == (first.files, 0, 0)
        assert first.bytes == sum(len(c) for c in content(tmp_path / "out").values())
        assert before == {p: p.stat().st_mtime_ns for p in (tmp_path / "out").rglob("*") if p.is_file()}

    def test_only_what_a_run_wrote_goes(self, door: Workspace, filled: Path, tmp_path: Path) -> None:
        out = tmp_path / "out"
        build(out, door, filled)
        (out / "roles" / "mine.txt").write_text("mine")
        report = build(out, door, filled, plan(door, ("Data Engineer", "Data Analyst")))
        assert report.removed > 10
        assert not (out / "roles/actuary.html").exists()
        assert not (out / "compare/data-engineer@senior").exists(), "empty folders go along"
        assert (out / "roles/mine.txt").read_text() == "mine"
        assert broken_links(out) == []

    def test_what_was_changed_by_hand_is_made_good(
        self, door: Workspace, filled: Path, tmp_path: Path
    ) -> None:
        build(tmp_path / "out", door, filled)
        (tmp_path / "out/index.html").write_text("changed")
        (tmp_path / "out/roles.html").unlink()
        assert build(tmp_path / "out", door, filled).written == 2

    def test_one_changed_page_is_news(self, door: Workspace, filled: Path, tmp_path: Path) -> None:
        out = tmp_path / "out"
        build(out, door, filled)
        manifest = json.loads((out / MANIFEST).read_text())
        for name in manifest["files"]:
            manifest["files"][name][1] = "2020-01-01T00:00:00Z"
        manifest["files"][f"{PAIR}.html"][0] = "another"
        (out / MANIFEST).write_text(json.dumps(manifest))
        report = build(out, door, filled)
        assert report.written == 1, "the feed"
        feed = Xml.fromstring((out / "feed.xml").read_bytes())
        titles = [e.findtext(f"{ATOM}title") for e in feed.findall(f"{ATOM}entry")]
        dates = [e.findtext(f"{ATOM}updated") for e in feed.findall(f"{ATOM}entry")]
        assert titles[0] == "Data Engineer and Data Analyst, compared"
        assert str(dates[0]) > "2026"
        assert set(dates[1:]) == {"2020-01-01T00:00:00Z"}

    def test_foreign_folders_and_files_are_left_alone(self, tmp_path: Path) -> None:
        (tmp_path / "letters").mkdir()
        (tmp_path / "letters/mum.txt").write_text("dear")
        with pytest.raises(UsageError, match="letters holds other files"):
            open_site(tmp_path / "letters")
        with pytest.raises(UsageError, match=r"mum\.txt is a file"):
            open_site(tmp_path / "letters/mum.txt")
        assert open_site(tmp_path / "nothing") == {}
        (tmp_path / "empty").mkdir()
        assert open_site(tmp_path / "empty") == {}

    @pytest.mark.parametrize(
        "damaged",
        [
            "",
            "[]",
            "{}",
            '{"format": 2, "files": {}}',
            '{"format": 1, "files": []}',
            '{"format": 1, "files": {"a": 1}}',
            '{"format": 1, "files": {"a": ["x"]}}',
            "�",
        ],
    )
    @pytest.mark.parametrize("name", [MANIFEST, f"{UNFINISHED}/planned.json"])
    def test_damaged_notes_are_refused(self, name: str, damaged: str, tmp_path: Path) -> None:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(damaged.encode("utf-8", "surrogateescape"))
        with pytest.raises(UsageError, match="cannot be read"):
            open_site(tmp_path)

    def test_a_manifest_cannot_reach_out_of_its_folder(self, tmp_path: Path) -> None:
        out, outside = tmp_path / "out", tmp_path / "outside.txt"
        outside.write_text("mine")
        begin_site(out, (), {})
        (out / "link.txt").symlink_to(outside)
        before = {"../outside.txt": Made("x", ""), str(outside): Made("x", ""), "link.txt": Made("x", "")}
        assert close_site(out, before, {}) == 0
        assert outside.read_text() == "mine"
        assert not (out / UNFINISHED).exists()

    def test_a_file_that_did_not_change_keeps_its_time(self) -> None:
        before = {"a": Made("1", "then"), "b": Made("2", "then"), "c": Made("3", "then")}
        assert merge(before, (("a", "1"), ("b", "9"), ("d", "4")), "now") == {
            "a": Made("1", "then"),
            "b": Made("9", "now"),
            "d": Made("4", "now"),
        }

    def test_a_file_is_whole_or_not_there(self, tmp_path: Path) -> None:
        begin_site(tmp_path, (), {})
        assert write_file(tmp_path, "a/b.txt", b"one")[1]
        assert not write_file(tmp_path, "a/b.txt", b"one")[1]
        assert write_file(tmp_path, "a/b.txt", b"two")[1]
        assert (tmp_path / "a/b.txt").read_bytes() == b"two"
        assert [p.name for p in (tmp_path / UNFINISHED).iterdir()] == ["planned.json"]


_KILLED = """
import os, sys
from pathlib import Path
from rolescope import Settings, Workspace
from rolescope.present.site.build import build_site
from rolescope.present.site.plan import plan_site
folder, workspace, after, workers, *roles = sys.argv[1:]
settings = Settings(workspace=Path(workspace), workers=1)
plan = plan_site(Workspace(settings, only_mine=True).roles(), roles, roles=9, pairs=9, concepts=())
stop = lambda done, of: os._exit(9) if done == int(after) else None
if __name__ == "__main__":
    build_site(Path(folder), plan, settings, only_mine=True, workers=int(workers), progress=stop)
"""


class TestKilled:
    @pytest.mark.parametrize("after", [1, 4])
    def test_the_next_run_finishes_a_new_site(
        self, after: int, door: Workspace, filled: Path, site: Path, tmp_path: Path
    ) -> None:
        out = tmp_path / "out"
        self._kill(out, filled, after, "Data Engineer", "Data Analyst", "Economist")
        assert (out / UNFINISHED).is_dir()
        (out / UNFINISHED / "77-half").write_text("half a pa")
        build(out, door, filled)
        assert self._drawn(out) == self._drawn(site), "nothing of the killed run stays"
        assert build(out, door, filled).written == 0

    def test_the_next_run_mends_an_old_site(
        self, door: Workspace, filled: Path, site: Path, tmp_path: Path
    ) -> None:
        out = tmp_path / "out"
        build(out, door, filled)
        self._kill(out, filled, 3, "Data Engineer", "Economist", "Data Scientist")
        assert (out / "compare").is_dir()
        build(out, door, filled)
        assert self._drawn(out) == self._drawn(site)

    def test_a_kill_before_anything_was_noted(self, tmp_path: Path) -> None:
        (tmp_path / UNFINISHED).mkdir()
        assert open_site(tmp_path) == {}

    def test_workers_end_with_a_killed_parent(self, filled: Path, tmp_path: Path) -> None:
        """They hold the pipe of its output, so that this would wait for them."""
        self._kill(tmp_path / "out", filled, 1, "Data Engineer", "Data Analyst", "Economist", workers=2)

    @staticmethod
    def _kill(out: Path, workspace: Path, after: int, *roles: str, workers: int = 1) -> None:
        command = [sys.executable, "-c", _KILLED, str(out), str(workspace), str(after), str(workers), *roles]
        ended = subprocess.run(command, env={**os.environ}, stdout=subprocess.PIPE, timeout=240, check=False)
        assert ended.returncode == 9

    @staticmethod
    def _drawn(folder: Path) -> dict[str, bytes]:
        return {name: body for name, body in content(folder).items() if name != "feed.xml"}


class TestServed:
    def test_a_plain_web_server_serves_it(self, site: Path) -> None:
        handler = functools.partial(_Quiet, directory=str(site))
        with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            root = f"http://127.0.0.1:{server.server_port}/"
            page = site / "compare/data-analyst/data-engineer@senior.html"
            wanted = {urlsplit(a).path for a in addresses(page) if urlsplit(a).path}
            for address in {urljoin(f"{root}{_name(page, site)}", a) for a in wanted}:
                with urllib.request.urlopen(address, timeout=10) as answer:
                    assert answer.status == 200
            server.shutdown()

    def test_it_opens_from_the_file_system(self, site: Path) -> None:
        with open_browser() as browser:
            page = browser.new_context(offline=True).new_page()
            said: list[str] = []
            page.on("console", lambda message: said.append(message.text))
            page.on("requestfailed", lambda request: said.append(request.url))
            page.goto((site / "index.html").as_uri())
            page.get_by_role("link", name="All comparisons").click()
            page.locator("main section").first.locator("ul a").first.click()
            page.wait_for_selector("#verdict")
            page.evaluate("document.querySelectorAll('img').forEach(i => i.loading = 'eager')")
            page.wait_for_function("[...document.images].every(i => i.complete && i.naturalWidth)")
            page.locator(".fig a[href*='evidence']").first.click()
            page.wait_for_selector("#evidence")
            assert page.evaluate(
                "document.getElementById(decodeURIComponent(location.hash.slice(1))) !== null"
            )
            assert said == []

    def test_axe_finds_nothing(self, site: Path) -> None:
        """On the pages that only a site has; those of the server are held in ``test_browser``."""
        with open_browser() as browser:
            for name in ("index", "comparisons", "evidence/data-engineer", "404", "roles/data-engineer"):
                for scheme in ("light", "dark"):
                    page = browser.new_context(color_scheme=scheme).new_page()
                    page.goto((site / f"{name}.html").as_uri())
                    found = Axe().run(page, options={"resultTypes": ["violations"]})
                    assert found.violations_count == 0, found.generate_report()
                    page.set_viewport_size({"width": 320, "height": 900})
                    assert page.evaluate("document.documentElement.scrollWidth") <= 320
                    page.context.close()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        """Nothing on the test's output."""


def _name(page: Path, site: Path) -> str:
    return page.relative_to(site).as_posix()


@pytest.fixture
def run(cli: Callable[..., Called], filled: Path, tmp_path: Path) -> Iterator[Callable[..., Called]]:
    """The command over the small workspace."""
    options = ("--only-mine", "--workspace", filled, "--workers", "1", "--concepts", "2")
    return lambda *words: cli("site", tmp_path / "out", *words, *options)


class TestCommand:
    def test_says_what_it_wrote(self, run: Callable[..., Called], tmp_path: Path) -> None:
        called = run()
        assert called.status == 0, called.err
        assert "2 roles and 1 comparisons in" in called.out
        assert " MB; " in called.out
        assert broken_links(tmp_path / "out") == []

    def test_as_json(self, run: Callable[..., Called], tmp_path: Path) -> None:
        report = json.loads(run("Data Engineer", "Data Analyst", "--json").out)
        assert (report["schema"], report["roles"], report["comparisons"]) == ("rolescope/site/1", 2, 1)
        assert report["files"] == report["written"] == len(content(tmp_path / "out"))

    def test_refuses_in_one_sentence(self, run: Callable[..., Called], tmp_path: Path) -> None:
        assert run("--base", "careers").status == 2
        assert run("Zookeeper").status == 2
        (tmp_path / "out").mkdir()
        (tmp_path / "out/mum.txt").write_text("dear")
        called = run()
        assert called.status == 2
        assert called.err.strip().endswith("holds other files; name a new or empty folder for the site.")

    def test_worker_processes_write_the_same(
        self, run: Callable[..., Called], cli: Callable[..., Called], filled: Path, tmp_path: Path
    ) -> None:
        run()
        options = ("--only-mine", "--workspace", filled, "--workers", "2", "--concepts", "2", "--json")
        called = cli("site", tmp_path / "out", *options)
        assert json.loads(called.out)["written"] == 0

    def test_each_job_gives_files(self, door: Workspace) -> None:
        chosen = plan(door, ("Data Engineer", "Data Analyst"))
        for job in list_jobs(chosen):
            assert all(file.content for file in draw_job(door, chosen, job))
