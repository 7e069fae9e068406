"""Components as templates use them."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from types import SimpleNamespace

from django import forms
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from archive.catalogue.models import VettingStatus
from archive.ui.meanings import SEAL_ICONS, SEAL_MEANINGS
from archive.ui.paging import page_of


def _render(source: str, **values: object) -> str:
    return Template("{% load i18n ui %}" + source).render(Context(values))


def test_every_seal_has_an_icon_and_a_meaning() -> None:
    assert set(SEAL_ICONS) == set(SEAL_MEANINGS) == set(VettingStatus)


def test_a_seal_speaks_without_its_colour() -> None:
    with translation.override("vi"):
        assert "Đã thẩm định" in _render("{% seal 'vetted' %}")
        assert "không phải là thẩm định một công trình" in _render("{% seal 'vetted' True %}")


def test_a_date_is_shown_as_written() -> None:
    one, other = dt.date(1954, 7, 20), dt.date(1954, 12, 31)
    shown = _render("{% written_date '20-7-1954' a a %}", a=one)
    assert 'datetime="1954-07-20">20-7-1954<' in shown
    assert "datetime" not in _render("{% written_date 'cuối 1954' a b %}", a=one, b=other)
    assert _render("{% written_date '' %}") == ""


def test_what_is_written_cannot_become_markup() -> None:
    assert "&lt;b&gt;" in _render("{% written_date x %}", x="<b>")


def test_timecode() -> None:
    assert 'datetime="PT3723S">1:02:03<' in _render("{% timecode 3723500 %}")


def test_demonstration_mark_only_on_demonstration_data() -> None:
    assert "demo-mark" in _render("{% demo_mark x %}", x=SimpleNamespace(is_demonstration=True))
    assert _render("{% demo_mark x %}", x=SimpleNamespace(is_demonstration=False)) == ""


def test_pagination_keeps_the_question() -> None:
    request = RequestFactory().get("/records/?q=nhân+chứng&page=2")
    page = page_of(request, list(range(100)), per_page=10)
    shown = _render("{% pagination page %}", page=page, request=request)
    assert 'href="?q=nh%C3%A2n+ch%E1%BB%A9ng&amp;page=3"' in shown
    assert 'href="?q=nh%C3%A2n+ch%E1%BB%A9ng"' in shown
    assert 'aria-current="page">2<' in shown


def test_a_page_too_far_is_the_last() -> None:
    request = RequestFactory().get("/records/?page=999")
    assert page_of(request, list(range(30)), per_page=10).number == 3


class _Form(forms.Form):
    title = forms.CharField(label="Tên tư liệu", help_text="Như ghi trên tài liệu")
    agreed = forms.BooleanField(label="Đồng ý")


def test_a_field_ties_label_hint_and_error_to_its_control() -> None:
    shown = str(_Form({}))
    assert 'aria-invalid="true"' in shown
    assert 'aria-describedby="id_title_helptext id_title_error"' in shown
    assert 'id="id_title_error"' in shown
    assert '<label for="id_title">' in shown
    assert shown.index('name="agreed"') < shown.rindex("Đồng ý")
    assert '<a href="#id_title">Tên tư liệu</a>: Cần điền hoặc chọn mục này.' in shown, (
        "a way to each"
    )


def test_every_icon_a_template_names_is_drawn() -> None:
    root = Path(__file__).parents[2]
    drawn = set(re.findall(r'id="([^"]+)"', (root / "archive/ui/static/ui/icons.svg").read_text()))
    named = {
        (name, path.name)
        for path in (root / "templates").rglob("*.html")
        for name in re.findall(r'{% icon "([^"]+)"', path.read_text())
    }
    assert {each for each in named if each[0] not in drawn} == set()
