"""nginx with the shipped configuration, its paths and ports exchanged for a test's own."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from bench.servers import free_port
from tests.support.machine import server
from tests.support.running import ROOT

DEPLOY = ROOT / "deploy"
NAME = "riktmarket.example.se"


def exchange(text: str, old: str, new: str) -> str:
    """Replace what must be there, so that a test notices when the shipped file has changed."""
    assert old in text, old
    return text.replace(old, new)


def write(folder: Path, servers: Sequence[int], http: int, https: int) -> Path:
    """The shipped files as an nginx of the test's own reads them. Gives the main file."""
    tls = folder / "tls"
    tls.mkdir(parents=True)
    key, certificate = tls / "riktmarket.key", tls / "riktmarket.crt"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
         "-subj", f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME}",
         "-keyout", str(key), "-out", str(certificate)],
        check=True,
        capture_output=True,
    )  # fmt: skip
    shutil.copy(DEPLOY / "riktmarket-stangt.html", folder)
    upstream = (DEPLOY / "riktmarket-upstream.conf").read_text("utf-8")
    for shipped, own in zip((8501, 8502), servers, strict=True):
        upstream = exchange(upstream, f"127.0.0.1:{shipped}", f"127.0.0.1:{own}")
    (folder / "upstream.conf").write_text(upstream, "utf-8")
    site = (DEPLOY / "nginx.conf").read_text("utf-8")
    for old, new in (
        ("/etc/nginx/riktmarket-upstream.conf", str(folder / "upstream.conf")),
        ("/etc/nginx/tls", str(tls)),
        ("root /etc/nginx/riktmarket;", f"root {folder};"),
        ("/var/log/nginx", str(folder)),
        ("listen 80;", f"listen 127.0.0.1:{http};"),
        ("    listen [::]:80;\n", ""),
        ("listen 443 ssl", f"listen 127.0.0.1:{https} ssl"),
        ("    listen [::]:443 ssl default_server;\n", ""),
        ("    listen [::]:443 ssl;\n", ""),
    ):
        site = exchange(site, old, new)
    (folder / "site.conf").write_text(site, "utf-8")
    places = "\n".join(
        f"    {kind}_temp_path {folder / kind};"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    main = folder / "nginx.conf"
    main.write_text(
        # The folders of tests are root's own where root runs them.
        f"{'user root; ' if os.geteuid() == 0 else ''}daemon off;\npid {folder / 'nginx.pid'};\nworker_processes 1;\n"
        f"error_log {folder / 'main.log'} warn;\nevents {{ worker_connections 2048; }}\n"
        f"http {{\n{places}\n    include /etc/nginx/mime.types;\n    include {folder / 'site.conf'};\n}}\n",
        "utf-8",
    )
    return main


def checked(main: Path) -> subprocess.CompletedProcess[str]:
    """What nginx itself says of a configuration."""
    return subprocess.run(
        [str(server()), "-t", "-c", str(main), "-p", str(main.parent)],
        capture_output=True,
        text=True,
        check=False,
    )


@contextmanager
def running(folder: Path, servers: Sequence[int], https: int | None = None) -> Iterator[str]:
    """nginx in front of the servers for the time of a block. Gives its address."""
    https = https or free_port()
    main = write(folder, servers, free_port(), https)
    said = checked(main)
    assert said.returncode == 0, said.stderr
    process = subprocess.Popen([str(server()), "-c", str(main), "-p", str(folder)])
    try:
        for _ in range(100):
            if (folder / "nginx.pid").exists():
                break
            time.sleep(0.05)
        yield f"https://{NAME}:{https}"
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(10)
