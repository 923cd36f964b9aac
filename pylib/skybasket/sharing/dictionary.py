"""The words that links are compressed with: frozen, for ever, with version 1 of links.

A link holds no word that stands here, only where it stands: one changed letter would
make every older link unreadable. A better dictionary needs a new version, beside this.

They are what the archive's names are made of, by its public conventions: for JWST "File
Naming Schemes" and "Data Product Types" (https://jwst-pipeline.readthedocs.io), for HST
"HST File Names" (https://hst-docs.stsci.edu), for TESS, Kepler and others the archive
manuals (https://archive.stsci.edu/missions-and-data). What is frequent stands last,
where deflate reaches it with the fewest bits.
"""

from __future__ import annotations

from typing import Final

__all__ = ["DICTIONARY"]


def _lines(words: str) -> str:
    """Return words as a link has them: a line each."""
    return "\n".join(words.split()) + "\n"


#: Addresses of smaller collections, and names of theirs.
_COLLECTIONS: Final = _lines("""
https://irsa.ipac.caltech.edu/data/SPITZER/SHA/archive/proc/IRAC00/r/ch1/pbcd/
mast:SPITZER_SHA/mast:IUE/url/pub/iue/data/
mast:FUSE/url/missions/fuse/data/mast:EUVE/mast:SWIFT/mast:HUT/mast:WUPPE/mast:BEFS/
mast:PS1/product/rings.v3.skycell.stk.unconv.fits.mask.fits.wt.fits
mast:HLA/url/cgi-bin/getdata.cgi?dataset=mast:OPO/product/
mast:GALEX/url/data/GR6/pipe/02-vsn/-AIS_d/01-main/0001-img/07-try/
mast:GALEX/url/data/GR6/pipe/01-vsn/-MIS/d/00-visits/
-fd-int.fits.gz-nd-int.fits.gz-fd-rr.fits.gz-xd-mcat.fits.gz-nd-flags.fits.gz
mast:K2FFI/mast:KeplerFFI/mast:K2/url/missions/k2/target_pixel_files/c00000/
mast:K2/url/missions/k2/lightcurves/c/ktwo_llc.fits_slc.fits_lpd-targ.fits.gz
mast:KEPLER/url/missions/kepler/target_pixel_files/mast:Kepler/url/missions/kepler/
lightcurves/00/kplr-2009131105131_llc.fits_slc.fits_lpd-targ.fits.gz_spd-targ.fits.gz
mast:TESS/product/tess-s00-1-1-0-s_ffic.fits_ffir.fits_cbv.fits
mast:HLSP/eleanor/postcards/s000/hlsp_eleanor_tess_ffi_postcard-s000-cal_tess_v2_pc.fits
mast:HLSP/tess-spoc/s000/target/0000/000/hlsp_tess-spoc_tess_phot_00000-s00_tess_v1_
mast:HLSP/qlp/s00/0000/000/hlsp_qlp_tess_ffi_s00-00000_tess_v01_llc.fits_llc.txt
mast:HLSP/k2sff/c0/hlsp_k2sff_k2_lightcurve_-c_kepler_v1_llc.fits-default-aper.txt
mast:HLSP/everest/hlsp_everest_k2_llc_-c_kepler_v2.0_lc.fits
hlsp_jwst_nircam_hlsp_jwst_niriss_nirspec_jwst_miri_hlsp_hst_acs-wfc_hst_wfc3-ir_hst_
wfc3-uvis_multi_multi_v1_drz.fits_v1.0_drz.fits_sci.fits_wht.fits_spec.fits_cat.fits
_v1_cat.ecsv_v1.0_cat.fits_v1.0_readme.txt_v1.0_i2d.fits_v1_prev.png_catalog.txt
""")
#: Filters, as JSON.
_FILTERS: Final = (
    '{"recommended":true,"name":"*","size":">=1~MB","category":["AUXILIARY","CALIBR'
    'ATION","INFO","PREVIEW","SCIENCE"],"kind":["science"],"extension":[".fits",".f'
    'its.gz",".jpg"],"group":["CAL","DRC","DRZ","I2D","X1D"],"mission":["HST","JWST'
    '","TESS"],"level":["2","3"],"access":["PUBLIC"],"data_type":["cube","image","s'
    'pectrum","timeseries"],"proposal":["'
)
#: Fields that can be inferred.
_INFERRED: Final = (
    "mission observation_id proposal group level category data_type instrument"
    " bandpass\ninstrument bandpass\n"
)
#: Values of facets, in the order of their columns.
_FACETS: Final = _lines("""
HLA GALEX SPITZER_SHA Kepler K2 PS1 unknown reference CALIBRATION CATALOG GUIDESTAR
THUMBNAIL RESTRICTED measurements GALEX OM FUV NUV Kepler TESS Photometer FOC/96
FOS/BL HRS HSP NICMOS/NIC2 WFPC2/PC WFPC2 STIS/CCD STIS/FUV-MAMA STIS/NUV-MAMA
COS/FUV COS/NUV ACS/HRC ACS/SBC ACS/WFC WFC3/IR WFC3/UVIS MIRROR G130M G140L G140M
G160M G185M G230L G230LB G430L G750L E140M E230M G102 G141 G800L CLEAR1L CLEAR2L
F110W F140W F218W F225W F275W F300W F336W F390W F438W F450W F475W F502N F555W F606W
F625W F656N F658N F673N F702W F775W F785LP F814W;CLEAR2L F850LP F105W F125W F160W
F200LP F350LP FGS MIRI MIRI/IFU MIRI/IMAGE MIRI/SLIT NIRISS/IMAGE NIRISS/WFSS
NIRISS/SOSS NIRSPEC NIRSPEC/IFU NIRSPEC/MSA NIRSPEC/SLIT NIRCAM/GRISM NIRCAM
NIRCAM/IMAGE GR150R;GR700XD GRISMR P750L CH1;SHORT CH2;MEDIUM CH3;LONG F170LP;G235M
F100LP;G140H F290LP;G395H CLEAR;PRISM F560W F770W F1000W F1130W F1280W F1500W F1800W
F2100W F2550W F070W F140M F150W2 F162M;F164N F182M F187N F210M F212N F250M F300M
F322W2 F335M F360M F405N;F444W F410M F430M F460M F470N F480M CLEAR;F090W CLEAR;F115W
CLEAR;F150W CLEAR;F200W CLEAR;F277W CLEAR;F356W CLEAR;F444W TESS HLSP HST JWST 0^
0:_fast 10: 0: unknown no yes INFO PREVIEW AUXILIARY SCIENCE science unavailable
available ASN POOL UNCAL RATEINTS CALINTS CRFINTS X1DINTS SEGM CAT ASC CRJ CRC SX2
SX1 X2D X1D X1DSUM IMA JIF JIT SPT TRL C0M C1M D0M RAW FLT FLC DRC DRZ LC TP DVT DVR
DVM DVS C1D S3D S2D X1D CRF RATE CAL I2D -1 4 1 2 3 EXCLUSIVE_ACCESS PUBLIC
timeseries cube spectrum image bandpass instrument
""")
#: Beginnings of names.
_STEMS: Final = _lines("""
hst_skycell-p0x0_acs_wfc_total_all_wfc3_ir_ hst_1_01_wfpc2_pc_f606w_u
hst_1_01_stis_fuv-mama_g140l_o hst_1_01_cos_fuv_g130m_g160m_l
hst_1_01_acs_wfc_f435w_f475w_f555w_f606w_f775w_f814w_f850lp_j
hst_1_01_wfc3_ir_f105w_f110w_f125w_f140w_f160w_i
hst_1_01_wfc3_uvis_f275w_f336w_f438w_f555w_f606w_f814w_i
tess2018206045859-s0001-s0001-0000000-00_dvt.fits
tess2018206045859-s0001-0000000-0120-s
tess2019-s00-0000000tess2020-s00tess2021-s00tess2022-s00tess2023-s00tess2024-s00
jw0-o001_2025t_image2_00001jw0-o001_2024t_spec3_00001jw0-o001_2023t_image3_00001
001_gs-acq1_gs-acq2_gs-fg_gs-id_gs-track_2022-seg001_gs-fg_2023
jw0-o001_t001_miri_ch1-shortmediumlong_ch2_ch3_ch4_p750l
jw0-o001_t001_miri_f560w_f770w_f1000w_f1130w_f1280w_f1500w_f1800w_f2100w_f2550w
jw0-o001_t001_niriss_clear-f115w_gr150r-f200w_gr150c_gr700xd_substrip256_f380m-nrm
jw0-o001_t001_nirspec_g140m-f100lp_g235m-f170lp_g395m-f290lp_g395h_clear-prism
-s200a1-subs200a1-s1600a1-sub2048-s00_s000001
jw0-o001_t001_nircam_clear-f070w_clear-f090w_clear-f115w_clear-f150w_clear-f187n
_f182m_clear-f200w_clear-f210m_clear-f277w_clear-f300m_clear-f335m_clear-f356w
_clear-f410m_clear-f444w_f405n-f444w_f444w-f470n_f322w2-grismr_f150w2-f162m-sub
_guider1_guider2_mirifulong_mirifushort_mirimage_nis_nrs1_nrs2
_nrcalong_nrcblong_nrca1_nrca2_nrca3_nrca4_nrcb1_nrcb2_nrcb3_nrcb4
jw01001001_02101_00001_02103_04101_03101_06101-seg001_ 001001_02101_00001_nrcb1
_x1d.json_pool.csv_log.txt_rawtag_a.fits_rawtag_b.fits
_corrtag.fits_corrtag_a.fits_corrtag_b.fits_counts_a.fits_counts_b.fits_flt_a.fits
_lampflash_a.fits_fltsum.fits_x1dsum.fits_x1dsum1.fits_x1dsum3.fits_tag.fits_wav.fits
_asc.fits_mos.fits_cal.fits_sfl.fits_ocx.fits_pdq.fits_ulf.fits_shf.fits_shm.fits
""")
#: Ends of names, in the order in which links have them.
_ENDINGS: Final = _lines("""
_c0f.fits _c0m.fits _c0m.jpg _c0m_thumb.jpg _c1f.fits _c1m.fits _c3m.fits _c3t.fits
_cgr.fits _d0f.fits _d0m.fits _dgr.fits _drw.fits _drw.jpg _q0f.fits _q0m.fits
_q1f.fits _q1m.fits _shm.fits _trl.fits _x0f.fits _x0m.fits _fast-lc.fits
_fast-tp.fits _lc.fits _tp.fits _dvm.pdf _dvr.pdf _dvr.xml _dvs.pdf _dvt.fits
_asn.fits _crc.fits _crj.fits _drc.fits _drc.jpg _drc_large.jpg _drc_thumb.jpg
_drz.fits _drz.jpg _drz_thumb.jpg _flc.fits _flc.jpg _flc_hlet.fits _flc_thumb.jpg
_flt.fits _flt.jpg _flt_hlet.fits _flt_thumb.jpg _ima.fits _ima.jpg _jif.fits
_jit.fits _log.txt _point-cat.ecsv _raw.fits _raw.jpg _raw_thumb.jpg
_segment-cat.ecsv _spt.fits _sx1.fits _sx2.fits _trl.fits _x1d.fits _x1d_prev.png
_x1d_thumb.png _x1dsum.fits _x2d.fits _asn.json _bsub.fits _bsubints.fits _c1d.fits
_c1d.png _cal.fits _cal.jpg _cal_thumb.jpg _calints.fits _calints.jpg _cat.ecsv
_o001_crf.fits _o001_crfints.fits _i2d.fits _i2d.jpg _i2d_thumb.jpg _msa.fits
_phot.ecsv _pool.csv _ramp.fits _rate.fits _rate.jpg _rate_thumb.jpg _rateints.fits
_rateints.jpg _rateints_thumb.jpg _s2d.fits _s2d.jpg _s2d_thumb.jpg _s3d.fits
_s3d.jpg _segm.fits _trapsfilled.fits _uncal.fits _uncal.jpg _uncal_thumb.jpg
_whtlt.ecsv _x1d.fits _x1d.png _x1d_thumb.png _x1dints.fits
""")
#: How most links begin.
_BEGINNINGS: Final = _lines("""
mast:TESS/product/ mast:HLSP/ mast:HST/product/ mast:JWST/product/
{} {"recommended":true}
""")

DICTIONARY: Final = (
    _COLLECTIONS + _FILTERS + _INFERRED + _FACETS + _STEMS + _ENDINGS + _BEGINNINGS
).encode()
