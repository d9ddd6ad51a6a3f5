"""One address → its bytes, within limits; never an address inside one's own network."""

from __future__ import annotations

import contextlib
import http.client
import ipaddress
import socket
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from geo.errors import ReportError

_CHUNK = 65_536
REDIRECTS = 5


@dataclass(frozen=True, slots=True)
class Limits:
    """How much may be fetched."""

    max_bytes: int = 10_000_000
    seconds: float = 30.0
    """For the whole of an address, redirects included."""
    private: bool = False
    """Whether addresses that are not public (this machine, the local network) are allowed."""


def fetch(address: str, limits: Limits | None = None) -> bytes:
    """Give what an http(s) address answers; raises ReportError, which names it and the reason.

    Proxies of the environment are not used: the check of the address would be the proxy's to make.
    """
    chosen = limits or Limits()
    with _deadline(chosen.seconds) as sockets:
        opener = urllib.request.OpenerDirector()
        for handler in (
            _Plain(chosen, sockets), _Secure(chosen, sockets), _Redirects(), urllib.request.HTTPErrorProcessor(),
            urllib.request.HTTPDefaultErrorHandler(), urllib.request.UnknownHandler(),
        ):  # fmt: skip
            opener.add_handler(handler)
        try:
            request = urllib.request.Request(address, headers={"User-Agent": "sitmap (conflict news reader)"})  # noqa: S310  checked below
            if urlsplit(address).scheme not in {"http", "https"}:
                raise ReportError(f"{address}: not an http or https address")
            with opener.open(request, timeout=chosen.seconds) as answer:
                body = _body(answer, address, chosen)
            if sockets.late:  # an answer of unknown length just seems to end
                raise TimeoutError
            return body
        except urllib.error.HTTPError as fault:
            with fault:
                raise ReportError(f"{address}: the server answers {fault.code} {fault.reason}") from None
        except (OSError, http.client.HTTPException, ValueError) as fault:
            if isinstance(fault, ReportError):
                raise
            reason = getattr(fault, "reason", None) or fault
            if isinstance(reason, ReportError):
                raise reason from None
            late = f"no full answer within {chosen.seconds:g} seconds"
            raise ReportError(f"{address}: cannot be fetched ({late if sockets.late else reason})") from None


def _body(answer: Any, address: str, limits: Limits) -> bytes:
    body = bytearray()
    while chunk := answer.read(_CHUNK):
        body += chunk
        if len(body) > limits.max_bytes:
            raise ReportError(f"{address}: answers more than {limits.max_bytes:,} bytes; save it to a file and split it")
    return bytes(body)


class _Sockets(list[socket.socket]):
    """The sockets of one fetch, and whether their time is over."""

    late = False

    def end(self) -> None:
        self.late = True
        for each in self:
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)


@contextlib.contextmanager
def _deadline(seconds: float) -> Iterator[_Sockets]:
    """End all sockets when the time is over: a timeout of a socket alone starts anew with every byte."""
    sockets = _Sockets()
    timer = threading.Timer(seconds, sockets.end)
    timer.daemon = True
    timer.start()
    try:
        yield sockets
    finally:
        timer.cancel()


def _connect(host: str, port: int, limits: Limits, sockets: _Sockets) -> socket.socket:
    """Connect to a public address of a host: the address that was checked is the one that is used."""
    for family, kind, protocol, _, place in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
        address = ipaddress.ip_address(str(place[0]).partition("%")[0])
        mapped = getattr(address, "ipv4_mapped", None) or address
        if not limits.private and (not mapped.is_global or mapped.is_multicast):
            raise ReportError(f"{host}: has the address {address}, which is not public; refused")
        connected = socket.socket(family, kind, protocol)
        connected.settimeout(limits.seconds)
        sockets.append(connected)
        connected.connect(place)
        return connected
    raise ReportError(f"{host}: has no address")


class _PlainConnection(http.client.HTTPConnection):
    limits: Limits
    sockets: _Sockets

    def connect(self) -> None:
        self.sock = _connect(self.host, self.port, self.limits, self.sockets)


class _SecureConnection(http.client.HTTPSConnection):
    limits: Limits
    sockets: _Sockets

    def connect(self) -> None:
        import ssl

        bare = _connect(self.host, self.port, self.limits, self.sockets)
        self.sock = ssl.create_default_context().wrap_socket(bare, server_hostname=self.host)
        self.sockets.append(self.sock)


class _Guarded(urllib.request.AbstractHTTPHandler):
    connection: type[http.client.HTTPConnection]

    def __init__(self, limits: Limits, sockets: _Sockets) -> None:
        super().__init__()
        self.limits, self.sockets = limits, sockets

    def _answer(self, request: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(self._make, request)

    def _make(self, host: str, **options: Any) -> http.client.HTTPConnection:
        made = self.connection(host, **options)
        made.limits, made.sockets = self.limits, self.sockets  # type: ignore[attr-defined]
        return made


class _Plain(_Guarded):
    connection = _PlainConnection
    http_open = _Guarded._answer
    http_request = _Guarded.do_request_


class _Secure(_Guarded):
    connection = _SecureConnection
    https_open = _Guarded._answer
    https_request = _Guarded.do_request_


class _Redirects(urllib.request.HTTPRedirectHandler):
    max_redirections = REDIRECTS
    inf_msg = f"more than {REDIRECTS} redirects: "

    def redirect_request(self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> urllib.request.Request | None:
        if urlsplit(newurl).scheme not in {"http", "https"}:
            raise ReportError(f"{req.full_url}: leads to {newurl}, not an http or https address; refused")
        return super().redirect_request(req, fp, code, msg, headers, newurl)
