"""The shape of a tiled picture, on which its maker, its server and its viewer agree."""

from __future__ import annotations

TILE = 512
"""The side of a tile in pixels."""


def scale_factors(width: int, height: int) -> list[int]:
    """Return how many times smaller each size of the picture is: down to a single tile."""
    factors = [1]
    while max(width, height) / factors[-1] > TILE:
        factors.append(factors[-1] * 2)
    return factors


def tiles(width: int, height: int) -> list[dict[str, object]]:
    """Return what IIIF Image 3 says of the tiles of a picture of this size."""
    return [{"width": TILE, "height": TILE, "scaleFactors": scale_factors(width, height)}]
