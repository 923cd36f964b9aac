"""Turn `site/` and `pylib/` into `dist/`, the plain files that a web host serves."""

from __future__ import annotations

import argparse
import json
import re
import shutil
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple, NoReturn
from urllib.parse import urlsplit

import bundle
import installing
import interpreter
import jinja2
import node
import vendored
import wheels

if TYPE_CHECKING:
    from collections.abc import Iterable

SITE: Final = Path(__file__).resolve().parent
ROOT: Final = SITE.parent
PACKAGE: Final = ROOT / "pylib" / "skybasket"

sys.path.insert(0, str(PACKAGE.parent))

from skybasket.app.languages import ENGLISH, LANGUAGES  # noqa: E402
from skybasket.app.words import messages  # noqa: E402
from skybasket.archives.mast import (  # noqa: E402
    ADDRESS,
    HOSTS,
    REFERENCE_HOSTS,
)


class Settings(NamedTuple):
    """What a copy of the page is pointed at; the page reads it as `settings.json`."""

    archive: str
    hosts: tuple[str, ...]
    #: A mirror of the reference servers, empty for the servers themselves.
    references: str = ""


def read_settings(archive: str, references: str = "") -> Settings:
    """Derive the settings from addresses; the archive's host comes before MAST's."""
    origin, address = read_address(archive)
    mirrors = [read_address(references)] if references else []
    hosts = (origin, *(mirror for mirror, _ in mirrors), *HOSTS)
    mirror = mirrors[0][1] if mirrors else ""
    return Settings(address, tuple(dict.fromkeys(hosts)), mirror)


def read_address(archive: str) -> tuple[str, str]:
    """Check the address of an archive; give its scheme and host, and all of it."""
    parts = urlsplit(archive)
    host = re.fullmatch(
        r"(?:[a-z0-9.-]+|\[[0-9a-f:]+\])(?::\d+)?", parts.netloc.lower()
    )
    if parts.scheme not in {"http", "https"} or not host:
        fail(f"{archive!r} is no archive address: give one like {ADDRESS}")
    if parts.query or parts.fragment or re.search(r"[^\x21-\x7e]", archive):
        fail(f"{archive!r} is no archive address: leave out all after the path")
    origin = f"{parts.scheme}://{parts.netloc.lower()}"
    return origin, origin + parts.path.rstrip("/")


def policy(settings: Settings) -> str:
    """Give the content security policy, all that the page may load, run and ask."""
    hosts = " ".join(settings.hosts)
    unseen = {*REFERENCE_HOSTS, settings.references} - {settings.hosts[0]}
    shown = " ".join(host for host in settings.hosts if host not in unseen)
    directives = (
        "default-src 'none'",
        "script-src 'self'",  # no inline script, nothing from elsewhere
        "style-src 'self'",
        # Previews come from the archive, which may send the browser on to its
        # public bucket; small drawings are data: addresses.
        f"img-src 'self' data: {shown}",
        # The page's own files; questions to the archive and its reference servers.
        f"connect-src 'self' {hosts}",
        # A batch request is a form that the archive answers in a new tab.
        f"form-action {settings.hosts[0]}",
        "manifest-src 'self'",
        "base-uri 'none'",  # relative addresses stay relative to this page
        # Text becomes markup only in lit-html's templates, and a worker's address
        # only comes from the page's own policy.
        "require-trusted-types-for 'script'",
        "trusted-types lit-html skybasket",
    )
    return "; ".join(directives)


def write_settings(out: Path, settings: Settings) -> None:
    """Write `settings.json`."""
    text = json.dumps(settings._asdict(), indent=2)
    (out / "settings.json").write_text(text + "\n", "utf-8", newline="\n")


def write_pages(out: Path, settings: Settings, scripts: list[str]) -> None:
    """Render the page in each language, and write what installs it.

    :param scripts: places of those that the page's script imports before it runs.
    """
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(SITE),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    # Words keep their order: lists are made of them.
    environment.policies["json.dumps_kwargs"] = {"sort_keys": False}
    template = environment.get_template("index.html.j2")
    pages = {code: messages(code)["page"] for code in LANGUAGES}
    places = {code: file_name("html", code) for code in pages} | {ENGLISH.code: "./"}
    for code, page in pages.items():
        html = template.render(
            language=code,
            languages=[
                {
                    "code": other,
                    "name": words["language"]["name"],
                    "place": places[other],
                }
                for other, words in pages.items()
            ],
            manifest=file_name("webmanifest", code),
            page=page,
            policy=policy(settings),
            scripts=scripts,
            version=project_version(),
        )
        (out / file_name("html", code)).write_text(html, "utf-8", newline="\n")
        manifest = out / file_name("webmanifest", code)
        installing.write_manifest(manifest, places[code], code, page)


