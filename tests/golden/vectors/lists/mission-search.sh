curl -L -X GET "https://mast.stsci.edu/search/hst/api/v0.1/retrieve_product?product_name=X1CU01050%2Fx1cu01050_asn.fits" --output "MAST_2026-03-02T22_29_29.259Z/HST/x1cu01050_asn.fits" --fail --create-dirs

curl -L -X GET "https://mast.stsci.edu/search/hst/api/v0.1/retrieve_product?product_name=X1CU01050%2Fx1cu01ffq_cal.fits" --output "MAST_2026-03-02T22_29_29.259Z/HST/X1CU01050/x1cu01ffq_cal.fits" --fail

curl -H "Authorization: token $MAST_API_TOKEN" -L -X POST "https://mast.stsci.edu/search/hst/api/v0.1/retrieve_product_zip" -F "mission=HST" -F "structure=flat" -F uri="X1CU01050/x1cu01050_asn.fits" -F "manifestonly=true" --output "MAST_2026-03-02T22_29_29.259Z/MANIFEST.html" --fail --create-dirs
