"""How gunicorn serves: few processes, some threads each, an access log without query strings or addresses."""

import os

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WORKERS", "2"))
threads = 4
timeout = 60
# Whether a request came by HTTPS is for Django to read, and only where NETREVIEW_BEHIND_PROXY says that a proxy is there.
secure_scheme_headers: dict[str, str] = {}
# What a reader searched for is nobody's business: %(U)s is the path alone, and %(h)s (the address) is left out.
accesslog = os.environ.get("ACCESS_LOG") or None
access_log_format = "%(t)s %(m)s %(U)s %(s)s %(B)s %(M)sms"
