"""The bytes of a page -> characters, by byte order mark, by content, by what the page declares.

What a page says of its encoding is often wrong, so it is believed only where the bytes agree: bytes
that are UTF-8 are UTF-8 whatever the page says, and the declared encoding counts when the bytes
decode in it.
"""

from __future__ import annotations

import re

from ingest.decode import Decoded, decode

_HEAD = 4096  # bytes in which a declaration stands; HTML asks for it in the first 1,024
_DECLARED = re.compile(
    rb"""<meta\b[^>]*?\bcharset\s*=\s*["']?\s*([\w.:-]+)|<\?xml\b[^>]*?\bencoding\s*=\s*["']([\w.:-]+)""",
    re.IGNORECASE,
)
# Encodings that pages use, by the names that browsers take; each a superset of what is named.
_CODECS = (
    (r"gb2312|gbk|gb_2312-80|x-gbk|gb18030", "gb18030"),
    (r"shift[_-]?jis|sjis|x-sjis|ms_kanji|windows-31j", "cp932"),
    (r"euc-kr|ks_c_5601-1987|korean|windows-949", "cp949"),
    (r"big5|big5-hkscs|cn-big5|x-x-big5", "big5hkscs"),
    (r"tis-620|iso-8859-11|windows-874", "cp874"),
    (r"iso-8859-9|latin5|windows-1254", "cp1254"),
    (r"euc-jp|x-euc-jp", "euc_jp"),
    (r"iso-2022-jp", "iso2022_jp"),
    (r"koi8-r", "koi8_r"),
    (r"koi8-u", "koi8_u"),
    (r"ibm866|cp866|866", "cp866"),
    (r"macintosh|x-mac-roman", "mac_roman"),
    (r"x-mac-cyrillic", "mac_cyrillic"),
)
_NUMBERED = re.compile(r"iso-?8859-?(\d{1,2})(?:-[ei])?|(?:windows-|x-cp|cp)(125[0-8])")
_STRANGE = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x80-\x84\x86-\x9f\ue000-\uf8ff]")
_BROKEN = 0.002  # of the characters, those that a page cut short or patched together may lose


def decode_page(data: bytes, declared: str = "") -> Decoded:
    """The characters of a page.

    Args:
        declared: the encoding that the container of the page names (the header of a mail part);
            the page's own declaration comes first.

    Raises:
        NotTextError: when the bytes are no text, or not in an encoding that can be told.
    """
    codec = _codec(_declaration(data) or declared)
    if not codec or _marked_or_utf8(data, codec):
        return decode(data)
    text = data.decode(codec, "replace")
    lost = text.count("\ufffd")
    if lost > max(2, _BROKEN * len(text)) or len(_STRANGE.findall(text)) > 2:
        return decode(data)
    notes = (f"{lost} characters are not {codec} and were lost",) if lost else ()
    return Decoded(text, codec, notes)


def _declaration(data: bytes) -> str:
    found = _DECLARED.search(data[:_HEAD])
    return (found[1] or found[2]).decode("ascii") if found else ""


def _codec(name: str) -> str:
    """Python's name of a declared encoding; empty for UTF-8, Latin-1 and what is unknown.

    Latin-1 is left out since pages in any encoding declare it.
    """
    name = name.strip().lower()
    for pattern, codec in _CODECS:
        if re.fullmatch(pattern, name):
            return codec
    found = _NUMBERED.fullmatch(name)
    if not found or found[1] in ("1", "01", "12") or found[2] == "1252":
        return ""
    number = int(found[1] or 0)
    return f"iso8859_{number}" if 2 <= number <= 16 else f"cp{found[2]}" if found[2] else ""


def _marked_or_utf8(data: bytes, codec: str) -> bool:
    if data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")) or b"\0" in data[:_HEAD]:
        return True
    if data.isascii():
        return codec != "iso2022_jp"  # which is written in ASCII bytes and escapes
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
