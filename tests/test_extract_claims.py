"""Claims of whole articles: spans, roles, families, denials, sentences without a claim."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims_case import ANALYST, BOTH, ENGINEER, claims_of, read, say
from rolescope.extract.claims import find_claims
from rolescope.extract.claims_source import find_concept
from rolescope.model import Claim
from rolescope.sources.articles import Article, read_article_text
from rolescope.taxonomy.concepts import concept_index

WORDS = st.sampled_from(
    [
        "Data engineers",
        "data analysts",
        "both roles",
        "need",
        "do not need",
        "never",
        "Python",
        "SQL, R, or Go",
        "such as",
        "tools",
        ":",
        "- Tools",
        ". ",
        ", ",
        "\n",
        "\n## Skills\n",
        "more",
        "than",
        "earn",
        "$90,000",
        "to",
        "a year",
        "median",
        "31%",
        "growth",
        "from 2020 to 2030",
        "according to the BLS",
        "build data pipelines",
        "and",
        "work with",
        "a bachelor's degree in",
        "mathematics",
        "Certifications: CISSP",
        "banks",
        "hired by",
        "in high demand",
        "(",
        ")",
        "are responsible for",
        "testing",
        "**",
        "İ",
        "ß",
        "é",
    ]
)


@settings(deadline=None)
@given(st.lists(WORDS, min_size=3, max_size=40))
def test_spans_slice_to_the_text_and_roles_are_the_articles_own(words: list[str]):
    article = read_article_text(
        "Data Engineer vs. Data Analyst\n\nIt is what the two of them do.\n" + " ".join(words)
    )
    if not isinstance(article, Article):
        return
    reading = find_claims(article)
    for claim in reading.claims:
        assert 0 <= claim.start < claim.end <= len(article.text)
        assert article.text[claim.start : claim.end].strip()
        assert set(claim.roles) <= set(reading.roles)
        assert claim.concept is None or is_packaged(claim.concept)
    assert list(reading.claims) == sorted(
        reading.claims, key=lambda c: (c.start, c.end, c.kind, c.concept or "")
    )
    assert all(0 <= a < b <= len(article.text) for a, b in reading.sentences)
    assert reading == find_claims(article)


def is_packaged(concept: str) -> bool:
    kind, _, name = concept.partition("/")
    return kind == "education" or (kind, name) in concept_index()


def roles_of(claims: list[Claim], concept: str) -> tuple[str, ...]:
    return next(c.roles for c in claims if c.concept == concept)


# -- whose claim it is --------------------------------------------------------------------------------


def test_pronouns_speak_of_the_last_role():
    claims = claims_of("A data analyst is somebody who counts. They must know Excel. Python is useful, too.")
    assert roles_of(claims, "tool/excel") == roles_of(claims, "tool/python") == ANALYST


def test_whereas_turns_to_another_role():
    claims = claims_of(
        "Data engineers need Spark, whereas data analysts need Tableau; engineers use Airflow."
    )
    assert [roles_of(claims, f"tool/{t}") for t in ("spark", "tableau", "airflow")] == [
        ENGINEER,
        ANALYST,
        ENGINEER,
    ]


def test_roles_joined_or_named_behind_for():
    claims = claims_of("Data engineers and data analysts need SQL. Tableau is essential for data analysts.")
    assert roles_of(claims, "tool/sql") == BOTH
    assert roles_of(claims, "tool/tableau") == ANALYST


@pytest.mark.parametrize(
    ("body", "concept", "roles"),
    [
        ("No programming is needed to be a data analyst.", "skill/programming", ANALYST),
        ("To work as a data analyst you need Excel.", "tool/excel", ANALYST),
        ("If you want to become a data analyst, learn Excel.", "tool/excel", ANALYST),
        ("Employers expect data analysts to know Excel.", "tool/excel", ANALYST),
        ("Java is not required for data analysts.", "tool/java", ANALYST),
        ("Excel is used by data analysts.", "tool/excel", ANALYST),
        ("In most firms, data analysts need Excel.", "tool/excel", ANALYST),
        ("Unlike data analysts, data engineers need Airflow.", "tool/airflow", ENGINEER),
        ("In contrast to data engineers, data analysts need Excel.", "tool/excel", ANALYST),
        ("Compared with data analysts, they need Airflow.", "tool/airflow", ENGINEER),
        ("They work closely with data analysts and use Airflow.", "tool/airflow", ENGINEER),
        ("They build tables in Snowflake for data analysts.", "tool/snowflake", ENGINEER),
        ("They also need Excel to become data analysts.", "tool/excel", ENGINEER),
        ("Kafka is required, as is talking to data analysts.", "tool/kafka", ENGINEER),
    ],
)
def test_a_role_that_a_sentence_names_goes_before_the_last(body: str, concept: str, roles: tuple[str, ...]):
    assert roles_of(claims_of("Data engineers need Spark. " + body), concept) == roles


@pytest.mark.parametrize(
    "body",
    [
        "A data engineer needs Spark, but a data analyst needs Excel.",
        "Data engineers need Spark, and data analysts need Excel.",
        "Data engineers need Spark while data analysts need Excel.",
        "While data engineers need Spark, data analysts need Excel.",
    ],
)
def test_sentences_that_turn_to_another_role(body: str):
    claims = claims_of(body)
    assert [(c.concept, c.roles) for c in claims] == [("tool/spark", ENGINEER), ("tool/excel", ANALYST)]


def test_an_aside_before_the_subject_is_none():
    assert roles_of(claims_of("Unlike data analysts, data engineers need Spark."), "tool/spark") == ENGINEER


@pytest.mark.parametrize(
    "body",
    [
        "Excel connects data analysts and data engineers, and is required.",
        "Excel helps data analysts more than data engineers.",
    ],
)
def test_several_roles_and_none_the_subject(body: str):
    assert [c.concept for c in claims_of("Data engineers need Spark. " + body)] == ["tool/spark"]


@pytest.mark.parametrize(
    ("text", "concept", "roles"),
    [
        ("Unlike data analysts, data engineers need Spark.", "tool/spark", ENGINEER),
        ("Data engineers need Spark. Java is not required for data analysts.", "tool/java", ANALYST),
    ],
)
def test_a_text_without_a_title_has_every_role_it_names_alike(
    text: str, concept: str, roles: tuple[str, ...]
):
    article = read_article_text(text)
    assert isinstance(article, Article), article
    assert roles_of(list(find_claims(article).claims), concept) == roles


def test_a_heading_of_no_role_ends_the_role_above():
    claims = claims_of(
        "## Data Analyst\n\nThey need Excel, we say.\n\n## Odds and ends\n\nPython is required, we say."
    )
    assert [c.concept for c in claims] == ["tool/excel"]


def test_roles_within_parts_and_parts_within_roles():
    within = "Required Skills\nData Engineer\n- Spark\nData Analyst\n- Excel\nTools\nData Engineer\n- Airflow\nData Analyst\n- Tableau"
    around = (
        "Data Engineer\nSkills\n- Spark\nTools\n- Airflow\nData Analyst\nSkills\n- Excel\nTools\n- Tableau"
    )
    for body in (within, around):
        article = read_article_text(
            "Data Engineer vs. Data Analyst\n\nThese are two jobs of many.\n\n" + body
        )
        assert isinstance(article, Article)
        claims = list(find_claims(article).claims)
        found = [roles_of(claims, f"tool/{t}") for t in ("spark", "airflow", "excel", "tableau")]
        assert found == [ENGINEER, ENGINEER, ANALYST, ANALYST]


def test_levels_stay_with_the_role():
    title = "Lead Machine Learning Engineer vs. Data Manager"
    claims = claims_of("Machine learning engineers need PyTorch, as is well known.", title)
    assert claims[0].roles == ("machine-learning-engineer@lead",)


def test_cells_are_of_their_columns_role():
    table = "| | Data Engineer | Data Analyst |\n|---|---|---|\n| Tools | Airflow, Spark | Excel |"
    claims = claims_of("What they use, in a table.\n\n" + table)
    assert [(c.concept, c.roles) for c in claims] == [
        ("tool/airflow", ENGINEER),
        ("tool/spark", ENGINEER),
        ("tool/excel", ANALYST),
    ]


def test_an_article_of_one_role_speaks_of_it_everywhere():
    body = "## Step 1: Learn\n\nPopular choices include CISSP and CEH.\n\n## Key skills\n\n- **SIEM tools**, e.g. Splunk or QRadar"
    claims = claims_of(body, "How to Become a Cybersecurity Analyst")
    assert {c.roles for c in claims} == {("security-analyst",)}
    assert {c.concept for c in claims} >= {"certification/cissp", "tool/splunk"}


def test_the_name_of_a_role_is_no_skill_and_no_field():
    title = "How to Become a Cybersecurity Analyst"
    found = say("Most cybersecurity analysts need a degree in physics.", title)
    assert [c for _, _, c in found] == ["education/bachelor", "field_of_study/physics"]
    assert claims_of("UX designer: good looks, and luck.", "UX Designer vs. Data Analyst") == []


# -- what is none -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "body",
    [
        "Machine learning is a hot topic, and Python is a snake.",
        "This article delves into the skills and tools of these roles.",
        "## Tips for getting started\n\n- Learn SQL and Python, and build a portfolio.",
        "Both roles play a crucial part in machine learning.",
        "Data engineers write more poems than songs.",
        "Clerk\n@ Example Ltd | Leeds, UK\nFull Time USD 20K - 30K\n\nThat is all there is to say.",
    ],
)
def test_what_states_nothing_checkable(body: str):
    assert claims_of(body) == []


def test_sentences_without_a_claim_are_counted():
    article, reading = read("Welcome to this page. Data engineers need SQL.\n\n- Have fun with it")
    spoken = [article.text[a:b] for a, b in reading.sentences]
    assert spoken == ["Welcome to this page.", "Data engineers need SQL.", "Have fun with it"]
    silent = [
        span for span in reading.sentences if not any(span[0] <= c.start < span[1] for c in reading.claims)
    ]
    assert len(silent) == 2


def test_an_unknown_role_claims_nothing_for_the_others():
    claims = claims_of("## Zoo Keeper\n\nThey need Excel, as we say.", "Zoo Keeper vs. Data Analyst")
    assert claims == []


# -- families and denials -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "members"),
    [
        ("Data engineers need tools such as Airflow and Dagster.", 2),
        ("Data engineers need SQL and tools like Airflow, Dagster, or Prefect.", 3),
        ("Data engineers need AWS, Azure, or Google Cloud.", 3),
        ("Data engineers use cloud warehouses (Snowflake, BigQuery).", 2),
        ("Data engineers need SQL, Python, and Spark.", 0),
        ("Data engineers hold certifications such as AWS Certified Data Engineer or CISSP.", 2),
    ],
)
def test_families(sentence: str, members: int):
    families = [c.family for c in claims_of(sentence) if c.family]
    assert len(families) == members
    assert len(set(families)) <= 1


def test_a_class_before_a_colon_names_a_family():
    claims = claims_of(
        "## Data Engineer\n\n### Skills\n\n- Languages: Python, Scala\n- MLOps: MLflow, Kubeflow\n- Odds: Perl and Lua, as ever"
    )
    families = {c.concept: c.family for c in claims}
    assert families["tool/python"] == families["tool/scala"] is not None
    assert families["tool/mlflow"] == families["tool/kubeflow"] is not None
    assert families["tool/perl"] is None
    assert "skill/mlops" in families


@pytest.mark.parametrize(
    ("sentence", "denied"),
    [
        ("Data engineers never need Fortran.", {"tool/fortran"}),
        ("Scala turns up among data engineers now and then, Fortran never does.", {"tool/fortran"}),
        ("No programming is required of data analysts.", {"skill/programming"}),
        ("Data analysts do not need Kubernetes or Docker.", {"tool/kubernetes", "tool/docker"}),
        ("For data analysts SQL is a must; few employers ask for it any more.", {"tool/sql"}),
        ("For data analysts Python is no longer optional.", set()),
        ("Data analysts seldom need a master's degree.", {"education/master"}),
        ("Data analysts never build data pipelines.", {"activity/build-data-pipelines"}),
    ],
)
def test_denials(sentence: str, denied: set[str]):
    assert {c.concept for c in claims_of(sentence) if c.denied} == denied


def test_a_denied_certificate_without_a_name():
    claims = claims_of("Data analysts know Excel. No certification is expected.")
    assert [(c.kind, c.concept, c.denied) for c in claims[1:]] == [("certification", None, True)]


# -- kinds of need ------------------------------------------------------------------------------------


def test_skills_are_read_by_part_and_purposes_are_none():
    body = "## Data Analyst\n\n### Required Skills\n\n"
    items = "- Communication: Excellent communication skills to convey data insights\n- Statistics and probability\n- Proficiency in Git for version control"
    assert [(k, c) for k, _, c in say(body + items)] == [
        ("soft_skill", "soft_skill/communication"),
        ("skill", "skill/statistics"),
        ("skill", "skill/probability"),
        ("tool", "tool/git"),
    ]


def test_a_label_is_said_once():
    body = "## Data Analyst\n\n### Required Skills\n\n"
    items = (
        "- Communication: Excellent verbal and written communication skills\n"
        "- Leadership: Ability to inspire\n"
        "- Data Management: Proficiency in data quality, data management, and how machine learning works\n"
        "- Problem-Solving: analytical thinking"
    )
    assert [c for _, _, c in say(body + items)] == [
        "soft_skill/communication",
        "soft_skill/leadership",
        "skill/data-management",
        "skill/data-quality",
        "soft_skill/problem-solving",
        "soft_skill/analytical-thinking",
    ]


def test_skills_within_a_duty_are_none():
    found = say("Data engineers design data warehouses, and knowledge of Scala helps.")
    assert [k for k, _, _ in found] == ["duty", "tool"]


def test_a_role_that_goes_by_the_name_of_a_skill_needs_it_not():
    found = say("## QA Engineer\n\nQA is a role in which you need Jira.", "QA Engineer vs. Data Engineer")
    assert [c for _, _, c in found] == ["tool/jira"]


def test_what_is_compared_twice_is_said_once():
    found = claims_of("Both roles require SQL, and SQL only.")
    assert [c.concept for c in found] == ["tool/sql"]


def test_the_end_of_an_article_needs_nothing():
    assert claims_of("In conclusion, data engineers who know SQL are happy people.") == []


def test_what_is_longer_than_a_sentence_is_cut():
    article, reading = read(
        "Welcome to this page, dear reader. Data engineers need "
        + "the and " * 500
        + "x" * 2000
        + " and SQL."
    )
    spans = reading.sentences
    assert all(b - a <= 1_500 for a, b in spans)
    assert "SQL" in article.text[slice(*spans[-1])]


def test_a_class_is_no_skill_of_its_own():
    body = "## Data Analyst\n\n### Tools\n\n- Monitoring tools (Grafana, Prometheus)\n- SQL databases"
    assert [c for _, _, c in say(body)] == ["tool/grafana", "tool/prometheus", "tool/sql"]


def test_bare_items_of_skill_lists_count():
    body = "## Data Analyst\n\n### Skills\n\n- Deep learning, and communication.\n- Creativity, of course"
    assert [c for _, _, c in say(body)] == [
        "skill/deep-learning",
        "soft_skill/communication",
        "soft_skill/creativity",
    ]


def test_degrees_and_fields():
    body = "## Data Analyst\n\n### Education\n\n- Bachelor's Degree: Typically in economics or statistics\n- Degree: a master's or PhD in physics\n- Advanced degree: an MBA"
    assert [(k, c) for k, _, c in say(body)] == [
        ("degree", "education/bachelor"),
        ("field", "field_of_study/economics"),
        ("field", "field_of_study/statistics"),
        ("degree", "education/master"),
        ("degree", "education/phd"),
        ("field", "field_of_study/physics"),
        ("degree", "education/master"),
    ]


def test_certificates_by_longer_names_and_by_subject():
    body = "## Data Analyst\n\n### Certifications\n\n- Google Cloud ML Engineer, CISSP\n- Certifications in DataOps or cloud computing can help\n- Certifications in data management (e.g., CDMP) are fine"
    assert [(w, c) for _, w, c in say(body)] == [
        ("Google Cloud ML Engineer", "certification/google-cloud-certification"),
        ("CISSP", "certification/cissp"),
        ("DataOps", None),
        ("cloud computing", "certification/cloud-certification"),
        ("CDMP", "certification/cdmp"),
    ]


def test_industries_by_label_in_lists_and_in_prose():
    body = "## Data Analyst\n\n### Industries\n\n- Finance: Managing risk, insurance\n- Space tourism, retail companies\n\n### More\n\nHospitals hire data analysts. They are found in technology companies and banks."
    assert [(w, c) for _, w, c in say(body)] == [
        ("Finance", "industry/financial-services"),
        ("insurance", "industry/insurance"),
        ("Space tourism", None),
        ("retail companies", "industry/retail"),
        ("Hospitals", "industry/health-care"),
        ("technology companies", "industry/information-technology-and-services"),
        ("banks", "industry/banking"),
    ]


def test_concepts_by_label_alone():
    assert find_concept("SQL", "tool") is not None
    assert find_concept("SQL", "skill") is None
    assert find_concept("no such thing", "tool") is None
