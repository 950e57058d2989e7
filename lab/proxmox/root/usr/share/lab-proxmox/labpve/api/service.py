"""What both daemons share: a threading HTTP server that tells systemd when it listens."""

import http.server
import os
import socket
import syslog


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version, sys_version = "pve-api-daemon/3.0", ""
    timeout = 30

    def log_message(self, format, *arguments):
        pass

    def body(self):
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def answer(self, status, reason, content, kind="application/json;charset=UTF-8"):
        self.send_response(status, " ".join(reason.split()))
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 64

    def handle_error(self, request, client_address):
        """A client that hangs up is no event."""

    def server_bind(self):
        # The standard library looks its own name up here; a host without DNS would wait.
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(self.server_address)
        self.server_name, self.server_port = self.server_address[:2]


def tell_systemd(state):
    path = os.environ.get("NOTIFY_SOCKET")
    if not path:
        return
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notify:
        notify.connect("\0" + path[1:] if path.startswith("@") else path)
        notify.send(state.encode())


def log(name, text):
    syslog.openlog(name, syslog.LOG_PID, syslog.LOG_DAEMON)
    syslog.syslog(syslog.LOG_NOTICE, text)
