"""A certificate authority for the tests, and a PostgreSQL that encrypts with whatever it is given."""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.support.postgres import TemporaryPostgres

ELSEWHERE = "127.0.0.2"
"""An address of this machine that counts as another one: nothing but plain loopback goes unencrypted."""
_NOBODY = 65534


class Authority:
    """A root certificate, in a file, and the certificates that it gives out."""

    def __init__(self, folder: Path, name: str = "root") -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"Diwan tests {name}")])
        certificate = self._builder(self._name, self._key.public_key(), 0, 365).add_extension(
            x509.BasicConstraints(ca=True, path_length=0), critical=True
        )
        self.file = folder / f"{name}.pem"
        signed = certificate.sign(self._key, hashes.SHA256())
        self.file.write_bytes(signed.public_bytes(serialization.Encoding.PEM))

    def certificate(self, *names: str, days: tuple[int, int] = (0, 30)) -> tuple[bytes, bytes]:
        """Certificate and key, PEM, for ``names`` (hosts and addresses), from day to day counted from now."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, names[0])])
        signed = (
            self._builder(subject, key.public_key(), *days)
            .add_extension(x509.SubjectAlternativeName([_general(name) for name in names]), critical=False)
            .sign(self._key, hashes.SHA256())
        )
        pem = key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        return signed.public_bytes(serialization.Encoding.PEM), pem

    def _builder(
        self, subject: x509.Name, key: ec.EllipticCurvePublicKey, first: int, last: int
    ) -> x509.CertificateBuilder:
        now = datetime.now(UTC) - timedelta(minutes=5)
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self._name)
            .public_key(key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(now + timedelta(days=first))
            .not_valid_after(now + timedelta(days=last))
        )


class SecuredPostgres(TemporaryPostgres):
    """A PostgreSQL on ``ELSEWHERE`` too, whose encryption is set while it runs."""

    def __init__(self) -> None:
        super().__init__(settings={"listen_addresses": f"'{self.host},{ELSEWHERE}'"})

    def present(self, certificate: tuple[bytes, bytes] | None) -> None:
        """Has it show ``certificate`` from now on; ``None`` has it not encrypt at all."""
        if certificate is not None:
            for name, content in zip(("server.crt", "server.key"), certificate, strict=True):
                path = self.folder / "data" / name
                path.write_bytes(content)
                path.chmod(0o600)
                if os.geteuid() == 0:
                    os.chown(path, _NOBODY, _NOBODY)
        with self._superuser() as connection:
            connection.execute(f"ALTER SYSTEM SET ssl = {'on' if certificate else 'off'}")
            connection.execute("SELECT pg_reload_conf()")
        wanted = "on" if certificate else "off"
        for _ in range(200):
            with self._superuser() as connection:
                if connection.execute("SHOW ssl").fetchone() == (wanted,):
                    return
        raise RuntimeError("the server did not take its new certificate")

    @contextmanager
    def _superuser(self) -> Iterator[psycopg.Connection]:
        with psycopg.connect(
            host=self.host, port=self.port, user=self.user, password=self.password, dbname="postgres",
            autocommit=True,
        ) as connection:  # fmt: skip
            yield connection


def _general(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)
