"""The form in which people say who they are, and the cookie that a right answer is given."""

from __future__ import annotations

import html

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{button}: qa-app</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="same-origin"><style>
body {{ font: 1rem/1.5 system-ui, sans-serif; margin: 0; min-height: 100vh; display: grid;
  place-items: center; }}
main {{ width: min(20rem, calc(100vw - 2rem)); }}
label, input, button {{ display: block; width: 100%; box-sizing: border-box; font: inherit; }}
input {{ padding: .6rem; margin: .2rem 0 1rem; }} button {{ padding: .7rem; cursor: pointer; }}
</style></head><body><main><h1>qa·app</h1>{said}<form method="post" action="{action}">
{fields}<button type="submit">{button}</button></form></main></body></html>"""


def page(
    action: str,
    fields: str,
    button: str,
    said: str = "",
    status: int = 200,
    headers: dict[str, str] | None = None,
) -> Response:
    """The form.

    Args:
        action: the path it is sent to.
        fields: its labels and inputs, as HTML.
        said: what was wrong with what was sent before.
    """
    told = f'<p role="alert">{html.escape(said)}</p>' if said else ""
    shown = _PAGE.format(said=told, action=html.escape(action), fields=fields, button=button)
    return HTMLResponse(shown, status, {"cache-control": "no-store", **(headers or {})})


def welcome(
    request: Request, base: str, cookie: str, value: str, seconds: int | None = None
) -> Response:
    """To the page, with a cookie that only this server is sent.

    Args:
        base: where the page is below the address.
        seconds: how long the browser keeps the cookie; None is until it is closed.
    """
    response = RedirectResponse(f"{base}/", 303)
    response.set_cookie(
        cookie,
        value,
        max_age=seconds,
        httponly=True,
        samesite="strict",
        secure=request.headers.get("x-forwarded-proto", request.url.scheme) == "https",
        path=f"{base}/",
    )
    return response
