"""A server that speaks S3, on this machine, and the setting for masters in a bucket of it."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

import pytest

KEYS = {
    "AWS_ACCESS_KEY_ID": "khoa",
    "AWS_SECRET_ACCESS_KEY": "bi-mat",
    "AWS_EC2_METADATA_DISABLED": "true",
}


@contextmanager
def s3_server() -> Iterator[str]:
    """Run the server while the block runs, and give its address; skip where it is not installed."""
    pytest.importorskip("storages.backends.s3", reason="django-storages[s3] is not installed")
    server = pytest.importorskip("moto.server", reason="moto and flask are not installed")
    running = server.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    running.start()
    try:
        host, port = running.get_host_and_port()
        with mock.patch.dict(os.environ, KEYS):
            yield f"http://{host}:{port}"
    finally:
        running.stop()


def new_bucket(address: str, **options: Any) -> dict[str, Any]:
    """Make an empty bucket and return the storage of masters that lies in it."""
    import boto3

    name = f"ban-goc-{uuid.uuid4().hex[:12]}"
    boto3.client("s3", endpoint_url=address, region_name="us-east-1").create_bucket(Bucket=name)
    return {
        "BACKEND": "archive.files.bucket.Bucket",
        "OPTIONS": {"bucket_name": name, "endpoint_url": address, "region_name": "us-east-1"}
        | options,
    }
