"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

StoreOption = Annotated[
    Path | None,
    typer.Option("--store", metavar="DIR", help="Folder of the store (default: .qa-app)."),
]
ModelOption = Annotated[
    str | None,
    typer.Option(
        "--model", metavar="NAME", help="Language model that writes: provider:name or gguf:FILE."
    ),
]
ModelUrlOption = Annotated[
    str | None, typer.Option("--model-url", metavar="URL", help="Address of the model's server.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON object, nothing else.")]
TokenFileOption = Annotated[
    Path | None,
    typer.Option(
        "--token-file",
        metavar="FILE",
        help="The token that is asked for; needed where others can reach the address.",
    ),
]
