"""The whole dossier as one Word document: what the bag holds, for somebody to read and print."""

from __future__ import annotations

import datetime as dt
import io

from django.utils import timezone
from django.utils.translation import gettext as _
from docx.document import Document as WordDocument

from archive.values.text import for_xml
from archive.vetting.acts import ACTS
from archive.vetting.dossier.contents import journal_facts
from archive.vetting.dossier.report import add_council, add_meetings, add_opinions, opened
from archive.vetting.dossier.word import table
from archive.vetting.models import Disclosure, Procedure, Round, Stage
from archive.vetting.rules import rules_of
from archive.works.models import Manuscript


def whole_dossier(round_: Round) -> bytes:
    """Return the dossier of a round as a DOCX file.

    Files cannot stand in it: papers and manuscripts are named with their SHA-256, by which they
    are found in the bag. It ends with the journal and the last link of its chain.
    """
    document = opened(_("Vetting dossier"), round_)
    _facts(document, round_)
    _versions(document, round_)
    _papers(document, round_)
    _sources(document, round_)
    add_council(document, round_)
    add_opinions(document, round_, rules_of(round_.procedure))
    add_meetings(document, round_)
    _outcome(document, round_)
    _obstacles(document, round_)
    _procedure(document, round_.procedure)
    _journal(document, round_)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def _facts(document: WordDocument, round_: Round) -> None:
    competence = round_.competence
    competent = _("not determined – the competent level has to decide")
    if competence is not None:
        sure = competence.get_certainty_display()
        competent = f"{competence} ({sure}: {competence.basis_text})"
    empowered = f"{round_.empowered_by} {_day(round_.empowered_on)}".strip()
    rows = [
        (_("Round"), f"{round_.code} ({round_.get_stage_display()})"),
        (_("Procedure"), f"{round_.procedure.label} ({round_.procedure.code})"),
        (_("Vetting body"), str(round_.body)),
        (_("Competent under the procedure"), competent),
        (_("Document that empowers the body"), empowered or "–"),
        (_("Request"), f"{round_.request_number} {_day(round_.requested_on)}".strip()),
    ]
    table(document, rows)
    document.add_paragraph(_("The form of this paper is the program's own, not an official one."))


def _versions(document: WordDocument, round_: Round) -> None:
    document.add_heading(_("Versions"), level=1)
    rows = [(_("As vetted"), _named(round_.manuscript), round_.frozen_digest)]
    for sent in round_.resubmissions.select_related("manuscript__master"):
        what = " ".join([_("As corrected"), _day(sent.on), sent.number]).strip()
        rows.append((what, _named(sent.manuscript), sent.manuscript.master.digest))
    table(document, rows, head=(_("Version"), _("Computer file"), "SHA-256"), widths=(3, 3, 5))


def _papers(document: WordDocument, round_: Round) -> None:
    document.add_heading(_("Papers of the dossier"), level=1)
    labels = {p.code: p.text for p in round_.procedure.provisions.all() if p.kind == "paper"}
    rows = [
        (
            labels.get(paper.code, paper.code),
            _joined(paper.get_state_display(), f"{paper.number} {_day(paper.on)}", paper.note),
            f"{paper.master.original_name}\nSHA-256 {paper.master.digest}" if paper.master else "–",
        )
        for paper in round_.papers.select_related("master")
    ]
    head = (_("Paper"), _("State"), _("Computer file"))
    table(document, rows, head=head, widths=(3, 4, 3))


def _sources(document: WordDocument, round_: Round) -> None:
    sources = round_.frozen.get("sources")
    if round_.work is None or not sources:
        return
    document.add_heading(_("List of sources"), level=1)
    rows = [
        (
            str(code),
            _("page %(n)d") % {"n": page} if page else f"{at_ms // 1000} s" if at_ms else "–",
            f"{place} {note}".strip() or "–",
        )
        for code, page, at_ms, place, note in sources
    ]
    table(document, rows, head=(_("Code"), _("Place"), _("Place in the work")))


