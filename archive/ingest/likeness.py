"""Pages that look alike: the same sheet scanned twice, saved smaller, or cut a little differently.

A page is told by 256 bits (readers/pictures.py). Two that look alike agree in most of them, and so
in some row or block of sixteen: only pages that share one are compared, found through an index.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.db import transaction
from django.db.models import Count

from archive.files.models import Master
from archive.ingest.models import Fingerprint, FingerprintBand, Likeness

# Measured on 131 pages scanned, printed and photographed, each taken a second time turned by up to
# 0.7°, cut by 1 %, paler and smaller: half differ from themselves in at most 33 bits, nine in ten
# in at most 44; no two different ones in fewer than 52, typed pages of one layout in 40 and more.
MOST_BITS_APART = 38
_SIDE = 16
_MOST_COMPARED = 60
_MOST_KEPT = 5


@transaction.atomic
def enter_fingerprint(*, master: Master, frame: int, bits: str) -> Fingerprint:
    """Keep how a page looks, and which earlier pages look like it. Can be repeated."""
    found, is_new = Fingerprint.objects.get_or_create(
        master=master, frame=frame, defaults={"bits": bits}
    )
    if not is_new:
        return found
    keys = sorted(band_keys(int(bits, 16)))
    alike = _alike(found, keys)
    FingerprintBand.objects.bulk_create(FingerprintBand(fingerprint=found, key=key) for key in keys)
    Likeness.objects.bulk_create(
        Likeness(fingerprint=found, earlier=earlier, bits_apart=apart) for apart, earlier in alike
    )
    return found


def band_keys(bits: int) -> set[int]:
    """Return what a page is found by: each row and block of sixteen bits that says something."""
    keys = set()
    for number, cells in enumerate((*_rows(), *_blocks())):
        value = 0
        for row, column in cells:
            value = value << 1 | (bits >> (255 - row * _SIDE - column)) & 1
        if 3 <= value.bit_count() <= 13:  # margins and empty paper are alike everywhere
            keys.add(number << 16 | value)
    return keys


def _alike(page: Fingerprint, keys: list[int]) -> list[tuple[int, Fingerprint]]:
    # The pages of the same file are left out by their keys: to ask each entry met for its page's
    # master is most of the work among very many.
    own_pages = Fingerprint.objects.filter(master=page.master_id).values("pk")
    nearest = (
        FingerprintBand.objects.filter(key__in=keys)
        .exclude(fingerprint__in=own_pages)
        .values("fingerprint")
        .annotate(shared=Count("*"))
        .order_by("-shared")
        .values_list("fingerprint", flat=True)[:_MOST_COMPARED]
    )
    own = int(page.bits, 16)
    compared = [
        ((own ^ int(other.bits, 16)).bit_count(), other.pk, other)
        for other in Fingerprint.objects.filter(pk__in=list(nearest))
    ]
    close = sorted(each for each in compared if each[0] <= MOST_BITS_APART)
    return [(apart, other) for apart, _pk, other in close[:_MOST_KEPT]]


def _rows() -> Iterator[list[tuple[int, int]]]:
    for row in range(_SIDE):
        yield [(row, column) for column in range(_SIDE)]


def _blocks() -> Iterator[list[tuple[int, int]]]:
    for top in range(0, _SIDE, 4):
        for left in range(0, _SIDE, 4):
            yield [(top + down, left + right) for down in range(4) for right in range(4)]
