from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FilesConfig(AppConfig):
    name = "archive.files"
    verbose_name = _("Files")

    def ready(self) -> None:
        from archive.files import checks  # noqa: F401 - registers them
