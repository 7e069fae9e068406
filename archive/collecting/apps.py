from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CollectingConfig(AppConfig):
    name = "archive.collecting"
    verbose_name = _("Collecting")
