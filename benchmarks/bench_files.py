"""Files: intake against raw tools, tiles of a large page, memory for a very large one.

    python benchmarks/bench_files.py [scans]      (default 200)

Scans are the historic pages of `../shared/data` where it lies beside the project (each copy made
distinct by a few bytes at its end), else pages painted here. Raw: hashlib over the file, libvips
pyramid and thumbnail of it, on the same machine in the same run. Ours: the whole of what the
worker does: receive, checksum, check, keep, pyramid, page image, thumbnail, rows, journal.
"""

from __future__ import annotations

import hashlib
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

FOLDER = tempfile.TemporaryDirectory()
os.environ["DATA_DIR"] = FOLDER.name
os.environ["DATABASE_URL"] = f"sqlite:///{FOLDER.name}/archive.sqlite3"
os.environ["DJANGO_SETTINGS_MODULE"] = "archive.settings"
os.environ["LOG_LEVEL"] = "ERROR"
Path(FOLDER.name, "static_root").mkdir()
sys.path.insert(0, str(Path(__file__).parent.parent))

import django  # noqa: E402

django.setup()

import pyvips  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.utils import timezone  # noqa: E402
from PIL import Image, ImageDraw  # noqa: E402

from archive.accounts.models import Role, RoleGrant, User  # noqa: E402
from archive.files.pyramids import TILE  # noqa: E402
from archive.ingest import actions, processing  # noqa: E402
from archive.ingest.models import Deposit, DepositedFile, Secrecy  # noqa: E402
from archive.ingest.parsing import standing_parser  # noqa: E402
from archive.interop.iiif import parameters, rendering  # noqa: E402
from archive.units.models import Kind, Level, Unit  # noqa: E402

WORK = Path(FOLDER.name)


def main(count: int) -> None:
    call_command("migrate", verbosity=0)
    scans = _scans(count)
    megabytes = sum(path.stat().st_size for path in scans) / 1e6
    print(f"{count} scans, {megabytes:.0f} MB, {pictures_per(scans[0])}")
    raw = _timed(lambda: _all_raw(scans))
    managed = _timed(lambda: _all_raw(scans, colours=True))
    ours = _timed(lambda: _ours(scans))
    print(f"raw                      {raw:7.1f} s   {count / raw:6.2f} scans/s")
    print(f"raw with its profile     {managed:7.1f} s   {count / managed:6.2f} scans/s")
    print(f"ours                     {ours:7.1f} s   {count / ours:6.2f} scans/s")
    print(f"ours / raw {raw / ours:.2f}, ours / raw with profile {managed / ours:.2f}")
    accepted = DepositedFile.objects.filter(state="accepted").count()
    print(f"accepted {accepted} of {count}")
    if "intake" in sys.argv:
        return
    _tiles()
    _very_large()


def pictures_per(path: Path) -> str:
    image = pyvips.Image.new_from_file(str(path))
    return f"the first {image.width} × {image.height}"


def _scans(count: int) -> list[Path]:
    shared = next(
        (p / "shared/data" for p in Path(__file__).parents if (p / "shared").is_dir()), None
    )
    real = sorted((shared / "scans").rglob("INPUT_*.tif")) if shared else []
    bodies = [path.read_bytes() for path in real] or [_painted()]
    found = []
    for number in range(count):
        path = WORK / f"scan-{number:04}.tif"
        path.write_bytes(bodies[number % len(bodies)] + f"{number:08}".encode())
        found.append(path)
    return found


def _painted() -> bytes:
    image = Image.effect_noise((2480, 3508), 12)
    draw = ImageDraw.Draw(image)
    for line in range(60):
        draw.text((200, 200 + line * 50), "Hội nghị Tỉnh uỷ lần thứ ba " * 4, fill=20)
    path = WORK / "painted.tif"
    image.save(path, compression="tiff_lzw")
    return path.read_bytes()


def _all_raw(scans: list[Path], *, colours: bool = False) -> None:
    for path in scans:
        _raw(path, colours=colours)


def _raw(path: Path, *, colours: bool = False) -> None:
    """Checksum, pyramid, thumbnail; with `colours` the scanner's profile is applied, as ours do."""
    hashlib.sha256(path.read_bytes()).hexdigest()
    out = WORK / "raw.tif"
    image = pyvips.Image.new_from_file(str(path), access="sequential")
    if colours and image.get_typeof("icc-profile-data"):
        image = image.icc_transform("srgb", embedded=True, intent="perceptual")
    image.tiffsave(
        str(out), tile=True, tile_width=512, tile_height=512, pyramid=True, compression="jpeg", Q=88
    )
    pyvips.Image.thumbnail(str(path), 400).jpegsave(str(WORK / "raw.jpg"), Q=80)


def _ours(scans: list[Path]) -> None:
    deposit = _deposit()
    entered = []
    for path in scans:
        with path.open("rb") as file:
            chunks = iter(lambda: file.read(1 << 20), b"")
            entered.append(
                actions.receive_file(
                    actor=deposit.made_by,
                    deposit=deposit,
                    name=path.name,
                    chunks=chunks,
                    at=timezone.now(),
                )
            )
    for received in entered:
        processing.process_file(file_id=received.pk, at=timezone.now())