def file_name(kind: str, language: str) -> str:
    """Name a file that each language has of its own; English needs no mark."""
    name = {"html": "index", "webmanifest": "manifest"}[kind]
    return f"{name}.{kind}" if language == ENGLISH.code else f"{name}.{language}.{kind}"


def write_icons(out: Path, icons: list[str]) -> None:
    """Gather the icons of `icons.json` in one sprite."""
    symbols = "\n".join(icon_symbol(name) for name in sorted(icons))
    notice = (
        f"Lucide {vendored.package_version('lucide-static')}, ISC License: licenses.txt"
    )
    sprite = (
        f"<!-- {notice} -->\n"
        f'<svg xmlns="http://www.w3.org/2000/svg">\n{symbols}\n</svg>\n'
    )
    (out / "icons.svg").write_text(sprite, "utf-8", newline="\n")


def icon_symbol(name: str) -> str:
    """One Lucide icon as a `<symbol>` that takes its colour from the text around."""
    path = node.MODULES / "lucide-static" / "icons" / f"{name}.svg"
    if not path.is_file():
        fail(f"site/icons.json names {name!r}: Lucide has no such icon")
    drawing = re.search(r"<svg[^>]*>(.*)</svg>", path.read_text("utf-8"), re.DOTALL)
    shapes = " ".join(drawing[1].split()) if drawing else ""
    return (
        f'<symbol id="{name}" viewBox="0 0 24 24" fill="none" stroke="currentColor"'
        ' stroke-width="2" stroke-linecap="round" stroke-linejoin="round">'
        f"{shapes}</symbol>"
    )


def project_version() -> str:
    """Version of Skybasket itself."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return str(project["version"])


def read_json(path: Path) -> Any:  # noqa: ANN401
    """Read a JSON file, whatever it holds."""
    return json.loads(path.read_text("utf-8"))


def write_all(out: Path, settings: Settings) -> None:
    """Write every file of the page into a folder."""
    icons: list[str] = read_json(SITE / "icons.json")
    write_settings(out, settings)
    write_icons(out, icons)
    shutil.copyfile(SITE / "sample.json", out / "sample.json")
    installing.write_icons(out)
    unpacked = interpreter.write_interpreter(out, wheels.write_wheels(out))
    write_pages(out, settings, bundle.write_bundles(out))
    vendored.write_licenses(out)
    bundle.write_service_worker(out, installing.kept_files(out, unpacked))
    # Without it, GitHub Pages would leave out files whose names it finds odd.
    (out / ".nojekyll").touch()
    vendored.write_checksums(out)


def assemble(out: Path, archive: str = ADDRESS, references: str = "") -> None:
    """Build the page in a fresh folder, and put it in place only when it is whole."""
    settings = read_settings(archive, references)
    if out.exists() and not is_replaceable(out):
        fail(f"{out} is not a page built earlier: choose an empty or new folder")
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".building-", dir=out.parent) as folder:
        fresh = Path(folder, "new")
        fresh.mkdir()
        write_all(fresh, settings)
        if out.exists():
            out.rename(Path(folder, "old"))
        fresh.rename(out)


def is_replaceable(out: Path) -> bool:
    """Whether a folder may be replaced: it is empty, or an earlier build."""
    names = {path.name for path in out.iterdir()}
    return not names or {"settings.json", "wheels"} <= names


def fail(message: str) -> NoReturn:
    """Stop the build with one clear sentence."""
    sys.exit(f"assemble.py: {message}")


def main(arguments: Iterable[str] | None = None) -> None:
    """Read the command line and build."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "dist")
    parser.add_argument("--archive", default=ADDRESS)
    parser.add_argument("--references", default="")
    options = parser.parse_args(arguments if arguments is None else list(arguments))
    assemble(options.out.resolve(), options.archive, options.references)


if __name__ == "__main__":
    main()
