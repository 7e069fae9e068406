"""Papers at the desk: printed for an interview or a witness, replaced by the office's own."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from archive.access import gate, policy
from archive.access.locks import SignedInRequest, staff_only
from archive.collecting.actions import NotAllowed
from archive.collecting.models import PaperKind, PaperTemplate
from archive.collecting.papers.actions import (
    UnknownFields,
    facts_of_record,
    facts_of_witness,
    replace_template,
    template_of,
)
from archive.collecting.papers.filling import filled
from archive.collecting.papers.words import FIELDS
from archive.desk.interviews.transcripts import WRITERS
from archive.desk.witnesses.views import COLLECTORS, visible_or_404
from archive.files.serving import disposition
from archive.works.manuscripts import WORD, Unacceptable


class TemplateForm(forms.Form):
    """One Word file in the place of one paper's template."""

    kind = forms.ChoiceField(label=gettext_lazy("Paper"), choices=PaperKind.choices)
    file = forms.FileField(label=gettext_lazy("Word file (.docx)"))


@staff_only(*COLLECTORS)
def papers(request: SignedInRequest) -> HttpResponse:
    """The papers of the office, and a way to bring one's own."""
    office = request.user.office
    form = TemplateForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        if office is None:
            raise PermissionDenied
        file = form.cleaned_data["file"]
        try:
            replace_template(
                actor=request.user, office=office, kind=PaperKind(form.cleaned_data["kind"]),
                file=file, name=file.name, at=timezone.now(),
            )  # fmt: skip
        except NotAllowed:
            raise PermissionDenied from None
        except Unacceptable:
            form.add_error("file", _("This is no Word file that can be opened."))
        except UnknownFields as unknown:
            form.add_error(
                "file",
                _("Nobody can fill in: %(names)s.") % {"names": ", ".join(unknown.names)},
            )
        else:
            messages.success(request, _("From now on the office's own template is used."))
            return redirect("desk:papers")
    own = PaperTemplate.objects.filter(office=office).select_related("added_by")
    latest = {template.kind: template for template in reversed(own)}
    rows = [(value, label, latest.get(value)) for value, label in PaperKind.choices]
    context = {"rows": rows, "form": form, "fields": FIELDS.items()}
    return render(request, "desk/papers/list.html", context)


@require_safe
@staff_only(*COLLECTORS)
def blank(request: SignedInRequest, kind: str) -> HttpResponse:
    """The template as it is: to be edited and brought back."""
    return _word(template_of(request.user.office, _kind(kind)), f"{kind}.docx")


@never_cache
@require_safe
@staff_only(*WRITERS)
def for_record(request: SignedInRequest, code: str, kind: str) -> HttpResponse:
    """A paper with what the interview says filled in."""
    record = gate.workable_record_or_404(request.user, code)
    if not policy.may_keep_consents(request.user, record):
        raise PermissionDenied
    body = filled(template_of(record.holder, _kind(kind)), facts_of_record(record))
    return _word(body, f"{record.code}-{kind}.docx")


@never_cache
@require_safe
@staff_only(*COLLECTORS)
def for_witness(request: SignedInRequest, number: int) -> HttpResponse:
    """The witness form with what the register says filled in, nothing private."""
    witness = visible_or_404(request, number)
    template = template_of(witness.office, PaperKind.WITNESS)
    return _word(filled(template, facts_of_witness(witness)), f"phieu-nhan-chung-{number}.docx")


def _kind(kind: str) -> PaperKind:
    if kind not in PaperKind.values:
        raise Http404
    return PaperKind(kind)


def _word(body: bytes, name: str) -> HttpResponse:
    headers = {
        "Content-Disposition": disposition(name, download=True),
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(body, content_type=WORD, headers=headers)
