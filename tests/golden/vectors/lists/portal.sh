#!/bin/bash
#
# Requires bash version >= 4
#
type -P curl >&/dev/null || { echo "This script requires curl." >&2; exit 1; }
FOLDER=MAST_2026-11-22T0101
DOWNLOAD_FOLDER=$FOLDER
if [ -d $DOWNLOAD_FOLDER ]
then
    CONT="-C -"
fi
mkdir -p ${DOWNLOAD_FOLDER}

cat >${DOWNLOAD_FOLDER}/MANIFEST.HTML<<EOT
<!DOCTYPE html>
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

EOT

# Download Product Files:

cat <<EOT
<<< Downloading File: mast:HST/product/x1_drz.fits
                  To: ${DOWNLOAD_FOLDER}/HST/x1/x1_drz.fits
EOT

curl --globoff --location-trusted -f --progress-bar --create-dirs $CONT --output ./${DOWNLOAD_FOLDER}'/HST/x1/x1_drz.fits' 'https://mast.stsci.edu/api/v0.1/Download/file?bundle_name=MAST_2026-11-22T0101.sh&uri=mast:HST/product/x1_drz.fits'

curl -H "Authorization: token $MAST_API_TOKEN" --globoff --location-trusted -f $CONT --output ${DOWNLOAD_FOLDER}'/HLA/h/h_drz.fits' 'https://mast.stsci.edu/api/v0.1/Download/file?bundle_name=M.sh&uri=mast:HLA/url/get.cgi%3Fa%3D1%26amp%3Bamp%3Bb%3D2'

exit 0
