"""Masters in a bucket that speaks S3; needs `django-storages[s3]` (docs/install.md).

What django-storages gives, and four things it does not: a file is read piece by piece and not
fetched whole, nothing is ever overwritten, every name is listed without walking folders, and a
bucket that does not answer is told apart from a file that is not there.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files import File
from storages.backends.s3 import S3Storage
from storages.utils import clean_name

from archive.files.store import Unreachable

# One request brings at most this much: whoever wants a little does not make the bucket send all.
SPAN_BYTES = 8 * 1024 * 1024
_PATIENCE = Config(
    connect_timeout=10, read_timeout=60, retries={"max_attempts": 3, "mode": "standard"}
)


class Bucket(S3Storage):  # type: ignore[misc]  # django-storages has no types
    """A storage of files that are written once."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"querystring_auth": False} | options | {"file_overwrite": False})
        self.client_config: Any = _PATIENCE.merge(self.client_config)

    @property
    def bucket(self) -> Any:
        """Return this thread's own bucket: boto's resources are not for sharing."""
        return self.connection.Bucket(self.bucket_name)

    def key(self, name: str) -> str:
        """Return the object's key for a name of ours."""
        return str(self._normalize_name(clean_name(name)))

    def exists(self, name: str) -> bool:
        with _answering():
            return bool(super().exists(name))

    def size(self, name: str) -> int:
        with _answering(name):
            return int(super().size(name))

    def delete(self, name: str) -> None:
        with _answering():
            super().delete(name)

    def all_names(self) -> Iterator[str]:
        """Yield the name of every file, a thousand a request, in order."""
        below = f"{self.location.strip('/')}/" if self.location.strip("/") else ""
        with _answering():
            pages = self.connection.meta.client.get_paginator("list_objects_v2")
            for page in pages.paginate(Bucket=self.bucket_name, Prefix=below):
                for entry in page.get("Contents", ()):
                    yield entry["Key"].removeprefix(below)

    def _open(self, name: str, mode: str = "rb") -> File[bytes]:
        if mode != "rb":
            raise ValueError("files in the bucket are written whole, by `save`")
        raw = _Reading(self.connection.meta.client, self.bucket_name, self.key(name), name)
        return File(io.BufferedReader(raw), name)

    def _save(self, name: str, content: Any) -> str:
        with _answering():
            return str(super()._save(name, content))


class _Reading(io.RawIOBase):
    """One object read from wherever one likes, a span a request."""

    def __init__(self, client: Any, bucket: str, key: str, name: str) -> None:
        self._client, self._asked, self._name = client, {"Bucket": bucket, "Key": key}, name
        self._position = 0
        self._stream: Any = None
        with _answering(name):
            found = client.head_object(**self._asked)
        self._size: int = found["ContentLength"]
        # All spans are of one object: put anew meanwhile, it is refused instead of mixed.
        self._tag: str = found["ETag"]

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._position

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self._size}[whence]
        wanted = max(0, base + offset)
        if wanted != self._position:
            self._let_go()
            self._position = wanted
        return wanted

    def readinto(self, buffer: Any) -> int:
        if self._position >= self._size:
            return 0
        with _answering(self._name):
            if self._stream is None:
                self._stream = self._span()
            data = self._stream.read(len(buffer))
            if not data:  # the span is used up
                self._let_go()
                self._stream = self._span()
                data = self._stream.read(len(buffer))
        buffer[: len(data)] = data
        self._position += len(data)
        return len(data)

    def close(self) -> None:
        self._let_go()
        super().close()

    def _span(self) -> Any:
        last = min(self._position + SPAN_BYTES, self._size) - 1
        found = self._client.get_object(
            **self._asked, Range=f"bytes={self._position}-{last}", IfMatch=self._tag
        )
        return found["Body"]

    def _let_go(self) -> None:
        if self._stream is not None:
            self._stream.close()
            self._stream = None


@contextmanager
def _answering(name: str = "") -> Iterator[None]:
    """Raise `FileNotFoundError` for what is not there, `Unreachable` for a bucket in trouble."""
    try:
        yield
    except ClientError as error:
        status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode")
        if status == 404 and name and error.response["Error"].get("Code") != "NoSuchBucket":
            raise FileNotFoundError(name) from error
        raise Unreachable(str(error)) from error
    except (BotoCoreError, OSError) as error:
        if isinstance(error, FileNotFoundError):
            raise
        raise Unreachable(str(error)) from error
