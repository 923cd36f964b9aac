"""site/assemble.py: what lies in `dist/`, and that it fits together."""

from __future__ import annotations

import gzip
import html
import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import assemble
import interpreter
import node
import pytest
import vendored
import wheels
from skybasket.archives.mast import ADDRESS, HOSTS

MIRROR = "https://mirror.example:8443/mast"
IMPORT = re.compile(r"""(?:import|from)\s*\(?\s*["']([^"'\s]+\.m?js)["']""")
STYLE = re.compile(r"""(?:@import\s+(?:url\()?|url\()\s*["']?([^"')\s]+)""")
ATTRIBUTE = re.compile(r"""\s(?:href|src|action)="([^"]*)\"""")
#: Pyodide names modules of Node.js and a file of its own, none of which a page loads.
FOREIGN = re.compile(r"node:|pyodide\.asm\.mjs")

#: The scripts that the page names; all others have names that tell their content.
NAMED = {"language.js", "main.js", "supported.js", "worker.js"}


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("assemble") / "dist"
    assemble.assemble(out)
    return out


def contents(folder: Path) -> dict[str, bytes]:
    """All files of a folder by their relative place."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def references(path: Path) -> list[str]:
    """Addresses that a shipped text asks the browser to load."""
    patterns = {".js": IMPORT, ".css": STYLE, ".html": ATTRIBUTE}
    pattern = patterns.get(path.suffix)
    found = pattern.findall(path.read_text("utf-8")) if pattern else []
    return [
        address.partition("#")[0] for address in found if not FOREIGN.match(address)
    ]


def own_texts(dist: Path) -> list[Path]:
    """Texts of the page itself."""
    return [*dist.glob("*.html"), *(dist / "js").rglob("*"), *(dist / "css").rglob("*")]


def imported(dist: Path) -> set[Path]:
    """Scripts that the page's script imports before it runs."""
    found = [dist / "js" / "main.js"]
    for script in found:
        code = script.read_text("utf-8")
        found += [
            path
            for address in re.findall(r"""(?:from|import)["'](\./[^"']+)""", code)
            for path in [script.parent / address]
            if path not in found
        ]
    return {path.resolve() for path in found[1:]}


# Contents


