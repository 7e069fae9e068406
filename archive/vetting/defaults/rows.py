"""How the default rows are written down in code."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

SOURCED, PRACTICE = "sourced", "practice"
PROPOSED, UNDETERMINED = "proposed", "undetermined"


@dataclass(frozen=True)
class Basis:
    """Where a demand comes from, in both languages, and how sure we are."""

    certainty: str
    vi: str = ""
    en: str = ""


@dataclass(frozen=True)
class Demand:
    kind: str
    code: str
    vi: str
    en: str
    basis: Basis
    value: str = ""

    def columns(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "code": self.code,
            "label": self.vi,
            "label_en": self.en,
            "value": self.value,
            "basis": self.basis.vi,
            "basis_en": self.basis.en,
            "certainty": self.basis.certainty,
        }


@dataclass(frozen=True, kw_only=True)
class ProcedureRow:
    code: str
    subject_kind: str
    name: str
    name_en: str
    document_number: str = ""
    document_on: dt.date | None = None
    issuer: str = ""
    note: str
    note_en: str
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    demands: tuple[Demand, ...]

    def columns(self) -> dict[str, Any]:
        return {name: value for name, value in vars(self).items() if name != "demands"}


OUR_PROPOSAL = Basis(
    PROPOSED,
    "Đề xuất của phần mềm; chưa có nguồn, chờ đơn vị quyết định",
    "This program's proposal; no source, for the office to decide",
)
NO_SOURCE = Basis(
    UNDETERMINED,
    "Chưa tìm thấy trong nguồn nào đọc được",
    "Not found in any source that could be read",
)
