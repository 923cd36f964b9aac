"""Where files go: layouts, legal names, files that would share a place."""

from __future__ import annotations

import re
from collections import Counter
from hashlib import blake2b
from typing import TYPE_CHECKING, Any
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st
from skybasket import Basket, RetrievalError
from skybasket.app.method_views import text_view
from skybasket.retrieval import METHODS, Options
from skybasket.retrieval.destinations import Change
from skybasket.retrieval.paths import is_plain, legal_name, same_place, typed_name

from tests.unit.lists import answer, product

if TYPE_CHECKING:
    from skybasket.retrieval import Plan


def plan(*rows: dict[str, object], **options: Any) -> Plan:  # noqa: ANN401
    basket = Basket.open(answer(*rows))
    basket.select_all()
    return basket.plan(Options(**options), date="2026-11-22")


def named(name: str, uri: str, **columns: object) -> dict[str, object]:
    return product(productFilename=name, dataURI=uri, **columns)


TWO = (
    named("u9o40504m_drz.fits", "mast:a", obs_id="U9O4", obs_collection="HST"),
    named(
        "jw01_i2d.fits",
        "mast:b",
        obs_id="jw01-o4",
        obs_collection="JWST",
        proposal_id="1039",
        productSubGroupDescription="I2D",
    ),
)


@pytest.mark.parametrize(
    ("layout", "paths"),
    [
        ("mission", ["HST/U9O4/u9o40504m_drz.fits", "JWST/jw01-o4/jw01_i2d.fits"]),
        ("observation", ["U9O4/u9o40504m_drz.fits", "jw01-o4/jw01_i2d.fits"]),
        ("flat", ["u9o40504m_drz.fits", "jw01_i2d.fits"]),
        (
            "{mission}/{proposal}/{group}/{filename}",
            ["HST/1039/S3D/u9o40504m_drz.fits", "JWST/1039/I2D/jw01_i2d.fits"],
        ),
        (
            "my {extension} files/{mission}-{level}/{filename}",
            [
                "my fits files/HST-3/u9o40504m_drz.fits",
                "my fits files/JWST-3/jw01_i2d.fits",
            ],
        ),
        (
            "{target}/{filename}",
            ["no-target/u9o40504m_drz.fits", "no-target/jw01_i2d.fits"],
        ),
    ],
)
def test_layouts(layout: str, paths: list[str]) -> None:
    assert [entry.path for entry in plan(*TWO, layout=layout)] == paths


@pytest.mark.parametrize(
    ("layout", "reason"),
    [
        ("tree", "the last part has to be {filename}"),
        ("{mission}", "the last part has to be {filename}"),
        ("{mission}/{filename}.fits", "the last part has to be {filename}"),
        ("{colour}/{filename}", "{colour} is not a field"),
        ("{mission!r}/{filename}", "{mission} is not a field"),
        ("{mission.real}/{filename}", "{mission.real} is not a field"),
        ("{mission:>99}/{filename}", "{mission} is not a field"),
        ("{}/{filename}", "{} is not a field"),
        ("{mission/{filename}", "its braces do not match"),
        ("/{filename}", "it has an empty folder name"),
        ("a//{filename}", "it has an empty folder name"),
        ("a/" * 9 + "{filename}", "it has more than 8 folders"),
        ("a" * 500 + "/{filename}", "it has more than 500 characters"),
    ],
)
def test_a_wrong_layout_says_what_is_wrong(layout: str, reason: str) -> None:
    with pytest.raises(RetrievalError) as refusal:
        Options(layout=layout)
    assert reason in refusal.value.message
    assert "{proposal}" in refusal.value.message


def test_a_template_has_at_most_500_characters_and_no_more_are_repeated() -> None:
    layout = "a" * 489 + "/{filename}"
    assert Options(layout=layout).layout == layout
    with pytest.raises(RetrievalError) as refusal:
        Options(layout=f"b{layout}")
    assert repr(f"b{layout}"[:500]) in refusal.value.message


