"""Voices, statements and disagreements between articles."""

from __future__ import annotations

from rolescope.analyse.check_disagreements import list_disagreements
from rolescope.analyse.check_results import ArticleCheck, CheckedClaim, CheckedRole, Statement, Voice
from rolescope.analyse.check_voices import find_alike, find_sentence, list_statements, list_voices
from rolescope.model import Claim

ROLE = "data-engineer"
PIPES = "They build the pipelines that carry data from one place to another."
NIGHT = "Most of them are woken at night when one of the loads has failed."
OWN = "In this line of work a good memory for odd names helps a great deal."


def article(name: str, *said: tuple[str, Claim | None], roles: tuple[str, ...] = (ROLE,)) -> ArticleCheck:
    """An article of sentences, some with a claim that begins with it."""
    text, spans, claims = "", [], []
    for sentence, claim in said:
        start = len(text)
        text += f"{sentence} "
        spans.append((start, start + len(sentence)))
        if claim:
            moved = Claim(claim.kind, start, start + 5, claim.roles or roles, *_rest(claim))
            claims.append(
                CheckedClaim(moved, text[start : start + 5], claim.concept or "", "supported", "It is.")
            )
    shown = tuple(CheckedRole(role, role, role, None, "level", 50, 40) for role in roles)
    return ArticleCheck(name, name, text, (), shown, tuple(claims), (), tuple(spans), (), {}, None, ())


def _rest(claim: Claim) -> tuple[object, ...]:
    names = list(Claim.__dataclass_fields__)[4:]
    return tuple(getattr(claim, name) for name in names)


def say(kind: str = "tool", concept: str | None = "tool/sql", **fields: object) -> Claim:
    return Claim(kind, 0, 0, (), concept, **fields)  # type: ignore[arg-type]


def voices(*articles: ArticleCheck) -> list[Voice]:
    return list(list_voices(articles, find_alike(articles)))


def statements(*articles: ArticleCheck) -> list[Statement]:
    alike = find_alike(articles)
    return list(list_statements(articles, alike, list(list_voices(articles, alike))))


def test_two_shared_sentences_make_one_voice() -> None:
    near = NIGHT.replace("Most", "Many")
    a = article("a", (PIPES, say()), (NIGHT, say(concept="tool/kafka")), (OWN, None))
    b = article("b", (PIPES, say()), (near, say(concept="tool/kafka")))
    c = article("c", (OWN, say()))
    assert voices(a, b, c) == [Voice(ROLE, ("a", "b"), 2), Voice(ROLE, ("c",), 0)]
    assert [(s.concept, s.articles, s.voices) for s in statements(a, b, c)] == [
        ("tool/sql", ("a", "b", "c"), 2),
        ("tool/kafka", ("a", "b"), 1),
    ]


def test_one_shared_sentence_is_one_voice_for_what_it_says_alone() -> None:
    a = article("a", (PIPES, say()), (NIGHT, say(concept="tool/kafka")))
    b = article("b", (PIPES, say()), (OWN, say(concept="tool/kafka")))
    assert [voice.articles for voice in voices(a, b)] == [("a",), ("b",)]
    assert {s.concept: s.voices for s in statements(a, b)} == {"tool/sql": 1, "tool/kafka": 2}


def test_shared_sentences_about_another_role_are_no_voice_of_this_one() -> None:
    other = ("data-analyst",)
    a = article("a", (PIPES, say()), (NIGHT, say()))
    b = article("b", (PIPES, say()), (NIGHT, say()), roles=other)
    assert voices(a, b) == []


def test_short_items_are_alike_by_chance() -> None:
    a, b = (article(name, ("SQL and more", say()), ("Git and more", say())) for name in "ab")
    assert not find_alike([a, b]).groups
    assert len(voices(a, b)) == 2


def test_a_denial_is_another_statement() -> None:
    a, b = article("a", (PIPES, say())), article("b", (OWN, say(denied=True)))
    assert statements(a, b) == []
    found = list(list_disagreements([a, b]))
    assert [(p.article, p.says) for p in found[0].positions] == [("a", "needs it"), ("b", "does not need it")]


def test_articles_disagree_on_degrees_they_have_none_of_in_common() -> None:
    def degree(name: str, *degrees: str) -> ArticleCheck:
        return article(name, *((OWN, say("degree", f"education/{d}")) for d in degrees))

    found = list(list_disagreements([degree("a", "bachelor", "master"), degree("b", "phd")]))
    assert [(p.article, p.says) for p in found[0].positions] == [
        ("a", "bachelor's degree and master's degree"),
        ("b", "doctorate"),
    ]
    assert not list(list_disagreements([degree("a", "bachelor", "master"), degree("b", "master")]))


def test_articles_disagree_on_figures_of_one_occupation() -> None:
    def growth(name: str, value: float, occupation: str = "") -> ArticleCheck:
        said = say("growth", None, value=value, base=2019, target=2029, occupation=occupation)
        return article(name, (OWN, said))

    found = list(list_disagreements([growth("a", 31.0), growth("b", 22.0)]))
    assert [p.says for p in found[0].positions] == ["31%, 2019–2029", "22%, 2019–2029"]
    assert not list(list_disagreements([growth("a", 31.0), growth("b", 22.0, "Typists")]))
    assert not list(list_disagreements([growth("a", 31.0), growth("b", 31.4)]))


def test_articles_disagree_on_pay_and_direction() -> None:
    a = article("a", (OWN, say("pay", None, value=90_000.0)), (OWN, say("demand", None, direction="up")))
    b = article("b", (OWN, say("pay", None, value=130_000.0)), (OWN, say("demand", None, direction="down")))
    assert [(d.about, [p.says for p in d.positions]) for d in list_disagreements([a, b])] == [
        ("pay", ["$90,000", "$130,000"]),
        ("demand", ["up", "down"]),
    ]


def test_a_claim_outside_all_sentences_has_none() -> None:
    a = article("a", (PIPES, say()))
    assert find_sentence(a, a.claims[0]) == 0
    lost = CheckedClaim(Claim("tool", 900, 905, (ROLE,)), "", "", "mixed", "")
    assert find_sentence(a, lost) == -1


def test_however_many_copies_are_one_voice() -> None:
    copies = [article(f"a{n}", (PIPES, say()), (NIGHT, say(concept="tool/kafka"))) for n in range(90)]
    near = article("near", (PIPES.replace("another", "the next"), say()), (NIGHT, say()))
    assert [(len(v.articles), v.shared) for v in voices(*copies, near)] == [(91, 2)]
    assert [(s.concept, len(s.articles), s.voices) for s in statements(*copies)] == [
        ("tool/kafka", 90, 1),
        ("tool/sql", 90, 1),
    ]
