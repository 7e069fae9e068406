"""Strangers' files through the real door: sent over HTTP, judged by the worker, looked at again.

    python benchmarks/try_strangers.py [FOLDER …]     (default: all of ../shared/data that is sent)

Prints every file that was refused with its reason, and fails when a request answers 500, a file is
left unjudged, or anything lies in the store that no entry knows. Every string of `strings/` is
tried as a file's name as well.
"""

from __future__ import annotations

import base64
import json
import os
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

FOLDER = tempfile.TemporaryDirectory()
os.environ["DATA_DIR"] = FOLDER.name
os.environ["DATABASE_URL"] = f"sqlite:///{FOLDER.name}/archive.sqlite3"
os.environ["DJANGO_SETTINGS_MODULE"] = "archive.settings"
os.environ["ALLOWED_HOSTS"] = "testserver"
os.environ["OCR_LANGUAGES"] = "none"
os.environ.setdefault("LOG_LEVEL", "ERROR")
Path(FOLDER.name, "static_root").mkdir()
sys.path.insert(0, str(Path(__file__).parent.parent))

import django  # noqa: E402

django.setup()

from django.core.files.storage import storages  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402

from archive.accounts.models import Role, RoleGrant, User  # noqa: E402
from archive.files import fixity  # noqa: E402
from archive.files.actions import check_masters  # noqa: E402
from archive.files.models import Derivative  # noqa: E402
from archive.ingest import actions, plans  # noqa: E402
from archive.ingest.models import Deposit, DepositedFile, Secrecy  # noqa: E402
from archive.ingest.reasons import Refusal  # noqa: E402
from archive.units.models import Kind, Level, Unit  # noqa: E402

SENT = ("scans", "images", "pdf", "audio", "subtitles", "oral-history", "strings", "encodings")
SHARED = next((p / "shared/data" for p in Path(__file__).parents if (p / "shared").is_dir()), None)


def main(folders: list[Path]) -> int:
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    client, user, office = _cast()
    faults: list[str] = []
    for folder in folders:
        deposit = actions.open_deposit(
            actor=user, office=office, secrecy=Secrecy.NONE, at=timezone.now()
        )
        began = time.perf_counter()
        files = sorted(path for path in folder.rglob("*") if path.is_file())
        for path in files:
            _send(client, deposit, path.name, path.read_bytes(), faults)
        call_command("run_worker", queue_name="*", batch=True, verbosity=0, startup_delay=False)
        print(f"== {folder.name}: {len(files)} files, {time.perf_counter() - began:.1f} s")
        _tell(deposit, faults)
        _look(client, deposit, faults)
    faults += _names(client, user, office)
    faults += _leftovers()
    for fault in faults:
        print("FAULT", fault)
    return 1 if faults else 0


def _cast() -> tuple[Client, User, Unit]:
    office = Unit.objects.create(code="vp", name="VP", kind=Kind.OFFICE, level=Level.PROVINCE)
    user = User.objects.create(username="an", office=office)
    RoleGrant.objects.create(user=user, role=Role.ARCHIVIST)
    client = Client(raise_request_exception=False)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client, user, office


def _send(client: Client, deposit: Deposit, name: str, data: bytes, faults: list[str]) -> None:
    """Send one file as the deposit page does: begun with a POST, brought with one PATCH."""
    where = f"/desk/deposits/{deposit.pk}/uploads/"
    told = f"filename {base64.b64encode(name.encode('utf-8', 'replace')).decode()}"
    tus: dict[str, Any] = {"Tus-Resumable": "1.0.0"}
    begun = client.post(
        where, headers={**tus, "Upload-Length": str(len(data)), "Upload-Metadata": told}
    )
    if begun.status_code != 201:
        faults.append(f"{name}: POST {begun.status_code}")
        return
    if not data:
        return
    brought = client.patch(
        begun["Location"], data, content_type="application/offset+octet-stream",
        headers={**tus, "Upload-Offset": "0"},
    )  # fmt: skip
    if brought.status_code != 204:
        faults.append(f"{name}: PATCH {brought.status_code}")


