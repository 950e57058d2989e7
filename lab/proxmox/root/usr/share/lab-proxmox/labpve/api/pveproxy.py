"""pveproxy: TLS on 8006 in front of pvedaemon. After a reload its old workers go on for a while, so
that the old and the new certificate answer in turn."""

import http.client
import os
import random
import signal
import socket
import ssl
import time

from . import service

NODE = "/etc/pve/local"
# (certificate, key): a certificate of the administrator's own wins over the cluster's.
CERTIFICATES = [
    (f"{NODE}/pveproxy-ssl.pem", f"{NODE}/pveproxy-ssl.key"),
    (f"{NODE}/pve-ssl.pem", f"{NODE}/pve-ssl.key"),
]
OLD_WORKERS_SECONDS = (3.0, 5.2)
UPSTREAM_TIMEOUT_SECONDS = 300
PASSED_ON = ("Cookie", "CSRFPreventionToken", "Content-Type")


class Handler(service.Handler):
    def _handle(self):
        body = self.body()
        if not self.path.startswith("/api2/"):
            self.answer(200, "OK", b"<!DOCTYPE html><title>Proxmox VE</title>\n", "text/html")
            return
        headers = {name: self.headers[name] for name in PASSED_ON if self.headers[name]}
        upstream = http.client.HTTPConnection("127.0.0.1", 85, timeout=UPSTREAM_TIMEOUT_SECONDS)
        try:
            upstream.request(self.command, self.path, body, headers)
            response = upstream.getresponse()
            self.answer(response.status, response.reason, response.read())
        except OSError as error:
            self.answer(595, error.strerror or "Connection refused", b'{"data":null}')
        finally:
            upstream.close()

    do_GET = do_POST = do_PUT = do_DELETE = _handle


class Certificates:
    def __init__(self):
        self._current = self._previous = None
        self._previous_until = 0.0
        self.load()

    def load(self):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        chosen = next((pair for pair in CERTIFICATES if os.path.exists(pair[0])), CERTIFICATES[-1])
        try:
            context.load_cert_chain(*chosen)
        except OSError as error:
            service.log("pveproxy", f"{chosen[1]}: failed to load local private key: {error}")
            return
        self._previous, self._current = self._current, context
        self._previous_until = time.monotonic() + random.uniform(*OLD_WORKERS_SECONDS)

    def pick(self):
        if self._previous and time.monotonic() < self._previous_until:
            return random.choice((self._previous, self._current))
        if not self._current:
            self.load()
        return self._current


class Server(service.Server):
    def __init__(self, *arguments):
        self.certificates = Certificates()
        super().__init__(*arguments)

    def finish_request(self, request, client_address):
        # The handshake belongs to the connection's own thread: one silent client must not hold up the rest.
        request.settimeout(30)
        context = self.certificates.pick()
        if not context:
            return
        with context.wrap_socket(request, server_side=True) as secured:
            super().finish_request(secured, client_address)


class DualStackServer(Server):
    address_family = socket.AF_INET6

    def server_bind(self):
        self.socket.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
        super().server_bind()


def _listen():
    try:
        return DualStackServer(("::", 8006), Handler)
    except OSError:  # a host without IPv6
        return Server(("0.0.0.0", 8006), Handler)


def _stop(*_):
    raise SystemExit(0)


def main():
    server = _listen()
    signal.signal(signal.SIGHUP, lambda *_: server.certificates.load())
    signal.signal(signal.SIGTERM, _stop)
    service.tell_systemd("READY=1")
    server.serve_forever(poll_interval=3600)
