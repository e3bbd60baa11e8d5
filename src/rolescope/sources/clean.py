"""Text as it should be kept: unescaped, with sane line ends, without broken characters."""

from __future__ import annotations

import html
import re

from rolescope.sources.markup import html_to_text, is_markup
from rolescope.sources.options import Limits

# Signs of UTF-8 once read as another encoding; ftfy costs 1 ms a KB, so it sees only these texts (0.2 %).
MOJIBAKE = ("Ã", "â€", "Â", "ï¿½", "ðŸ", "Ð°", "Ñ€")
_BETA = re.compile(r"(?<=[A-Za-z])β(?=(?:s|t|re|ve|ll|d|m)\b)")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,31});")
_UNWANTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_CONTROL = bytes([*range(9), 11, 12, *range(14, 32), 127])


def clean_text(raw: str, limits: Limits) -> str:
    r"""A description as text: markup and entities resolved, then ``clean_characters``.

    Raises:
        rolescope.sources.options.Refused: the markup is too large or too deep.

    >>> clean_text("&lt;p&gt;R&amp;amp;D&lt;/p&gt;&lt;p&gt;SQL&lt;/p&gt;", Limits())
    'R&D\n\nSQL'
    """
    text = raw
    if not is_markup(text) and _has_entities(text):
        text = html.unescape(text)
    # feeds that escape their markup escape it once more within it
    if is_markup(text):
        text = html_to_text(text, limits)
    return clean_characters(text).strip()


def clean_field(raw: str) -> str:
    """A short field on one line.

    >>> clean_field("Data &amp; AI\\n  Engineer")
    'Data & AI Engineer'
    """
    text = html.unescape(raw) if _has_entities(raw) else raw
    return " ".join(clean_characters(text).split())


def clean_characters(text: str) -> str:
    r"""Line ends as ``\n``; no control characters, NULs or lone surrogates; mojibake mended.

    All other code points stay as they are: no normalisation, so that scripts and marks are kept.

    >>> clean_characters("a\x00b\r\nmasterβs cafÃ©")
    "ab\nmaster's café"
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if _is_unwanted(text):
        text = _UNWANTED.sub("", text)
    if text.isascii():
        return text
    if "β" in text:
        text = _BETA.sub("'", text)
    return _mend(text) if any(sign in text for sign in MOJIBAKE) else text


def _is_unwanted(text: str) -> bool:
    try:
        data = text.encode()
    except UnicodeEncodeError:
        return True
    return len(data.translate(None, _CONTROL)) != len(data)


def _has_entities(text: str) -> bool:
    return "&" in text and _ENTITY.search(text) is not None


def _mend(text: str) -> str:
    import ftfy  # costs 60 ms; most runs never need it

    return ftfy.fix_text(
        text,
        uncurl_quotes=False,
        normalization=None,
        fix_latin_ligatures=False,
        fix_character_width=False,
        fix_line_breaks=False,
        unescape_html=False,
        remove_control_chars=False,
        remove_terminal_escapes=False,
        fix_surrogates=False,
    )
