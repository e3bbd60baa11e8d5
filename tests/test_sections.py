"""The parts of a posting: by headings, by phrases under them, and what is silent."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import example, given

from rolescope import sections
from rolescope.cues import Cues, cue_scanner
from rolescope.text import fold_text, read_text
from text_case import posting_texts


@pytest.fixture(autouse=True, scope="module", params=["native", "python"])
def cutter(request: pytest.FixtureRequest) -> Iterator[None]:
    """Every test is made with both cutters."""
    if request.param == "native":
        pytest.importorskip("rolescope._sections")
    with pytest.MonkeyPatch.context() as patch:
        if request.param == "python":
            patch.setattr(sections, "cut", sections.cut_in_python)
        yield


def names_at(raw: str, *phrases: str) -> list[str]:
    """Names of the sections of the phrases; a silent one has a mark."""
    text = read_text(raw)
    places = [raw.index(p) for p in phrases]
    return [text.section_at(at) + ("!" if text.is_silent(at) else "") for at in places]


@given(posting_texts())
def test_every_character_has_its_section(raw: str) -> None:
    text = read_text(raw)
    assert "".join(raw[s.start : s.end] for s in text.sections) == raw
    for section in text.sections:
        assert text.is_silent(section.start) == section.silent


@pytest.mark.parametrize(
    ("name", "silent"),
    [
        ("benefits", True), ("legal", True), ("requirements", False), ("duties", False), ("preferred", False),
    ],
)  # fmt: skip
def test_benefits_and_law_are_silent(name: str, silent: bool) -> None:
    headings = {
        "benefits": "What we offer", "legal": "Equal Opportunity Employer", "requirements": "Requirements",
        "duties": "Responsibilities", "preferred": "Nice to have",
    }  # fmt: skip
    assert names_at(f"{headings[name]}\n- words\n", "words") == [name + "!" * silent]


# --- how a posting begins -----------------------------------------------------------------------------


def test_a_title_and_its_facts_are_other() -> None:
    raw = "Data Engineer\nParis\n$90k - $100k\nWe want to draw maps of all there is, and you can draw.\n"
    assert names_at(raw, "Data", "Paris", "$90k", "We want") == ["other", "other", "benefits!", "about"]


def test_what_a_posting_begins_with_says_what_the_role_is_for() -> None:
    raw = (
        "Acme is looking for an engineer to draw maps.\n\nAcme was founded in 1950 and sells maps all over.\n\n"
        "Acme was founded in 1950 and wants, in this role, somebody who draws.\n\nResponsibilities:\n- Draw\n"
    )
    assert names_at(raw, "looking", "1950 and sells", "somebody") == ["about", "about!", "about"]


def test_a_list_below_what_the_role_is_for_is_of_duties() -> None:
    assert names_at("About the role\nWe map.\n- Maps of towns\n", "We map", "Maps of") == ["about", "duties"]
    raw = "About the role\nDesign maps of towns\nThe towns are old.\n"
    assert names_at(raw, "Design", "The towns") == ["duties", "about"]
    assert names_at(f"{raw}Responsibilities\n- Draw\n", "Design", "Draw") == ["about", "duties"]


# --- headings -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("What We're Looking For...", "requirements"),
        ("What are we looking for in a mapper?", "requirements"),
        ("🧩 Key Responsibilities And More", "duties"),
        ("**Preferably, you also have:**", "preferred"),
        ("It's an advantage if you:", "preferred"),
        ("Hiring process", "other!"),
        ("About Acme Maps, Inc.", "about!"),
        ("Why Acme?", "benefits!"),
        ("Our tech stack", "about"),
        ("Security clearance", "requirements"),
    ],
)
def test_headings_of_many_shapes(heading: str, name: str) -> None:
    raw = f"We map the world for all of you.\n\n{heading}\nwords\n\nResponsibilities\n- Draw\n"
    assert names_at(raw, "words") == [name]


def test_a_heading_of_one_value_makes_one_line() -> None:
    raw = "Requirements\n- SQL\nLocation: Paris\n- Excel\nSeniority level\nEntry level\n- Word\n"
    found = names_at(raw, "SQL", "Paris", "Excel", "Entry", "Word")
    assert found == ["requirements", "benefits!", "requirements", "other!", "requirements"]


def test_a_line_that_asks_is_no_heading() -> None:
    raw = "Preferred:\nExperience with Docker\nDrawing\nKnowledge Needed:\nSQL\n"
    assert names_at(raw, "Drawing", "SQL") == ["preferred", "requirements"]


def test_a_plain_heading_right_below_a_wish_is_part_of_it() -> None:
    assert names_at("Preferred:\nEducation:\nMaster\n", "Master") == ["preferred"]
    assert names_at("Preferred:\nMinimum requirements:\nMaster\n", "Master") == ["requirements"]


def test_headings_glued_to_words_are_found() -> None:
    raw = "We map.Responsibilities: draw maps\nRequired Qualifications3 years of maps\nWhat you'll doProvide maps\n"
    assert names_at(raw, "draw", "3 years", "Provide") == ["duties", "requirements", "duties"]
    assert names_at("A fine jobPreferred Skills: SQL\n", "SQL") == ["preferred"]


def test_headings_inside_a_flat_line_are_found() -> None:
    flat = f"{'We map the world for everyone who walks in it and so on '.lower() * 5}"
    raw = f"{flat} Job Responsibilities Draw maps and {flat} Requirements: SQL and {flat}"
    assert names_at(raw, "Draw", "SQL") == ["duties", "requirements"]


def test_bullets_and_torn_sentences_part_a_flat_line() -> None:
    flat = "Words and words and more of them. " * 9
    raw = f"Requirements: {flat}• SQL • We pay 401k and dental • Word and.Ruby is a plus for all who map"
    assert names_at(raw, "SQL", "401k", "Word and", "Ruby") == [
        "requirements",
        "benefits!",
        "requirements",
        "preferred",
    ]


# --- phrases ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Experience with Docker is a plus", "preferred"),
        ("Ideally you have seen Docker", "preferred"),
        ("Docker (AWS preferred)", "requirements"),
        ("Bachelor of Arts; Docker preferred", "requirements"),
        ("Bachelor of Arts, Master's degree preferred", "requirements"),
        ("5+ years of Docker, maps a plus", "requirements"),
        ("Docker is required, maps a plus", "requirements"),
        ("Reach the desired outcomes", "requirements"),
        ("Docker and many other things, ideally Swarm", "requirements"),
    ],
)
def test_a_line_is_preferred_if_all_of_it_is_wished_for(line: str, name: str) -> None:
    assert names_at(f"Requirements\n- SQL\n- {line}\n- Excel\n", line[:6], "Excel") == [name, "requirements"]


def test_a_wish_with_a_colon_opens_a_list() -> None:
    raw = "Requirements\n- SQL\nThe following would be a plus:\n- Docker\n"
    assert names_at(raw, "SQL", "Docker") == ["requirements", "preferred"]


def test_prose_of_a_part_that_has_a_heading_stays_what_it_is() -> None:
    prose = "You will need knowledge of maps and of the people who read them."
    assert names_at(prose, "knowledge") == ["requirements"]
    assert names_at(f"{prose}\n\nRequirements\n- SQL\n\nDuties\n- Draw\n", "knowledge") == ["about"]


def test_prose_behind_a_list_is_told_by_one_phrase() -> None:
    story = "Acme was founded in 1950 by people who could not read maps, and who went far all the same."
    assert names_at(f"Requirements\n{story}\n", "1950") == ["requirements"]
    assert names_at(f"Requirements\n- SQL\n\n{story}\n", "1950") == ["about!"]


def test_what_is_asked_for_among_benefits_is_kept() -> None:
    raw = "Benefits\n- Dental\n- Experience with Docker\n- 1. Cake\n"
    assert names_at(raw, "Dental", "Docker", "Cake") == ["benefits!", "requirements", "benefits!"]


def test_how_to_apply_ends_a_list_and_is_silent() -> None:
    raw = "Requirements\n- SQL\n\nSend us your resume as a PDF.\nCome as you are, all of you.\n"
    assert names_at(raw, "SQL", "PDF", "Come") == ["requirements", "other!", "other"]


def test_a_numbered_list_is_a_list() -> None:
    raw = "About the role\n1. Towns\n2) Rivers\n"
    assert names_at(raw, "Towns", "Rivers") == ["duties", "duties"]


@pytest.mark.parametrize(
    "heading",
    [
        "Desirable proficiencies",
        "Strong pluses",
        "Front end skills highly regarded:",
        "It's great, but not required:",
        "Additionally, knowledge of the following is desirable",
    ],
)
def test_headings_that_wish(heading: str) -> None:
    assert names_at(f"Requirements\n- Java\n\n{heading}\n- Rust\n", "Java", "Rust") == [
        "requirements",
        "preferred",
    ]


def test_a_bonus_that_is_no_pay_is_a_wish() -> None:
    raw = "Requirements\n- Java\n- Bonus: Kafka, build tools\n- Python\nBonus: 10% of the base, annually\n"
    names = ["requirements", "preferred", "requirements", "benefits!"]
    assert names_at(raw, "Java", "Kafka", "Python", "10%") == names


def test_a_wish_in_brackets_behind_items_is_no_heading() -> None:
    raw = "Requirements\n- Git\n\nFront-end: React, TypeScript (nice to have)\nBack-end: Node\n"
    assert names_at(raw, "React", "Node") == ["requirements", "requirements"]


def test_a_heading_may_name_the_role() -> None:
    raw = (
        "About Us\nWe are a shop that people like.\n\nThe Web Developer Role\nYou keep our pages in order.\n"
    )
    assert names_at(raw, "a shop", "keep our") == ["about!", "about"]


def test_a_field_that_sounds_like_law_makes_one_line() -> None:
    raw = "Eligibility: Must have full working rights\nYou will work with cranes every day.\n"
    assert names_at(raw, "full working", "cranes") == ["other!", "duties"]


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("Stack", "duties"),  # a list of what the role is for
        ("What you'd build", "duties"),
        ("Skills and experience required", "requirements"),
        ("ON DAY ONE WE WILL EXPECT YOU TO HAVE:", "requirements"),
        ("What technical skills are nice to have but not essential", "preferred"),
        ("What you'll get to do as a gardener", "duties"),
        ("Reasons to join us", "benefits!"),
        ("You will love this job if", "requirements"),
    ],
)
def test_headings_in_the_firm_s_own_words(heading: str, name: str) -> None:
    assert names_at(f"About us\nWe are a shop.\n\n{heading}\n- Trees\n", "Trees") == [name]


def test_the_head_of_a_list_of_wishes_may_speak_of_the_application() -> None:
    head = "Bonus points for experience in any of these, which will make your application stand out:"
    raw = f"What you bring:\n- Rakes\n\n{head}\nSpades: digging, planting\n"
    assert names_at(raw, "Rakes", "Spades") == ["requirements", "preferred"]


def test_who_is_sought_is_no_benefit_after_a_benefit() -> None:
    story = "Our gardens are known for their trees, which grow where others will not. " * 4
    raw = f"{story}This is an initial 6 month contract. The right person should be at home with spades."
    assert names_at(raw, "6 month", "spades") == ["benefits!", "about"]


def test_what_the_job_gives_below_benefits_stays_one() -> None:
    raw = "Requirements\n- Rakes\n\nWhat we offer\nWith us you will have the chance to:\n- Manage your own time\n"
    assert names_at(raw, "Rakes", "Manage") == ["requirements", "benefits!"]


def test_a_wish_with_its_thing_heads_nothing_below() -> None:
    raw = "Requirements\n- Hands\n\nDesirable- A formal qualification in gardening\nExperience\n- Rakes\n"
    assert names_at(raw, "Rakes") == ["requirements"]


# --- both cutters --------------------------------------------------------------------------------------

CHAT = "We are a firm of 200 people who make maps of towns and of all that lies in between them, since 1950. "
ODD = (
    "", "\n", " ", "•", ":", "\x0c", "\u2028", "\r\n\r", "🚀", "\x85a\x0bb\x1cc",
    "REQUIREMENTS3 years of SQLResponsibilities:Draw mapsPreferred Qualifications: GoJob Requirements: SQL",
    CHAT * 4 + "Key Responsibilities Draw maps! • Read them; - Fold them   Sell them.Then rest.) A day off.  you go. ",
    CHAT * 4 + "Requirements: SQL. Nice to have: Go is a plus. Benefits: health insurance. Apply now: send a resume.\n" * 3,
    CHAT * 4 + "\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0a      b.    C · d !  E ?\u00a0F",
    "Bonus: Kafka\nBonus: 10 % a year\nbonus points: Go\nDesirable skills:\nDesired experience\nPreferred locations:",
    "Location\nParis\nLocation: Paris\nReq ID\n17\n$ 90\n€1\nWe draw maps, as one does. It is a plus.\n1. Draw\n2) Fold",
    "What we offer\n- Dental insurance\nYou will have the chance to:\n- Draw\nThe right person will draw.\nThis role draws.",
    "Nice to have:\nEducation:\n- A degree\nMinimum requirements:\n- SQL\n\nThe following are a plus:\nGo\nThe Following of GO.",
    "About Acme\nWho we are\nWhy Acme?\nThe Web Developer Role\nThe Maps We Draw\nWhat Acme does:\nAbout the role\nDraw maps",
    "Skills (required)\nSKILLS:\n• Skills:\nWhat skills do you need?\nExperience With Docker\nYour skills...\nYour Skills…\nBackend skills: Java, Kotlin (nice to have)",
    "2 years skills desired, not required:\nSkills a plus:\nSkills in GIS Are A Plus, Not Required:\nDegree Requirements Are Few",
    "We want you. " * 40 + "You must know SQL and will draw maps, health insurance, equal opportunity, apply now, send your resume.",
    "You must have sql and you must draw maps and with health insurance and " * 12 + "send your resume, a plus.\nWe draw. Skills:",
    "*About*\n** Duties **: draw\n__Requirements__ : x\n\ufeffBenefits\n\ufeff\u2100 Legal\n☃ Requirements ☃\n\ud83d",
)  # fmt: skip


def cues_of(raw: str) -> Cues:
    return cue_scanner().scan(fold_text(raw.encode("utf-16", "replace").decode("utf-16"))[1])


@given(posting_texts())
@example(CHAT * 20)
def test_any_text_is_cut_the_same(raw: str) -> None:
    for text in (raw, raw.replace("\n", " "), raw.upper(), raw.title(), CHAT * 3 + raw.replace("\n", "")):
        assert sections.cut(text, cues_of(text)) == sections.cut_in_python(text, cues_of(text))


@pytest.mark.parametrize("raw", ODD)
def test_odd_texts_are_cut_the_same(raw: str) -> None:
    for text in (
        raw,
        raw * 2,
        f"{raw}\n{raw}",
        raw.upper(),
        raw.replace("\n", "\r\n- "),
        raw.replace("\n", "\n• "),
    ):
        assert sections.cut(text, cues_of(text)) == sections.cut_in_python(text, cues_of(text))


def test_odd_texts_one_behind_the_other_are_cut_the_same() -> None:
    pieces = [piece for raw in ODD for piece in (raw, f"\n{raw}\n")]
    for start in range(len(pieces)):
        raw = "\n".join(pieces[start:] + pieces[:start])
        assert sections.cut(raw, cues_of(raw)) == sections.cut_in_python(raw, cues_of(raw))


class TestRefusals:
    """What the native cutter says no to; none of it comes from the scanner."""

    @pytest.mark.parametrize(
        ("cues", "error"),
        [
            ({"headings": [(0, 4, "about")]}, ValueError),
            ({"headings": [(-1, 2, "about")]}, ValueError),
            ({"headings": [(2, 1, "about")]}, ValueError),
            ({"lines": [(0, 1, "weather")]}, ValueError),
            ({"lines": [(0, 1, 7)]}, ValueError),
            ({"lines": [(0, 1)]}, TypeError),
            ({"lines": [[0, 1, "about"]]}, TypeError),
            ({"lines": [("0", 1, "about")]}, TypeError),
            ({"strength": 7}, TypeError),
            (7, TypeError),
        ],
    )
    def test_cues(self, cues: object, error: type[Exception]) -> None:
        native = pytest.importorskip("rolescope._sections").Cutter(sections._RULES)
        with pytest.raises(error):
            native.cut("abc", cues)
        with pytest.raises(TypeError):
            native.cut(b"abc", {})

    @pytest.mark.parametrize("name", sorted(sections._RULES))
    def test_rules(self, name: str) -> None:
        cutter = pytest.importorskip("rolescope._sections").Cutter
        with pytest.raises((TypeError, ValueError)):
            cutter(sections._RULES | {name: -1})
        with pytest.raises(KeyError):
            cutter({key: value for key, value in sections._RULES.items() if key != name})

    def test_what_functions_raise_is_raised(self) -> None:
        cutter = pytest.importorskip("rolescope._sections").Cutter
        functions = [
            name for name, value in sections._RULES.items() if callable(value) and name != "packed_type"
        ]

        def fail(*_: object) -> None:
            raise LookupError

        raised = 0
        for failing in (functions, *([name] for name in functions)):
            native = cutter(sections._RULES | dict.fromkeys(failing, fail))
            for raw in (*ODD, "\n".join(ODD)):
                try:
                    native.cut(raw, cues_of(raw))
                except LookupError:
                    raised += 1
        assert raised > len(functions)

    @pytest.mark.parametrize("found", [{9_999: "about"}, {-1: "about"}, {0: "weather"}, {"0": "about"}, 7])
    def test_breaks_outside_of_the_text(self, found: object) -> None:
        cutter = pytest.importorskip("rolescope._sections").Cutter(
            sections._RULES | {"find_inner": lambda *_: found}
        )
        with pytest.raises((ValueError, TypeError, AttributeError)):
            cutter.cut(CHAT * 4, {})
