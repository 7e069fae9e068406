from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeskConfig(AppConfig):
    name = "archive.desk"
    verbose_name = _("Desk")

    def ready(self) -> None:
        from archive.desk import checks  # noqa: F401 - registers them
