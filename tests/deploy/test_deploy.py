"""The shipped files of deploy/, read by the programs that will read them."""

from __future__ import annotations

import http.client
import os
import re
import shutil
import ssl
import subprocess
import threading
import time
import warnings
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import yaml

from bench.servers import free_port
from data.settings import Settings
from tests.conftest import missing
from tests.support import machine, nginx
from tests.support.nginx import DEPLOY, NAME
from tests.support.running import ROOT

SETTINGS = {name.upper() for name in Settings.model_fields}
# Those that other programs read.
FOREIGN = {"FORWARDED_ALLOW_IPS", "PATH", "PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED"}


@pytest.fixture(autouse=True)
def _needs_nginx(request):
    if "site" in request.fixturenames and machine.server() is None:
        missing("nginx")


class Echo(BaseHTTPRequestHandler):
    """Says what it was sent, as a Riktmärket would have been."""

    def do_GET(self) -> None:
        lines = [f"{self.server.server_port}", self.path]
        lines += [f"{name}: {value}" for name, value in self.headers.items()]
        body = "\n".join(lines).encode() + b" " * 4000
        kind = "text/javascript" if self.path.endswith(".js") else "text/html"
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET  # noqa: N815

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def servers():
    running = [ThreadingHTTPServer(("127.0.0.1", 0), Echo) for _ in range(2)]
    for one in running:
        threading.Thread(target=one.serve_forever, daemon=True).start()
    yield running
    for one in running:
        one.shutdown()
        one.server_close()


@pytest.fixture
def site(tmp_path, servers):
    with nginx.running(tmp_path / "nginx", [s.server_port for s in servers]) as url:
        yield int(url.rsplit(":", 1)[1])


def ask(port: int, path: str = "/", method: str = "GET", **headers: str):
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE

    class Connection(http.client.HTTPSConnection):
        def connect(self) -> None:
            http.client.HTTPConnection.connect(self)
            self.sock = context.wrap_socket(self.sock, server_hostname=NAME)

    connection = Connection("127.0.0.1", port, timeout=20)
    sent = {"Host": f"{NAME}:{port}"} | {k.replace("_", "-"): v for k, v in headers.items()}
    connection.request(method, path, headers=sent)
    answer = connection.getresponse()
    return answer.status, answer.headers, answer.read().decode("latin-1")


def test_a_browser_stays_with_its_process_and_moves_when_it_is_gone(site, servers):
    status, headers, body = ask(site)
    assert status == 200
    cookie = headers["Set-Cookie"]
    assert re.fullmatch(
        r"riktmarket_process=[0-9a-f]{32}; Path=/; HttpOnly; Secure; SameSite=Lax", cookie
    )
    mine = cookie.split(";")[0]
    # The first answer comes from the process that the cookie then leads to.
    first = body.split("\n")[0]
    for _ in range(5):
        _, headers, body = ask(site, Cookie=mine)
        assert body.split("\n")[0] == first
        assert headers["Set-Cookie"] is None
    others = {ask(site)[2].split("\n")[0] for _ in range(40)}
    assert others == {str(s.server_port) for s in servers}
    gone = next(s for s in servers if str(s.server_port) == first)
    gone.shutdown()
    gone.server_close()
    status, _, body = ask(site, Cookie=mine)
    assert status == 200
    assert body.split("\n")[0] != first


def test_the_app_is_told_who_asks_and_nobody_chooses_that_themselves(site):
    _, _, body = ask(
        site, "/a?b=c", X_Forwarded_For="10.9.9.9", X_Real_IP="10.9.9.9", Forwarded="for=10.9.9.9",
        X_Forwarded_Host="ond.example", X_Request_ID="valt-av-mig",
    )  # fmt: skip
    assert "10.9.9.9" not in body
    assert "ond.example" not in body
    assert "valt-av-mig" not in body
    assert "X-Forwarded-For: 127.0.0.1" in body
    assert "X-Forwarded-Proto: https" in body
    assert f"Host: {NAME}:{site}" in body
    assert body.split("\n")[1] == "/a?b=c"


@pytest.mark.parametrize(
    "path",
    ["/matvarden", "/halsa/klar", "/_stcore/metrics", "/_stcore/script-health-check"],
)
def test_what_only_the_inside_asks_for_is_not_there(site, path):
    assert ask(site, path)[0] == 404
    assert ask(site, "/halsa")[0] == 200


