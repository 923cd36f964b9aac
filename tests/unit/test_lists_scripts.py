"""Other people's scripts and manifests: the archive's three families, aria2, copies."""

from __future__ import annotations

import json

import pytest
from skybasket import FormatError
from skybasket.formats.contents import Refused
from skybasket.formats.shell_words import words

from tests.unit.readers import recognised, taken

SERVICE = "https://mast.stsci.edu/api/v0.1/Download/file"

MANIFEST = """<!DOCTYPE html>
<html>
    <head>
        <title>MAST_2026-11-22T0101</title>
    </head>
    <body>
        <h2>Manifest for File: MAST_2026-11-22T0101</h2>
        <table cellspacing="0" cellpadding="4" rules="all">
            <tr>
                <td><b>URI</b></td>
                <td><b>File</b></td>
                <td><b>Access</b></td>
                <td><b>Status</b></td>
                <td><b>Logged In User</b></td>
            </tr>

            <tr>
                <td>mast:HST/product/x1_drz.fits</td>
                <td>HST/x1/x1_drz.fits</td>
                <td>PUBLIC</td>
                <td>OK</td>
                <td>anonymous</td>
            </tr>
            <tr><td>mast:HLA/url/get.cgi?a=1&amp;amp;b=2</td><td>HLA/h/h_drz.fits</td>
            <td>EXCLUSIVE_ACCESS</td><td>Duplicate of file</td><td>anonymous</td></tr>
            <tr><td></td><td>HST/x3/x3_drz.fits</td></tr>
        </table>
    </body>
</html>
"""

PORTAL = f"""#!/bin/bash
#
# Requires bash version >= 4
#
type -P curl >&/dev/null || {{ echo "This script requires curl." >&2; exit 1; }}
FOLDER=MAST_2026-11-22T0101
DOWNLOAD_FOLDER=$FOLDER
if [ -d $DOWNLOAD_FOLDER ]
then
    CONT="-C -"
fi
mkdir -p ${{DOWNLOAD_FOLDER}}

cat >${{DOWNLOAD_FOLDER}}/MANIFEST.HTML<<EOT
{MANIFEST}
EOT

# Download Product Files:

cat <<EOT
<<< Downloading File: mast:HST/product/x1_drz.fits
                  To: ${{DOWNLOAD_FOLDER}}/HST/x1/x1_drz.fits
EOT

curl --globoff --location-trusted -f --progress-bar --create-dirs $CONT \
--output ./${{DOWNLOAD_FOLDER}}'/HST/x1/x1_drz.fits' \
'{SERVICE}?bundle_name=MAST_2026-11-22T0101.sh&uri=mast:HST/product/x1_drz.fits'

curl -H "Authorization: token $MAST_API_TOKEN" --globoff --location-trusted -f $CONT \
--output ${{DOWNLOAD_FOLDER}}'/HLA/h/h_drz.fits' \
'{SERVICE}?bundle_name=M.sh&uri=mast:HLA/url/get.cgi%3Fa%3D1%26amp%3Bamp%3Bb%3D2'

exit 0
"""

SEARCH = "https://mast.stsci.edu/search/hst/api/v0.1"
MISSION_SEARCH = f"""curl -L -X GET \
"{SEARCH}/retrieve_product?product_name=X1CU01050%2Fx1cu01050_asn.fits" \
--output "MAST_2026-03-02T22_29_29.259Z/HST/x1cu01050_asn.fits" --fail --create-dirs

curl -L -X GET \
"{SEARCH}/retrieve_product?product_name=X1CU01050%2Fx1cu01ffq_cal.fits" \
--output "MAST_2026-03-02T22_29_29.259Z/HST/X1CU01050/x1cu01ffq_cal.fits" --fail

curl -H "Authorization: token $MAST_API_TOKEN" -L -X POST \
"{SEARCH}/retrieve_product_zip" -F "mission=HST" -F "structure=flat" \
-F uri="X1CU01050/x1cu01050_asn.fits" -F "manifestonly=true" \
--output "MAST_2026-03-02T22_29_29.259Z/MANIFEST.html" --fail --create-dirs
"""

