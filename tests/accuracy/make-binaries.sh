#!/usr/bin/env bash
# Prints (LibreOffice) the documents whose format is pdf, and prints and scans (pdftoppm, 200 dpi, grey; img2pdf) those whose format is scan.
# Their PDFs are kept beside them, so nobody has to run this to test.
#   tests/accuracy/make-binaries.sh [docs/NN-slug.toml…]
set -eu
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for toml in "${@:-docs/*.toml}"; do for f in $toml; do
  format=$(sed -n 's/^format = "\(.*\)"/\1/p' "$f" | head -n 1)
  case $format in pdf|scan) ;; *) continue ;; esac
  ./build.py --docx "$f" "$work/d.docx"
  soffice "-env:UserInstallation=file://$work/lo" --headless --convert-to pdf --outdir "$work" "$work/d.docx" >/dev/null 2>&1
  if [ "$format" = scan ]; then
    pdftoppm -gray -jpeg -jpegopt quality=45 -r 200 "$work/d.pdf" "$work/page"
    img2pdf --pagesize A4 --nodate -o "${f%.toml}.pdf" "$work"/page*.jpg
    rm "$work"/page*.jpg
  else
    cp "$work/d.pdf" "${f%.toml}.pdf"
  fi
done; done
