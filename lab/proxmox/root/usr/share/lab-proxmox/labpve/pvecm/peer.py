"""The joiner's connection to the API of a member: one kept-alive TLS connection, 60 s of patience."""

import hashlib
import http.client
import json
import socket
import ssl
import urllib.parse

from ..die import Die
from . import password as terminal

TIMEOUT_SECONDS = 60


class ApiError(Exception):
    """The member's own words for why it refuses."""


class Peer:
    def __init__(self, host, fingerprint, output):
        self._host, self._output = host, output
        self._ticket = self._csrf = None
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        # The name and the issuer are not looked at: the fingerprint alone decides.
        context.verify_mode = ssl.CERT_NONE
        self._http = http.client.HTTPSConnection(host, 8006, context=context, timeout=TIMEOUT_SECONDS)
        try:
            self._http.connect()
        except (OSError, ssl.SSLError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            if isinstance(error, (socket.timeout, TimeoutError)):
                reason = "Connection timed out"
            raise Die(f"500 Can't connect to {host}:8006 ({reason})") from None
        self._verify(fingerprint)

    def _verify(self, expected):
        digest = hashlib.sha256(self._http.sock.getpeercert(binary_form=True)).hexdigest().upper()
        served = ":".join(digest[i : i + 2] for i in range(0, len(digest), 2))
        if expected:
            if served != expected.upper():
                raise Die(f"fingerprint '{served}' not verified, abort!")
            return
        self._output.say(f"The authenticity of host '{self._host}' can't be established.")
        self._output.say(f"X509 SHA256 key fingerprint is {served}.")
        self._output.say("Are you sure you want to continue connecting (yes/no)? ", end="")
        answer = terminal.read_line()
        if (answer or "").strip().lower() != "yes":
            raise Die("Fingerprint not verified, abort!")

    def _request(self, method, path, values=None):
        headers = {}
        if self._ticket:
            headers["Cookie"] = "PVEAuthCookie=" + urllib.parse.quote(self._ticket)
            headers["CSRFPreventionToken"] = self._csrf
        body = None
        if values is not None:
            body = urllib.parse.urlencode(values)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            self._http.request(method, "/api2/json" + path, body, headers)
            response = self._http.getresponse()
            content = response.read()
        except TimeoutError:
            raise ApiError("read timeout") from None
        except (OSError, http.client.HTTPException) as error:
            raise ApiError(getattr(error, "strerror", None) or str(error)) from None
        if response.status != 200:
            raise ApiError((response.status, response.reason.strip()))
        return json.loads(content)["data"]

    @staticmethod
    def _plain(error):
        detail = error.args[0]
        return f"{detail[0]} {detail[1]}" if isinstance(detail, tuple) else f"500 {detail}"

    def login(self, secret):
        try:
            answer = self._request("POST", "/access/ticket", {"username": "root@pam", "password": secret})
        except ApiError as error:
            raise Die(self._plain(error)) from None
        self._ticket, self._csrf = answer["ticket"], answer["CSRFPreventionToken"]

    def api_version(self):
        try:
            return int(self._request("GET", "/cluster/config/apiversion"))
        except ApiError as error:
            raise Die(self._plain(error)) from None

    def add_node(self, name, values):
        try:
            return self._request("POST", f"/cluster/config/nodes/{name}", values)
        except ApiError as error:
            detail = error.args[0]
            message = detail[1] if isinstance(detail, tuple) else detail
            self._output.warn(f"An error occurred on the cluster node: {message}")
            raise Die("Cluster join aborted!") from None
