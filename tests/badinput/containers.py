"""Archives: harmless, hostile and broken."""

from __future__ import annotations

import io
import warnings
import zipfile

from tests.badinput.case import PROSE, Case
from tests.ingest.readers.parts import encrypted

_TEXT = PROSE.encode()


def zipped(*files: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    file = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore")  # about names that stand twice
        for name, data in files:
            archive.writestr(name, data)
    return file.getvalue()


def _link() -> zipfile.ZipInfo:
    info = zipfile.ZipInfo("link.txt")
    info.external_attr = 0o120777 << 16
    return info


def _nested(depth: int) -> bytes:
    data = zipped(("inner.txt", _TEXT))
    for _ in range(depth):
        data = zipped(("more.zip", data))
    return data


def _damaged() -> bytes:
    """An archive of which one member's bytes have changed."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("good.txt", _TEXT)
        archive.writestr("bad.txt", b"These words will be changed. " * 9)
    return file.getvalue().replace(b"These words will be", b"These words have be", 1)


CASES = (
    Case("good.zip", zipped(("a/one.txt", _TEXT)), source="good.zip/a/one.txt", says=PROSE),
    Case("nested.zip", _nested(1), source="nested.zip/more.zip/inner.txt", says=PROSE),
    Case("too-deep.zip", _nested(4), "failed", "", source="too-deep.zip/more.zip/more.zip",
         rows=(21,)),
    Case("bomb.zip", zipped(("zeros.txt", bytes(400_000_000))), "failed", "", rows=(21,),
         source="bomb.zip/zeros.txt"),
    Case("slip.zip", zipped(("../../escaped.txt", _TEXT)), "failed", "leads out",
         source="slip.zip/_/_/escaped.txt"),
    Case("absolute.zip", zipped(("/etc/escaped.txt", _TEXT)), "failed", "an absolute path",
         source="absolute.zip/_/etc/escaped.txt"),
    Case("with-link.zip", zipped((_link(), b"/etc/passwd")), "skipped", "link",
         source="with-link.zip/link.txt"),
    Case("locked.zip", encrypted(zipped(("one.txt", _TEXT))), "failed", "encrypted",
         source="locked.zip/one.txt", rows=(21,)),
    Case("damaged.zip", _damaged(), "failed", "", source="damaged.zip/bad.txt"),
    Case("cut.zip", zipped(("one.txt", _TEXT))[:-30], "failed", ""),
    Case("nothing.zip", zipped(), "skipped", "holds no articles"),
    Case("program.jar", zipped(("Main.class", b"\xca\xfe\xba\xbe")), "skipped",
         "not a supported type"),
    Case("archive-named-txt.txt", zipped(("one.txt", _TEXT)), "failed", "ZIP archive"),
)  # fmt: skip
