"""What is to be done to the records chosen."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.catalogue.actions import DESCRIPTIVE_FIELDS
from archive.catalogue.models import Collection, Record
from archive.catalogue.selection import TEXT_FIELDS, Edit, Operation
from archive.catalogue.terms import TERM_FIELDS, Terms
from archive.desk.records.fields import CollectionField, offering

OPERATIONS = (
    (Operation.REPLACE, gettext_lazy("Replace in a field")),
    (Operation.APPEND, gettext_lazy("Append to a field")),
    (Operation.CLEAR, gettext_lazy("Clear a field")),
    (Operation.CHOOSE, gettext_lazy("Choose a value")),
    (Operation.MOVE, gettext_lazy("Move to a collection")),
    (Operation.ADD_SUBJECT, gettext_lazy("Add a subject")),
    (Operation.REMOVE_SUBJECT, gettext_lazy("Remove a subject")),
)
ON_TEXT = {Operation.REPLACE, Operation.APPEND, Operation.CLEAR}
ON_SUBJECT = {Operation.ADD_SUBJECT, Operation.REMOVE_SUBJECT}


def _field_choices() -> list[tuple[str, str]]:
    fields: list[Any] = [Record._meta.get_field(name) for name in TEXT_FIELDS]
    return [("", "–"), *((field.name, capfirst(str(field.verbose_name))) for field in fields)]


def _term_choices() -> list[tuple[str, Any]]:
    """Return `field:code` and label of every term a record can have, vocabulary by vocabulary."""
    terms = Terms()
    return [
        ("", "–"),
        *(
            (
                str(vocabulary.label),
                [(f"{field}:{code}", label) for code, label in terms.choices(vocabulary)],
            )
            for field, vocabulary in TERM_FIELDS.items()
            if field in DESCRIPTIVE_FIELDS
        ),
    ]


class EditForm(forms.Form):
    """One operation; which further fields it needs is said beside them and checked."""

    operation = forms.ChoiceField(label=gettext_lazy("What to do"), choices=OPERATIONS)
    field = forms.ChoiceField(label=gettext_lazy("Field"), choices=_field_choices, required=False)
    find = forms.CharField(
        label=gettext_lazy("Text to replace"),
        required=False,
        strip=False,
        help_text=gettext_lazy("Left empty, the whole field is replaced."),
    )
    text = forms.CharField(
        label=gettext_lazy("New text"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    term = forms.ChoiceField(label=gettext_lazy("Value"), choices=_term_choices, required=False)
    collection = CollectionField(label=gettext_lazy("Collection"), required=False)
    subject = forms.CharField(
        label=gettext_lazy("Subject"),
        required=False,
        max_length=255,
        widget=forms.TextInput(attrs=offering("subjects")),
    )

    def __init__(self, *args: Any, among: QuerySet[Collection], **options: Any) -> None:
        super().__init__(*args, **options)
        collection = self.fields["collection"]
        assert isinstance(collection, CollectionField)
        collection.among = among

    def clean(self) -> dict[str, Any] | None:
        data = self.cleaned_data
        operation = data.get("operation")
        if operation in ON_TEXT and not data.get("field"):
            self.add_error("field", _("Choose the field."))
        if operation == Operation.APPEND and not data.get("text"):
            self.add_error("text", _("Say what to append."))
        if operation == Operation.CHOOSE and not data.get("term"):
            self.add_error("term", _("Choose the value."))
        if operation == Operation.MOVE and not data.get("collection"):
            self.add_error("collection", _("Say which collection."))
        if operation in ON_SUBJECT and not data.get("subject"):
            self.add_error("subject", _("Say which subject."))
        return data

    def edit(self) -> Edit:
        data = self.cleaned_data
        operation = Operation(data["operation"])
        field, _mark, term = data["term"].partition(":")
        return Edit(
            operation=operation,
            field=field if operation is Operation.CHOOSE else data["field"],
            term=term,
            find=data["find"],
            text=data["text"],
            collection=data["collection"],
            subject=" ".join(data["subject"].split()),
        )
