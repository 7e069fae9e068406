"""A word-processor file as a PDF, printed by LibreOffice where the machine has it.

Nothing of the file is trusted: a profile of its own that is thrown away, macros forbidden, nothing
fetched from anywhere (a network of its own with nobody in it, where the system gives one), and no
more time than is allowed.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

from archive.ingest.formats import NotKept

Answer = dict[str, Any]
MEDIA_TYPE = "application/pdf"
SECONDS = 180
_MADE_ITS_PROFILE = 81  # it wants to be started again
_NEW_USER_AND_NETWORK = 0x10000000 | 0x40000000  # CLONE_NEWUSER | CLONE_NEWNET
_PR_SET_PDEATHSIG = 1
_COMMON = "/org.openoffice.Office.Common"
# What a document could use to run or to fetch something, each switched off.
_SETTINGS = (
    (f"{_COMMON}/Security/Scripting", "MacroSecurityLevel", "3"),
    (f"{_COMMON}/Security/Scripting", "DisableMacrosExecution", "true"),
    (f"{_COMMON}/Security/Scripting", "DisablePythonRuntime", "true"),
    (f"{_COMMON}/Security/Scripting", "DisableActiveContent", "true"),
    (f"{_COMMON}/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    (f"{_COMMON}/Misc", "UseSystemFileDialog", "false"),
    ("/org.openoffice.Office.Writer/Content/Update", "Link", "0"),
    ("/org.openoffice.Inet/Settings", "ooInetProxyType", "2"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPSProxyPort", "9"),
)


def program() -> Path | None:
    """Return LibreOffice's own program, if it is installed."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    beside = Path(found).resolve().with_name("soffice.bin") if found else None
    return beside if beside and beside.is_file() else None


def printed(path: Path, out: Path, ending: str, *, seconds: int = SECONDS) -> Answer:
    """Write the file as PDF. Raises `NotKept`."""
    office = program()
    if office is None:
        raise NotKept("unsupported", "LibreOffice is not installed")
    with tempfile.TemporaryDirectory(prefix="office-") as folder:
        home = Path(folder)
        # Under a name of ours: a stranger's may look like an option.
        source = home / f"document{ending}"
        shutil.copyfile(path, source)
        _write_settings(home / "profile" / "user")
        for _attempt in range(2):
            if _run(office, home, source, seconds) != _MADE_ITS_PROFILE:
                break
        made = home / "made" / "document.pdf"
        if not made.is_file() or not made.stat().st_size:
            raise NotKept("damaged", "LibreOffice could not open it")
        shutil.copyfile(made, out)
    return {"media_type": MEDIA_TYPE}


def _run(office: Path, home: Path, source: Path, seconds: int) -> int:
    command = [
        str(office), "--headless", "--norestore", "--nologo", "--nolockcheck", "--nodefault",
        f"-env:UserInstallation={(home / 'profile').as_uri()}",
        "--convert-to", "pdf:writer_pdf_Export", "--outdir", str(home / "made"), str(source),
    ]  # fmt: skip
    process = subprocess.Popen(  # noqa: S603 - an installed program, names of our own
        command,
        cwd=home,
        env={"PATH": os.environ.get("PATH", ""), "HOME": str(home), "LANG": "C.UTF-8"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=_alone(),
    )
    try:
        return process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        raise NotKept("too_heavy", "time") from None
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End what is still running of it, children too."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _alone() -> Any:
    """Return what the new process does first: it dies with ours, and has no network."""
    libc = ctypes.CDLL(None)  # before the fork: nothing may be loaded after it

    def begin() -> None:
        libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        # Where the system does not allow it, the settings above still forbid fetching.
        libc.unshare(_NEW_USER_AND_NETWORK)

    return begin


def _write_settings(folder: Path) -> None:
    items = "".join(
        f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>"
        for path, name, value in _SETTINGS
    )
    folder.mkdir(parents=True)
    (folder / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n<oor:items '
        'xmlns:oor="http://openoffice.org/2001/registry" '
        'xmlns:xs="http://www.w3.org/2001/XMLSchema" '
        f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{items}</oor:items>\n',
        encoding="utf-8",
    )
