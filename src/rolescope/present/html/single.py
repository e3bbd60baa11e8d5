"""A page as one file: style, pictures and evidence within, no address to load anything from."""

from __future__ import annotations

from dataclasses import replace

from rolescope.analyse.answers import ComparisonAnswer, RoleAnswer
from rolescope.analyse.lookup_answers import SamplesAnswer
from rolescope.present.html.compare import compare_view
from rolescope.present.html.environment import render
from rolescope.present.html.evidence import sample_lines
from rolescope.present.html.links import FileLinks
from rolescope.present.html.options import EvidenceSample, PageOptions
from rolescope.present.html.role import role_page_view

PER_FIGURE = 3  # documents shown behind each figure


def comparison_file(answer: ComparisonAnswer, samples: SamplesAnswer) -> str:
    """The comparison page as one file, with the first documents behind each of its figures."""
    links = FileLinks.to(samples.figures)
    view = compare_view(answer, links, PageOptions())
    return render("compare.html", replace(view, evidence=_evidence(links, samples)), links)


def role_file(answer: RoleAnswer, samples: SamplesAnswer) -> str:
    """A role's page as one file, with the first documents behind each of its figures."""
    links = FileLinks.to(samples.figures)
    view = role_page_view(answer, links, PageOptions())
    return render("role.html", replace(view, evidence=_evidence(links, samples)), links)


def _evidence(links: FileLinks, samples: SamplesAnswer) -> tuple[EvidenceSample, ...]:
    found = (samples.figures[key] for key in links.used)
    return tuple(EvidenceSample(sample.key, sample.total, sample_lines(sample.items)) for sample in found)
