"""The walls of the house, as far as a test can hold them."""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LIBRARY = ROOT / "pylib" / "skybasket"
PAGE = ROOT / "site" / "js"
TEMPLATES = LIBRARY / "retrieval" / "templates"
#: The library's own modules; the code of generated scripts runs by itself.
MODULES = sorted(
    module
    for module in LIBRARY.rglob("*.py")
    if module.parent != TEMPLATES or module.name == "__init__.py"
)
SCRIPTS = sorted(PAGE.rglob("*.js"))


def imports(module: Path) -> set[str]:
    """Return the top-level names of everything that a module imports."""
    found = set()
    for node in ast.walk(ast.parse(module.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name.partition(".")[0] for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add((node.module or "").partition(".")[0])
    return found


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.name)
def test_the_library_imports_only_the_standard_library(module: Path) -> None:
    assert imports(module) <= sys.stdlib_module_names | {"skybasket"}


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.name)
def test_the_library_prints_opens_and_fetches_nothing(module: Path) -> None:
    text = module.read_text("utf-8")
    assert not imports(module) & {"socket", "subprocess", "http", "ssl", "ftplib"}
    assert "urllib.request" not in text
    calls = {
        node.func.id
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert not calls & {"print", "open", "input", "eval", "exec", "__import__"}


def test_only_the_basket_reads_a_disk() -> None:
    readers = [
        module.name
        for module in MODULES
        if re.search(r"\.(read_(bytes|text)\(|open\(\")", module.read_text("utf-8"))
    ]
    # Words and the code of scripts are parts of the package, read as its resources.
    assert sorted(readers) == ["__init__.py", "basket.py", "words.py"]


def test_the_archive_is_named_in_its_own_room_only() -> None:
    for module in MODULES:
        if module.parent.name != "archives":
            code = ast.unparse(_without_docstrings(module))
            assert "stsci" not in code, module
            assert "stpubdata" not in code, module


def _without_docstrings(module: Path) -> ast.Module:
    tree = ast.parse(module.read_text("utf-8"))
    for node in ast.walk(tree):
        if (
            isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef))
            and isinstance(node.body[0], ast.Expr)
            and isinstance(node.body[0].value, ast.Constant)
        ):
            node.body[0].value.value = ""
    return tree


def test_lower_rooms_know_nothing_of_the_page() -> None:
    for module in MODULES:
        if "app" not in module.relative_to(LIBRARY).parts:
            assert "skybasket.app" not in module.read_text("utf-8"), module


def test_only_network_js_and_what_starts_python_fetch() -> None:
    pattern = re.compile(r"\bfetch\(|XMLHttpRequest|WebSocket|EventSource|sendBeacon")
    fetching = [script.name for script in SCRIPTS if pattern.search(_code(script))]
    # The service worker keeps the page's own files.
    assert fetching == ["network.js", "sw.js"]
    starting = re.compile(r"globalThis\.fetch|\brequest\(place\(")
    others = [script.name for script in SCRIPTS if starting.search(_code(script))]
    assert others == ["parts.js", "python.js"]


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_the_page_makes_no_markup_or_code_of_text(script: Path) -> None:
    code = _code(script)
    for forbidden in (
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "unsafeHTML",
        "unsafeSVG",
        "unsafeStatic",
        "setHTMLUnsafe",
        "createContextualFragment",
        "DOMParser",
        "srcdoc",
        "importScripts",
        "document.write",
        "eval(",
        "new Function",
        "runPython",
        "style=",
        "styleMap",
    ):
        assert forbidden not in code, forbidden


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_the_page_spells_no_sentence_and_no_astronomy(script: Path) -> None:
    code = _code(script)
    for text in re.findall(r'"([^"\n]*)"', code):
        assert not re.search(r"[A-Z][a-z]+ [a-z]+ [a-z]+", text), text
    assert not re.search(r"\b(JWST|HST|TESS|SCIENCE|PREVIEW|\.fits)\b", code)


def test_every_link_out_of_the_page_tells_nobody_of_it() -> None:
    links = [
        link
        for script in SCRIPTS
        for link in re.findall(r"<a\s[^>]*target=[^>]*>?", script.read_text("utf-8"))
    ]
    assert len(links) > 3
    assert [link for link in links if 'rel="noopener noreferrer"' not in link] == []


def test_the_shell_has_no_code_of_its_own() -> None:
    shell = (ROOT / "site" / "index.html.j2").read_text("utf-8")
    scripts = re.findall(r"<script(?![^>]*\ssrc=)[^>]*>", shell)
    assert scripts == ['<script type="application/json" id="words">']
    assert re.findall(r"\s(?:on\w+|style|srcdoc)=|\|\s*safe\b|javascript:", shell) == []
    assert '<meta name="referrer" content="no-referrer">' in shell
    assert shell.index("Content-Security-Policy") < shell.index("<script")


def _code(script: Path) -> str:
    """Return a script without its comments."""
    text = re.sub(r"/\*.*?\*/", "", script.read_text("utf-8"), flags=re.DOTALL)
    return re.sub(r"(?m)(^|\s)//.*$", "", text)


def test_rooms_stay_small() -> None:
    for module in MODULES:
        assert len(module.read_text("utf-8").splitlines()) <= 400, module
    for script in SCRIPTS:
        assert len(script.read_text("utf-8").splitlines()) <= 280, script
