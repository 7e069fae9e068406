"""Pictures of a film as they are to be seen: each of one moment, and held upright."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import suppress
from fractions import Fraction
from typing import Any

import av


def uncombed(frames: Iterator[Any]) -> Iterator[Any]:
    """Yield the pictures that have a time, each of one moment.

    A tape has every other line of one moment and the lines between of the next, a fiftieth of a
    second later: on a screen that shows them at once whatever moves has the teeth of a comb.
    """
    is_combed = False

    def kind(frame: Any) -> tuple[Any, ...]:
        nonlocal is_combed
        is_combed = is_combed or frame.interlaced_frame
        return is_combed, frame.width, frame.height, frame.format.name, frame.time_base

    timed = (frame for frame in frames if frame.pts is not None)
    for (combed, *_shape), alike in itertools.groupby(timed, key=kind):
        shown = _without_teeth if combed else iter
        yield from shown(alike)


def _without_teeth(frames: Iterator[Any]) -> Iterator[Any]:
    """Yield the pictures through a filter that compares each with the one before and behind it."""
    first = next(frames)
    graph: Any = av.filter.Graph()
    nodes = [graph.add_buffer(width=first.width, height=first.height, format=first.format,
                              time_base=first.time_base)]  # fmt: skip
    nodes.append(graph.add("bwdif", "mode=send_frame:deint=interlaced"))
    graph.link_nodes(*nodes, graph.add("buffersink")).configure()
    begins = first.pts * first.time_base
    second = list(itertools.islice(frames, 1))
    for frame in second:  # before the first as well: compared with itself it would seem at rest
        own, frame.pts = frame.pts, first.pts - 1
        graph.push(frame)
        frame.pts = own
    for each in itertools.chain([first], second, frames, [None]):
        graph.push(each)
        with suppress(av.BlockingIOError, av.EOFError):
            while True:
                frame = graph.pull()
                if frame.pts * frame.time_base >= begins:
                    yield frame


def turned(frame: Any) -> Any:
    """Return the picture as it was held: telephones write how to turn it beside it."""
    turn = round(frame.rotation / 90) * 90 % 360
    if not turn:
        return frame
    graph = av.filter.Graph()
    steps = {90: [("transpose", "cclock")], 180: [("hflip", ""), ("vflip", "")],
             270: [("transpose", "clock")]}[turn]  # fmt: skip
    nodes = [graph.add_buffer(width=frame.width, height=frame.height, format=frame.format,
                              time_base=Fraction(1, 1000))]  # fmt: skip
    nodes += [graph.add(name, options) if options else graph.add(name) for name, options in steps]
    graph.link_nodes(*nodes, graph.add("buffersink")).configure()
    graph.push(frame)
    return graph.pull()
