"""States in which files leave: downloads, batch requests, references."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from playwright.sync_api import expect

from tests.archive.catalogue import answer, product
from tests.browser.lists import FOREIGN
from tests.browser.states.basket import open_mixed
from tests.browser.states.catalogue import state

if TYPE_CHECKING:
    from playwright.sync_api import Locator

    from tests.archive.catalogue import Row
    from tests.browser.states.catalogue import Scene

IMAGE: Final = product("jw01345-o001_i2d.fits", "jw01345-o001", size=3000)
SECRET: Final = product(
    "u9o40504m_drz.fits", "U9O40504M", "HST", size=4000, dataRights="EXCLUSIVE_ACCESS"
)
LIGHT_CURVE: Final = product("tess_lc.fits", "tess1", "TESS", size=500)

#: Two exposures of JWST, the second of which the reference system does not know.
EXPOSURES: Final = [
    product(f"{name}_cal.fits", name, calib_level=2, size=5000, recommended=True)
    for name in (
        "jw80901017001_02101_00001_mirifushort",
        "jw80901017001_02101_00002_mirifushort",
    )
]
KNOWN: Final = "JW80901017001_02101_00001.MIRIFUSHORT"
REFERENCES: Final = ["jwst_miri_dark_0031.fits", "jwst_miri_distortion_0010.asdf"]


def select_all(scene: Scene, rows: list[Row]) -> None:
    """Open a list, show all of it and select that."""
    scene.skybasket.open(answer(rows), "products.json")
    if scene.skybasket.recommended.is_enabled():
        scene.skybasket.recommended.uncheck()
    scene.skybasket.tick_all()


def download(scene: Scene, method: str) -> None:
    """Choose a way to download the mixed list."""
    open_mixed(scene.skybasket)
    scene.skybasket.tick_all()
    scene.skybasket.press("Download")
    way = scene.dialog.get_by_role("radio", name=method)
    way.check()
    expect(way).to_be_checked()
    value = way.get_attribute("value")
    expect(scene.dialog.locator(f"[data-method={value!r}]")).to_be_visible()


@state
def download_by_curl(scene: Scene) -> None:
    download(scene, "curl script")


@state
def download_by_wget(scene: Scene) -> None:
    download(scene, "wget script")


@state
def download_by_powershell(scene: Scene) -> None:
    download(scene, "PowerShell")


@state
def download_by_python(scene: Scene) -> None:
    download(scene, "Python script")


@state
def download_by_astroquery(scene: Scene) -> None:
    download(scene, "astroquery")


@state
def download_by_aria2(scene: Scene) -> None:
    download(scene, "aria2")


@state
def download_on_a_cluster(scene: Scene) -> None:
    download(scene, "Cluster")


@state
def download_as_bundle(scene: Scene) -> None:
    download(scene, "Bundle")


@state
def download_by_links(scene: Scene) -> None:
    download(scene, "Direct links")


@state
def download_from_the_cloud(scene: Scene) -> None:
    download(scene, "Cloud copy")


@state
def download_a_manifest(scene: Scene) -> None:
    download(scene, "Manifest")


@state
def download_with_a_wrong_template(scene: Scene) -> None:
    download(scene, "curl script")
    scene.dialog.get_by_label("Folders").select_option(label="Own template")
    scene.dialog.get_by_role("textbox", name="Template").fill("{colour}/{filename}")
    expect(scene.dialog).to_contain_text("{colour} is not a field")


@state
def download_with_renamed_files(scene: Scene) -> None:
    address = "mast:JWST/product/b/image.fits"
    same = [
        product("image.fits", "A"),
        {**product("image.fits", "B"), "dataURI": address},
    ]
    select_all(scene, same)
    scene.skybasket.press("Download")
    scene.dialog.get_by_role("radio", name="curl script").check()
    folders = scene.dialog.get_by_label("Folders")
    folders.select_option(label="All files in one folder")
    scene.dialog.get_by_text("2 files get another name").click()
    expect(scene.dialog).to_contain_text("image_A.fits")


@state
def download_of_foreign_files(scene: Scene) -> None:
    select_all(scene, FOREIGN)
    scene.skybasket.press("Download")
    expect(scene.dialog).to_contain_text("hlsp_there_lc.fits")


@state
def download_of_nothing_public(scene: Scene) -> None:
    select_all(scene, [SECRET])
    scene.skybasket.press("Download")
    expect(scene.dialog.get_by_role("radio", name="wget script")).to_be_disabled()


# Batch requests


def request(scene: Scene) -> Locator:
    """Start the page and open the dialog of a batch request."""
    scene.start()
    select_all(scene, [IMAGE, SECRET, LIGHT_CURVE])
    scene.skybasket.press("Batch request")
    expect(scene.dialog).to_be_visible()
    return scene.dialog


def stage(dialog: Locator, folder: str) -> None:
    """Keep the request, and say where the archive has put the files."""
    dialog.get_by_role("button", name="Keep as open request").click()
    dialog.get_by_role("button", name="I have sent it").click()
    field = dialog.get_by_role("textbox", name="Staging folder or request number")
    field.fill(folder)
    field.press("Enter")


@state(own=True)
def batch_request(scene: Scene) -> None:
    request(scene)


@state(own=True)
def batch_request_with_a_wrong_folder(scene: Scene) -> None:
    dialog = request(scene)
    stage(dialog, "/stage/")
    expect(dialog.get_by_role("alert")).to_be_visible()
    dialog.locator(".request").scroll_into_view_if_needed()


@state(own=True)
def batch_request_staged(scene: Scene) -> None:
    dialog = request(scene)
    stage(dialog, "/stage/anonymous/anonymous12345/")
    step = dialog.locator("[aria-current=step]")
    expect(step).to_contain_text("Staged")
    step.scroll_into_view_if_needed()


@state(own=True)
def batch_request_scripts(scene: Scene) -> None:
    batch_request_staged(scene)
    scene.press("Scripts")
    title = "Fetch 2 staged files"
    expect(scene.page.get_by_role("dialog", name=title)).to_be_visible()


# References


def retrieve(scene: Scene) -> Locator:
    """Start the page and ask for the references of two exposures."""
    scene.start()
    scene.archive.references.best[KNOWN] = REFERENCES
    select_all(scene, [*EXPOSURES, LIGHT_CURVE])
    scene.skybasket.press("Retrieve references")
    expect(scene.dialog).to_be_visible()
    return scene.dialog


@state(own=True)
def references(scene: Scene) -> None:
    panel = retrieve(scene)
    expect(panel).to_contain_text("2 references found.")
    panel.get_by_role("checkbox", name=REFERENCES[0]).check()
    expect(panel).to_contain_text("1 reference chosen")


@state(own=True)
def references_under_way(scene: Scene) -> None:
    scene.hold(f"{scene.archive.address}/**")
    panel = retrieve(scene)
    expect(panel.get_by_role("button", name="Stop")).to_be_visible()


@state(own=True)
def references_refused(scene: Scene) -> None:
    scene.archive.references.cross_origin = False
    panel = retrieve(scene)
    lines = panel.get_by_role("region", name="JWST: lines for a shell, with curl")
    expect(lines).to_be_visible()
    scene.press("Use what is pasted")


@state(own=True)
def references_left_out(scene: Scene) -> None:
    panel = retrieve(scene)
    expect(panel).to_contain_text("2 references found.")
    context = panel.get_by_role("textbox", name="Context of JWST")
    context.fill("jwst_latest")
    context.press("Enter")
    expect(panel.get_by_role("alert")).to_be_visible()
    panel.get_by_text("selected files have no references here").click()
    expect(panel).to_contain_text("tess_lc.fits")
