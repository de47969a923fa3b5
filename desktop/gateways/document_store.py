"""An S3-compatible store for documents: the server's side, with a key, and the desk's, with an address alone.

minio, the client, is an optional part of the installation (``store``): it is imported where documents are
moved and checked, on the server. A desk reads over plain HTTPS from the address that the database gave it.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from desktop.base.errors import Outage, Refusal
from desktop.base.text import Text
from desktop.gateways.settings_reader import is_loopback

if TYPE_CHECKING:
    from minio import Minio

_SECONDS = 20.0
_NAME = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
_KEY = re.compile(r"[A-Za-z0-9_-]{3,128}")
_SILENT = Text("مخزن المرفقات لا يجيب؛ حاول لاحقاً.", "The store of documents does not answer; try later.")
_DAMAGED = Text(
    "محتوى المرفق في المخزن ليس ما حُفظ؛ أبلغ مدير النظام.",
    "What the store holds of this document is not what was kept; tell the administrator.",
)


@dataclass(frozen=True, slots=True)
class StoreSettings:
    """A store and a key to it; ``endpoint`` is ``https://host[:port]``, ``http`` on loopback alone."""

    endpoint: str
    bucket: str
    region: str
    access_key: str
    secret_key: str

    def __repr__(self) -> str:
        return f"StoreSettings({self.endpoint}/{self.bucket})"


def store_settings(said: Mapping[str, object], secret: str, *, prefix: str = "") -> StoreSettings:
    """The ``[documents]`` of the settings, judged; raises ``Refusal`` that names the entry.

    ``prefix`` is ``reader_`` for the key that the database signs desks' addresses with.
    """
    endpoint = str(said.get("endpoint", "")).rstrip("/")
    parts = urlsplit(endpoint)
    if not parts.hostname or parts.path or parts.query or parts.username:
        raise _wrong("endpoint")
    if parts.scheme != "https" and not (parts.scheme == "http" and is_loopback(parts)):
        raise _wrong("endpoint")
    bucket, region = str(said.get("bucket", "")), str(said.get("region", "us-east-1"))
    access = str(said.get(f"{prefix}access_key", ""))
    for name, value, form in (
        ("bucket", bucket, _NAME), ("region", region, _NAME), (f"{prefix}access_key", access, _KEY),
    ):  # fmt: skip
        if not form.fullmatch(value):
            raise _wrong(name)
    if not secret:
        raise _wrong(f"{prefix}secret")
    return StoreSettings(endpoint, bucket, region, access, secret)


class DocumentStore:
    """Documents under their SHA-256, as whoever holds the key sees them; raises ``Outage``."""

    def __init__(self, settings: StoreSettings) -> None:
        self._bucket = settings.bucket
        self._client = _client(settings)

    def put(self, sha256: str, content: bytes) -> None:
        """Stores ``content`` and reads it back; raises ``Outage`` where it is not there as it was."""
        with _told():
            self._client.put_object(self._bucket, sha256, io.BytesIO(content), len(content))
        if self.get(sha256) != content:
            raise Outage(_DAMAGED)

    def get(self, sha256: str) -> bytes:
        """The bytes under ``sha256``, checked against it; raises ``Outage``."""
        with _told():
            answer = self._client.get_object(self._bucket, sha256)
            try:
                content: bytes = answer.read()
            finally:
                answer.close()
                answer.release_conn()
        return checked(content, sha256)

    def names(self) -> frozenset[str]:
        """Everything that lies in the bucket."""
        with _told():
            listed = self._client.list_objects(self._bucket, recursive=True)
            return frozenset(str(one.object_name) for one in listed)

    def remove(self, name: str) -> None:
        """Removes one object."""
        with _told():
            self._client.remove_object(self._bucket, name)

    def close(self) -> None:
        """Gives the connections back."""
        http: Any = self._client._http
        http.clear()


def fetch(url: str, sha256: str, size: int) -> bytes:
    """The document at the ``url`` that the database gave; raises ``Outage`` where it is not that document.

    At most ``size`` bytes are read, redirects are not followed.
    """
    import httpx

    content = bytearray()
    try:
        with httpx.stream("GET", url, timeout=_SECONDS, follow_redirects=False, trust_env=False) as answer:
            if answer.status_code != 200:
                raise Outage(_SILENT)
            for piece in answer.iter_raw():
                content += piece
                if len(content) > size:
                    raise Outage(_DAMAGED)
    except httpx.HTTPError as error:
        # The address is a key for a minute: it is in no message.
        raise Outage(_SILENT) from error
    return checked(bytes(content), sha256)


def checked(content: bytes, sha256: str) -> bytes:
    """``content`` where it is the document of that digest; raises ``Outage`` where not."""
    if hashlib.sha256(content).hexdigest() != sha256:
        raise Outage(_DAMAGED)
    return content


def _client(settings: StoreSettings) -> Minio:
    try:
        from minio import Minio
    except ImportError as error:
        raise Refusal.one(
            "minio",
            "مكتبة مخزن المرفقات غير مثبتة: pip install diwan[store].",
            "The store's client is not installed: pip install diwan[store].",
            field="documents",
        ) from error
    parts = urlsplit(settings.endpoint)
    return Minio(
        parts.netloc,
        access_key=settings.access_key,
        secret_key=settings.secret_key,
        region=settings.region,
        secure=parts.scheme == "https",
    )


@contextmanager
def _told() -> Iterator[None]:
    from minio.error import MinioException
    from urllib3.exceptions import HTTPError

    try:
        yield
    except (MinioException, HTTPError, OSError) as error:
        raise Outage(_SILENT) from error


def _wrong(name: str) -> Refusal:
    return Refusal.one(
        "documents",
        f"إعداد مخزن المرفقات {name} ناقص أو غير صالح.",
        f"The store's setting {name} is missing or not valid.",
        field=f"documents.{name}",
    )
