"""Whom to trust, what is wrong with a certificate, and missing certificates added as browsers add them.

Contexts, errors and bytes only; fetching the missing certificates is left to `engine`.
"""

import base64
import os
import re
import ssl
from pathlib import Path

# OpenSSL's X509_V_ERR_* codes (x509_vfy.h) → reason and detail.
_VERIFY_CODES = {
    9: ("tls-not-yet-valid", "the certificate is not valid yet"),
    10: ("tls-expired", "the certificate has expired"),
    18: ("tls-self-signed", "the certificate is signed by itself"),
    19: ("tls-untrusted", "the chain ends in a root that is not trusted"),
    20: ("tls-untrusted", "the certificate's issuer is not known"),
    21: ("tls-untrusted", "the certificate's issuer is not known"),
    62: ("tls-hostname", "the certificate is for another host"),
    64: ("tls-hostname", "the certificate is for another address"),
}
MISSING_ISSUER = frozenset((20, 21))  # the codes that a missing intermediate certificate gives
_VERSION_REASONS = ("PROTOCOL_VERSION", "UNSUPPORTED_PROTOCOL", "VERSION_TOO_LOW", "NO_PROTOCOLS_AVAILABLE")
_NOT_TLS_REASONS = ("WRONG_VERSION_NUMBER", "HTTP_REQUEST", "PACKET_LENGTH_TOO_LONG", "RECORD_LAYER_FAILURE")
# id-ad-caIssuers (RFC 5280 section 4.2.2.1) in DER, then the tag of a uniformResourceIdentifier and its length.
_CA_ISSUERS = re.compile(rb"\x06\x08\x2b\x06\x01\x05\x05\x07\x30\x02\x86([\x01-\x7f])", re.DOTALL)


class Trust:
    """The roots in force, and for single hosts the intermediates that their servers left out."""

    def __init__(self, ca_file: Path | None = None) -> None:
        """Take the system's roots, or certifi's if there are none, and also those of a PEM file.

        Raise OSError (ssl.SSLError is one) if the file cannot be read or holds no certificate.
        """
        self._ca_file = ca_file
        self._context = self._make()
        self._of_hosts: dict[str, ssl.SSLContext] = {}

    def context_for(self, host: str) -> ssl.SSLContext:
        """Return the context to connect to a host with."""
        return self._of_hosts.get(host, self._context)

    def completed(self, host: str) -> bool:
        """Return whether a host was given intermediates that its server left out."""
        return host in self._of_hosts

    def complete(self, host: str, intermediates: list[bytes]) -> bool:
        """Trust the intermediates (DER) that a host's server left out; return False if one is no certificate."""
        context = self._make()
        try:
            for certificate in intermediates:
                context.load_verify_locations(cadata=certificate)
        except ssl.SSLError:
            return False
        self._of_hosts[host] = context
        return True

    def _make(self) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # checks host names and chains
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        context.load_default_certs()  # honours SSL_CERT_FILE and SSL_CERT_DIR
        if not context.cert_store_stats()["x509"] and not os.environ.get("SSL_CERT_FILE") and not _has_directory():
            import certifi

            context.load_verify_locations(certifi.where())
        if self._ca_file is not None:
            context.load_verify_locations(self._ca_file)
        # Python 3.13 is stricter than browsers, and would take an intermediate for a root.
        context.verify_flags &= ~(ssl.VERIFY_X509_STRICT | ssl.VERIFY_X509_PARTIAL_CHAIN)
        return context


def unverified_context() -> ssl.SSLContext:
    """Return a context that trusts everybody: only to look at a certificate, never to send a request."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def tls_failure(error: ssl.SSLError) -> tuple[str, str]:
    """Return the stable reason for an error of TLS, and a detail for people."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return _VERIFY_CODES.get(error.verify_code, ("tls-untrusted", error.verify_message or "not trusted"))
    name = error.reason or str(error)
    if any(part in name for part in _NOT_TLS_REASONS):
        return "tls-protocol", "the server did not answer in TLS"
    if any(part in name for part in _VERSION_REASONS):
        return "tls-version", "the server knows no TLS of version 1.2 or later"
    if isinstance(error, ssl.SSLZeroReturnError | ssl.SSLEOFError) or "EOF" in name:
        return "reset", "the connection was closed while it was secured"
    return "tls-protocol", f"the connection could not be secured ({name.lower().replace('_', ' ')})"


def issuer_urls(certificate: bytes) -> list[str]:
    """Return the http URLs at which a certificate (DER) says that its issuer's certificate is (RFC 5280)."""
    found = []
    for match in _CA_ISSUERS.finditer(certificate):
        written = certificate[match.end() : match.end() + match[1][0]]
        if written.startswith(b"http://") and written.isascii():
            found.append(written.decode("ascii"))
    return found


def certificate_in(data: bytes) -> bytes | None:
    """Return a fetched certificate as DER, or None if it is no certificate."""
    text = data.strip()
    if text.startswith(b"-----BEGIN CERTIFICATE-----"):
        try:
            return base64.b64decode(b"".join(text.splitlines()[1:-1]), validate=True)
        except ValueError:
            return None
    return data if data[:1] == b"\x30" else None


def _has_directory() -> bool:
    """Return whether the system keeps its roots in a folder of single files, which OpenSSL reads when needed."""
    folder = os.environ.get("SSL_CERT_DIR") or ssl.get_default_verify_paths().capath
    try:
        return bool(folder) and any(True for _ in os.scandir(folder))
    except OSError:
        return False
