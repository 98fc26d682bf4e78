"""One request over the network, within its bounds: the only room of fetching that meets a server.

A host's name is looked up here, and the connection goes to an address that was looked at: a name that leads elsewhere
the second time gains nothing. Needs httpx: `pip install 'kliping[fetch]'`.
"""

from __future__ import annotations

import contextlib
import socket
import ssl
import time
import zlib
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final

import httpcore
import httpx

from kliping.fetching.policy import BY_HAND, LATER, Answer, Bounds, Trouble, is_public

PIECE: Final = 65_536
ALLOW: Final = "if it is yours and you trust it: --allow-private"


class Away(Exception):
    """There is no way to the host; carries the trouble."""

    def __init__(self, trouble: Trouble) -> None:
        self.trouble = trouble
        super().__init__(trouble.what)


class TooMuch(Exception):
    """A body is larger than it may be, or packed in a way that is not taken."""


class Client:
    """Asks one address at a time; no cookies, no proxies, no redirects, one connection a request."""

    def __init__(self, agent: str, bounds: Bounds) -> None:
        self.bounds, self.ways = bounds, Ways(bounds)
        self.http = httpx.Client(
            transport=Transport(self.ways),
            trust_env=False,
            headers={"User-Agent": agent, "Accept-Encoding": "gzip, deflate", "Accept": "text/html, */*;q=0.5"},
        )

    def ask(
        self,
        url: str,
        most: int,
        method: str = "GET",
        headers: Mapping[str, str] = MappingProxyType({}),
        *,
        is_cut: bool = False,
    ) -> Answer | Trouble:
        """What a server answers; a body larger than `most` is cut or no answer at all."""
        self.ways.begin()
        try:
            with self.http.stream(method, url, headers=headers) as answer:
                self.http.cookies.clear()
                is_wanted = method == "GET" and 200 <= answer.status_code < 300
                body = unpacked(answer, most, is_cut=is_cut) if is_wanted else b""
                told = {name.lower(): value for name, value in answer.headers.items()}
                return Answer(url, answer.status_code, told, body)
        except Away as away:
            return away.trouble
        except TooMuch as error:
            return Trouble(str(error), BY_HAND)
        except (httpx.InvalidURL, httpx.UnsupportedProtocol, httpcore.UnsupportedProtocol):
            return Trouble("is no web address", "an address begins with https:// and a host", is_refused=True)
        except (httpx.TimeoutException, httpcore.TimeoutException):
            return Trouble(f"took longer than {self.bounds.seconds:.0f} s", LATER)
        except (httpx.HTTPError, httpcore.NetworkError, httpcore.ProtocolError, zlib.error) as error:
            if "CERTIFICATE_VERIFY_FAILED" in str(error):
                return Trouble(
                    f"shows no certificate that can be trusted: {error}", "look at the address in the browser"
                )
            return Trouble(f"broke off: {str(error) or type(error).__name__}", LATER)


def unpacked(answer: httpx.Response, most: int, *, is_cut: bool) -> bytes:
    """A body as it was before it was packed for the way; never more in memory than `most` and a piece."""
    said = answer.headers.get("content-encoding", "").strip().lower()
    if said not in ("", "identity", "gzip", "x-gzip", "deflate"):
        raise TooMuch(f"is packed as {said[:40]!r}, which was not asked for")
    length = answer.headers.get("content-length", "")
    if length.isdecimal() and int(length) > most and not is_cut:
        raise TooMuch(f"has {int(length) / 1e6:.0f} MB, and a page at most {most / 1e6:g}")
    body = bytearray()
    for piece in pieces(answer.iter_raw(), is_packed=said not in ("", "identity")):
        body += piece
        if len(body) > most:
            if is_cut:
                return bytes(body[:most])
            raise TooMuch(f"has more than {most / 1e6:g} MB")
    return bytes(body)


def pieces(stream: Iterable[bytes], *, is_packed: bool) -> Iterator[bytes]:
    """A body in pieces of limited size, whatever a small one unpacks to."""
    if not is_packed:
        yield from stream
        return
    begun = False
    unpack = zlib.decompressobj(wbits=47)
    for data in stream:
        if not begun and data:
            begun, unpack = True, unpacker(data)
        rest = data
        while rest:
            yield unpack.decompress(rest, PIECE)
            rest = unpack.unconsumed_tail
            if unpack.eof:
                rest = unpack.unused_data
                if rest.startswith(b"\x1f\x8b"):  # gzip may have several members; what else follows is filling
                    unpack = zlib.decompressobj(wbits=47)
                else:
                    rest = b""
    while not unpack.eof and (piece := unpack.decompress(unpack.unconsumed_tail, PIECE)):
        yield piece
    if begun and not unpack.eof:
        raise zlib.error("the packed page is not whole")