BULK = "#!/bin/sh\n" + "".join(
    f"curl -C - -L -o {name} {SERVICE}/?uri=mast:TESS/product/{name}\n"
    for name in ("tess0_lc.fits", "tess1_lc.fits", "tess2_lc.fits")
)


def test_the_portals_script() -> None:
    assert recognised(PORTAL.encode()) == ["script"]
    found = taken("script", PORTAL)
    assert found.column("uri") == [
        "mast:HST/product/x1_drz.fits",
        "mast:HLA/url/get.cgi?a=1&b=2",
    ]
    assert found.column("path") == ["HST/x1/x1_drz.fits", "HLA/h/h_drz.fits"]
    assert found.column("filename") == [None, "h_drz.fits"]
    assert not found.refused


def test_a_portals_script_is_known_before_its_first_file() -> None:
    long = PORTAL.replace("<tr>", "<tr>" + " " * 9000)
    assert long.index("# Download Product Files") > 30_000
    assert recognised(long.encode()[:30_000]) == ["script"]


def test_the_script_of_a_mission_search() -> None:
    assert recognised(MISSION_SEARCH.encode()) == ["script"]
    found = taken("script", MISSION_SEARCH)
    assert found.column("uri") == [
        "mast:HST/product/x1cu01050_asn.fits",
        "mast:HST/product/x1cu01ffq_cal.fits",
    ]
    assert found.column("path") == [
        "HST/x1cu01050_asn.fits",
        "HST/X1CU01050/x1cu01ffq_cal.fits",
    ]
    assert found.column("observation_id") == ["X1CU01050"] * 2
    assert not found.refused


def test_the_bulk_script_of_tess() -> None:
    assert recognised(BULK.encode()) == ["script"]
    assert recognised(BULK.split("\n", 1)[1].encode()) == ["script"]
    found = taken("script", BULK)
    assert found.column("uri") == [
        f"mast:TESS/product/tess{n}_lc.fits" for n in (0, 1, 2)
    ]
    assert found.column("path") == [f"tess{n}_lc.fits" for n in (0, 1, 2)]
    assert found.column("place") == ["line 2", "line 3", "line 4"]


@pytest.mark.parametrize(
    ("command", "uri", "path"),
    [
        ("wget {}", "{}", None),
        ("wget -c -O 'a b.fits' \"{}\"", "{}", "a b.fits"),
        ("wget --output-document=x.fits {}", "{}", "x.fits"),
        ("/usr/bin/curl -fLo x.fits {}", "{}", "x.fits"),
        ("curl.exe -LO {}", "{}", None),
        ("nohup curl -o x.fits {} &", "{}", "x.fits"),
        ("[ -f x.fits ] || curl -s {} > x.fits", "{}", None),
        ("curl -L \\\n  -o x.fits \\\n  {}", "{}", "x.fits"),
        ("  wget '{}?a=1&b=$2'", "{}?a=1&b=$2", None),
    ],
)
def test_commands_of_other_scripts(command: str, uri: str, path: str | None) -> None:
    address = "https://example.org/x.fits"
    content = "#!/usr/bin/env bash\n" + command.format(address) + "\n"
    assert recognised(content.encode()) == ["script"]
    [row] = taken("script", content).rows
    assert row["uri"] == uri.format(address)
    assert row.get("path") == path


def test_one_command_may_fetch_several_files() -> None:
    found = taken("script", "curl -o a.fits https://a.org/a -o b.fits https://a.org/b")
    assert found.column("uri") == ["https://a.org/a", "https://a.org/b"]
    assert found.column("path") == ["a.fits", "b.fits"]


@pytest.mark.parametrize(
    "command",
    [
        'curl -O "https://example.org/$name"',
        "wget https://example.org/`name`.fits",
        "curl -d query=x https://example.org/tap",
        "curl -O https://example.org/" + "x" * 30_000,
    ],
)
def test_what_only_the_script_can_tell_is_refused(command: str) -> None:
    found = taken("script", f"curl -O https://a.org/a.fits\n{command}\n")
    assert found.column("uri") == ["https://a.org/a.fits"]
    [refused] = found.refused
    assert refused.place == "line 2"
    assert refused.text == command[:20_000]