def test_only_files_that_are_the_same_for_all_are_packed(site):
    packed = ask(site, "/static/js/index.js", Accept_Encoding="gzip")[1]
    page = ask(site, "/", Accept_Encoding="gzip")[1]
    assert packed["Content-Encoding"] == "gzip"
    assert page["Content-Encoding"] is None


def test_the_proxys_log_has_no_addresses(site, tmp_path):
    ask(site, "/inbjudan/hemlig-lank?epost=anna@kommun.se", User_Agent="Annas dator")
    file = tmp_path / "nginx" / "riktmarket.log"
    for _ in range(100):  # written when the answer has been sent
        if log := file.read_text("utf-8"):
            break
        time.sleep(0.05)
    assert '"status":200' in log
    assert [x for x in ("hemlig", "anna", "Annas") if x in log] == []
    clients = re.sub(r'"upstream":"[^"]*"', "", log)
    assert "127.0.0.1" not in clients


def test_when_no_process_answers_the_page_says_so_in_swedish(site, servers):
    for one in servers:
        one.shutdown()
        one.server_close()
    status, headers, body = ask(site)
    assert status == 502
    assert "Riktmärket svarar inte just nu".encode().decode("latin-1") in body
    assert "default-src 'none'" in headers["Content-Security-Policy"]


def test_too_large_a_file_is_refused(site):
    status, _, _ = ask(site, "/_stcore/upload_file/a/b", "POST", Content_Length=str(20 << 20))
    assert status == 413


def verified(text: str, name: str, folder: Path) -> list[str]:
    """What systemd says of a unit, with the program's folder exchanged for one that exists."""
    if not shutil.which("systemd-analyze"):
        warnings.warn("HOPPAR ÖVER: systemd-analyze saknas på den här datorn", stacklevel=2)
        pytest.skip("systemd-analyze saknas")
    python = folder / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True, exist_ok=True)
    python.write_text("#!/bin/sh\n")
    python.chmod(0o755)
    for shipped in DEPLOY.glob("*.service"):
        moved = shipped.read_text("utf-8").replace("/opt/riktmarket", str(folder))
        (folder / shipped.name).write_text(moved, "utf-8")
    unit = folder / name
    unit.write_text(text.replace("/opt/riktmarket", str(folder)), "utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(unit)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "SYSTEMD_LOG_LEVEL": "notice"},
    )
    return [line for line in done.stderr.splitlines() if "riktmarket" in line]


UNITS = sorted(p.name for p in (*DEPLOY.glob("*.service"), *DEPLOY.glob("*.timer")))


@pytest.mark.parametrize("name", UNITS)
def test_a_unit_is_understood(name, tmp_path):
    text = (DEPLOY / name).read_text("utf-8")
    assert verified(text, name, tmp_path) == []
    # And the check sees a word that systemd does not know.
    section = "[Timer]" if name.endswith(".timer") else "[Service]"
    wrong = text.replace(section, f"{section}\nPåhittat=yes")
    assert verified(wrong, name, tmp_path) != []


def test_the_unit_starts_what_exists_and_reads_its_settings():
    text = (DEPLOY / "riktmarket@.service").read_text("utf-8")
    assert (
        "ExecStart=/opt/riktmarket/.venv/bin/python manage.py serve --host 127.0.0.1 --port %i"
        in text
    )
    assert "EnvironmentFile=/etc/riktmarket/riktmarket.env" in text
    for line in (
        "NoNewPrivileges=yes",
        "ProtectSystem=strict",
        "CapabilityBoundingSet=",
        "PrivateTmp=yes",
    ):
        assert f"\n{line}\n" in text
    ports = re.findall(
        r"127\.0\.0\.1:(\d+)", (DEPLOY / "riktmarket-upstream.conf").read_text("utf-8")
    )
    assert f"riktmarket@{ports[0]} riktmarket@{ports[1]}" in text


def assigned(text: str) -> dict[str, str]:
    lines = (x for x in text.splitlines() if x and not x.startswith("#"))
    return dict(x.split("=", 1) for x in lines)


def test_the_example_of_settings_has_names_that_exist_and_no_secret(monkeypatch):
    values = assigned((DEPLOY / "riktmarket.env.example").read_text("utf-8"))
    assert set(values) <= SETTINGS
    assert values["RIKTMARKET_SECRET"] == ""
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    # As it stands it must not start: the secret is the operator's to make.
    read = Settings()
    with pytest.raises(Exception, match="RIKTMARKET_SECRET"):
        read.refuse_unsafe()
    monkeypatch.setenv("RIKTMARKET_SECRET", "hemligt-0123456789-abcdefghijklmnop-QRSTUV")
    Settings().refuse_unsafe()


