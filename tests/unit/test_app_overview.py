"""The charts of the filters pane: sizes on a scale, and categories by bytes."""

from __future__ import annotations

from itertools import pairwise

import pytest
from skybasket import Basket, Filters
from skybasket.app.languages import LANGUAGES
from skybasket.app.overview_views import Overview
from skybasket.app.words import speaking

from tests.unit.lists import answer, product
from tests.unit.page import SAMPLE, Page


def test_bars_count_what_all_other_filters_show() -> None:
    basket = Basket.open(SAMPLE)
    basket.filters = Filters(mission="HST", size=">=20 MB")
    overview = Overview()
    chart = overview.view(basket)["sizes"]
    files = [file for file in basket.files if file.mission == "HST"]
    edges = basket.index.size_bins.edges
    expected = [
        sum(low <= (file.size or 0) < high for file in files)
        for low, high in pairwise(edges)
    ]
    assert sum(expected) == len([file for file in files if file.size])
    said = [int(bar["label"].split(": ")[1].split()[0]) for bar in chart["bars"]]
    assert said == expected
    assert max(bar["height"] for bar in chart["bars"]) == 1
    on = [low for low, bar in zip(edges, chart["bars"], strict=False) if bar["on"]]
    assert on[0] == 20_000_000
    basket.filters = Filters(mission="HST", size="..1 MB")
    again = overview.view(basket)["sizes"]
    assert [bar["label"] for bar in again["bars"]] == [
        bar["label"] for bar in chart["bars"]
    ]


def test_files_that_left_have_no_bars() -> None:
    basket = Basket.open(SAMPLE)
    overview = Overview()
    whole = overview.view(basket)["sizes"]["bars"]
    basket.filters = Filters(size=">=1 GB")
    basket.select_all()
    basket.remove_selected()
    basket.filters = Filters()
    left = overview.view(basket)["sizes"]["bars"]
    assert len(left) < len(whole)
    assert left[-1]["height"] > 0
    basket.undo()
    basket.undo()
    basket.filters = Filters()
    assert overview.view(basket)["sizes"]["bars"] == whole


def test_the_thumbs_say_where_the_range_ends(page: Page) -> None:
    page.view("filter_recommended", on=False)
    chart = page.view("overview")["sizes"]
    stops = chart["stops"]
    assert chart["from"]["text"] == stops[0]["from"] == "from the smallest"
    assert chart["to"]["text"] == stops[-1]["to"] == "to the largest"
    assert (chart["from"]["place"], chart["to"]["place"]) == (0, len(stops) - 1)
    place = next(n for n, stop in enumerate(stops) if stop["from"] == "from 1 MB")
    ends = {"from": stops[place], "to": stops[-1]}
    page.view("filter_size", **ends)
    moved = page.view("overview")["sizes"]
    assert (moved["from"]["place"], moved["from"]["text"]) == (place, "from 1 MB")
    assert moved["to"] == chart["to"]
    typed = {"from": {"number": "1.1", "unit": "MB"}, "to": stops[-1]}
    page.view("filter_size", **typed)
    near = page.view("overview")["sizes"]["from"]
    assert (near["place"], near["text"]) == (place, "from 1.1 MB")
    page.view(
        "filter_size", **{"from": {"number": "900", "unit": "GB"}, "to": stops[0]}
    )
    far = page.view("overview")["sizes"]["from"]
    assert (far["place"], far["text"]) == (len(stops) - 1, "from 900 GB")


def test_shares_add_up_and_leave_unknown_sizes_out() -> None:
    page = Page()
    page.open(
        answer(
            product(size=7_800_000),
            product(dataURI="mast:b", productType="PREVIEW", size=2_190_000),
            product(dataURI="mast:c", productType="INFO", size=10_000),
            product(dataURI="mast:d", productType="INFO", size=None),
        )
    )
    shares = page.view("overview")["shares"]
    assert [(part["label"], part["text"]) for part in shares["parts"]] == [
        ("Science", "7.8 MB · 78%"),
        ("Preview", "2.2 MB · 22%"),
        ("Info", "10.0 kB · <1%"),
    ]
    assert sum(part["share"] for part in shares["parts"]) == 1
    assert shares["note"] == "1 file of unknown size is left out"
    assert len({part["pattern"] for part in shares["parts"]}) == 3


@pytest.mark.parametrize(
    ("sizes", "texts"),
    [
        ((5, 0), ["100%"]),
        ((500, 500), ["50%", "50%"]),
        ((990, 10), ["99%", "1%"]),
        ((99_999, 1), [">99%", "<1%"]),
    ],
)
def test_only_all_is_100_percent_and_only_nothing_is_0(
    sizes: tuple[int, int], texts: list[str]
) -> None:
    science, preview = sizes
    basket = Basket()
    basket.add(
        answer(
            product(size=science),
            product(dataURI="mast:b", productType="PREVIEW", size=preview),
        )
    )

    def said() -> list[str]:
        parts = Overview().view(basket)["shares"]["parts"]
        return [part["text"].partition(" · ")[2] for part in parts]

    assert said() == texts
    with speaking(LANGUAGES["es"]):
        assert said() == [text.replace("%", "\N{NO-BREAK SPACE}%") for text in texts]


def test_the_sizes_in_spanish() -> None:
    with speaking(LANGUAGES["es"]):
        chart = Overview().view(Basket.open(SAMPLE))["sizes"]
    assert chart["from"]["text"] == "desde el más pequeño"
    assert " a " in chart["label"].partition("; lo más frecuente: de ")[2]


def test_without_sizes_there_are_no_charts() -> None:
    page = Page()
    assert page.view("overview") == {"sizes": None, "shares": None}
    page.open(answer(product(size=None)))
    assert page.view("overview") == {"sizes": None, "shares": None}
