"""How gunicorn serves Colophon, in the demo and in production: ``.venv/bin/python -m gunicorn`` needs nothing more.

``WEB_CONCURRENCY`` and ``GUNICORN_CMD_ARGS``, which gunicorn reads itself, change these values without changing the file.
"""

import os

wsgi_app = "config.wsgi:application"
bind = f"{os.environ.get('HOST') or '127.0.0.1'}:{os.environ.get('PORT') or '8000'}"

# Threads keep connections open between pages, and a slow reader holds a thread, not a process.
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY") or 2)
threads = 4
keepalive = 15

# About as long as the gate before routing allows (config/gate.py), which answers 400; the server says 414 above this.
limit_request_line = 8190
# Nobody steers the server from outside, and a service account may have no home to put the socket in.
control_socket_disable = True
loglevel = "warning"
