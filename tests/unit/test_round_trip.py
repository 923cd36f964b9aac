"""Whatever a plan is written as, it is read back to the same files.

Some texts say less than the plan has, by their nature:

* ``links`` and ``bundle`` hold no files that need a token, and a bundle none that lie
  elsewhere; a plain list cannot tell a blank in a URI from the end of it;
* ``cloud`` has keys of the bucket, which do not tell Kepler's URIs, and comments;
* ``manifest`` as ``checksums`` names paths: only names that prove their URI lead back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from skybasket.archives.mast import Mast
from skybasket.archives.mast_columns import ProductReader
from skybasket.catalog import Catalog, ProductRows
from skybasket.formats import csv, ecsv, votable
from skybasket.retrieval import METHODS, Options, Plan

from tests.unit.readers import READERS, Reader

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from skybasket.formats.contents import Refused

#: Readers of tables, which are asked in this order: ECSV is CSV behind comments.
TABLES: Final[dict[str, Reader]] = {"ecsv": ecsv, "votable": votable, "csv": csv}
FORMS: Final = [
    (method.name, form) for method in METHODS.values() for form in method.forms
]
#: Forms that write down how large files are, and what their checksum is.
SIZED: Final = {
    *((name, "script") for name in ("curl", "powershell", "python", "wget")),
    *(("slurm", form) for form in getattr(METHODS.get("slurm"), "forms", ())),
    *(("manifest", form) for form in ("csv", "json", "ecsv", "votable")),
}
SUMMED: Final = SIZED | {("aria2", "input"), ("manifest", "checksums")}

SHA1: Final = "sha1:" + "0a" * 20
MD5: Final = "md5:" + "3b" * 16


class File(NamedTuple):
    """A file of the varied basket."""

    uri: str
    filename: str
    mission: str = "HST"
    observation: str = "observation"
    size: int = 2000
    checksum: str = ""
    access: str = "PUBLIC"
    is_rounded: bool = False

    @property
    def needs_token(self) -> bool:
        return self.access != "PUBLIC" and self.uri.startswith("mast:")

    @property
    def is_foreign(self) -> bool:
        return self.uri.startswith("https://example")


def product(mission: str, filename: str, observation: str, **told: Any) -> File:  # noqa: ANN401
    return File(
        f"mast:{mission}/product/{filename}", filename, mission, observation, **told
    )


KEPLER: Final = File(
    "mast:KEPLER/url/missions/kepler/lightcurves/0046/004644604"
    "/kplr004644604-2009131105131_llc.fits",
    "kplr004644604-2009131105131_llc.fits",
    "Kepler",
    "kplr004644604_lc",
)
MOSAIC: Final = product(
    "JWST",
    "jw01345-o001_t021_nircam_clear-f200w_i2d.fits",
    "jw01345-o001_t021_nircam_clear-f200w",
    size=0,
)
BASKET: Final = [
    product("HST", "u9o40504m_drz.fits", "U9O40504M", size=27227520, checksum=SHA1),
    product(
        "HST",
        "jbtaa0010_asn.fits",
        "JBTAA0010",
        access="EXCLUSIVE_ACCESS",
        checksum=MD5,
    ),
    product(
        "JWST",
        "jw01345001001_10201_00001_nrca2_cal.fits",
        "jw01345001001_10201_00001_nrca2",
        size=5_000_000_000,
        is_rounded=True,
    ),
    MOSAIC,
    product(
        "TESS",
        "tess2019226182529-s0015-0000000142848794-0151-s_lc.fits",
        "tess2019226182529-s0015-0000000142848794-0151-s",
        checksum="sha256:" + "7c" * 32,
    ),
    KEPLER,
    File(
        "mast:HLA/url/cgi-bin/getdata.cgi?dataset=hst_1_drz.fits&a=b;c=%20",
        "hst_1_drz.fits",
        "HLA",
        "hst_1",
    ),
    File(
        "https://irsa.ipac.caltech.edu/data/SPITZER/SHA/archive/SPITZER_I1_3_maic.fits",
        "SPITZER_I1_3_maic.fits",
        "SPITZER_SHA",
        "000002622B00",
    ),
    File("https://archive.stsci.edu/pub/readme.txt", "readme.txt", "HST", "other"),
    File("https://example.org/cube.fits?v=1#top", "cube.fits", "", ""),
]


def planned(files: Sequence[File], **options: Any) -> Plan:  # noqa: ANN401
    catalog = Catalog()
    rows = catalog.append(
        ProductRows(
            uris=[file.uri for file in files],
            filenames=[file.filename for file in files],
            text={
                "mission": [file.mission for file in files],
                "observation_id": [file.observation for file in files],
                "checksum": [file.checksum for file in files],
                "access": [file.access for file in files],
                "recommended": ["yes"] * len(files),
                "kind": ["science"] * len(files),
            },
            sizes=[file.size for file in files],
            inexact=frozenset(
                place for place, file in enumerate(files) if file.is_rounded
            ),
        ),
        lambda _row: False,
    )
    return Plan(
        title="Deep field",
        date="2026-11-22",
        catalog=catalog,
        archive=Mast(),
        chosen=rows,
        options=Options(included=frozenset(rows), **options),
    )


class Back(NamedTuple):
    """What was read of a text."""

    files: dict[str, File]
    refused: list[Refused]


def written(plan: Plan, method: str, form: str) -> bytes:
    return "".join(METHODS[method].forms[form].pieces(plan)).encode()


def read_back(content: bytes) -> Back:
    start = content[:65_536]
    tables = [name for name, reader in TABLES.items() if reader.looks_like(start)]
    lists = [name for name, reader in READERS.items() if reader.looks_like(start)]
    assert (tables and not lists) or (len(lists) == 1 and not tables)
    reader = READERS[lists[0]] if lists else TABLES[tables[0]]
    refused: list[Refused] = []
    products = ProductReader()
    for table in reader.read(content, refused):
        products.take(table)
    batches, more = products.finish()
    files: dict[str, File] = {}
    for batch in batches:
        nothing = [""] * len(batch)
        for place, uri in enumerate(batch.uris):
            assert uri not in files
            files[uri] = File(
                uri,
                batch.filenames[place],
                size=batch.sizes[place],
                checksum=batch.text.get("checksum", nothing)[place],
                access=batch.text.get("access", nothing)[place],
                is_rounded=place in batch.inexact,
            )
    return Back(files, refused + more)


def expected(files: Sequence[File], method: str, form: str) -> dict[str, File]:
    """Return the files that a text must lead back to."""
    left_out: dict[str, Callable[[File], bool]] = {
        "links": lambda file: file.needs_token,
        "bundle": lambda file: file.needs_token or not _is_packed(file),
        "cloud": lambda file: file == KEPLER,
        "checksums": lambda file: not file.checksum,
    }
    leaves_out = left_out.get(form) or left_out.get(method) or (lambda _file: False)
    return {file.uri: file for file in files if not leaves_out(file)}


def _is_packed(file: File) -> bool:
    return file.uri.startswith(("mast:", "https://archive", "https://irsa"))


@pytest.mark.parametrize(("method", "form"), FORMS)
def test_what_is_written_is_read_back(method: str, form: str) -> None:
    wanted = expected(BASKET, method, form)
    back = read_back(written(planned(BASKET), method, form))
    assert set(back.files) == set(wanted)
    assert len(back.refused) == (method == "cloud")
    for uri, file in back.files.items():
        told = wanted[uri]
        # What these two cannot fetch, they name in a comment.
        is_named_only = told.needs_token and method in ("wget", "aria2")
        is_sized = (method, form) in SIZED and not is_named_only
        is_summed = (method, form) in SUMMED and not is_named_only
        assert file.size == (told.size if is_sized else 0)
        assert file.is_rounded == (told.is_rounded and is_sized)
        assert file.checksum == (told.checksum if is_summed else "")


@pytest.mark.parametrize(("method", "form"), FORMS)
def test_a_file_that_needs_a_token_is_still_known_for_one(
    method: str, form: str
) -> None:
    if method in ("links", "bundle") or form == "checksums":
        return  # they have no such files, or tell nothing of them
    back = read_back(written(planned(BASKET), method, form))
    restricted = {
        uri for uri, file in back.files.items() if file.access not in ("", "PUBLIC")
    }
    assert restricted == {"mast:HST/product/jbtaa0010_asn.fits"}


def test_the_archives_answer_on_copies_leads_back_too() -> None:
    key = "jwst/public/jw01345/L3/t/o001/" + MOSAIC.filename
    plan = planned(BASKET, keys={MOSAIC.uri: key, KEPLER.uri: ""})
    for form in METHODS["cloud"].forms:
        text = written(plan, "cloud", form)
        assert key.encode() in text
        back = read_back(text)
        assert set(back.files) == {file.uri for file in BASKET}
        assert not back.refused


#: What shells, Python, YAML, XML, aria2, web addresses and spreadsheets read.
TRICKS: Final = st.text(
    "abZ0189 ._-'\"`$\\(){}[]<>;|&*?!#%=+@,:~^/\t\u00e9\u65e5\U0001f52d", max_size=12
)
EXACT: Final = [
    (method, form)
    for method, form in FORMS
    if method not in ("links", "bundle", "cloud") and form != "checksums"
]


@pytest.mark.property
@given(st.lists(TRICKS, min_size=1, max_size=4, unique=True), st.sampled_from(EXACT))
def test_any_name_is_read_back(tricks: list[str], way: tuple[str, str]) -> None:
    files = [
        File(f"mast:HST/product/{text}x.fits", f"{text}x.fits", observation=f"o{text}")
        for text in (" ".join(trick.split()) for trick in tricks)
    ]
    unique = {file.uri: file for file in files}
    back = read_back(written(planned(list(unique.values())), *way))
    assert set(back.files) == set(unique)
    assert not back.refused
