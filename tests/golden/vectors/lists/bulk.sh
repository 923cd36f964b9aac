#!/bin/sh
curl -C - -L -o tess0_lc.fits https://mast.stsci.edu/api/v0.1/Download/file/?uri=mast:TESS/product/tess0_lc.fits
curl -C - -L -o tess1_lc.fits https://mast.stsci.edu/api/v0.1/Download/file/?uri=mast:TESS/product/tess1_lc.fits
curl -C - -L -o tess2_lc.fits https://mast.stsci.edu/api/v0.1/Download/file/?uri=mast:TESS/product/tess2_lc.fits
