"""Real files of our own making: scans, papers and tapes, whole and spoilt."""

from __future__ import annotations

import io
import math
import struct
import wave
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from PIL import Image, ImageDraw, ImageFont

from archive.accounts.models import User
from archive.ingest import actions, processing
from archive.ingest.models import Deposit, DepositedFile, Secrecy
from archive.ingest.parsing import Parser
from archive.ingest.sheets.reading import Table, read_table
from archive.units.models import Unit

SHARED = next(
    (
        folder / "shared" / "data"
        for folder in Path(__file__).parents
        if (folder / "shared").is_dir()
    ),
    Path("shared/data"),
)


def table_of(content: bytes) -> Table:
    """Read a spreadsheet as the check does."""
    return read_table(io.BytesIO(content), io.BytesIO())


def scan(text: str = "Hội nghị Tỉnh uỷ", size: tuple[int, int] = (1240, 1754)) -> Image.Image:
    """Return a page as a scanner sees it: grey paper, black letters."""
    image = Image.new("L", size, 235)
    ImageDraw.Draw(image).text((80, 120), text, fill=20, font=ImageFont.load_default(48))
    return image


def jpeg(image: Image.Image | None = None, **options: Any) -> bytes:
    return saved(image or scan(), "JPEG", quality=85, **options)


def saved(image: Image.Image, format: str, **options: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, format, **options)
    return out.getvalue()


Made = bytes | Callable[[], bytes]


def bytes_of(data: Made) -> bytes:
    """Return bytes, made now where making them takes long: to find the tests needs none of them."""
    return data if isinstance(data, bytes) else data()


def tape(seconds: float = 2.0, rate: int = 8000) -> bytes:
    """Return a WAV file with a tone in it."""
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        samples = (int(9000 * math.sin(n / 6)) for n in range(int(seconds * rate)))
        file.writeframes(b"".join(struct.pack("<h", sample) for sample in samples))
    return out.getvalue()


def pdf(*pages: str, rotate: int = 0, extra: str = "") -> bytes:
    """Return a PDF with a line of text in Latin-1 on each page, written by hand."""
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    bodies = [
        f"<< /Type /Catalog /Pages 2 0 R {extra} >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for n, text in enumerate(pages):
        stream = f"BT /F1 24 Tf 72 700 Td ({text}) Tj ET"
        bodies.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Rotate {rotate} "
            f"/Resources << /Font << /F1 3 0 R >> >> /Contents {5 + 2 * n} 0 R >>"
        )
        bodies.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    return assembled(bodies)


def assembled(bodies: list[str], trailer: str = "") -> bytes:
    out = b"%PDF-1.4\n"
    offsets = []
    for number, body in enumerate(bodies, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    start = len(out)
    out += f"xref\n0 {len(bodies) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{offset:010} 00000 n \n".encode() for offset in offsets)
    size = len(bodies) + 1
    out += f"trailer << /Size {size} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n".encode()
    return out + b"%%EOF\n"


def locked_pdf() -> bytes:
    """Return a PDF whose password nobody knows: its key material is filled with one letter."""
    key = "<" + "41" * 32 + ">"
    return assembled(
        [
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
            f"<< /Filter /Standard /V 1 /R 2 /O {key} /U {key} /P -4 >>",
        ],
        trailer="/Encrypt 4 0 R /ID [<41414141> <41414141>]",
    )


@pytest.fixture(scope="session")
def parser() -> Iterator[Parser]:
    """Lend one parser process to the whole session, as the worker does for one file."""
    with Parser(seconds=60) as parser:
        yield parser


@pytest.fixture
def deposit(an: User, office: Unit) -> Deposit:
    return actions.open_deposit(actor=an, office=office, secrecy=Secrecy.NONE, at=timezone.now())


Bring = Callable[..., DepositedFile]


@pytest.fixture
def bring(
    deposit: Deposit, an: User, parser: Parser, django_capture_on_commit_callbacks: Any
) -> Bring:
    """Return a function that brings one file and lets the worker's procedure finish with it."""

    def bring(name: str, data: bytes, *, to: Deposit | None = None) -> DepositedFile:
        file = actions.receive_file(
            actor=an, deposit=to or deposit, name=name, chunks=[data], at=timezone.now()
        )
        with django_capture_on_commit_callbacks(execute=True):
            while processing.process_file(file_id=file.pk, at=timezone.now(), parser=parser):
                pass  # in as many turns as it takes
        return DepositedFile.objects.select_related("master").get(pk=file.pk)

    return bring
