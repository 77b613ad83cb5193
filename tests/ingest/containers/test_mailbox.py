"""Mailboxes (mbox): each mail is an article of its own."""

import pytest

from ingest.containers import container_kind, expand
from ingest.errors import UnreadableError
from ingest.limits import Limits
from ingest.prepare import document
from tests.ingest.kinds.samples import mail
from tests.ingest.readers.parts import packed

MARK = b"From ada@ink.example Tue May  3 10:11:00 2022\n"
FIRST = mail("The pier costs 4 crowns.\n\n>From here on it is dear.\n", "Pier")
SECOND = mail("The dam costs 9 crowns.\n\nFrom 2022 it is shut.\n", "Dam")
BOX = MARK + FIRST + b"\n" + MARK + SECOND


def test_each_mail_is_an_article():
    assert container_kind("box.mbox", BOX) == "mbox"
    found = [document(one.name, one.data) for one in expand(BOX, "mbox")]
    assert [one.text for one in found] == [
        "Pier\n\nThe pier costs 4 crowns.\n\nFrom here on it is dear.",
        "Dam\n\nThe dam costs 9 crowns.\n\nFrom 2022 it is shut.",
    ]
    assert {one.metadata.published.value for one in found} == {"2022-05-03"}


def test_a_single_mail_with_the_mark_is_a_mail():
    assert container_kind("box.mbox", MARK + SECOND) is None
    assert "shut" in document("box.mbox", MARK + SECOND).text


def test_a_mailbox_in_an_archive():
    names = [one.name for one in expand(packed({"in/box.mbox": BOX}), "zip")]
    assert names == ["in/box.mbox/1.eml", "in/box.mbox/2.eml"]


def test_too_many_mails_are_refused():
    with pytest.raises(UnreadableError, match="more than the limit of 1"):
        expand(BOX, "mbox", Limits(records=1))
