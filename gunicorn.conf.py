"""How gunicorn serves Colophon, in the demo and in production: ``.venv/bin/python -m gunicorn`` needs nothing more.

``WEB_CONCURRENCY`` and ``GUNICORN_CMD_ARGS``, which gunicorn reads itself, change these values without changing the file.
"""

import os

from gunicorn.http import message

wsgi_app = "config.wsgi:application"
bind = f"{os.environ.get('HOST') or '127.0.0.1'}:{os.environ.get('PORT') or '8000'}"

# Threads keep connections open between pages, and a slow reader holds a thread, not a process.
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY") or 2)
threads = 4
keepalive = 15

# The gate before routing (config/gate.py) refuses long addresses with a page of ours; the server's own limit, a constant
# that its settings cannot raise, would refuse them first with a bare 414. Above 64 KB it still does.
message.MAX_REQUEST_LINE = limit_request_line = 64 * 1024
# Nobody steers the server from outside, and a service account may have no home to put the socket in.
control_socket_disable = True
loglevel = "warning"
