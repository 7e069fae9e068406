from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HearingConfig(AppConfig):
    name = "archive.ingest.hearing"
    label = "hearing"
    verbose_name = _("First drafts by machine")
