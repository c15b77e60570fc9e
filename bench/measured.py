"""Runs the command `bihuan` with this script's arguments, and tells what it took.

The last line on standard error is JSON: the peak memory of the command's own process in MB, and
the processor time of it and its workers in seconds.
"""

from __future__ import annotations

import atexit
import json
import re
import resource
import sys
from pathlib import Path

from bihuan.cli import main


def peak_memory() -> float:
    """Of this process, in MB.

    Linux counts what the starting process had into ru_maxrss, but not into VmHWM.
    """
    status = Path("/proc/self/status")
    if status.exists():
        found = re.search(r"VmHWM:\s+(\d+) kB", status.read_text())
        if found:
            return int(found[1]) / 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1024 / (1024 if sys.platform == "darwin" else 1)


def _processor_time() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in used)


def _tell() -> None:
    print(json.dumps({"peak": peak_memory(), "cpu": _processor_time()}), file=sys.stderr)


if __name__ == "__main__":
    atexit.register(_tell)
    main()
