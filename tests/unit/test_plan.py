"""What is fetched: order, sizes, foreign files, tokens, bundles, advice."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest
from skybasket import Basket, FormatError, RetrievalError
from skybasket.archives.crds import reference_uri
from skybasket.archives.mast import BUNDLE_LIMIT
from skybasket.retrieval import METHODS, Options, form, method
from skybasket.retrieval.advice import obstacle, suggested
from skybasket.retrieval.bundle import uris
from skybasket.retrieval.listing import comments, listing, told_totals
from skybasket.retrieval.outline import Branch, outline
from skybasket.totals import Totals

from tests.unit.lists import answer, product

if TYPE_CHECKING:
    from skybasket.retrieval import Plan


def basket(*rows: dict[str, object]) -> Basket:
    found = Basket.open(answer(*rows))
    found.title = "Carina: NIRCam"
    found.select_all()
    return found


def test_layout_folder_and_order() -> None:
    found = basket(
        product(dataURI="mast:JWST/product/b.fits", productFilename="b.fits"),
        product(dataURI="mast:JWST/product/a.fits", productFilename="a.fits"),
        product(
            dataURI="mast:HST/product/c.fits",
            productFilename="c.fits",
            obs_collection="HST",
            obs_id="o/1",
        ),
    )
    plan = found.plan(date="2026-11-22")
    assert plan.folder == "Carina_-NIRCam-2026-11-22"
    assert [entry.path for entry in plan] == [
        "HST/o_1/c.fits",
        "JWST/jw01039-o004_t001_miri_ch3-long/a.fits",
        "JWST/jw01039-o004_t001_miri_ch3-long/b.fits",
    ]
    assert plan.count == 3
    assert found.script("links").splitlines()[0] == (
        "https://mast.stsci.edu/api/v0.1/Download/file?uri=mast:HST/product/c.fits"
    )


@pytest.mark.parametrize("place", ["https://example.org/x.fits", ""])
def test_no_script_finds_another_host_in_what_the_service_is_asked_for(
    place: str,
) -> None:
    address = f"https://mast.stsci.edu/api/v0.1/Download/file?uri={place}"
    row = product(dataURI=address, productFilename="x.fits", dataRights="RESTRICTED")
    plan = basket(row).plan(date="2026-11-22")
    [entry] = plan
    assert (entry.address, entry.needs_token) == (address, False)
    [line] = [
        line for line in "".join(listing(plan, plan)).splitlines() if line[1] == " "
    ]
    assert line.split("\t")[4] == address
    assert list(uris(plan, 0)) == [address]


def test_foreign_files_are_left_out_unless_ticked() -> None:
    found = basket(
        product(),
        product(dataURI="https://example.org/x.fits", productFilename="x.fits"),
        product(dataURI="javascript:alert(1)", productFilename="y.fits"),
        # One head, two hosts: each URI is judged by itself.
        product(dataURI="https://mast.stsci.edu", productFilename="mast.stsci.edu"),
        product(dataURI="https://example.net", productFilename="example.net"),
    )
    plan = found.plan()
    names = [found.catalog.filename(row) for row in plan.foreign]
    assert sorted(names) == ["example.net", "x.fits", "y.fits"]
    assert plan.count == len(list(plan)) == 2
    assert plan.totals.count == 2
    ticked = found.plan(Options(included=frozenset(plan.foreign)))
    assert ticked.count == len(list(ticked)) == 4
    assert "javascript" not in "".join(entry.address for entry in ticked)


def numbered(*sizes: int | None, **columns: object) -> list[dict[str, object]]:
    """Return public products of these sizes."""
    return [
        product(
            dataURI=f"mast:JWST/product/f{number}.fits",
            productFilename=f"f{number}.fits",
            size=size,
            **columns,
        )
        for number, size in enumerate(sizes)
    ]


def planned(*rows: dict[str, object]) -> Plan:
    return basket(*rows).plan(date="2026-11-22")


def test_an_unknown_method_or_form_names_those_that_exist() -> None:
    with pytest.raises(RetrievalError, match="curl, powershell, python"):
        basket(product()).script("telex")
    with pytest.raises(RetrievalError, match="csv, json, ecsv"):
        form(method("manifest"), "xls")


def test_a_level_below_zero_is_a_number_and_no_formula() -> None:
    table = basket(product(calib_level=-1)).script("manifest", form="csv")
    [row] = csv.DictReader(io.StringIO("".join(table)))
    assert row["level"] == "-1"


@pytest.mark.parametrize("jobs", [0, 17, -1])
def test_jobs_have_bounds(jobs: int) -> None:
    with pytest.raises(RetrievalError, match="1 to 16 files at a time"):
        Options(jobs=jobs)


@pytest.mark.parametrize("jobs", [1, 16])
def test_as_many_jobs_as_the_bounds_are_taken(jobs: int) -> None:
    assert Options(jobs=jobs).jobs == jobs


def test_rounded_sizes_are_counted() -> None:
    link = basket(*numbered(123_456, 234_567, 999)).share_link("https://example.org/")
    again = Basket.from_link(link)
    assert again.plan().totals == Totals(3, 123_000 + 235_000 + 999, 0, 2)


def test_a_cluster_is_suggested_for_many_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("skybasket.retrieval.advice._CLUSTER_FILES", 4)
    assert suggested(planned(*numbered(*[1] * 4)), "") == "slurm"
    assert suggested(planned(*numbered(*[1] * 3)), "") == "curl"


def test_sizes_and_time() -> None:
    plan = planned(*numbered(10**9, None, 250 * 10**6))
    assert plan.totals == Totals(3, 1_250_000_000, 1, 0)
    assert plan.seconds(100_000_000) == 100


def test_a_token_goes_to_the_archives_own_service_only() -> None:
    secret = {"dataRights": "EXCLUSIVE_ACCESS"}
    found = basket(
        product(productFilename="own.fits", dataURI="mast:own.fits", **secret),
        product(productFilename="public.fits", dataURI="mast:public.fits"),
        product(
            productFilename="other.fits",
            dataURI="https://archive.stsci.edu/other.fits",
            **secret,
        ),
        product(
            productFilename="far.fits",
            dataURI="https://example.org/far.fits",
            **secret,
        ),
    )
    plan = found.plan(Options(included=frozenset(found.plan().foreign)))
    assert plan.count == 4
    names = {entry.uri: entry.needs_token for entry in plan}
    assert [uri for uri, needs in names.items() if needs] == ["mast:own.fits"]
    assert [entry.uri for entry in plan.left_out] == ["mast:own.fits"]
    assert plan.public_totals.count == len(list(plan.public)) == 3


def test_checksums_come_from_the_list() -> None:
    digits = "ab" * 20
    [entry] = planned(product(sha1=digits.upper()))
    assert entry.checksum == f"sha1:{digits}"
    with pytest.raises(FormatError) as refusal:
        basket(product(md5="not one"))
    assert "column md5: 'not one' is not a checksum" in refusal.value.where[0]


def test_bundles_stay_below_the_limit() -> None:
    part = BUNDLE_LIMIT // 2
    rows = numbered(part, part, 1, None, BUNDLE_LIMIT + 1, part)
    bundles = planned(*rows).bundles
    assert [bundle.totals for bundle in bundles] == [
        Totals(2, 2 * part, 0, 0),
        Totals(2, 1, 1, 0),
        Totals(1, BUNDLE_LIMIT + 1, 0, 0),
        Totals(1, part, 0, 0),
    ]
    assert [(bundle.start, bundle.stop) for bundle in bundles] == [
        (0, 2),
        (2, 4),
        (4, 5),
        (5, 6),
    ]


def test_bundles_hold_public_files_of_the_archive_only() -> None:
    plan = planned(
        product(dataURI="mast:a", dataRights="RESTRICTED"),
        product(dataURI="https://example.org/x.fits", productFilename="x.fits"),
    )
    assert plan.bundles == []
    assert obstacle(plan, method("bundle")) == "not_packed"
    uri = reference_uri("jwst", "jwst_miri_dark_0031.fits")
    plan = planned(product(dataURI="mast:b"), product(dataURI=uri))
    assert (plan.count, plan.foreign, len(plan.not_packed)) == (2, [], 1)
    assert [bundle.totals.count for bundle in plan.bundles] == [1]
    assert list(uris(plan, 0)) == ["mast:b"]


def test_what_cannot_work_says_why() -> None:
    foreign = planned(product(dataURI="https://example.org/x.fits"))
    assert {obstacle(foreign, each) for each in METHODS.values()} == {"nothing"}
    secret = planned(product(dataRights="EXCLUSIVE_ACCESS"))
    able = [name for name, each in METHODS.items() if not obstacle(secret, each)]
    assert able == ["curl", "powershell", "python", "astroquery", "slurm", "manifest"]
    assert obstacle(secret, method("links")) == "not_public"
    assert obstacle(secret, method("manifest"), "checksums") == "no_checksums"


@pytest.mark.parametrize(
    ("sizes", "platform", "name"),
    [
        ([1000], "Win32", "links"),
        ([1000, 3 * 10**9], "macOS", "curl"),
        ([1000] * 2, "Win32", "links"),
        ([10**9] * 2, "macOS", "links"),
        ([10**9, 10**9 + 1], "macOS", "curl"),
        ([2 * 10**12 - 1], "macOS", "curl"),
        ([1000] * 3, "Linux x86_64", "curl"),
        ([1000] * 3, "Windows", "powershell"),
        ([1000] * 3, "", "curl"),
        ([2 * 10**12], "Windows", "slurm"),
    ],
)
def test_a_method_is_suggested(sizes: list[int], platform: str, name: str) -> None:
    assert suggested(planned(*numbered(*sizes)), platform) == name


def test_a_file_that_is_not_public_is_never_suggested_as_a_link() -> None:
    assert suggested(planned(product(dataRights="EXCLUSIVE_ACCESS")), "") == "curl"


def test_the_outline_shows_the_folder_and_counts_the_rest() -> None:
    plan = planned(
        *numbered(*[10] * 5),
        product(
            dataURI="mast:x",
            productFilename="x.fits",
            obs_collection="HST",
            obs_id="o",
            size=7,
        ),
    )
    observation = "jw01039-o004_t001_miri_ch3-long/"
    assert outline(plan, 3, 100) == [
        Branch(0, "HST/", 1, 7),
        Branch(1, "o/", 1, 7),
        Branch(2, "x.fits", 0, 7),
        Branch(0, "JWST/", 5, 50),
        Branch(1, observation, 5, 50),
        *(Branch(2, f"f{number}.fits", 0, 10) for number in range(3)),
        Branch(2, "", 2, 0),
    ]
    assert outline(plan, 12, 2)[-1] == Branch(0, "", 1, 0)


@pytest.mark.parametrize(
    ("totals", "told"),
    [
        (Totals(1, 5, 0, 0), "1 file, 5 bytes"),
        (Totals(1, 0, 1, 0), "1 file of unknown size"),
        (Totals(2000, 0, 2000, 0), "2,000 files of unknown size"),
        (Totals(3, 4321, 1, 0), "3 files, 4,321 bytes and 1 of unknown size"),
        (Totals(2, 9000, 0, 1), "2 files, about 9,000 bytes"),
    ],
)
def test_what_is_fetched_is_told_in_words(totals: Totals, told: str) -> None:
    assert told_totals(totals) == told


def test_the_list_of_a_script_tells_how_long_it_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("skybasket.retrieval.listing._TOGETHER", 2)
    plan = planned(*numbered(*[1] * 5))
    lines = "".join(listing(plan, plan, jobs=4)).splitlines()
    assert lines[-2:] == ["#! files\t5", "#__SKYBASKET_END__"]
    assert sum(line.startswith("# ") for line in lines) == 5


def test_a_comment_stays_one() -> None:
    lines = ["a\nb", "c\u2028d\x00", "", "e  "]
    assert comments(lines) == "# a b\n# c d\n#\n# e\n"
    assert comments(["a\rb"], mark="REM ") == "REM a b\n"


@pytest.mark.parametrize("part", [-1, 2])
def test_there_are_as_many_bundles_as_are_told(part: int) -> None:
    plan = planned(*numbered(BUNDLE_LIMIT, 1))
    assert [list(uris(plan, number)) for number in range(len(plan.bundles))] == [
        ["mast:JWST/product/f0.fits"],
        ["mast:JWST/product/f1.fits"],
    ]
    with pytest.raises(RetrievalError, match=f"no bundle {part + 1}; there are 2"):
        uris(plan, part)


def test_a_path_that_aria2_would_change_is_named_and_left_out() -> None:
    found = basket(product(), product(dataURI="mast:b", productFilename="${HOME}.fits"))
    text = found.script("aria2")
    [line] = [line for line in text.splitlines() if "${HOME}" in line]
    assert line.startswith("# Not fetched, as aria2 would rename it: ")
    assert text.count("\n out=") == 1


def test_the_list_of_a_script_holds_all_that_it_needs() -> None:
    plan = planned(
        product(dataURI="mast:JWST/product/a b&c.fits", productFilename="a.fits"),
        product(
            dataURI="mast:JWST/product/s.fits",
            productFilename="s.fits",
            dataRights="EXCLUSIVE_ACCESS",
            size=None,
            md5="0" * 32,
        ),
    )
    folder = "JWST/jw01039-o004_t001_miri_ch3-long"
    assert "".join(listing(plan, plan, jobs=4)).splitlines() == [
        "#__SKYBASKET_LIST__",
        "#! version\t1",
        "#! title\tCarina: NIRCam",
        "#! folder\tCarina_-NIRCam-2026-11-22",
        "#! service\thttps://mast.stsci.edu/api/v0.1/Download/file?uri=",
        "#! jobs\t4",
        f"# 370405440\t-\t-\t{folder}/a.fits\tmast:JWST/product/a%20b%26c.fits",
        f"# -\tmd5:{'0' * 32}\tt\t{folder}/s.fits\tmast:JWST/product/s.fits",
        "#! files\t2",
        "#__SKYBASKET_END__",
    ]
