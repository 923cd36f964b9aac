"""Every operation of a basket against the naive one, after any sequence of steps."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)
from skybasket import (
    Basket,
    Filters,
    compaction,
    drawn,
    facets,
    gathering,
    holdings,
    keeping,
    linking,
    remembered,
)
from skybasket.catalog import ProductRows
from skybasket.filters import CHOOSABLE_FACETS
from skybasket.formats.sections import MARK
from skybasket.stepwise import finished

from tests.property.naive import File, NaiveBasket, facets_of

pytestmark = pytest.mark.property

#: So few that folders of most baskets here start closed.
FEW = 4
MISSIONS = ("HST", "JWST", "", "TESS")
STEMS = ("jw01_nrca1", "jw01_nrcb2", "x", "a-b", "Z14z", "", "tess-s_1", "é")
SUFFIXES = ("_cal.fits", "_i2d.fits", ".FITS.gz", "_i2d.jpg", "", ".txt", "_cat.ecsv")
VALUES = {
    "category": ("SCIENCE", "PREVIEW", "AUXILIARY"),
    "group": ("I2D", "CAL", "i2d", ""),
    "level": ("2", "3", "-1", ""),
    "recommended": ("yes", "no", "unknown"),
    "proposal": ("1039", "2731", ""),
    "bandpass": ("F090W", "CLEAR;F200W"),
    "kind": ("science",),
    "batch": ("available", "unavailable"),
    "access": ("PUBLIC", "EXCLUSIVE_ACCESS"),
}


@st.composite
def product_files(draw: st.DrawFn) -> File:
    filename = draw(st.sampled_from(STEMS)) + draw(st.sampled_from(SUFFIXES))
    filename = filename or "unnamed"
    mission = draw(st.sampled_from(MISSIONS))
    observation_id = draw(st.sampled_from(("o1", "o2", "o3/x", "")))
    head = draw(st.sampled_from(("mast:", "mast:X/product/", "https://h/?")))
    tail = draw(st.sampled_from(("", "", "#1")))
    given = {name: draw(st.sampled_from(values)) for name, values in VALUES.items()}
    return File(
        uri=head + filename + tail,
        filename=filename,
        observation_id=observation_id,
        size=draw(st.sampled_from((0, 1, 999, 1000, 4_000_000_000))),
        facets=facets_of(filename, mission=mission, **given),
    )


def rows_of(files: list[File]) -> ProductRows:
    names = [name for name in CHOOSABLE_FACETS if name != "extension"]
    text = {
        name: [file.facets[name] for file in files] for name in (*names, "recommended")
    }
    return ProductRows(
        uris=[file.uri for file in files],
        filenames=[file.filename for file in files],
        text=text | {"observation_id": [file.observation_id for file in files]},
        sizes=[file.size for file in files],
    )


@st.composite
def name_filters(draw: st.DrawFn) -> str:
    """Parts of real names, across the seam too, with some characters made wild."""
    if draw(st.booleans()):
        return ""
    name = draw(st.sampled_from(STEMS)) + draw(st.sampled_from(SUFFIXES))
    start = draw(st.integers(0, len(name)))
    part = name[start : draw(st.integers(start, len(name)))]
    if draw(st.booleans()):
        part = part.upper()
    for wild in draw(st.lists(st.sampled_from("*?"), max_size=3)):
        place = draw(st.integers(0, len(part)))
        kept = part[place + draw(st.integers(0, 2)) :]
        part = part[:place] + wild + kept
    return part


sizes = st.sampled_from(
    ("", "", "", "", "999..1000", ">=1000", "<1 kB", "..1", ">5 GB")
)


@st.composite
def filter_choices(draw: st.DrawFn) -> Filters:
    chosen: dict[str, Any] = {
        facet: draw(
            st.sets(
                st.builds(
                    str.__add__,
                    st.sampled_from(("", "!")),
                    st.sampled_from(values),
                ),
                max_size=2,
            )
        )
        for facet, values in (
            *VALUES.items(),
            ("mission", MISSIONS),
            ("extension", (".fits", ".fits.gz", ".jpg", "")),
        )
        if facet != "recommended" and draw(st.integers(0, 4)) == 0
    }
    return Filters(
        recommended=draw(st.booleans()),
        name=draw(name_filters()),
        size=draw(sizes),
        **chosen,
    )


class BasketMachine(RuleBasedStateMachine):
    """Does the same to both baskets and compares all that can be seen."""

    def __init__(self) -> None:
        super().__init__()
        self.limits = gathering.FEW, holdings.GROWS, remembered.FEW
        self.least, compaction.LEAST = compaction.LEAST, 0
        self.patch = pytest.MonkeyPatch()
        gathering.FEW = FEW
        self.basket = Basket()
        self.naive = NaiveBasket()
        #: What a browser keeps of the products, and how far.
        self.kept: list[bytes] = []
        self.mark = keeping.NOTHING
        #: How many ranges were chosen: each has a name of its own.
        self.ranges = 0

    def teardown(self) -> None:
        gathering.FEW, holdings.GROWS, remembered.FEW = self.limits
        compaction.LEAST = self.least
        self.patch.undo()

    @initialize(
        files=st.lists(product_files(), min_size=1, max_size=40),
        few=st.sampled_from((-1, 0, 3, remembered.FEW)),
        is_varied=st.booleans(),
    )
    def begin(self, files: list[File], few: int, *, is_varied: bool) -> None:
        """Begin with some files; so few others are looked at one by one.

        :param is_varied: whether two values of a facet count as many already.
        """
        remembered.FEW = few
        if is_varied:
            for name, most in (("READY", 1), ("_KEPT", 2), ("_UNIONS", 1)):
                self.patch.setattr(facets, name, most)
        self.add(files, grows=False)

    @rule(files=st.lists(product_files(), min_size=1, max_size=12), grows=st.booleans())
    def add(self, files: list[File], *, grows: bool) -> None:
        """Add files; the tree grows, or is made anew."""
        holdings.GROWS = 0 if grows else 1_000_000
        self.basket.add_rows([rows_of(files)])
        self.naive.add(files, FEW)

    @rule(filters=filter_choices())
    def filter(self, filters: Filters) -> None:
        self.basket.adjust(Filters())
        self.basket.filters = filters
        self.naive.filters = Filters()
        self.naive.go(self.naive.state, filters)

    @rule(on=st.booleans())
    def choose_shown(self, on: bool) -> None:
        self.basket.choose(self.basket.answer.shown, on=on)
        self.naive.choose(self.naive.shown(), on=on)

    @precondition(lambda self: len(self.basket.visible) > 0)
    @rule(data=st.data(), on=st.booleans())
    def choose_row(self, data: st.DataObject, on: bool) -> None:
        place = data.draw(st.integers(0, len(self.basket.visible) - 1))
        [position] = self.basket.visible.window(place, place + 1)
        path = self.naive.rows()[place]
        self.basket.choose(self.basket.below(position), on=on)
        if len(path) == 3:
            uri = self.basket.catalog.uri(self.basket.tree.row_at[position])
            chosen = [file for file in self.naive.shown() if file.uri == uri]
        else:
            chosen = [
                file for file in self.naive.shown() if file.folder[: len(path)] == path
            ]
        self.naive.choose(chosen, on=on)

    @precondition(lambda self: len(self.basket.visible) > 0)
    @rule(data=st.data(), on=st.booleans())
    def choose_range(self, data: st.DataObject, on: bool) -> None:
        """Choose a range of rows that grows and shrinks: one step."""
        self.ranges += 1
        places = st.integers(0, len(self.basket.visible) - 1)
        start = data.draw(places)
        taken = False
        for stop in data.draw(st.lists(places, min_size=1, max_size=3)):
            files = drawn.between(self.basket, self.at(start), self.at(stop))
            self.basket.choose(files, on=on, run=f"range {self.ranges}")
            if taken:
                self.naive.withdraw()
            before = self.naive.state
            self.naive.choose(self.naive.between(*sorted((start, stop))), on=on)
            taken = self.naive.state != before

    def at(self, place: int) -> int:
        """Return the position of a row."""
        [position] = self.basket.visible.window(place, place + 1)
        return position

    @precondition(lambda self: len(self.basket.visible) > 0)
    @rule(data=st.data())
    def find_a_name(self, data: st.DataObject) -> None:
        rows = self.naive.rows()
        name = data.draw(st.sampled_from(rows))[-1]
        text = name[: data.draw(st.integers(1, 5))]
        place = data.draw(st.integers(0, len(rows) - 1))
        if text:
            found = drawn.named(self.basket, text.swapcase(), self.at(place) + 1)
            expected = next(
                number % len(rows)
                for number in range(place + 1, place + 1 + len(rows))
                if rows[number % len(rows)][-1].casefold().startswith(text.casefold())
            )
            assert found == self.at(expected)

    @precondition(lambda self: len(self.basket.visible) > 0)
    @rule(data=st.data(), on=st.booleans())
    def expand_more(self, data: st.DataObject, on: bool) -> None:
        """Open or close what is below a mission, or open what is beside a folder."""
        place = data.draw(st.integers(0, len(self.basket.visible) - 1))
        path = self.naive.rows()[place]
        folders = {file.folder for file in self.naive.known}
        within = {folder for folder in folders if folder[0] == path[0]}
        if len(path) == 2:
            self.basket.expand_beside(self.at(place))
            self.naive.open_observations = self.naive.open_observations | within
        elif len(path) == 1 and on:
            self.basket.expand_beside(self.at(place))
            self.naive.open_missions = {mission for mission, _ in folders}
        elif len(path) == 1:
            self.basket.expand_below(self.at(place), on=on)
            self.naive.open_observations = self.naive.open_observations - within

    @precondition(lambda self: len(self.basket.visible) > 0)
    @rule(data=st.data(), on=st.booleans())
    def expand_row(self, data: st.DataObject, on: bool) -> None:
        place = data.draw(st.integers(0, len(self.basket.visible) - 1))
        [position] = self.basket.visible.window(place, place + 1)
        path = self.naive.rows()[place]
        if len(path) == 3:
            return
        self.basket.expand(position, on=on)
        if len(path) == 1:
            (self.naive.open_missions.add if on else self.naive.open_missions.discard)(
                path[0]
            )
        else:
            folder = path[0], path[1]
            opened = self.naive.open_observations
            (opened.add if on else opened.discard)(folder)

    @rule(on=st.booleans())
    def expand_all(self, on: bool) -> None:
        self.basket.expand_all(on=on)
        folders = {file.folder for file in self.naive.known}
        self.naive.open_missions = {mission for mission, _ in folders}
        self.naive.open_observations = folders if on else set()

    @rule()
    def remove_selected(self) -> None:
        self.basket.remove_selected()
        self.naive.remove(self.naive.state.selected)

    @rule()
    def remove_all(self) -> None:
        self.basket.remove_all()
        self.naive.remove(self.naive.state.present)

    @rule()
    def undo(self) -> None:
        self.basket.undo()
        self.naive.undo()

    @rule()
    def redo(self) -> None:
        self.basket.redo()
        self.naive.redo()

    @rule(parts=st.integers(1, 8))
    def prepare(self, parts: int) -> None:
        """Do some or all of what the page has done while it is idle."""
        for _ in range(parts):
            self.basket.index.prepare()

    @rule()
    def keep(self) -> None:
        until = keeping.mark(self.basket.catalog)
        self.kept.append(keeping.products(self.basket.catalog, self.mark, until))
        self.mark = until

    @rule()
    def load_again(self) -> None:
        self.keep()
        content = b"".join((MARK, *self.kept, keeping.state(self.basket)))
        self.basket = Basket()
        assert not keeping.restore(self.basket, content)
        assert keeping.mark(self.basket.catalog) == self.mark
        self.naive.past, self.naive.future = [], []

    @rule()
    def save_and_open(self) -> None:
        self.basket = Basket.open(self.basket.to_bytes())
        self.kept, self.mark = [], keeping.NOTHING
        self.naive.past, self.naive.future = [], []
        self.naive.forget_removed()

    @rule()
    def compact(self) -> None:
        wasteful = compaction.is_wasteful(self.basket)
        here, rows = len(self.naive.files()), len(self.basket.catalog)
        assert wasteful == (0 < here < rows * 3 / 4)
        self.basket = finished(compaction.compacting(self.basket))
        assert not compaction.is_wasteful(self.basket)
        self.kept, self.mark = [], keeping.NOTHING
        self.naive.past, self.naive.future = [], []
        self.naive.forget_removed()

    @invariant()
    def files_are_the_same(self) -> None:
        for fileset, expected in (
            (self.basket.files, self.naive.files()),
            (self.basket.shown, self.naive.shown()),
            (self.basket.selected, self.naive.files(self.naive.state.selected)),
        ):
            assert [product.uri for product in fileset] == [f.uri for f in expected]
            assert fileset.count == len(expected)
            assert fileset.bytes == sum(file.size for file in expected)
            assert fileset.unknown == sum(not file.size for file in expected)

    @rule()
    def link(self) -> None:
        """A link of everything brings the same files, chosen as they are."""
        if not self.naive.state.present:
            return
        text = linking.files_text(self.basket, everything=True, details=True)
        other = Basket.from_link(linking.address("https://page/", text))
        assert {file.uri for file in other.files} == {
            file.uri for file in self.naive.files()
        }

    @invariant()
    def counts_are_the_same(self) -> None:
        for facet, counts in self.basket.facets().items():
            assert counts == self.naive.counts(facet), facet

    @invariant()
    def rows_are_the_same(self) -> None:
        basket, tree, catalog = self.basket, self.basket.tree, self.basket.catalog
        rows: list[tuple[str, ...]] = []
        for position in basket.visible.window(0, len(basket.visible)):
            assert basket.visible.index(position) == len(rows)
            assert drawn.nearest(basket, position) == len(rows)
            mission = tree.mission_names[tree.mission_at(position)]
            if tree.is_file(position):
                row = tree.row_at[position]
                folder = catalog.observations[catalog.observation_of[row]]
                rows.append((*folder, catalog.filename(row)))
            elif tree.is_mission(position):
                rows.append((mission,))
            else:
                number = tree.observation_numbers[tree.observation_at(position)]
                rows.append(catalog.observations[number])
        assert rows == self.naive.rows()


TestBasket = BasketMachine.TestCase
TestBasket.settings = settings(
    max_examples=100, stateful_step_count=30, deadline=None, derandomize=True
)
