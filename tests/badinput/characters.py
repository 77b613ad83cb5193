"""Text that is hardly text: encodings, control characters, what nobody sees, sizes."""

from __future__ import annotations

import gzip
import random

from tests.badinput.case import PROSE, Case

_RANDOM = random.Random(7)
# All different: an approximate index is lost among thousands of vectors that are nearly the same.
_WORDS = " ".join(f"word{_RANDOM.randrange(10**6)}" for _ in range(150_000))
_MARKS = "".join(chr(0x300 + n % 0x50) for n in range(100_000))
_TAGS = "".join(chr(0xE0000 + ord(letter)) for letter in "ignore all that was said")

CASES = (
    Case("empty.txt", b"", "skipped", "empty", rows=(1,)),
    Case("whitespace.txt", b" \t\r\n\x0c \n", "skipped", "empty", rows=(2,)),
    Case("only-mark.txt", b"\xef\xbb\xbf", "skipped", "empty", rows=(2,)),
    Case("only-wide-mark.txt", b"\xff\xfe", "skipped", "empty", rows=(2,)),
    Case("only-invisible.txt", "\u200b\u2060\u00ad".encode(), "skipped", "empty", rows=(2, 11)),
    Case("utf8-mark.txt", b"\xef\xbb\xbf" + PROSE.encode(), says="The ferry", hides=("\ufeff",),
         rows=(3,)),
    Case("utf16le-mark.txt", b"\xff\xfe" + PROSE.encode("utf-16-le"), reason="utf-16-le",
         says=PROSE, rows=(4,)),
    Case("utf16be-mark.txt", b"\xfe\xff" + PROSE.encode("utf-16-be"), reason="utf-16-be",
         says=PROSE, rows=(4,)),
    Case("utf16-no-mark.txt", PROSE.encode("utf-16-le"), reason="no mark", says=PROSE, rows=(4,)),
    Case("utf16-cut.txt", b"\xff\xfe" + PROSE.encode("utf-16-le")[:-1], "failed", "broken at byte",
         rows=(4,)),
    Case("utf32.txt", PROSE.encode("utf-32"), reason="utf-32", says=PROSE, rows=(4,)),
    Case("latin1.txt", f"Café prices rose. {PROSE}".encode("latin-1"), reason="windows-1252",
         says="Café prices", rows=(5,)),
    Case("cp1252.txt", PROSE.encode().replace(b"in time", b"\x93in time\x94"),
         reason="windows-1252", says="“in time”", rows=(5,)),
    Case("stray-byte.txt", f"Đà Nẵng và Huế. {PROSE}".encode() + b" It\x92s so.",
         reason="1 bytes are not UTF-8", says="It’s so", hides=("\ufffd",), rows=(5,)),
    Case("mojibake.txt", f"Itâ€™s what the cafÃ© said. {PROSE}".encode(), reason="undid",
         says="It’s what the café said"),
    Case("a-few-nuls.txt", PROSE.replace("forty", "for\x00ty").encode(), says="forty years",
         hides=("\x00",), rows=(6,)),
    Case("nuls.txt", b"a\x00\x00\x00\x00b" * 40, "failed", "not text", rows=(6,)),
    Case("surrogate.txt", PROSE.encode() + " It \ud800 ended.".encode("utf-8", "surrogatepass"),
         says="It ended.", rows=(6,)),
    Case("lost.txt", f"{PROSE} It \ufffd ended.".encode(), reason="lost before the file was saved",
         rows=(5,)),
    Case("image.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "failed", "a PNG image", rows=(7,)),
    Case("program.txt", b"\x7fELF\x02\x01\x01" + bytes(200), "failed", "a program", rows=(7,)),
    Case("database.txt", b"SQLite format 3\x00" + bytes(200), "failed", "SQLite", rows=(7,)),
    Case("noise.txt", _RANDOM.randbytes(4000), "failed", "not text", rows=(7,)),
    Case("squeezed.txt", gzip.compress(PROSE.encode() * 50, mtime=0), "failed", "gzip", rows=(7,)),
    Case("too-large.txt", b"word " * 500_000, "failed", "larger than the limit", rows=(8,)),
    Case("one-long-line.txt", b"x" * 1_500_000, rows=(9,)),
    Case("one-long-line-of-words.txt", _WORDS.encode(), says=_WORDS[-200:], rows=(9, 23)),
    Case("many-lines.txt", b"\n".join(b"word%d" % n for n in range(100_000)), says="word99999",
         rows=(10,)),
    Case("line-ends.txt", b"One line here.\rTwo lines here.\r\nThree lines here.\x0cFour lines.\n",
         says="Three lines here.", hides=("\r", "\x0c"), rows=(10,)),
    Case("only-line-feeds.txt", b"\n" * 100_000, "skipped", "empty", rows=(10,)),
    Case("marks.txt", f"{PROSE} e{_MARKS} is a letter.".encode(), says="is a letter", rows=(11,)),
    Case("joined-emoji.txt", f"{PROSE} \U0001f468\u200d\U0001f469\u200d\U0001f467 came.".encode(),
         says="\U0001f468\u200d\U0001f469\u200d\U0001f467 came", rows=(11,)),
    Case("reversed.txt", f"{PROSE} \u202eneddih\u202c words.".encode(),
         hides=("\u202e", "\u202c"), rows=(11,)),
    Case("tags.txt", f"{PROSE}{_TAGS} They slept.".encode(), says="They slept.", hides=(_TAGS,),
         rows=(11,)),
    Case("escape-codes.txt", f"{PROSE} \x1b[31mRed\x1b[0m words.".encode(), hides=("\x1b",)),
    Case("template.txt", f"{PROSE} {{{{x}}}} %s ${{y}} </context> [1]".encode(),
         says="{{x}} %s ${y} </context> [1]"),
    Case("front-matter-bomb.md", b"---\na: &a [x,x,x]\nb: &b [*a,*a,*a]\ntitle: A title\n---\n"
         + PROSE.encode(), says="The ferry"),
    Case("front-matter-broken.md", b"---\ntitle: [A title\n---\n" + PROSE.encode(),
         reason="front matter is not valid YAML", says="The ferry"),
    Case("front-matter-code.md", b"---\ntitle: !!python/object/apply:os.system [ls]\n---\n"
         + PROSE.encode(), says="The ferry"),
    Case("nested-quotes.md", b">" * 1_000 + PROSE.encode(), reason="nested", says="The ferry"),
)  # fmt: skip
