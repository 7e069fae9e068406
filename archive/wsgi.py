"""The door for WSGI servers (gunicorn)."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")

application = get_wsgi_application()

from archive.interop.warming import warm_up  # noqa: E402 # after the applications are there

warm_up(application)

# What stands now stands for ever: the garbage collector need not go through it again and again,
# which costs a long page a third of its time.
gc.collect()
gc.freeze()
