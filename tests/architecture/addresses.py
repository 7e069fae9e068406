"""Every address of the house and what to fill it with. A new address needs one line here.

The key is the route as the resolver spells it. Each parameter names a list of `vault.fill`
(`records` are codes, `…_ids` are keys) or is a list itself; `?name` is a query parameter. Routes
under one prefix with the same parameters are one line each all the same: the line is the promise
that somebody thought of what the address could give away.
"""

from __future__ import annotations

from typing import Any

from tests.architecture.vault import COMMON

Fill = dict[str, str | list[Any]]

CODE: Fill = {"code": "records"}
ROUND: Fill = {"code": "rounds"}

ADDRESSES: dict[str, Fill] = {
    # public
    "": {},
    "search/": {"?q": [COMMON, "", "minh hoạ"]},
    "search/suggest/": {"?q": [COMMON, COMMON[:3]]},
    "search/help/": {},
    "records/": {"?q": [COMMON]},
    "records/<str:code>/": CODE,
    "records/<str:code>/p/<int:number>": CODE | {"number": [1, 2]},
    "records/<str:code>/t/<int:seconds>": CODE | {"seconds": [2]},
    "records/<str:code>/p/": CODE | {"?n": ["1"]},
    "records/<str:code>/cite.bib": CODE | {"?p": ["1"]},
    "records/<str:code>/cite.ris": CODE | {"?t": ["2"]},
    "collections/": {},
    "people/": {"?name": ["z"]},
    "places/": {},
    "subjects/": {},
    "units/": {},
    "records/<str:code>/thumbnail": CODE,
    "records/<str:code>/p/<int:number>/image": CODE | {"number": [1, 2]},
    "records/<str:code>/p/<int:number>/thumbnail": CODE | {"number": [1, 2]},
    "records/<str:code>/recordings/<int:part>/audio": CODE | {"part": [1]},
    "records/<str:code>/recordings/<int:part>/peaks.json": CODE | {"part": [1]},
    "records/<str:code>/pdf": CODE,
    "records/<str:code>/masters/<str:digest>": CODE | {"digest": "digests"},
    "collections/<str:code>/": {"code": "collections"},
    "people/<slug:slug>/": {"slug": "people"},
    "places/<slug:slug>/": {"slug": "places"},
    "subjects/<slug:slug>/": {"slug": "subjects"},
    "units/<str:code>/": {"code": ["vp-lam-dong"]},
    "works/": {},
    "works/<str:code>/": {"code": "works"},
    "language/": {},
    # desk
    "desk/": {},
    "desk/names/": {},
    "desk/names/<authority_kind:kind>/": {"kind": ["people", "places", "subjects"]},
    "desk/names/<authority_kind:kind>/<slug:slug>/": {"kind": ["people"], "slug": "people"},
    "desk/names/<authority_kind:kind>/<slug:slug>/merge/": {"kind": ["people"], "slug": "people"},
    "desk/collections/": {},
    "desk/collections/new/": {"?parent": "collections"},
    "desk/collections/<str:code>/": {"code": "collections"},
    "desk/collections/<str:code>/describe/": {"code": "collections"},
    "desk/collections/<str:code>/move/": {"code": "collections"},
    "desk/people/": {},
    "desk/people/new/": {},
    "desk/people/<int:number>/": {"number": [1, 2, 3]},
    "desk/people/<int:number>/password/": {"number": [1, 2, 3]},
    "desk/records/": {"?q": [COMMON]},
    "desk/records/selection/": {},
    "desk/records/new/": {},
    "desk/records/suggest/units/": {"?q": [COMMON]},
    "desk/records/suggest/collections/": {"?q": [COMMON, "LD"]},
    "desk/records/<str:code>/": CODE,
    "desk/records/<str:code>/describe/": CODE,
    "desk/records/<str:code>/draft/": CODE,
    "desk/records/<str:code>/code/": CODE,
    "desk/records/<str:code>/release/": CODE,
    "desk/records/<str:code>/withdraw/": CODE,
    "desk/records/<str:code>/history/": CODE,
    "desk/records/<str:code>/restore/<int:entry>/": CODE | {"entry": [1, 2, 3, 5, 8]},
    # interop
    "healthz": {},
    "robots.txt": {},
    "feeds/records.atom": {},
    "sitemap.xml": {},
    "sitemap-<section>.xml": {"section": ["records", "collections", "works"]},
    # desk: vetting
    "desk/vetting/": {"?stage": ["", "vetted"]},
    "desk/vetting/procedures/": {},
    "desk/vetting/procedures/<str:code>/<int:version>/": {"code": ["HD90-2021"], "version": [1]},
    "desk/vetting/submit/record/<str:code>/": CODE,
    "desk/vetting/rounds/<str:code>/": ROUND,
    "desk/vetting/rounds/<str:code>/opinion/": ROUND,
    "desk/vetting/rounds/<str:code>/council/": ROUND,
    "desk/vetting/rounds/<str:code>/replace/": ROUND,
    "desk/vetting/rounds/<str:code>/conclude/": ROUND,
    "desk/vetting/rounds/<str:code>/do/<slug:word>/": ROUND | {"word": ["return", "withdraw"]},
    "desk/deposits/": {},
    "desk/deposits/new/": {},
    "desk/deposits/<int:pk>/": {"pk": "deposits"},
    "desk/deposits/<int:pk>/files/": {"pk": "deposits"},
    "desk/deposits/<int:pk>/files/<int:file_pk>/thumbnail": {
        "pk": "deposits",
        "file_pk": "deposited_files",
    },
    "desk/deposits/<int:pk>/record/": {"pk": "deposits"},
    "desk/deposits/<int:pk>/resume/": {"pk": "deposits"},
    "desk/import/": {},
    "desk/import/template.<str:form>": {"form": ["csv"]},
    "desk/import/export.<str:form>": {"form": ["csv", "xlsx"]},
    "desk/import/<int:pk>/": {"pk": "sheets"},
    "desk/import/<int:pk>/state/": {"pk": "sheets"},
    "desk/import/<int:pk>/report.csv": {"pk": "sheets"},
    "desk/import/<int:pk>/run/": {"pk": "sheets"},
    "desk/import/<int:pk>/undo/": {"pk": "sheets"},
    "iiif/image/3/<str:image>": {"image": "images"},
    "iiif/image/3/<str:image>/info.json": {"image": "images"},
    "iiif/image/3/<str:image>/<str:region>/<str:size>/<str:rotation>/<str:name>": {
        "image": "images",
        "region": ["full"],
        "size": ["max"],
        "rotation": ["0"],
        "name": ["default.jpg"],
    },
    # accounts
    "accounts/sign-in/": {},
    "accounts/sign-out/": {},
}