def test_two_builds_are_identical(
    dist: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Python's memory too is made anew, and not taken from the first build.
    monkeypatch.setattr(interpreter, "MADE", tmp_path / "made")
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    monkeypatch.setenv("LANG", "de_DE.UTF-8")
    assemble.assemble(tmp_path / "again")
    again, first = contents(tmp_path / "again"), contents(dist)
    assert again.keys() == first.keys()
    assert [name for name, content in first.items() if again[name] != content] == []


def test_every_part_is_there(dist: Path) -> None:
    parts = {path.name for path in dist.iterdir()}
    assert parts == {
        ".nojekyll",
        "checksums.txt",
        "css",
        "icons",
        "icons.svg",
        "index.es.html",
        "index.html",
        "js",
        "licenses.txt",
        "manifest.es.webmanifest",
        "manifest.webmanifest",
        "python",
        "sample.json",
        "settings.json",
        "sw.js",
        "wheels",
    }
    scripts = {path.name for path in (dist / "js").iterdir()}
    assert scripts >= NAMED
    # The parts that come later, and what the page's script shares with them.
    assert all(re.search(r"-[A-Z0-9]{8}\.js$", name) for name in scripts - NAMED)


def test_every_module_ends_in_js(dist: Path) -> None:
    assert not list(dist.rglob("*.mjs"))


def test_nothing_is_referenced_by_an_absolute_address(dist: Path) -> None:
    loaded = {
        f"{path.name}: {address}"
        for path in own_texts(dist)
        if path.suffix != ".html"
        for address in references(path)
        if re.match(r"/|[a-z]+:", address) and not address.startswith("data:")
    }
    page = re.findall(r'(?:src|<link[^>]*href)="((?:/|https?:)[^"]*)', page_text(dist))
    assert (loaded, page) == (set(), [])


def test_every_reference_leads_to_a_shipped_file(dist: Path) -> None:
    missing = {
        f"{path.relative_to(dist)}: {address}"
        for path in dist.rglob("*")
        for address in references(path)
        if address and not re.match(r"[a-z]+:", address)
        if not (path.parent / address).exists()
    }
    assert missing == set()


def test_no_source_map_is_asked_for(dist: Path) -> None:
    for path in dist.rglob("*.[jc]s*"):
        assert b"sourceMappingURL=" not in path.read_bytes()[-400:], path


@pytest.mark.parametrize("page", ["index.html", "index.es.html"])
def test_what_the_page_begins_with_is_small(dist: Path, page: str) -> None:
    scripts = [dist / "js" / name for name in NAMED] + [dist / "sw.js"]
    styles = [dist / page, dist / "css" / "page.css"]
    begun = [*scripts, *styles, *imported(dist)]
    assert sum(len(gzip.compress(path.read_bytes())) for path in begun) < 80_000


def test_scripts_that_others_import_are_asked_for_at_once(dist: Path) -> None:
    links = re.findall(r'<link rel="modulepreload" href="([^"]*)"', page_text(dist))
    assert {(dist / place).resolve() for place in links} == imported(dist) != set()


def test_the_page_says_which_version_it_is(dist: Path) -> None:
    said = f'<meta name="generator" content="Skybasket {assemble.project_version()}">'
    assert said in page_text(dist)


def test_pyodide_is_told_what_its_own_list_says() -> None:
    said = (assemble.SITE / "js" / "python.js").read_text("utf-8")
    info = assemble.read_json(interpreter.PYODIDE / "pyodide-lock.json")["info"]
    for name, value in info.items():
        assert f'{name}: "{value}"' in said


# Languages


def test_each_language_has_a_page_that_names_the_others(dist: Path) -> None:
    english, spanish = page_text(dist), (dist / "index.es.html").read_text("utf-8")
    assert '<html lang="en"' in english
    assert '<html lang="es"' in spanish
    assert ">Basket</button>" in english
    assert ">Cesta</button>" in spanish
    link = re.compile(r'<link rel="alternate" hreflang="([^"]*)" href="([^"]*)">')
    pages = {"en": "./", "es": "index.es.html", "x-default": "./"}
    assert dict(link.findall(english)) == dict(link.findall(spanish)) == pages
    assert '<a href="index.es.html" hreflang="es" lang="es">Español</a>' in english
    assert '<a href="./" hreflang="en" lang="en">English</a>' in spanish


def test_the_reader_is_sent_on_before_anything_is_drawn(dist: Path) -> None:
    head = page_text(dist).partition("</head>")[0]
    place = head.index('<script src="js/language.js"></script>')
    assert head.index("x-default") < place < head.index('rel="stylesheet"')


def test_the_pages_differ_in_words_only(dist: Path) -> None:
    pages = [dist / "index.html", dist / "index.es.html"]
    tags = [
        re.findall(r"<([a-z]+[^>]*?) ?(?:/?>)", p.read_text("utf-8")) for p in pages
    ]
    names = [[tag.split()[0] for tag in found] for found in tags]
    assert names[0] == names[1]


# Installing


def test_everything_the_page_needs_is_kept(dist: Path) -> None:
    script = (dist / "sw.js").read_text("utf-8")
    kept = dict(re.findall(r'place:"([^"]+)",sent:"([^"]+)"', script))
    here = set(contents(dist)) - {".nojekyll", "checksums.txt", "sw.js"}
    own_wheel = f"wheels/{wheel_index(dist)['skybasket']}"
    plain = {"python/pyodide.asm.wasm", "python/python_stdlib.zip", own_wheel}
    assert set(kept) == here - plain
    for place, sent in kept.items():
        assert sent == interpreter.file_hash(dist / place), place


def test_the_manifest_names_icons_and_files_that_the_page_opens(dist: Path) -> None:
    manifest = json.loads((dist / "manifest.webmanifest").read_text("utf-8"))
    sizes = {"192x192": 192, "512x512": 512}
    for icon in manifest["icons"]:
        content = (dist / icon["src"]).read_bytes()
        if icon["type"] == "image/png":
            size = int.from_bytes(content[16:20], "big")
            assert size == sizes[icon["sizes"]]
    assert (manifest["start_url"], manifest["scope"]) == ("./", "./")
    [handler] = manifest["file_handlers"]
    assert [".skybasket"] in handler["accept"].values()
    spanish = json.loads((dist / "manifest.es.webmanifest").read_text("utf-8"))
    differing = {name for name in manifest if manifest[name] != spanish[name]}
    assert differing == {"lang", "description", "start_url", "file_handlers"}
    assert spanish["start_url"] == spanish["file_handlers"][0]["action"]
    assert (dist / spanish["start_url"]).is_file()


def test_every_icon_is_in_the_sprite(dist: Path) -> None:
    icons = json.loads((assemble.SITE / "icons.json").read_text("utf-8"))
    sprite = (dist / "icons.svg").read_text("utf-8")
    assert re.findall(r'<symbol id="([^"]+)"', sprite) == sorted(icons)
    assert sprite.count("<symbol") == sprite.count("</symbol>")


def test_an_unknown_icon_is_named() -> None:
    with pytest.raises(SystemExit, match="'no-such-icon': Lucide has no such icon"):
        assemble.icon_symbol("no-such-icon")


def licence(dist: Path, package: str, version: str) -> str:
    """Return what `licenses.txt` says about a package."""
    text = (dist / "licenses.txt").read_text("utf-8")
    heading = f"{package} {version}\n{'=' * 72}\n\n"
    return text.partition(heading)[2].partition("=" * 72)[0]


def test_every_shipped_package_has_its_licence(dist: Path) -> None:
    versions = {
        package: vendored.package_version(package) for package in vendored.SHIPPED
    }
    for package, version in (versions | wheels.pins()).items():
        text = licence(dist, package, version)
        assert re.search(r"(?i)permission|licensed? |permitted", text), package
        assert len(text) > 500, package


def test_a_package_without_a_licence_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "bare").mkdir()
    monkeypatch.setattr(node, "MODULES", tmp_path)
    with pytest.raises(SystemExit, match="bare has no licence text"):
        vendored.license_files("bare")


