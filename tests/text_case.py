"""Random texts that look like postings, and are as odd as real ones."""

from __future__ import annotations

from hypothesis import strategies as st

_LINES = (
    "Responsibilities:", "REQUIREMENTS", "Nice to have", "Benefits", "About us", "What you'll do", "- ", "• ", "",
    "Equal opportunity employer", "Qualifications:You will", "\t", "\r", "\u2028",
)  # fmt: skip
_PHRASES = (
    "Python", "SQL, R and Go", "C++/C#", "Node.js", "experience with Apache Spark", "Excel at what you do", "must have",
    "a plus", "Bachelor's degree in Computer Science", "PhD or MS", "masterβs", "5+ years of experience", "3-5 yrs",
    "$120K–$150K", "£45k per annum", "€ 50.000 / Jahr", "401(k)", "fully remote", "hybrid, 3 days a week", "full-time",
    "Build and maintain data pipelines", "design dashboards", "communication skills", "AWS Certified", "İstanbul ﬁnance",
    "healthcare industry", "e\u0301te\u0301", "مطلوب مهندس بيانات", "数据工程师", "🚀", "\x00", "\u200b", "ß", "ŉ", "...",
)  # fmt: skip

_pieces = st.one_of(st.sampled_from(_PHRASES), st.text(max_size=12))
_lines = st.one_of(st.sampled_from(_LINES), st.lists(_pieces, max_size=6).map(" ".join))


def posting_texts() -> st.SearchStrategy[str]:
    """Lines of headings, bullets, known phrases and noise; every character whole."""
    return st.lists(_lines, max_size=14).map("\n".join)