@pytest.mark.parametrize("folder", ["..", ".", "a/../..", "~", "C:", "aux", "x. "])
def test_a_layout_never_leaves_the_folder(folder: str) -> None:
    [entry] = plan(TWO[0], layout=f"{folder}/{{filename}}")
    parts = entry.path.split("/")
    assert all(part == legal_name(part) for part in parts)


def test_a_layout_has_at_most_eight_folders() -> None:
    folders = "a/" * 8
    [entry] = plan(product(), layout=folders + "{filename}")
    assert entry.path.startswith(folders)
    with pytest.raises(RetrievalError) as caught:
        plan(product(), layout="a/" + folders + "{filename}")
    assert "more than 8 folders" in str(caught.value)
    assert "{mission}, {observation}, " in str(caught.value)
    with pytest.raises(RetrievalError) as caught:
        plan(product(), layout="{nonsense}/{filename}")
    assert "{nonsense}/{filename}" in str(caught.value)


def test_files_of_one_name_get_their_observation() -> None:
    made = plan(
        named("image.fits.gz", "mast:a", obs_id="A"),
        named("IMAGE.fits.gz", "mast:b", obs_id="B/1"),
        named("other.fits", "mast:c", obs_id="A"),
        layout="flat",
    )
    assert [entry.path for entry in made] == [
        "image_A.fits.gz",
        "other.fits",
        "IMAGE_B_1.fits.gz",
    ]
    assert [change[1:] for change in made.changes] == [
        ("image.fits.gz", "image_A.fits.gz", "taken"),
        ("IMAGE.fits.gz", "IMAGE_B_1.fits.gz", "taken"),
    ]


def test_files_of_one_name_and_observation_get_a_mark_of_their_uri() -> None:
    names = ["a.fits", "A.fits", "a.fits", "\u00e9.fits", "e\u0301.fits", "b.fits"]
    rows = [named(name, f"mast:{n}/{n}") for n, name in enumerate(names)]
    made = plan(*rows)
    paths = {entry.uri: entry.path.rpartition("/")[2] for entry in made}
    assert len({normalize("NFC", path).casefold() for path in paths.values()}) == 6
    assert paths["mast:5/5"] == "b.fits"
    assert len(made.changes) == 5
    for change in made.changes:
        assert re.search(r"_[0-9a-f]{8}\.fits$", change.path)
    assert {entry.path.rpartition("/")[0] for entry in made} == {
        "JWST/jw01039-o004_t001_miri_ch3-long"
    }
    # What a file is called does not depend on the order of the list.
    again = plan(*reversed(rows))
    assert {entry.uri: entry.path.rpartition("/")[2] for entry in again} == paths


def test_an_added_name_never_meets_one_that_is_there() -> None:
    made = plan(
        named("a.fits", "mast:1", obs_id="X"),
        named("a.fits", "mast:2", obs_id="Y"),
        named("a_X.fits", "mast:3", obs_id="Z"),
        layout="flat",
    )
    paths = {entry.uri: entry.path for entry in made}
    assert paths["mast:2"] == "a_Y.fits"
    assert paths["mast:3"] == "a_X.fits"
    assert re.fullmatch("a_[0-9a-f]{8}.fits", paths["mast:1"])


def test_an_observation_cannot_take_the_mark_of_another_file() -> None:
    for uri in ("mast:1", "mast:2"):
        mark = blake2b(uri.encode(), digest_size=4).hexdigest()
        made = plan(
            named("a.fits", "mast:1", obs_id="X"),
            named("a.fits", "mast:2", obs_id="X"),
            named("a.fits", "mast:3", obs_id=mark),
            layout="flat",
        )
        paths = [entry.path for entry in made]
        assert f"a_{mark}.fits" in paths
        assert len(set(paths)) == 3


