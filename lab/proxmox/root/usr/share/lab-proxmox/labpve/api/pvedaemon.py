"""pvedaemon: the API itself, as root, on the loopback only."""

import json
import signal
import urllib.parse

from . import routes, service


def _cookie(header):
    for part in (header or "").split(";"):
        name, _, value = part.strip().partition("=")
        if name == "PVEAuthCookie":
            return urllib.parse.unquote(value)
    return None


class Handler(service.Handler):
    def _handle(self):
        path, _, query = self.path.partition("?")
        text = query + "&" + self.body().decode(errors="surrogateescape")
        values = dict(urllib.parse.parse_qsl(text, keep_blank_values=True))
        ticket, csrf = _cookie(self.headers.get("Cookie")), self.headers.get("CSRFPreventionToken")
        try:
            data = routes.call(self.command, path.removeprefix("/api2/json"), values, ticket, csrf)
        except routes.HttpError as error:
            self.answer(error.status, str(error), b'{"data":null}')
            return
        self.answer(200, "OK", json.dumps({"data": data}).encode())

    do_GET = do_POST = do_PUT = do_DELETE = _handle


def main():
    server = service.Server(("127.0.0.1", 85), Handler)
    signal.signal(signal.SIGHUP, lambda *_: service.log("pvedaemon", "server reload"))
    signal.signal(signal.SIGTERM, lambda *_: exit_now())
    service.tell_systemd("READY=1")
    server.serve_forever(poll_interval=3600)


def exit_now():
    raise SystemExit(0)