def instructions() -> list[tuple[str, str]]:
    text = (DEPLOY / "Dockerfile").read_text("utf-8")
    joined = re.sub(r"\\\n\s*", " ", text)
    lines = (x.strip() for x in joined.splitlines())
    return [tuple(x.split(None, 1)) for x in lines if x and not x.startswith("#")]


def test_the_image_is_small_unprivileged_and_watched():
    found = instructions()
    known = {"FROM", "WORKDIR", "COPY", "RUN", "ENV", "USER", "VOLUME", "EXPOSE", "STOPSIGNAL",
             "HEALTHCHECK", "CMD"}  # fmt: skip
    assert {word for word, _ in found} <= known
    last = [i for i, (word, _) in enumerate(found) if word == "FROM"][-1]
    final = found[last:]
    assert "slim" in final[0][1]
    user = next(rest for word, rest in final if word == "USER")
    assert int(user.split(":")[0]) > 0
    order = [word for word, _ in final]
    assert order.index("USER") > order.index("COPY")
    assert "/halsa" in dict(final)["HEALTHCHECK"]
    assert '"manage.py", "serve", "--host", "0.0.0.0", "--port", "8501"' in dict(final)["CMD"]
    names = set(re.findall(r"(?:^|\s)([A-Z_]+)=", dict(final)["ENV"]))
    assert names <= SETTINGS | FOREIGN
    for word, rest in found:
        if word == "COPY" and "--from" not in rest:
            source = rest.split()[0]
            assert (ROOT / source).exists(), source
    ignored = (ROOT / ".dockerignore").read_text("utf-8").split()
    assert {".git", ".env", "var", ".venv", "deploy"} <= set(ignored)


def compose() -> dict:
    return yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))


def test_compose_agrees_with_itself_and_with_the_other_files():
    found = compose()
    services = found["services"]
    for name, service in services.items():
        assert {"image", "build"} & set(service), name
        networks = service["networks"]
        assert set(networks) <= set(found["networks"])
        for needed in service.get("depends_on", {}):
            assert needed in services
        for secret in service.get("secrets", []):
            assert secret in found["secrets"]
        for volume in service.get("volumes", []):
            source = volume.split(":")[0]
            if source.startswith("./"):
                # The certificate is the operator's.
                assert source == "./tls" or (DEPLOY / source).exists(), source
            else:
                assert source in found["volumes"], source
    apps = [name for name, service in services.items() if service.get("image") == "riktmarket"]
    upstream = (DEPLOY / "riktmarket-upstream.docker.conf").read_text("utf-8")
    assert re.findall(r"server (\w+):8501", upstream) == apps
    for name in apps:
        assert set(services[name]["environment"]) <= SETTINGS | FOREIGN
        assert "ports" not in services[name]
        assert services[name]["read_only"] is True
    subnet = found["networks"]["inside"]["ipam"]["config"][0]["subnet"]
    assert services["app1"]["environment"]["FORWARDED_ALLOW_IPS"] == subnet
    assert found["networks"]["inside"]["internal"] is True
    assert "ports" not in services["database"]


def test_every_setting_is_in_the_operators_guide():
    guides = (ROOT / "docs" / name for name in ("drift.md", "inloggning.md"))
    guide = "".join(path.read_text("utf-8") for path in guides if path.exists())
    assert [name for name in sorted(SETTINGS) if f"`{name}`" not in guide] == []


def test_secrets_stay_out_of_version_control():
    ignored = (ROOT / ".gitignore").read_text("utf-8").split()
    for path in (
        "deploy/riktmarket.env",
        "deploy/postgres-password",
        "deploy/pgpass",
        "deploy/tls/",
    ):
        assert f"/{path}" in ignored


def test_a_free_port_is_free():
    from web import server

    port = free_port()
    assert server.free("127.0.0.1", port)
    assert not server.free("192.0.2.1", port)


def test_the_checks_would_notice_a_broken_configuration(tmp_path: Path):
    if machine.server() is None:
        missing("nginx")
    main = nginx.write(tmp_path / "n", [1, 2], free_port(), free_port())
    assert nginx.checked(main).returncode == 0
    site = tmp_path / "n" / "site.conf"
    site.write_text(
        site.read_text("utf-8").replace("proxy_read_timeout 1h;", "proxy_read_timout 1h;")
    )
    assert "proxy_read_timout" in nginx.checked(main).stderr
