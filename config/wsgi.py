"""The application that the server runs."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()

# Only a server writes counts beside its answers; loading the code for a command starts nothing.
from publications.readership import counter  # noqa: E402 - needs the applications to be loaded

counter.start()
