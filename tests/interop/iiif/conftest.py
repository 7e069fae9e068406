"""A page whose every pixel says where it is: red grows to the right, green downwards."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import pyvips
from django.utils import timezone

from archive.catalogue.models import AccessLevel, Page, Record
from archive.files import store
from archive.files.models import Derivative, Family, Master
from archive.ingest.readers import pictures

WIDTH, HEIGHT = 1500, 1100


def gradient(width: int = WIDTH, height: int = HEIGHT) -> Any:
    place = pyvips.Image.xyz(width, height)
    red, green = place[0] * 255 / (width - 1), place[1] * 255 / (height - 1)
    return red.bandjoin([green, 40]).cast("uchar").copy(interpretation="srgb")


def pyramid_of(image: Any, record: Record, number: int = 1) -> Page:
    out = store.workshop()
    facts = pictures.make(image, {"pyramid": Path(out)})["pyramid"]
    master = Master.objects.create(
        digest=f"{number:064x}", size=1, family=Family.IMAGE, media_type="image/png",
        original_name="trang.png", stored_at=timezone.now(),
    )  # fmt: skip
    digest, size = store.keep_derivative(Path(out), f"{number}.tif")
    Derivative.objects.create(
        master=master, role=Derivative.Role.PYRAMID, path=f"{number}.tif", digest=digest,
        size=size, recipe="pyramid/1", made_at=timezone.now(), **facts,
    )  # fmt: skip
    return Page.objects.create(record=record, number=number, master=master)


@pytest.fixture
def page(make_record: Any) -> Page:
    return pyramid_of(gradient(), make_record(code="LD-1", released=AccessLevel.PUBLIC))