# Wheels


def wheel_index(dist: Path) -> dict[str, str]:
    """Return the file name of each package in `dist/wheels/`."""
    index: dict[str, str] = json.loads((dist / "wheels/index.json").read_text("utf-8"))
    return index


def test_the_index_names_every_wheel(dist: Path) -> None:
    index = wheel_index(dist)
    assert index == {
        package: f"{package}-{version}-py3-none-any.whl"
        for package, version in (
            *wheels.pins().items(),
            ("skybasket", assemble.project_version()),
        )
    }
    names = {path.name for path in (dist / "wheels").iterdir()}
    assert names == {"index.json", *index.values()}
    assert {"micropip", "segno"} <= set(index)


def test_the_wheel_holds_the_library_its_words_and_scripts_only(dist: Path) -> None:
    with zipfile.ZipFile(dist / "wheels" / wheel_index(dist)["skybasket"]) as wheel:
        names = {name for name in wheel.namelist() if ".dist-info/" not in name}
    assert {"skybasket/py.typed", "skybasket/app/words/es.json"} <= names
    assert {Path(name).suffix for name in names} <= {
        *(".py", ".json", ".typed"),
        *(".sh", ".ps1", ".cs"),
    }


def test_the_library_runs_from_its_wheel(dist: Path) -> None:
    wheel = dist / "wheels" / wheel_index(dist)["skybasket"]
    code = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from importlib.metadata import version\n"
        "from skybasket.app import App; App('{}')\n"
        "print(version('skybasket'))"
    )
    command = [sys.executable, "-I", "-c", code, str(wheel)]
    answer = subprocess.run(command, check=True, capture_output=True, text=True)
    assert answer.stdout == f"{assemble.project_version()}\n"


def test_a_wheel_names_the_licences_of_what_it_holds_of_others(dist: Path) -> None:
    text = licence(dist, "micropip", wheels.pins()["micropip"])
    for owner in ("Mozilla Public License", "Donald Stufft", "Brett Cannon"):
        assert owner in text


def test_a_wheel_that_was_not_fetched_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wheels, "FETCHED", tmp_path)
    with pytest.raises(SystemExit, match=r"segno-.*whl is missing: run python3 build"):
        wheels.fetched("segno", "1.0")


