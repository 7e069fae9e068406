"""The door for WSGI servers (gunicorn)."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")

application = get_wsgi_application()

from archive.interop.warming import warm_up  # noqa: E402 # after the applications are there

warm_up(application)