def test_a_script_that_fetches_nothing_says_so() -> None:
    with pytest.raises(FormatError, match="names no file"):
        taken("script", "#!/bin/sh\n# curl https://a.org/b\ncurl --version\n")


def test_words_are_those_of_the_shell() -> None:
    found = words("""a 'b c'd "e $f" g\\ h "i\\"j" k$l '$m' >n "open""")
    assert [word.text for word in found] == [
        "a",
        "b cd",
        "e $f",
        "g h",
        'i"j',
        "k$l",
        "$m",
        "n",
        "open",
    ]
    assert [word.text for word in found if not word.is_fixed] == ["e $f", "k$l"]


def test_the_archives_manifest() -> None:
    assert recognised(MANIFEST.encode()) == ["html"]
    found = taken("html", MANIFEST)
    assert found.rows == [
        {
            "place": "line 17",
            "uri": "mast:HST/product/x1_drz.fits",
            "filename": None,
            "path": "HST/x1/x1_drz.fits",
            "access": "PUBLIC",
        },
        {
            "place": "line 24",
            "uri": "mast:HLA/url/get.cgi?a=1&b=2",
            "filename": "h_drz.fits",
            "path": "HLA/h/h_drz.fits",
            "access": "EXCLUSIVE_ACCESS",
        },
    ]
    assert found.refused == [Refused("line 26", "has no URI", " | HST/x3/x3_drz.fits")]


def test_another_web_page_is_no_manifest() -> None:
    page = b"<html><table><tr><td>Name</td></tr><tr><td>mast:x</td></tr></table></html>"
    assert recognised(page) == ["html"]
    with pytest.raises(FormatError, match="no column is named URI"):
        taken("html", page)


def test_input_of_aria2() -> None:
    content = (
        "# mine\n"
        f"{SERVICE}?uri=mast:HST/product/x_drz.fits\thttps://mirror.org/x\n"
        "  dir=data/HST\n\tout=x_drz.fits\n  checksum=sha-1=" + "ab" * 20 + "\n"
        "https://example.org/y.fits\n"
        "  out=y.fits\n  checksum=adler32=1234\n"
        "  \nhello\n"
    )
    assert recognised(content.encode()) == ["aria2"]
    found = taken("aria2", content)
    assert found.column("uri") == [
        "mast:HST/product/x_drz.fits",
        "https://example.org/y.fits",
    ]
    assert found.column("path") == ["data/HST/x_drz.fits", "y.fits"]
    assert found.column("checksum") == ["sha1:" + "ab" * 20, None]
    assert [(place, text) for place, _, text in found.refused] == [("line 10", "hello")]


def test_commands_that_copy_from_the_public_bucket() -> None:
    copy = "s3://stpubdata/hst/public/u9o4/u9o40504m/u9o40504m_drz.fits"
    content = (
        f"cp {copy} data/\n"
        f"aws s3 cp {copy} . --no-sign-request\n"
        f"s5cmd --no-sign-request cp '{copy}' ./x/y.fits\n"
        "cp s3://stpubdata/gaia/x.csv .\n"
        "cp s3://another/x.fits .\n"
        'cp "s3://stpubdata/$key" .\n'
    )
    assert recognised(content.encode()) == ["cloud"]
    found = taken("cloud", content)
    assert found.column("uri") == ["mast:HST/product/u9o40504m_drz.fits"] * 3
    assert found.column("path") == ["data/", None, "x/y.fits"]
    assert [place for place, _, _ in found.refused] == ["line 4", "line 5", "line 6"]


