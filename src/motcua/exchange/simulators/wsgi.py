"""The simulators as one WSGI application."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ["DJANGO_SETTINGS_MODULE"] = "motcua.config.settings.simulators"
application = get_wsgi_application()

# In the process that also answers for it: faults and what arrived are kept in memory.
if port := os.environ.get("MOTCUA_SIMULATORS_SMTP_PORT"):
    from motcua.exchange.simulators.mail.server import server_start

    server_start(int(port))
