"""The collated report as a Word document: opinions by criterion, comments by place."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterable

from django.utils.translation import gettext as _
from docx.document import Document as WordDocument

from archive.values.text import for_xml
from archive.values.timecodes import format_timecode
from archive.vetting.dossier.word import new_document, table
from archive.vetting.models import Ballot, Comment, Opinion, ProvisionKind, Round
from archive.vetting.rules import Rules, rules_of


def collated_report(round_: Round) -> bytes:
    """Return the report the secretary puts before the meeting, as a DOCX file.

    Its form is this program's own: no official form was found.
    """
    document = opened(_("Collated opinions"), round_)
    rules = rules_of(round_.procedure)
    _head(document, round_, rules)
    add_council(document, round_)
    add_opinions(document, round_, rules)
    add_meetings(document, round_)
    _end(document, round_)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def opened(heading: str, round_: Round) -> WordDocument:
    """Return a document about `round_` with its heading and the title of what is vetted."""
    subject = round_.subject
    title = str(round_.frozen.get("title") or getattr(subject, "title", ""))
    invented = bool(getattr(subject, "is_demonstration", False))
    return new_document(heading, title, round_.code, is_demonstration=invented)


def place_of(comment: Comment) -> str:
    """Say where a comment points at."""
    if comment.paragraph is not None:
        return _("paragraph %(n)d") % {"n": comment.paragraph}
    if comment.page is not None:
        return _("page %(n)d") % {"n": comment.page}
    if comment.at_ms is not None:
        until = f"–{format_timecode(comment.until_ms)}" if comment.until_ms else ""
        return f"{format_timecode(comment.at_ms)}{until}"
    return _("the whole")


def _head(document: WordDocument, round_: Round, rules: Rules) -> None:
    rows = [
        (_("Round"), round_.code),
        (_("Procedure"), f"{rules.procedure.label} ({rules.procedure.code})"),
        (_("Vetting body"), str(round_.body)),
        (_("Version that is vetted"), f"SHA-256 {round_.frozen_digest}"),
    ]
    table(document, rows)
    document.add_paragraph(_("The form of this paper is the program's own, not an official one."))


def add_council(document: WordDocument, round_: Round) -> None:
    """Add the decisions that form the council, and who sits on it."""
    document.add_heading(_("Council"), level=1)
    for decision in round_.decisions.all():
        document.add_paragraph(for_xml(f"{decision} – {decision.signatory}"))
    seats = round_.seats.filter(replacement__isnull=True).select_related("person")
    rows = [
        (str(seat.person), seat.get_role_display(), seat.office or "–", seat.field or "–")
        for seat in seats
    ]
    head = (_("Member"), _("Role"), _("Office"), _("Field"))
    table(document, rows, head=head, widths=(4, 2, 3, 2))


def add_opinions(document: WordDocument, round_: Round, rules: Rules) -> None:
    """Add the opinions by criterion, each with its basis, and the comments by place."""
    given = round_.opinions.filter(handed_in_at__isnull=False).select_related("seat__person")
    _opinions(document, rules, list(given))
    comments = round_.comments.filter(handed_in_at__isnull=False).select_related("answer")
    _comments(document, comments)


def _opinions(document: WordDocument, rules: Rules, opinions: list[Opinion]) -> None:
    document.add_heading(_("Written opinions"), level=1)
    for criterion in rules.of(ProvisionKind.CRITERION):
        said = [(o, o.points[criterion.code]) for o in opinions if criterion.code in o.points]
        if said:
            document.add_heading(criterion.text, level=2)
            document.add_paragraph(
                f"{criterion.get_certainty_display()}: {criterion.basis_text}",
                style="Intense Quote",
            )
            table(document, [(str(opinion.seat), text) for opinion, text in said])
    document.add_heading(_("Opinion as a whole"), level=2)
    table(document, [(str(o.seat), f"{o.get_verdict_display()}: {o.text}") for o in opinions])


def _comments(document: WordDocument, comments: Iterable[Comment]) -> None:
    document.add_heading(_("Comments by place"), level=1)
    rows = [
        (
            place_of(comment),
            f"[{comment.get_kind_display()}, {comment.get_weight_display()}] "
            f"{f'“{comment.quote}” ' if comment.quote else ''}{comment.text}"
            f"{_answer(comment)}",
        )
        for comment in comments
    ]
    table(document, rows, widths=(1, 4))


def _answer(comment: Comment) -> str:
    answer = getattr(comment, "answer", None)
    return f"\n→ {answer}: {answer.where_changed or answer.why_not}" if answer else ""


def add_meetings(document: WordDocument, round_: Round) -> None:
    """Add the minutes of each meeting, who was present, and its ballots as they were counted."""
    meetings = round_.meetings.prefetch_related("attendances__seat__person", "ballots__slips")
    for meeting in meetings:
        document.add_heading(
            _("Meeting of %(day)s") % {"day": meeting.held_on.strftime("%d/%m/%Y")}, level=1
        )
        if meeting.place or meeting.minutes_number:
            document.add_paragraph(for_xml(f"{meeting.place} {meeting.minutes_number}".strip()))
        present = ", ".join(str(attendance.seat) for attendance in meeting.attendances.all())
        present = "; ".join(part for part in (present, meeting.also_present) if part)
        document.add_paragraph(for_xml(_("Present") + f": {present}"))
        document.add_paragraph(for_xml(meeting.minutes))
        for ballot in meeting.ballots.all():
            _ballot(document, ballot)


def _ballot(document: WordDocument, ballot: Ballot) -> None:
    counted = Counter(slip.get_choice_display() for slip in ballot.slips.all())
    document.add_heading(for_xml(_("Secret ballot") + f": {ballot.question}"), level=2)
    rows = [(choice, str(count)) for choice, count in sorted(counted.items())]
    table(document, [*rows, (_("Spoilt slips"), str(ballot.spoilt))])
    if ballot.envelope:
        mark = _("Mark on the sealed envelope")
        document.add_paragraph(for_xml(f"{mark}: {ballot.envelope}"))


def _end(document: WordDocument, round_: Round) -> None:
    for name, heading in (("conclusion", _("Conclusion")), ("document", _("Vetting document"))):
        paper = getattr(round_, name, None)
        if paper is not None:
            document.add_heading(heading, level=1)
            document.add_paragraph(for_xml(f"{paper} – {paper.signatory}"))
            said = getattr(paper, "text", "") or getattr(paper, "note", "")
            document.add_paragraph(for_xml(said))
