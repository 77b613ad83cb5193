"""What the browser tests take for a fault of the page, and what for Gradio's leave-taking."""

from __future__ import annotations

import pytest

from tests.browser.conftest import left_by_gradio, of_a_resting_tab

ABORT = "AbortError: signal is aborted without reason"


@pytest.mark.parametrize(
    ("message", "stack", "theirs"),
    [
        (ABORT, "at x (http://127.0.0.1:1/assets/client-B1.js:2:3)", True),
        (ABORT, "at AbortController.abort\n at http://127.0.0.1:1/assets/index-a_b.js:1:1", True),
        (ABORT, "", True),
        (ABORT, "at x (http://127.0.0.1:1/web/chat.js:2:3)", False),
        (ABORT, "at x (http://127.0.0.1:1/assets/a.js:1)\nat y (http://h/web/chat.js:2)", False),
        (ABORT, "at x (http://127.0.0.1:1/other.js:2:3)", False),
        ("TypeError: x is undefined", "at x (http://127.0.0.1:1/assets/client-B1.js:2:3)", False),
        ("Error: aborted", "", False),
    ],
)
def test_only_an_abort_in_gradios_own_script_is_passed_by(
    message: str, stack: str, theirs: bool
) -> None:
    assert left_by_gradio(f"{message}\n{stack}") is theirs


def test_only_the_icon_that_no_page_of_ours_names_is_passed_by() -> None:
    assert of_a_resting_tab("http://127.0.0.1:1/favicon.ico")
    assert not of_a_resting_tab("http://127.0.0.1:1/web/favicon.svg")
    assert not of_a_resting_tab("http://127.0.0.1:1/web/chat.js")
