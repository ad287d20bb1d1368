"""Certificates: who is trusted, what is wrong with the others, and what a server left out."""

import socket
import ssl
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import trustme
from hypothesis import given
from hypothesis import strategies as st

from feedtool.net.tls import Trust, certificate_in, issuer_urls, tls_failure
from tests.checker.web import Web, answer, says
from tests.net.reach import BODY, one, reason
from tests.thorough import examples

TRUST = Trust()


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


def secured(certificate: trustme.LeafCert) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    return context


def trusting(authority: trustme.CA, folder: Path) -> Trust:
    authority.cert_pem.write_to_path(str(folder / "ca.pem"))
    return Trust(folder / "ca.pem")


def test_a_host_with_a_good_certificate_is_asked(authority: trustme.CA, tmp_path: Path) -> None:
    with Web(says(answer(BODY)), secured(authority.issue_cert("a.test"))) as web:
        trust = trusting(authority, tmp_path)
        assert one(f"https://a.test:{web.port}/", trust=trust).body == BODY
        assert one(f"https://a.test.:{web.port}/", trust=trust).body == BODY


def test_what_is_wrong_with_a_certificate_is_told(authority: trustme.CA, tmp_path: Path) -> None:
    now = datetime.now(UTC)
    trust = trusting(authority, tmp_path)
    cases = {
        "tls-hostname": authority.issue_cert("b.test"),
        "tls-expired": authority.issue_cert("a.test", not_before=now - timedelta(9), not_after=now - timedelta(1)),
        "tls-not-yet-valid": authority.issue_cert(
            "a.test", not_before=now + timedelta(1), not_after=now + timedelta(9)
        ),
        "tls-untrusted": trustme.CA().issue_cert("a.test"),
    }
    for expected, certificate in cases.items():
        with Web(says(answer(BODY)), secured(certificate)) as web:
            assert reason(f"https://a.test:{web.port}/", trust=trust) == expected
            assert web.requests == []


def test_plain_http_on_a_tls_port_is_told() -> None:
    def serve() -> None:
        connection, _ = server.accept()
        with connection:
            connection.recv(4096)
            connection.sendall(answer(b"this is no TLS", "400 Bad Request"))

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=serve)
        thread.start()
        assert reason(f"https://a.test:{server.getsockname()[1]}/") == "tls-protocol"
        thread.join(5)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("TLSV1_ALERT_PROTOCOL_VERSION", "tls-version"),
        ("UNSUPPORTED_PROTOCOL", "tls-version"),
        ("WRONG_VERSION_NUMBER", "tls-protocol"),
        ("SSLV3_ALERT_HANDSHAKE_FAILURE", "tls-protocol"),
        ("UNEXPECTED_EOF_WHILE_READING", "reset"),
    ],
)
def test_what_openssl_says_has_a_reason(name: str, expected: str) -> None:
    error = ssl.SSLError(1, name)
    error.reason = name
    assert tls_failure(error)[0] == expected


def test_a_chain_is_completed_with_the_issuer_that_the_certificate_names(tmp_path: Path) -> None:
    """The server sends its own certificate alone; its issuer's is fetched from where that says, and is no root."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import AuthorityInformationAccessOID, NameOID

    now = datetime.now(UTC)

    def certificate(
        name: str, issuer: str, key: object, signer: object, *more: tuple[x509.ExtensionType, bool]
    ) -> x509.Certificate:
        def named(text: str) -> x509.Name:
            return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])

        builder = (
            x509.CertificateBuilder()
            .subject_name(named(name))
            .issuer_name(named(issuer))
            .public_key(key.public_key())  # type: ignore[attr-defined]
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(1))
            .not_valid_after(now + timedelta(9))
        )
        for extension, critical in more:
            builder = builder.add_extension(extension, critical)
        return builder.sign(signer, hashes.SHA256())  # type: ignore[arg-type]

    keys = {name: ec.generate_private_key(ec.SECP256R1()) for name in ("root", "middle", "leaf")}
    authority_mark = (x509.BasicConstraints(ca=True, path_length=None), True)
    root = certificate("root", "root", keys["root"], keys["root"], authority_mark)
    middle = certificate("middle", "root", keys["middle"], keys["root"], authority_mark)
    (tmp_path / "ca.pem").write_bytes(root.public_bytes(serialization.Encoding.PEM))
    served = says(
        answer(middle.public_bytes(serialization.Encoding.DER), headers="Content-Type: application/pkix-cert\r\n")
    )
    with Web(served) as issuer:
        described = x509.AccessDescription(
            AuthorityInformationAccessOID.CA_ISSUERS,
            x509.UniformResourceIdentifier(f"http://aia.test:{issuer.port}/m.der"),
        )
        leaf = certificate(
            "a.test", "middle", keys["leaf"], keys["middle"],
            (x509.SubjectAlternativeName([x509.DNSName("a.test")]), False),
            (x509.AuthorityInformationAccess([described]), False),
        )  # fmt: skip
        pem = leaf.public_bytes(serialization.Encoding.PEM) + keys["leaf"].private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        (tmp_path / "leaf.pem").write_bytes(pem)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(tmp_path / "leaf.pem")
        with Web(says(answer(BODY)), context) as web:
            found = one(f"https://a.test:{web.port}/", trust=Trust(tmp_path / "ca.pem"))
            assert (found.body, found.certificates_completed) == (BODY, True)
            assert reason(f"https://a.test:{web.port}/", trust=Trust()) == "tls-untrusted"


@examples(30)  # a context with all roots is made for each
@given(st.one_of(st.binary(max_size=200), st.binary(max_size=200).map(lambda some: b"\x30" + some)))
def test_what_is_fetched_as_a_certificate_is_one_or_is_not_trusted(data: bytes) -> None:

    found = certificate_in(data)
    issuer_urls(data)
    assert found is None or TRUST.complete("a.test", [found]) is False
    assert not TRUST.completed("a.test")


def errors_of_tls() -> list[type[ssl.SSLError]]:
    kinds = [getattr(ssl, name) for name in dir(ssl)]
    return [one for one in kinds if isinstance(one, type) and issubclass(one, ssl.SSLError)]


@pytest.mark.parametrize("kind", errors_of_tls(), ids=lambda kind: kind.__name__)
def test_every_error_of_tls_has_a_reason(kind: type[ssl.SSLError]) -> None:
    for error in (kind(), kind(1, "something")):
        error.reason = ""
        if isinstance(error, ssl.SSLCertVerificationError):
            error.verify_code, error.verify_message = 7, ""
        assert tls_failure(error)[0] in ("tls-protocol", "tls-untrusted", "reset")
