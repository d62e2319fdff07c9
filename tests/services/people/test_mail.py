"""Letters to a real mail server on this machine."""

from __future__ import annotations

import ssl
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from bench.servers import free_port
from data.settings import SettingsProblem
from services.installation import setup
from services.people import mail
from tests.support.people import ADDRESS, sign_in_by

FROM = "riktmarket@kommun.example"


class Box:
    """Takes every letter, and keeps what the client said on the way."""

    def __init__(self) -> None:
        self.taken: list[tuple[bool, Envelope]] = []

    async def handle_DATA(self, _server, session, envelope):  # noqa: N802  aiosmtpd looks for it
        self.taken.append((session.ssl is not None, envelope))
        return "250 OK"


def certificate(folder) -> ssl.SSLContext:
    """A server's key, signed by nobody whom anyone trusts."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    (folder / "crt.pem").write_bytes(made.public_bytes(pem))
    (folder / "key.pem").write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "crt.pem", folder / "key.pem")
    return context


@pytest.fixture
def server():
    started = []

    def start(**options) -> tuple[Box, int]:
        box, port = Box(), free_port()
        controller = Controller(box, hostname="127.0.0.1", port=port, **options)
        controller.start()
        started.append(controller)
        return box, port

    yield start
    for controller in started:
        controller.stop()


def sending(monkeypatch, url: str):
    return sign_in_by(monkeypatch, RIKTMARKET_SMTP_URL=url, RIKTMARKET_MAIL_FROM=FROM)


def test_an_invitation_reaches_the_box(server, monkeypatch):
    box, port = server()
    with sending(monkeypatch, f"smtp://localhost:{port}"):
        assert mail.send_invitation("bo@x.example", "Åmåls kommun", "/inbjudan/x") == "sent"
    ((_, envelope),) = box.taken
    letter = message_from_bytes(envelope.content, policy=policy.default)
    assert (envelope.mail_from, envelope.rcpt_tos) == (FROM, ["bo@x.example"])
    assert (letter["To"], letter["From"]) == ("bo@x.example", FROM)
    assert letter["Subject"] == "Inbjudan till Riktmärket"
    body = letter.get_content()
    assert f"{ADDRESS}/inbjudan/x" in body.splitlines()
    assert "till Åmåls kommun" in body


def test_a_server_with_a_password_gets_it_encrypted_and_only_when_it_is_who_it_says(
    server, monkeypatch, tmp_path
):
    said = []

    def authenticate(_server, _session, _envelope, _mechanism, given):
        said.append((given.login, given.password))
        return AuthResult(success=given.password == b"p@ss/ord")

    own = certificate(tmp_path)
    box, port = server(
        tls_context=own, require_starttls=True, auth_required=True, authenticator=authenticate
    )
    with sending(monkeypatch, f"smtp://rikt:p%40ss%2Ford@localhost:{port}"):
        # Nobody vouches for the certificate: neither the password nor the link is given away.
        assert mail.send_invitation("bo@x.example", None, "/inbjudan/x") == "failed"
        assert (said, box.taken) == ([], [])
        trusting = ssl.create_default_context(cafile=tmp_path / "crt.pem")
        monkeypatch.setattr(mail.ssl, "create_default_context", lambda: trusting)
        assert mail.send_invitation("bo@x.example", None, "/inbjudan/x") == "sent"
    assert said == [(b"rikt", b"p@ss/ord")]
    assert [encrypted for encrypted, _ in box.taken] == [True]


def test_no_server_and_a_server_that_is_gone(monkeypatch):
    with sign_in_by(monkeypatch):
        assert mail.send_invitation("bo@x.example", None, "/inbjudan/x") == "off"
    with sending(monkeypatch, f"smtp://localhost:{free_port()}"):
        assert mail.send_invitation("bo@x.example", None, "/inbjudan/x") == "failed"


@pytest.mark.parametrize("url", ["http://localhost", "smtp://", "localhost:25"])
def test_settings_that_say_no_server(monkeypatch, url):
    with sending(monkeypatch, url), pytest.raises(SettingsProblem, match="RIKTMARKET_SMTP_URL"):
        setup.check()