def test_checksums_name_files() -> None:
    content = f"MD5 (HST/a b/x (1).fits) = {'AB' * 16}\nhello\n"
    assert recognised(content.encode()) == ["checksums"]
    found = taken("checksums", content)
    assert found.rows == [
        {
            "place": "line 1",
            "filename": "x (1).fits",
            "checksum": "md5:" + "ab" * 16,
            "path": "HST/a b/x (1).fits",
        }
    ]
    assert found.refused == [Refused("line 2", "is no checksum", "hello")]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('{"skybasket_manifest": 1, "files": [', "not complete JSON"),
        ('{"skybasket_manifest": 1, "files": 3}', 'no list "files"'),
        ('{"skybasket_manifest": 1, "files": []}', "no files"),
        ('{"skybasket_manifest": 1, "files": [3]}', "no files"),
        ('{"skybasket_manifest": 2, "files": [{"uri": "a"}]}', "later Skybasket"),
        ('{"skybasket_manifest": ' + "[" * 100_000, "nested too deeply"),
        ('{"skybasket_manifest": ' + "1" * 5_000 + "}", "too many digits"),
        (
            json.dumps(
                {"skybasket_manifest": 1, "files": [{f"{n}": 1} for n in range(1001)]}
            ),
            "more than 1,000 columns",
        ),
    ],
)
def test_a_json_manifest_that_cannot_be_read(content: str, message: str) -> None:
    assert recognised(content.encode()) == ["json"]
    with pytest.raises(FormatError, match=message):
        taken("json", content)


def test_a_json_manifest_keeps_several_values_as_json() -> None:
    files = [
        {"uri": "mast:a", "parents": ["p", "é"], "extra": {}},
        5,
        {"uri": "mast:b"},
    ]
    found = taken("json", json.dumps({"skybasket_manifest": 1, "files": files}))
    assert found.rows == [
        {"place": "file 1", "uri": "mast:a", "parents": '["p", "é"]', "extra": ""},
        {"place": "file 3", "uri": "mast:b", "parents": None, "extra": None},
    ]
    assert found.refused == [Refused("file 2", "is no object with named values", "5")]


START = "#!/bin/sh\n# Run:    sh THIS_FILE\n#__SKYBASKET_LIST__\n"
ENTRY = "# 5\t-\t-\ta/x.fits\tmast:HST/product/x.fits\n"


@pytest.mark.parametrize(
    "content",
    [
        "# Run:    sh THIS_FILE\n",
        START,
        START + ENTRY,
        START + ENTRY + "#! files\t1\n",
        START + ENTRY + "#! files\t2\n#__SKYBASKET_END__\n",
        START + ENTRY + "#__SKYBASKET_END__\n",
        START + ENTRY + "hello\n" + ENTRY + "#! files\t2\n#__SKYBASKET_END__\n",
        START + ENTRY[:-5] + "#! files\t1\n#__SKYBASKET_END__\n",
    ],
)
def test_a_list_that_was_cut_off_is_not_taken(content: str) -> None:
    assert recognised(content.encode()) == ["listing"]
    with pytest.raises(FormatError, match="not whole"):
        taken("listing", content)


def test_an_entry_without_an_address_is_refused() -> None:
    ending = "#! files\t3\n#__SKYBASKET_END__\n"
    wrong = "# 5\t-\t-\ta\t%FF\n# 5\t-\t-\ta\tfile:///etc/passwd\n"
    found = taken("listing", START + ENTRY + wrong + ending)
    assert found.column("uri") == ["mast:HST/product/x.fits"]
    assert [place for place, _, _ in found.refused] == ["line 5", "line 6"]


def test_only_texts_that_python_writes_are_read() -> None:
    head = "# Needs:  pip install astroquery\n    public=[\n"
    lines = (
        "        ('mast:a\\'\\\\b', \"x'y\"),\n"
        "        ('mast:\\xe9\\u65e5\\U0001f52d', 'é'),\n"
        "        ('mast:\\d', 'x'),\n"
        "        ('mast:\\U99999999', 'x'),\n"
        "        ('mast:\\xzz', 'x'),\n"
        "        (__import__('os'), 'x'),\n"
    )
    found = taken("astroquery", head + lines + "    ],\n")
    assert found.column("uri") == ["mast:a'\\b", "mast:é日🔭"]
    assert [place for place, _, _ in found.refused] == [
        "line 5",
        "line 6",
        "line 7",
        "line 8",
    ]
