"""The simulators as one WSGI application."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ["DJANGO_SETTINGS_MODULE"] = "motcua.config.settings.simulators"
application = get_wsgi_application()
