"""`qa-app doctor`: is the store sound, and can it be mended?"""

from __future__ import annotations

from typing import Annotated

import typer

from qa_app.cli.options import JsonOption, StoreOption


def doctor_command(
    store: StoreOption = None,
    repair: Annotated[
        bool, typer.Option("--repair", help="Mend what can be mended from the ledger.")
    ] = False,
    json: JsonOption = False,
) -> None:
    """Check ledger, full text and vectors against each other; exit code 1 if anything is wrong.

    Folders that were ingested and are gone are named as well.
    """
    from dataclasses import asdict

    from ingest import roots
    from qa_app.cli.output import console, print_json, safe
    from qa_app.opening import open_store
    from qa_app.settings import load_settings
    from vectorstore import doctor

    with open_store(load_settings(store=store)) as opened:
        found = doctor.repair(opened) if repair else doctor.check(opened)
        findings = (*found, *roots.findings(opened))
    if json:
        keys = ("name", "severity", "message", "remedy")
        rows = [{key: asdict(finding)[key] for key in keys} for finding in findings]
        print_json({"ok": not findings, "findings": rows})
    else:
        for finding in findings:
            line = f"{finding.severity}: {finding.name}: {finding.message}; {finding.remedy}"
            console().print(safe(line))
        if not findings:
            console().print("the store is sound")
    if findings:
        raise typer.Exit(1)
