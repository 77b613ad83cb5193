"""A process that reads files and can be ended (FAULTS 7, 21)."""

import contextlib
import os
import signal
import subprocess
import sys
import time
import zlib
from pathlib import Path

import pytest

from ingest.errors import IngestError, NotTextError, UnreadableError
from ingest.limits import Limits
from ingest.prepare import EmptyError, document
from ingest.reading import ReadingProcess
from vectorstore.model import Field

SPY = (sys.executable, str(Path(__file__).with_name("spy_child.py")))
QUICK = Limits(seconds=1.0)
needs_posix = pytest.mark.skipif(os.name != "posix", reason="signals and limits of POSIX")


@pytest.fixture(scope="module")
def spies():
    """One process for all tests that do not bring it down."""
    with ReadingProcess(command=SPY) as process:
        yield process


@contextlib.contextmanager
def spy(limits: Limits = Limits()):  # noqa: B008
    with ReadingProcess(limits, SPY) as process:
        yield process


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    stat = Path(f"/proc/{pid}/stat")
    return not (stat.exists() and stat.read_text().rpartition(")")[2].split()[0] == "Z")


def gone(pid: int, seconds: float = 30) -> bool:
    """Whether a process ends within a generous time."""
    end = time.monotonic() + seconds
    while is_alive(pid) and time.monotonic() < end:
        time.sleep(0.02)
    return not is_alive(pid)


def test_it_reads_as_the_reader_itself_does():
    data = "A title\n\nThe first paragraph — of two.\n\nThe second, with 日本語.\n".encode()
    with ReadingProcess() as process:
        assert process.document("a.txt", data) == document("a.txt", data)
        with pytest.raises(EmptyError, match=r"^empty$"):
            process.document("a.txt", b" \n")
        with pytest.raises(NotTextError, match=r"^not text: a PNG image$"):
            process.document("a.txt", b"\x89PNG\r\n\x1a\n" + b"\0" * 40)
        with pytest.raises(UnreadableError, match=r"not a supported type \(\.log\)"):
            process.document("a.log", b"words")


def test_one_process_reads_many_files(spies):
    first = spies.document("one", b"text", ["b", "a"])
    pid = spies.pid
    assert (first.text, first.notes, first.pages) == ("text", ("a note", "a", "b"), (0, 5))
    assert first.metadata.title == Field("one", "spy")
    assert spies.document("two", b"x" * 3_000_000).text == "x" * 3_000_000
    assert spies.pid == pid


def test_no_process_before_the_first_file():
    with ReadingProcess(command=("no such program",)) as process:
        assert process.pid is None


def test_errors_keep_their_kind(spies):
    for source, kind in (
        ("empty", EmptyError), ("not text", NotTextError), ("unreadable", UnreadableError),
    ):  # fmt: skip
        with pytest.raises(UnreadableError) as raised:
            spies.document(source, b"")
        assert type(raised.value) is kind


def test_a_bug_in_a_reader_is_a_reason_on_one_line(spies):
    with pytest.raises(UnreadableError, match=r"^could not be read \(ValueError: line one"):
        spies.document("bug", b"")
    assert spies.document("next", b"fine").text == "fine"


def test_what_libraries_print_is_not_taken_for_an_answer(spies):
    assert spies.document("print", b"fine").text == "fine"


def test_text_that_is_no_unicode_comes_through(spies):
    assert spies.document("surrogate", b"").text == "\ud800 and \U0001f600"


