"""Appointments as a calendar file (iCalendar, RFC 5545). No illness, no address book in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.utils.translation import gettext as _

from archive.collecting.models import Appointment, Outcome

_LINE_BYTES = 73


def calendar(appointments: Iterable[Appointment], *, host: str, now: dt.datetime) -> str:
    """Return the appointments as one calendar; `host` makes their keys unique in the world."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Nhan Chung//VI", "METHOD:PUBLISH"]
    for appointment in appointments:
        lines += _event(appointment, host, now)
    lines.append("END:VCALENDAR")
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _event(appointment: Appointment, host: str, now: dt.datetime) -> list[str]:
    ends = appointment.starts_at + dt.timedelta(minutes=appointment.minutes)
    cancelled = appointment.outcome in (Outcome.CANCELLED, Outcome.PUT_OFF)
    title = _("Interview: %(name)s") % {"name": appointment.witness.name}
    lines = [
        "BEGIN:VEVENT",
        f"UID:appointment-{appointment.pk}@{host}",
        f"DTSTAMP:{_utc(now)}",
        f"DTSTART:{_utc(appointment.starts_at)}",
        f"DTEND:{_utc(ends)}",
        f"SUMMARY:{_text(title)}",
        f"LOCATION:{_text(appointment.place)}",
        f"STATUS:{'CANCELLED' if cancelled else 'CONFIRMED'}",
    ]
    about = [appointment.mandate_number, appointment.equipment]
    if any(about):
        lines.append(f"DESCRIPTION:{_text(chr(10).join(part for part in about if part))}")
    return [*lines, "END:VEVENT"]


def _utc(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).strftime("%Y%m%dT%H%M%SZ")


def _text(value: str) -> str:
    for sign in ("\\", ";", ","):
        value = value.replace(sign, f"\\{sign}")
    return value.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")


def _folded(line: str) -> str:
    """Break a line after 75 bytes at most, never inside a letter."""
    folded, room = "", _LINE_BYTES
    for letter in line:
        size = len(letter.encode())
        if size > room:
            folded, room = f"{folded}\r\n ", _LINE_BYTES - 1
        folded += letter
        room -= size
    return folded
