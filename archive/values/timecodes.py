"""Places in a recording: whole milliseconds inside, `1:02:03.5` outside."""

import re


class InvalidTimecode(ValueError):
    """The text is no time in a recording."""


_CLOCK = re.compile(r"(?:(\d{1,3}):)?(\d{1,3}):([0-5]?\d)(?:[.,](\d{1,3})\d*)?")
_SECONDS = re.compile(r"(\d{1,7})(?:[.,](\d{1,3})\d*)?\s*s?")
_UNITS = re.compile(r"(?:(\d{1,3})\s*h)?\s*(?:(\d{1,4})\s*m)?\s*(?:(\d{1,5})\s*s)?", re.I)


def parse_timecode(text: str) -> int:
    """Milliseconds from `h:mm:ss.mmm`, `mm:ss,mmm`, `75.5` seconds or `1h2m3s`.

    Raises InvalidTimecode. Digits finer than a millisecond are cut off.
    """
    text = text.strip()
    if clock := _CLOCK.fullmatch(text):
        hours, minutes, seconds, fraction = clock.groups()
        if hours is not None and int(minutes) > 59:
            raise InvalidTimecode(text)
        return _milliseconds(hours, minutes, seconds, fraction)
    if plain := _SECONDS.fullmatch(text):
        return _milliseconds(None, None, plain[1], plain[2])
    if text and (units := _UNITS.fullmatch(text)):
        return _milliseconds(units[1], units[2], units[3], None)
    raise InvalidTimecode(text)


def format_timecode(ms: int, hours: bool | None = None, millis: bool = False) -> str:
    """`mm:ss`, or `h:mm:ss` from one hour on (always if hours, never if not hours)."""
    if ms < 0:
        raise InvalidTimecode(str(ms))
    seconds, rest = divmod(ms, 1000)
    minutes, seconds = divmod(seconds, 60)
    hour, minute = divmod(minutes, 60)
    with_hours = hour > 0 if hours is None else hours
    clock = f"{hour}:{minute:02d}:{seconds:02d}" if with_hours else f"{minutes:02d}:{seconds:02d}"
    return f"{clock}.{rest:03d}" if millis else clock


def _milliseconds(
    hours: str | None, minutes: str | None, seconds: str | None, fraction: str | None
) -> int:
    whole = int(hours or 0) * 3600 + int(minutes or 0) * 60 + int(seconds or 0)
    return whole * 1000 + int((fraction or "").ljust(3, "0") or 0)