def test_a_wheel_without_a_licence_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wheels, "FETCHED", tmp_path)
    with zipfile.ZipFile(tmp_path / "bare-1-py3-none-any.whl", "w") as wheel:
        wheel.writestr("bare/licenses/license.py", "")
    with pytest.raises(SystemExit, match="bare carries no licence text"):
        wheels.license_texts("bare", "1")


# Settings and policy


def page_text(dist: Path) -> str:
    """Text of the page with its character references resolved."""
    return html.unescape((dist / "index.html").read_text("utf-8"))


def test_the_settings_name_the_archive(dist: Path) -> None:
    settings = json.loads((dist / "settings.json").read_text("utf-8"))
    assert settings["archive"] == "https://mast.stsci.edu"
    assert settings["hosts"][0] == "https://mast.stsci.edu"
    assert len(settings["hosts"]) == len(set(settings["hosts"]))


def test_the_policy_is_in_the_page(dist: Path) -> None:
    assert assemble.policy(assemble.read_settings(ADDRESS)) in page_text(dist)


def test_the_policy_allows_only_the_archive() -> None:
    settings = assemble.Settings("https://a.example", ("https://a.example",))
    assert assemble.policy(settings).split("; ") == [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: https://a.example",
        "connect-src 'self' https://a.example",
        "form-action https://a.example",
        "manifest-src 'self'",
        "base-uri 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types lit-html skybasket",
    ]


def test_another_archive_changes_settings_and_policy(tmp_path: Path) -> None:
    assemble.main(["--out", str(tmp_path / "dist"), "--archive", MIRROR + "/"])
    settings = json.loads((tmp_path / "dist" / "settings.json").read_text("utf-8"))
    assert settings["archive"] == MIRROR
    assert settings["hosts"] == ["https://mirror.example:8443", *HOSTS]
    page = page_text(tmp_path / "dist")
    assert "connect-src 'self' https://mirror.example:8443 " in page
    assert "form-action https://mirror.example:8443;" in page


def test_a_mirror_of_the_reference_servers_may_be_asked_only(tmp_path: Path) -> None:
    mirror = "https://references.example"
    assemble.main(["--out", str(tmp_path / "dist"), "--references", mirror])
    settings = json.loads((tmp_path / "dist" / "settings.json").read_text("utf-8"))
    assert settings["references"] == mirror
    assert settings["hosts"] == [HOSTS[0], mirror, *HOSTS[1:]]
    page = page_text(tmp_path / "dist")
    assert f"connect-src 'self' {HOSTS[0]} {mirror} " in page
    assert page.count(mirror) == 1
    # The stand-in is both.
    assert assemble.policy(assemble.read_settings(mirror, mirror)).count(mirror) == 3


@pytest.mark.parametrize(
    "address",
    [
        "",
        "mast.stsci.edu",
        "ftp://mast.stsci.edu",
        "https://",
        "https://me@mast.stsci.edu",
        "https://mast.stsci.edu; script-src *",
        "https://mast.stsci.edu/?token=1",
        "https://mast.stsci.edu/a b",
        "https://*.stsci.edu",
    ],
)
def test_what_is_no_archive_address_is_refused(address: str) -> None:
    with pytest.raises(SystemExit, match="is no archive address"):
        assemble.read_settings(address)


# Replacing an earlier build


def test_a_failed_build_leaves_the_earlier_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "dist"
    assemble.assemble(out)
    before = contents(out)
    monkeypatch.setattr(vendored, "write_licenses", lambda _out: assemble.fail("no"))
    with pytest.raises(SystemExit):
        assemble.assemble(out, MIRROR)
    assert contents(out) == before
    assert [path.name for path in tmp_path.iterdir()] == ["dist"]


def test_a_build_replaces_the_earlier_one(tmp_path: Path) -> None:
    out = tmp_path / "dist"
    assemble.assemble(out)
    (out / "outdated.txt").touch()
    assemble.assemble(out)
    assert not (out / "outdated.txt").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["dist"]


def test_a_folder_of_something_else_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").write_text("years of work")
    with pytest.raises(SystemExit, match="is not a page built earlier"):
        assemble.assemble(tmp_path)
    assert (tmp_path / "thesis.tex").exists()