@pytest.mark.parametrize(
    ("name", "plain"),
    [("abcdef", True), ("abcde.f", True), ("abcdef.", False), ("abcde..", False)],
)
def test_a_name_with_a_dot_at_its_end_is_not_plain(name: str, plain: bool) -> None:
    assert is_plain(name) == plain


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("jw01_cal.fits", "jw01_cal.fits"),
        ("", "unnamed"),
        ("..", "unnamed"),
        ("../../etc/passwd", "_.._etc_passwd"),
        (".bashrc", "bashrc"),
        ("a/b\\c:d", "a_b_c_d"),
        ("new\nline", "new_line"),
        ("  name. ", "name"),
        (". a", "a"),
        ("CON", "_CON"),
        ("con.fits", "_con.fits"),
        ("Lpt1.txt.gz", "_Lpt1.txt.gz"),
        ("COM¹", "_COM¹"),
        ("aux .fits", "_aux .fits"),
        ("conical.fits", "conical.fits"),
        ("com12.fits", "com12.fits"),
        ("x.fits.part", "x.fits.part_"),
        ("x.fits.PART", "x.fits.PART_"),
        ("x.part.about", "x.part.about_"),
        ("x.fits.aria2", "x.fits.aria2_"),
        ("x.fits.aria2__temp", "x.fits.aria2__temp_"),
        ("x.fits.0a1b2c3d.partial", "x.fits.0a1b2c3d.partial_"),
        ("failed.txt", "_failed.txt"),
        ("failed-2-of-16.txt", "_failed-2-of-16.txt"),
        ("skybasket-receipt.tsv", "_skybasket-receipt.tsv"),
        ("failed_fit.fits", "failed_fit.fits"),
        # What Windows makes separators and dots of, for programs without Unicode.
        ("\uff0e\uff0e\uff0fharm", "___harm"),
        ("a\uff3cb\u2215c\u2044d\xa5e", "a_b_c_d_e"),
        # What turns letters round, or cannot be seen.
        ("exe.\u202estif", "exe._stif"),
        ("\ufeffa\u200bb\xadc", "_a_b_c"),
        ("a\ufe0fb\u034fc\u3164d\U000e0100e", "a_b_c_d_e"),
        # What Windows calls another file, whose name is long.
        ("LONGNA~1.FIT", "LONGNA_1.FIT"),
        ("skyba~12.tsv", "skyba_12.tsv"),
        ("a~1", "a_1"),
        ("longname~1.fits", "longname~1.fits"),
        ("a~b.fit", "a~b.fit"),
    ],
)
def test_legal_names(text: str, name: str) -> None:
    assert legal_name(text) == name


def test_a_long_name_keeps_both_ends() -> None:
    assert legal_name("a" * 195 + ".fits") == "a" * 195 + ".fits"
    assert legal_name("a" * 196 + "b.fits") == "a" * 100 + "a" * 94 + "b.fits"
    # No letter is cut in two.
    assert legal_name("é" * 101) == "é" * 100
    assert (
        legal_name("aé" + "x" * 95 + "日本" * 40)
        == "aé" + "x" * 95 + "本" + "日本" * 16
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [("A.FITS", "a.fits"), ("\u00e9", "e\u0301"), ("\u212a.x", "k.x"), ("ß", "SS")],
)
def test_names_of_one_place(one: str, other: str) -> None:
    assert same_place(one) == same_place(other)


def test_an_illegal_name_is_told() -> None:
    made = plan(named("a:b.fits", "mast:1"), named("plain_name.fits", "mast:2"))
    folder = "JWST/jw01039-o004_t001_miri_ch3-long"
    assert made.changes == [Change(0, "a:b.fits", f"{folder}/a_b.fits", "legal")]


#: All of ASCII that no shell looks at inside a word, and two that are found in names.
UNSPOKEN = re.compile(r"[A-Za-z0-9._+-]")
#: What PowerShell, cmd.exe or another shell takes for the end of a text in quotes.
QUOTES = "'\"`\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u201f"


