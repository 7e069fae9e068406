"""What a bag says of itself: `bag-info.txt`, and a page for whoever opens it in ten years."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from archive.access.addresses import absolute
from archive.catalogue.models import Collection, Record
from archive.values.bags import Info, readable_size

READ_ME = """\
This is a bag (BagIt 1.0, RFC 8493): files, and lists of their SHA-256.
Đây là một túi tư liệu (BagIt 1.0, RFC 8493): các tệp và danh mục mã SHA-256 của chúng.

To check it / Để kiểm tra:   sha256sum --check --quiet manifest-sha256.txt
                             sha256sum --check --quiet tagmanifest-sha256.txt

data/collections.json                   fonds, series and files, the highest first
                                        phông, mục, hồ sơ, cấp cao nhất đứng đầu
data/records/<code>/description.json    everything the catalogue knew of a record; access conditions
                                        toàn bộ phần mô tả; điều kiện tiếp cận
data/records/<code>/mets.xml            which file is which page or tape (METS; in it MODS)
                                        tệp nào là trang nào, băng nào
data/records/<code>/premis.xml          checksums, what was done and by whom, rights (PREMIS 3)
                                        mã kiểm, việc đã làm và người làm, quyền
data/records/<code>/masters/            the files as they were deposited / tệp gốc như khi nộp
data/records/<code>/access/             copies for reading and listening / bản để đọc và nghe
data/records/<code>/pages/              the text of each page, and with places of words (ALTO 4)
                                        văn bản từng trang, kèm vị trí từng chữ
data/records/<code>/transcripts/        what is said: WebVTT and plain text / bản gỡ băng
data/records/<code>/papers/             signed consents and confirmations
                                        phiếu đồng thuận và xác nhận đã ký

What is closed to readers is here too: bag-info.txt says which conditions hold.
Tài liệu chưa mở cho bạn đọc cũng có ở đây: bag-info.txt ghi các điều kiện tiếp cận.
"""


def bag_info(
    described: Record | Collection,
    *,
    at: dt.datetime,
    size: int,
    records: int,
    conditions: Iterable[str],
) -> Info:
    """Return the fields of `bag-info.txt`: those of the standard, and the access conditions."""
    return [
        ("Source-Organization", described.holder.name),
        ("External-Description", described.title),
        ("External-Identifier", described.code),
        ("Internal-Sender-Identifier", absolute(described.get_absolute_url())),
        ("Internal-Sender-Description", _scope(described, records)),
        *_conditions(conditions),
        ("Bagging-Date", at.date().isoformat()),
        ("Bag-Size", readable_size(size)),
        ("Bag-Software-Agent", "Nhân Chứng, export_bag"),
    ]


def _scope(described: Record | Collection, records: int) -> str:
    if isinstance(described, Record):
        return "One record, including what is closed to readers"
    return f"A collection and its {records} records, including what is closed to readers"


def _conditions(conditions: Iterable[str]) -> Iterator[tuple[str, str]]:
    yield from (("Access-Conditions", each) for each in conditions)