def _tell(deposit: Deposit, faults: list[str]) -> None:
    counts: Counter[str] = Counter()
    for file in deposit.files.select_related("master").order_by("name"):
        counts[file.reason or file.state] += 1
        if file.is_refused:
            print(f"  {file.reason:12} {file.name[-60:]:60} {file.detail[:100]!r}")
            if file.reason not in Refusal.values or not str(file.advice):
                faults.append(f"{file.name}: refused without words")
        elif file.finished_at is None or file.master is None:
            faults.append(f"{file.name}: {file.state}, never finished")
        else:
            held = set(file.master.derivatives.values_list("role", "frame"))
            lacking = [s for s in plans.plan(file.master) if (s.role, s.frame) not in held]
            if lacking:
                names = [f"{s.role}:{s.frame}" for s in lacking][:6]
                print(f"  lacks        {file.name[-60:]:60} {names}")
    print(" ", dict(counts))


def _look(client: Client, deposit: Deposit, faults: list[str]) -> None:
    """Ask for everything the deposit page shows, as the browser does."""
    page = client.get(f"/desk/deposits/{deposit.pk}/")
    if page.status_code != 200:
        faults.append(f"deposit page: {page.status_code}")
    for file in deposit.files.filter(master__isnull=False):
        answer = client.get(f"/desk/deposits/{deposit.pk}/files/{file.pk}/thumbnail")
        if answer.status_code not in (200, 404):
            faults.append(f"{file.name}: thumbnail {answer.status_code}")
        if answer.status_code == 200 and answer["X-Content-Type-Options"] != "nosniff":
            faults.append(f"{file.name}: served to be guessed at")


def _names(client: Client, user: User, office: Unit) -> list[str]:
    """Use every naughty string as the name of a file."""
    if SHARED is None:
        return []
    faults: list[str] = []
    deposit = actions.open_deposit(
        actor=user, office=office, secrecy=Secrecy.NONE, at=timezone.now()
    )
    strings = json.loads((SHARED / "strings/blns.json").read_text())
    for number, name in enumerate(strings):
        _send(client, deposit, name, f"Lời kể {number}".encode(), faults)
    call_command("run_worker", queue_name="*", batch=True, verbosity=0, startup_delay=False)
    print(f"== names: {len(strings)} strings")
    _tell(deposit, faults)
    _look(client, deposit, faults)
    for file in deposit.files.all():
        if "/" in file.name or "\0" in file.name or not file.name.strip():
            faults.append(f"name kept as {file.name!r}")
    if deposit.files.count() != len(strings):
        faults.append(f"{deposit.files.count()} of {len(strings)} names entered")
    return faults


def _leftovers() -> list[str]:
    """Say what lies in the stores unentered, and which masters are not what they were."""
    left = [f"unknown master {name}" for name in fixity.unknown_files()]
    left += [f"not intact: {check.master}" for check in check_masters(at=timezone.now).faults]
    known = set(DepositedFile.objects.exclude(incoming="").values_list("incoming", flat=True))
    incoming = Path(storages["masters"].location) / "incoming"  # type: ignore[attr-defined]
    left += [f"left in incoming: {p.name}" for p in incoming.iterdir() if p.name not in known]
    root = Path(storages["derivatives"].location)  # type: ignore[attr-defined]
    paths = set(Derivative.objects.values_list("path", flat=True))
    on_disk = {str(p.relative_to(root)) for p in root.rglob("*") if p.is_file()}
    left += [f"stray derivative {name}" for name in sorted(on_disk - paths)]
    left += [f"derivative gone {name}" for name in sorted(paths - on_disk)]
    return left


if __name__ == "__main__":
    given = [Path(name) for name in sys.argv[1:]]
    sys.exit(main(given or [SHARED / name for name in SENT if SHARED]))
