"""What this machine is, and where on it things may be kept between runs."""

from __future__ import annotations

import hashlib
import os
import platform
import sys
from importlib import metadata
from pathlib import Path


def cache_folder() -> Path:
    """The user's folder for what can be made again: `QA_APP_CACHE`, or the system's own."""
    if chosen := os.environ.get("QA_APP_CACHE"):
        return Path(chosen)
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "qa-app"
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", str(Path.home()))) / "qa-app"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "qa-app"


def processor_flags() -> frozenset[str]:
    """What the processor can do, as Linux calls it; nothing elsewhere."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return frozenset()
    found = (line.split(":", 1)[1] for line in lines if line.startswith(("flags", "Features")))
    return frozenset(next(found, "").split())


def has_bfloat16() -> bool:
    """Whether bfloat16 is computed by the processor itself; elsewhere it is slower than float32."""
    return bool(processor_flags() & {"avx512_bf16", "amx_bf16", "bf16"})


def processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def version(package: str) -> str:
    """The version installed, or nothing."""
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return ""


def signature() -> str:
    """Changes with all that could make another number format the fastest."""
    parts = [
        platform.machine(),
        platform.processor(),
        *sorted(processor_flags()),
        str(os.cpu_count()),
        version("torch"),
        version("openvino"),
    ]
    return hashlib.sha256(" ".join(parts).encode()).hexdigest()[:16]