@pytest.mark.property
@given(
    st.text(max_size=30) | st.text(QUOTES + "$%&|;<>^!(){}[]~#=,@* \u3000", max_size=9)
)
def test_a_name_in_a_command_means_itself_in_any_shell(text: str) -> None:
    name = typed_name(text)
    assert legal_name(name) == name
    assert all(UNSPOKEN.fullmatch(letter) for letter in name if letter.isascii())
    assert not set(QUOTES) & set(name)
    assert not any(letter.isspace() for letter in name)


def test_nothing_in_a_command_comes_to_life_when_it_is_spelled_anew() -> None:
    # Greek question mark and accent, in full width, and what Windows makes quotes of.
    title = "x\u037ereboot\u1fefreboot\uff06reboot\u02bareboot\u01c0reboot\u2223"
    name = typed_name(title)
    assert name == "x_reboot_reboot_reboot_reboot_reboot_"
    # What came to Unicode later is not spelled anew, as not every Python knows how.
    assert typed_name("\ua7f2\U0001ccd6") == "\ua7f2\U0001ccd6"
    assert (
        typed_name("\u1f14\u03c1\u1ff6\u03c2-\u00e9")
        == "\u1f14\u03c1\u1ff6\u03c2-\u00e9"
    )


@pytest.mark.parametrize(
    ("title", "folder"),
    [
        ("a&calc&b", "a_calc_b"),
        ("$(harm)", "__harm_"),
        ("`harm`", "_harm_"),
        ("\u2019; harm #", "__-harm-_"),
        ("%PATH%", "_PATH_"),
        ("-rf", "-rf"),
        ("M 51", "M-51"),
        ("星团 é", "星团-é"),
    ],
)
@pytest.mark.parametrize("method", list(METHODS))
def test_commands_to_copy_have_nothing_in_them_that_a_title_could_run(
    title: str, folder: str, method: str
) -> None:
    found = Basket.open(answer(TWO[0]))
    found.title = title
    found.select_all()
    made = found.plan(date="2026-11-22")
    assert made.folder == f"{folder}-2026-11-22"
    for name, form in METHODS[method].forms.items():
        view = text_view(made, METHODS[method], name)
        assert view["filename"] == f"skybasket-{made.folder}{form.suffix}"
        assert view["commands"] == [
            command.format(file=view["filename"], folder=made.folder)
            for command in (form.run, form.check)
            if command
        ]


@pytest.mark.property
@given(st.text(max_size=300))
def test_any_name_becomes_one_path_part(text: str) -> None:
    name = legal_name(text)
    assert name
    assert not name.startswith((".", " "))
    assert not name.endswith((".", " "))
    assert not set(name) & set('/\\\0\n\r\t:*?"<>|')
    assert len(name.encode()) <= 202
    assert legal_name(name) == name


TRICKS = "con aux com1 nul . .. .part .part.about failed .txt skybasket- a B _ - é ß SS"
WORDS = st.sampled_from([*TRICKS.split(), " ", "e\u0301", "1", ".fits"])


@pytest.mark.property
@given(st.lists(WORDS, max_size=6).map("".join))
def test_a_plain_name_is_legal(text: str) -> None:
    if is_plain(text):
        assert legal_name(text) == text


@pytest.mark.property
@given(
    st.lists(
        st.tuples(st.lists(WORDS, min_size=1, max_size=3).map("".join), WORDS),
        min_size=1,
        max_size=12,
    ),
    st.sampled_from(["mission", "flat"]),
)
def test_no_two_files_share_a_place_on_any_system(
    names: list[tuple[str, str]], layout: str
) -> None:
    rows = [
        named(name, f"mast:x/{number}", obs_id=observation)
        for number, (name, observation) in enumerate(names)
    ]
    made = plan(*rows, layout=layout)
    paths = [entry.path for entry in made]
    assert max(Counter(map(same_place, paths)).values()) == 1
    renamed = {change.row for change in made.changes}
    for entry in made:
        name = entry.path.rpartition("/")[2]
        kept = name == made.catalog.filename(entry.row)
        assert kept == (entry.row not in renamed)
        assert legal_name(name) == name