def test_the_environment_is_not_passed_on(monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", "secret")
    with spy() as process:
        assert "OPENAI_API_KEY" not in process.document("environment", b"").text


@pytest.mark.parametrize("source", ["socket", "program", "shell", "write", "remove"])
def test_nothing_but_reading_is_allowed(spies, source):
    with pytest.raises(UnreadableError, match="PermissionError"):
        spies.document(source, b"")
    assert not Path("must-not-be-written").exists()


@needs_posix
@pytest.mark.parametrize("source", ["hang", "hang in a library"])
def test_a_reader_that_hangs_is_ended(source):
    with spy(QUICK) as process:
        process.document("first", b"")
        pid = process.pid
        with pytest.raises(UnreadableError, match=r"^took longer than 1 s to read; "):
            process.document(source, b"")
        assert pid is not None
        assert gone(pid)
        assert process.document("next", b"fine").text == "fine"


@needs_posix
@pytest.mark.parametrize(
    ("source", "how"),
    [
        ("exit", "ended with status 3"),
        ("system exit", "ended with status 4"),
        ("segfault", "was ended by SIGSEGV"),
        ("abort", "was ended by SIGABRT"),
    ],
)
def test_a_reader_that_crashes_is_a_reason(source, how):
    with spy() as process:
        with pytest.raises(UnreadableError, match=f"^the process that read it {how}; "):
            process.document(source, b"")
        assert process.document("next", b"fine").text == "fine"


@pytest.mark.skipif(sys.platform != "linux", reason="a bound on memory that this system keeps")
def test_a_reader_that_wants_too_much_memory_is_refused():
    with spy(Limits(memory_bytes=1_500_000_000)) as process:
        with pytest.raises(UnreadableError, match=r"^needs more memory than the limit of 1,500,"):
            process.document("hog", b"")
        assert process.document("next", b"fine").text == "fine"


@pytest.mark.skipif(sys.platform != "linux", reason="a bound on memory that this system keeps")
def test_a_bomb_inside_a_document_harms_only_the_process():
    packer = zlib.compressobj(1)
    packed = b"".join(packer.compress(b" " * 10_000_000) for _ in range(80)) + packer.flush()
    head = f"<< /Length {len(packed)} /Filter /FlateDecode >>\nstream\n".encode()
    page = b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R >>"
    parts = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 9 9] >>",
        page,
        head + packed + b"\nendstream",
    )
    objects = b"".join(b"%d 0 obj\n%b\nendobj\n" % (n, part) for n, part in enumerate(parts, 1))
    bomb = b"%PDF-1.4\n" + objects + b"trailer << /Root 1 0 R /Size 5 >>\n%%EOF\n"
    with ReadingProcess(Limits(memory_bytes=700_000_000)) as process:
        with pytest.raises(UnreadableError, match=r"the process that read it was|more memory"):
            process.document("a.pdf", bomb)
        assert process.document("a.txt", b"Fine words.").text == "Fine words."


def test_a_child_that_does_not_start_is_no_fault_of_the_file():
    with (
        ReadingProcess(command=(*SPY, "broken", "--")) as process,
        pytest.raises(IngestError, match="did not start"),
    ):
        process.document("a.txt", b"text")


def test_an_answer_that_is_none_is_a_reason(tmp_path):
    child = tmp_path / "child.py"
    child.write_text(
        "import sys\n"
        "from ingest.reading import wire\n"
        "wire.send(sys.stdout.buffer, {'ready': True})\n"
        "while True:\n"
        "    source = wire.receive(sys.stdin.buffer)[0]['source']\n"
        "    if source == 'type': wire.send(sys.stdout.buffer, {'document': {'text': 1}})\n"
        "    if source == 'huge': sys.stdout.buffer.write(b'\\xff' * 16)\n"
        "    if source == 'json':\n"
        "        sys.stdout.buffer.write((1).to_bytes(8, 'big') + bytes(8) + b'{')\n"
        "    sys.stdout.buffer.flush()\n"
    )
    with ReadingProcess(command=(sys.executable, str(child))) as process:
        for source in ("type", "huge", "json"):
            with pytest.raises(UnreadableError, match=r"could not be read \("):
                process.document(source, b"")


@needs_posix
def test_ending_takes_the_process_along():
    with spy() as process:
        process.document("one", b"")
        pid = process.pid
    assert pid is not None
    assert gone(pid)
    assert process.pid is None


@needs_posix
def test_interrupting_ends_the_process_at_once():
    # In a process of its own: an interrupt that comes too late would end the whole test run.
    code = (
        "import signal, threading\n"
        "from ingest.reading import ReadingProcess\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        f"process = ReadingProcess(command={SPY!r})\n"
        "process.document('one', b'')\n"
        "print(process.pid, flush=True)\n"
        "main = threading.main_thread().ident\n"
        "threading.Timer(0.3, signal.pthread_kill, (main, signal.SIGINT)).start()\n"
        "try:\n"
        "    process.document('hang', b'')\n"
        "except KeyboardInterrupt:\n"
        "    print('interrupted')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False
    )
    pid, said = done.stdout.split()
    assert said == "interrupted", done.stderr
    assert gone(int(pid))


@needs_posix
@pytest.mark.parametrize("source", ["idle", "hang"])
def test_no_process_is_left_when_its_parent_is_killed(source):
    code = (
        "import sys\n"
        "from ingest.reading import ReadingProcess\n"
        f"process = ReadingProcess(command={SPY!r})\n"
        "process.document('one', b'')\n"
        "print(process.pid, flush=True)\n"
        f"process.document({source!r}, b'')\n"
        "sys.stdin.read()\n"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        time.sleep(0.2)
        assert is_alive(pid)
        parent.kill()
        parent.wait()
    assert gone(pid)


@needs_posix
def test_a_process_that_nobody_ends_ends_itself():
    limits = Limits(seconds=0.2)
    with spy(limits) as process:
        process.document("one", b"")
        child = process._child
        assert child is not None
        assert child.stdin is not None
        from ingest.reading import wire

        wire.send(child.stdin, {"source": "hang in a library", "drop": []})
        assert child.wait(60) == -signal.SIGALRM
