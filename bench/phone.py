"""A participant's phone without a browser: asks and votes as the page's script does."""

from __future__ import annotations

import asyncio
import json
import re
import secrets
import ssl
from urllib.parse import urlencode, urlsplit


class Phone:
    """A participant: one connection, one cookie, and what the page says."""

    def __init__(self, url: str, at: str | None = None) -> None:
        parts = urlsplit(url)
        self.origin, self.netloc = url, parts.netloc
        self.name = parts.hostname or ""
        self.host, self.port = at or self.name, parts.port or 443
        self.tls = trusting() if parts.scheme == "https" else None
        self.cookies = {"riktmarket_process": secrets.token_hex(16)}
        self.version, self.html = "", ""
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def join(self, code: str, role: str) -> None:
        """Come in. Raises RuntimeError."""
        status, _ = await self.send("POST", "/rost/med", {"kod": code, "roll": role})
        if status != 303:
            raise RuntimeError(f"join: {status}")

    async def poll(self) -> bool:
        """Ask whether anything is new. True if it was."""
        status, body = await self.send("GET", f"/rost/lage?v={self.version}")
        if status == 200:
            found = json.loads(body)
            self.version, self.html = found["v"], found["html"]
            return True
        if status != 204:
            raise RuntimeError(f"poll: {status}")
        return False

    @property
    def ballot(self) -> str:
        """What there is to vote on: position and round."""
        found = re.search(r'data-ballot="([^"]+)"', self.html)
        return found.group(1) if found else ""

    async def vote(self, level: int) -> None:
        """Vote. Raises RuntimeError when it was not acknowledged."""
        fields = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', self.html))
        status, body = await self.send(
            "POST", "/rost/svar", {**fields, "svar": str(level), "kommentar": ""}
        )
        if status != 200 or b"sparad" not in body:
            raise RuntimeError(f"vote: {status}")

    async def send(
        self, method: str, path: str, fields: dict[str, str] | None = None
    ) -> tuple[int, bytes]:
        """Send a request on the phone's connection. Raises OSError, EOFError."""
        content = urlencode(fields or {}).encode()
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        head = (
            f"{method} {path} HTTP/1.1\r\nHost: {self.netloc}\r\nOrigin: {self.origin}\r\n"
            f"Cookie: {cookies}\r\nAccept: application/json\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\n"
            f"Content-Length: {len(content)}\r\n\r\n"
        )
        request = head.encode() + content
        reused = self._streams is not None
        try:
            return await asyncio.wait_for(self._exchange(request), 30)
        except EOFError:
            self.close()
            if not reused:
                raise
            # The server had closed an idle connection; a browser sends again too.
            return await asyncio.wait_for(self._exchange(request), 30)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Let go of the connection; the next request makes a new one."""
        if self._streams:
            self._streams[1].close()
        self._streams = None

    async def _exchange(self, request: bytes) -> tuple[int, bytes]:
        if self._streams is None:
            self._streams = await asyncio.open_connection(
                self.host,
                self.port,
                ssl=self.tls,
                server_hostname=self.name if self.tls else None,
                limit=2**20,
            )
        reader, writer = self._streams
        writer.write(request)
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        status = int(head.split(" ", 2)[1])
        named = re.search(r"(?im)^set-cookie: ([^=]+)=([^;]*)", head)
        if named:
            self.cookies[named.group(1)] = named.group(2)
        length = re.search(r"(?im)^content-length: (\d+)", head)
        if length:
            return status, await reader.readexactly(int(length.group(1)))
        body = b""
        if re.search(r"(?im)^transfer-encoding: chunked", head):
            while size := int(await reader.readline(), 16):
                body += await reader.readexactly(size)
                await reader.readline()
            await reader.readline()
        return status, body


def trusting() -> ssl.SSLContext:
    """For a server whose certificate a test made."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context
