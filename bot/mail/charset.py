"""From bytes to honest text: which codec to believe, and no character that hurts what comes after.

Senders label windows-1252 as iso-8859-1 or us-ascii, and UTF-8 as either; so strict UTF-8 is tried first, then the
label (from an allow-list: Python's registry also holds codecs that are no charsets), then windows-1252. Only charsets
that hide in seven bits are believed at once, because their bytes are valid UTF-8 as well.
"""

import re

from bot.patterns import compiled_later

_WINDOWS = "cp1252"

_CODECS = {
    **dict.fromkeys(("iso-8859-1", "iso8859-1", "latin1", "us-ascii", "ascii", "ansi", "ansi_x3.4-1968"), _WINDOWS),
    **dict.fromkeys(("windows-1252", "cp1252", "cp-1252", "x-ansi", "iso-8859-1-windows-1252"), _WINDOWS),
    **dict.fromkeys(("utf-8", "utf8", "unicode-1-1-utf-8", "utf-8http-equivcontent-type"), "utf-8-sig"),
    **dict.fromkeys(("iso-8859-8-i", "iso-8859-8-e", "iso-8859-8"), "iso8859_8"),
    **dict.fromkeys(("gb2312", "gbk", "gb18030", "x-gbk", "hz-gb-2312"), "gb18030"),
    **dict.fromkeys(("shift_jis", "shift-jis", "sjis", "x-sjis", "windows-31j", "cp932"), "cp932"),
    **dict.fromkeys(("ks_c_5601-1987", "euc-kr", "cp949", "windows-949"), "cp949"),
    **dict.fromkeys(("iso-8859-9", "windows-1254"), "cp1254"),
    **dict.fromkeys(("iso-8859-11", "tis-620", "windows-874"), "cp874"),
    **{f"iso-8859-{n}": f"iso8859_{n}" for n in (2, 3, 4, 5, 6, 7, 10, 13, 14, 15, 16)},
    **{f"windows-125{n}": f"cp125{n}" for n in (0, 1, 3, 5, 6, 7, 8)},
    **{name: name.replace("-", "_") for name in ("koi8-r", "koi8-u", "big5", "euc-jp", "iso-2022-jp", "iso-2022-kr")},
    **{name: name for name in ("cp437", "cp850", "cp852", "cp866", "utf-7", "utf-16", "utf-16le", "utf-16be")},
    **{name: name for name in ("utf-32", "utf-32le", "utf-32be")},
    "macintosh": "mac_roman",
    "iso-2022-jp-ms": "iso2022_jp_ext",
}

_SEVEN_BITS = {"iso_2022_jp", "iso_2022_kr", "iso2022_jp_ext", "utf-7"}
_WIDE = {"utf-16", "utf-16le", "utf-16be", "utf-32", "utf-32le", "utf-32be"}

_LINE_BREAKS = compiled_later("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_UNWANTED = compiled_later("[\x00-\x08\x0e-\x1f\x7f-\x9f\ufeff\ufffe\uffff\u202a-\u202e\u2066-\u2069]")
_SURROGATES = compiled_later("[\ud800-\udfff]")


def decode(data: bytes, label: str | None = None) -> str:
    """The text of these bytes; never raises. ``label`` is the charset that the sender claims."""
    codec = _CODECS.get((label or "").strip().strip("\"'").lower().replace("_", "-"), "") or _CODECS.get(
        (label or "").strip().lower(), ""
    )
    if codec in _SEVEN_BITS or codec in _WIDE:
        return data.decode(codec, "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _decode_eight_bits(data, codec)


def _decode_eight_bits(data: bytes, codec: str) -> str:
    """Bytes that are no clean UTF-8: the label, unless it is UTF-8 and mostly wrong."""
    if codec not in {"", "utf-8-sig"}:
        return data.decode(codec, "replace")
    damaged = data.decode("utf-8", "replace")
    wrong = damaged.count("\ufffd")
    high = sum(len(run) for run in re.findall("[^\x00-\x7f\ufffd]+", damaged))
    return damaged if high > wrong else data.decode(_WINDOWS, "replace")


def known(label: str | None) -> bool:
    """Whether this charset is one that we decode by its name."""
    return not label or label.strip().strip("\"'").lower() in _CODECS


def clean(text: str) -> str:
    """Text with line feeds as its only line breaks and without controls, surrogates, or bidirectional overrides."""
    if text.isascii() and text.isprintable():  # as nearly every header is
        return text
    return _SURROGATES.sub("\ufffd", _UNWANTED.sub("", _LINE_BREAKS.sub("\n", text)))


def clean_line(text: str) -> str:
    """The same on one line, with runs of white space as one space."""
    return " ".join(clean(text).split())
