"""Every benchmark once, small: that all of them run, and a first look at this machine.

    python benchmarks/small.py

The sizes that docs/benchmarks.md reports are asked for script by script.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).parent

# `FOLDER` is a new empty folder. What needs data of others (`bench_ocr`) is left out.
RUNS = (
    "bench_search.py --engine whoosh --passages 500",
    "bench_search.py --engine tantivy --passages 2000",
    "bench_requests.py FOLDER --engine tantivy --passages 1000 --questions 4",
    "bench_requests.py FOLDER --engine whoosh --passages 500 --questions 4",
    "bench_pages.py 5",
    "bench_lists.py 1000 --rounds 5",
    "bench_import.py 500",
    "bench_interviews.py 2",
    "bench_vetting.py 200 400",
    "bench_files.py 3",
)


def main() -> None:
    failed = []
    for run in RUNS:
        script, *arguments = run.split()
        print(f"\n## {run}", flush=True)
        began = time.monotonic()
        with tempfile.TemporaryDirectory() as folder:
            given = [folder if each == "FOLDER" else each for each in arguments]
            ended = subprocess.run([sys.executable, str(HERE / script), *given], check=False)
        print(f"({time.monotonic() - began:.0f} s)", flush=True)
        if ended.returncode:
            failed.append(run)
    if failed:
        sys.exit(f"failed: {', '.join(failed)}")


if __name__ == "__main__":
    main()