def _deposit() -> Deposit:
    office = Unit.objects.create(code="vp", name="VP", kind=Kind.OFFICE, level=Level.PROVINCE)
    user = User.objects.create(username="an", office=office)
    RoleGrant.objects.create(user=user, role=Role.ARCHIVIST)
    return actions.open_deposit(actor=user, office=office, secrecy=Secrecy.NONE, at=timezone.now())


def _tiles() -> None:
    """A page of 70 megapixels: making its pyramid, then 200 tiles from all over it."""
    source, pyramid = WORK / "seventy.tif", WORK / "seventy-pyramid.tif"
    noise = pyvips.Image.gaussnoise(7000, 10_000, mean=128, sigma=30).cast("uchar")
    noise.bandjoin([noise, noise]).copy(interpretation="srgb").tiffsave(str(source))

    def raw() -> None:
        pyvips.Image.new_from_file(str(source), access="sequential").tiffsave(
            str(WORK / "x.tif"), tile=True, tile_width=512, tile_height=512, pyramid=True,
            compression="jpeg", Q=88,
        )  # fmt: skip

    def ours() -> None:
        parser = standing_parser()
        parser.ask("derive", path=str(source), reader="image", outs={"pyramid": str(pyramid)},
                   frame=0, format="TIFF")  # fmt: skip

    raw_seconds, our_seconds = _timed(raw), _timed(ours)
    print(
        f"70 megapixels: pyramid raw {raw_seconds:.2f} s, ours {our_seconds:.2f} s "
        f"({our_seconds / raw_seconds:.2f} ×)"
    )
    times, raw_times = [], []
    for number in range(200):
        times.append(_timed(lambda n=number: _tile(pyramid, n)))
        raw_times.append(_timed(lambda n=number: _raw_tile(pyramid, n)))
    print(f"512-px tile: {_said(times)}; raw {_said(raw_times)}")


def _place(number: int) -> tuple[int, int, int]:
    """Return where a viewer's tile lies on the page: left, top, and how far it is zoomed out."""
    factor = 1 << (number % 4)
    side = 512 * factor
    x, y = (number * 977) % (7000 - side), (number * 1409) % (10_000 - side)
    return x // side * side, y // side * side, factor


def _tile(pyramid: Path, number: int) -> None:
    x, y, factor = _place(number)
    side = 512 * factor
    region = parameters.parse_region(f"{x},{y},{side},{side}", 7000, 10_000)
    size = parameters.parse_size("512,", region)
    turn = parameters.parse_rotation("0")
    rendering.render(pyramid, region, size, turn, "default", "jpg")


def _raw_tile(pyramid: Path, number: int) -> None:
    x, y, factor = _place(number)
    level = pyvips.Image.tiffload(str(pyramid), page=number % 4)
    left, top = x // factor, y // factor
    width, height = min(512, level.width - left), min(512, level.height - top)
    level.crop(left, top, width, height).jpegsave_buffer(Q=85)


def _very_large() -> None:
    """300 megapixels: how much memory the parser process takes for pyramid and page image."""
    source = WORK / "large.tif"
    pyvips.Image.black(20_000, 15_000, bands=3).copy(interpretation="srgb").tiffsave(
        str(source), compression="lzw", bigtiff=True
    )
    code = (
        "import resource, sys\n"
        "from pathlib import Path\n"
        "from archive.ingest.readers import images\n"
        "from archive.ingest.formats import TIFF\n"
        "source, out = Path(sys.argv[1]), Path(sys.argv[2])\n"
        "page, small = out.with_suffix('.1.jpg'), out.with_suffix('.2.jpg')\n"
        "outs = {'pyramid': out, 'page_image': page, 'thumbnail': small}\n"
        "images.probe(source, TIFF, 10**9, outs)\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)\n"
    )
    done: list[str] = []

    def run() -> None:
        out = subprocess.run(
            [sys.executable, "-c", code, str(source), str(WORK / "large-pyramid.tif")],
            capture_output=True, text=True, check=True, env={**os.environ, "PYTHONPATH": "."},
            cwd=Path(__file__).parent.parent,
        )  # fmt: skip
        done.append(out.stdout.strip())

    seconds = _timed(run)
    print(f"300 megapixels: {seconds:.1f} s, at most {done[0]} MB resident")
    print(f"this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB resident")


def _said(seconds: list[float]) -> str:
    ordered = sorted(seconds)
    p95 = ordered[int(len(ordered) * 0.95)]
    return f"median {1000 * statistics.median(ordered):.1f} ms, p95 {1000 * p95:.1f} ms"


def _timed(work: object) -> float:
    began = time.perf_counter()
    work()  # type: ignore[operator]
    return time.perf_counter() - began


if __name__ == "__main__":
    assert TILE == 512
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