def unpacker(start: bytes) -> Any:
    """For gzip, for zlib, and for the bare deflate that some servers send under the same name."""
    is_headed = start.startswith(b"\x1f\x8b") or (
        start[0] & 0x0F == 8 and (len(start) < 2 or (start[0] * 256 + start[1]) % 31 == 0)
    )
    return zlib.decompressobj(wbits=47 if is_headed else -15)


# ------------------------------------------------------------------ ways to a server


class Transport(httpx.BaseTransport):
    """httpx over ways of our own: its transport takes no others."""

    def __init__(self, ways: Ways) -> None:
        trusted = httpx.create_ssl_context(trust_env=False)
        trusted.load_default_certs()  # those of the machine as well as those that come with httpx
        self.pool = httpcore.ConnectionPool(
            ssl_context=trusted, network_backend=ways, max_keepalive_connections=0, http1=True, http2=False
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """One request, its body in pieces."""
        url = request.url
        asked = httpcore.Request(
            request.method,
            httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
            headers=request.headers.raw,
            content=b"",
        )
        answer = self.pool.handle_request(asked)
        return httpx.Response(answer.status, headers=answer.headers, stream=Body(answer))

    def close(self) -> None:
        self.pool.close()


class Body(httpx.SyncByteStream):
    """The body of an answer of httpcore as httpx reads it."""

    def __init__(self, answer: httpcore.Response) -> None:
        self.answer = answer

    def __iter__(self) -> Iterator[bytes]:
        return self.answer.iter_stream()

    def close(self) -> None:
        self.answer.close()


class Ways(httpcore.NetworkBackend):
    """Connections to addresses that were looked at, and that end when the time of a request is over."""

    def __init__(self, bounds: Bounds) -> None:
        self.bounds, self.inner = bounds, httpcore.SyncBackend()
        self.until = 0.0

    def begin(self) -> None:
        self.until = time.monotonic() + self.bounds.seconds

    def left(self) -> float:
        """Seconds that are left for this request."""
        left = self.until - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout
        return left

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ARG002 - the time that is left counts
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """A connection to the first address of a host that may be asked and answers."""
        found = addresses_of(host, port)
        allowed = [each for each in found if self.bounds.private or is_public(each)]
        if not allowed:
            what = f"{host} is this machine or of its own network ({found[0]})"
            raise Away(Trouble(what, ALLOW, is_refused=True, is_away=True))
        last: Exception | None = None
        for each in allowed[:4]:
            try:
                return Way(
                    self.inner.connect_tcp(each, port, min(10, self.left()), local_address, socket_options), self
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout, OSError) as error:
                last = error
        raise Away(Trouble(f"{host} cannot be reached: {last}", "look at the address and the network", is_away=True))

    def sleep(self, seconds: float) -> None:
        """As httpcore wants it."""
        time.sleep(seconds)


def addresses_of(host: str, port: int) -> list[str]:
    """The IP addresses of a host."""
    try:
        found = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError, ValueError) as error:
        what = f"{host} is not known: {getattr(error, 'strerror', None) or error}"
        raise Away(Trouble(what, "look at the address and the network", is_away=True)) from error
    return list(dict.fromkeys(str(each[4][0]) for each in found))


class Way(httpcore.NetworkStream):
    """A connection that knows how much time is left, however slowly the other side speaks."""

    def __init__(self, inner: httpcore.NetworkStream, ways: Ways) -> None:
        self.inner, self.ways = inner, ways

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002 - as above
        return self.inner.read(max_bytes, self.ways.left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002
        self.inner.write(buffer, self.ways.left())

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002
    ) -> httpcore.NetworkStream:
        """The same, hidden from others."""
        return Way(self.inner.start_tls(ssl_context, server_hostname, self.ways.left()), self.ways)

    def get_extra_info(self, info: str) -> Any:
        return self.inner.get_extra_info(info)

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self.inner.close()