def _outcome(document: WordDocument, round_: Round) -> None:
    conclusion = getattr(round_, "conclusion", None)
    if conclusion is not None:
        document.add_heading(_("Conclusion"), level=1)
        rows = [
            (_("Verdict"), conclusion.get_verdict_display()),
            (_("Document"), f"{conclusion.number} {_day(conclusion.on)}, {conclusion.signatory}"),
            (_("What was concluded"), conclusion.text),
            *((code, str(text)) for code, text in conclusion.findings.items() if text),
        ]
        if conclusion.corroboration:
            rows.append((_("Corroboration"), conclusion.get_corroboration_display()))
        table(document, rows)
    issued = getattr(round_, "document", None)
    if issued is not None:
        document.add_heading(_("Vetting document"), level=1)
        document.add_paragraph(for_xml(f"{issued} – {issued.signatory}. {issued.note}"))
    shown = Disclosure.objects.filter(round=round_)
    if shown:
        document.add_heading(_("What readers see"), level=1)
        rows = [
            (
                f"{row} – {row.signatory}",
                ", ".join(
                    str(word)
                    for word, on in (
                        (_("the written opinions"), row.opinions),
                        (_("the names of the council"), row.names),
                    )
                    if on
                )
                or _("the outcome only: no opinion and no name"),
            )
            for row in shown
        ]
        table(document, rows)


def _obstacles(document: WordDocument, round_: Round) -> None:
    rows = [
        (row.get_kind_display(), row.text, _day(row.entered_at)) for row in round_.obstacles.all()
    ]
    if rows:
        document.add_heading(_("Obstacles"), level=1)
        table(document, rows)


def _procedure(document: WordDocument, procedure: Procedure) -> None:
    """Add what was demanded, each demand with its basis and how sure we are of it."""
    document.add_heading(_("Demands of the procedure"), level=1)
    document.add_paragraph(for_xml(f"{procedure}. {procedure.remark}"))
    rows = [
        (
            f"{p.text}: {p.shown_value}" if p.value else p.text,
            p.get_certainty_display(),
            p.basis_text,
        )
        for p in procedure.provisions.all()
    ]
    table(document, rows, head=(_("Demand"), _("Certainty"), _("Basis")), widths=(4, 2, 4))


def _journal(document: WordDocument, round_: Round) -> None:
    document.add_heading(_("Journal of the round"), level=1)
    facts = journal_facts(round_)
    rows = [
        (
            _moment(str(fact["at"])),
            _joined(
                str(ACTS.get(str(fact["act"]), fact["act"])), fact["basis_number"], fact["note"]
            ),
            _stage(fact["after"]),
            f"{fact['link']:.12}…",
        )
        for fact in facts
    ]
    head = (_("Time"), _("Act"), _("Stage"), _("Link"))
    table(document, rows, head=head, widths=(3, 6, 4, 3))
    if facts:
        document.add_paragraph(
            _("Last link of the chain: %(link)s. The bag (ZIP) holds the whole journal.")
            % {"link": facts[-1]["link"]}
        )


def _named(manuscript: Manuscript | None) -> str:
    if manuscript is None:
        return "–"
    return f"{manuscript.version}: {manuscript.master.original_name}"


def _day(day: object) -> str:
    if day is None:
        return ""
    local = timezone.localtime(day) if hasattr(day, "hour") else day  # type: ignore[arg-type]
    return local.strftime("%d/%m/%Y")  # type: ignore[attr-defined, no-any-return]


def _moment(written: str) -> str:
    return timezone.localtime(dt.datetime.fromisoformat(written)).strftime("%d/%m/%Y %H:%M:%S")


def _stage(facts: dict[str, object]) -> str:
    stage = str(facts.get("stage", ""))
    return str(Stage(stage).label) if stage in Stage.values else "–"


def _joined(*parts: object) -> str:
    return " · ".join(text for part in parts if (text := str(part).strip()))
