#!/usr/bin/env bash
# Every fuzz target for SECONDS each, two at a time, from its seeds (`make fuzz SECONDS=60`). Prints a table at the end; exits 1 where one fell, and leaves
# what felled it in build/fuzzing/rows/ROW/: mend the cause, then put the file into tests/fuzz/found/TARGET/, which `make check` runs for ever.
#     tests/fuzz/run.sh BUILD SECONDS [ROW...]
set -eu
cd "$(dirname "$0")/../.."
build=$1 seconds=$2; shift 2
rows=$build/rows
f=tests/formats
# row, target, longest input, seeds
table="
wire wire 65536 tests/fuzz/seeds/wire/*
mail mail 65536 tests/mail/*.eml $f/archives/*.eml
reading reading 4096 tests/reading/*.txt tests/fuzz/seeds/reading/*
steps steps 4096 tests/fuzz/seeds/steps/*
text text 4096 tests/fuzz/seeds/text/*
files files 8192 tests/fuzz/seeds/files/*
names names 256 tests/fuzz/seeds/names/*
package package 65536 $rows/package-seeds/*
pdf format 262144 $f/pdf/*.pdf
ole format 262144 $f/ole/*.doc $f/ole/*.xls $f/ole/*.ppt $f/archives/*.msg
rtf format 65536 $f/odf_rtf/*.rtf $f/ole/*.rtf
odf format 65536 $f/odf_rtf/*.fod* $f/odf_rtf/*.od*
html format 65536 $f/ole/*.html tests/fuzz/seeds/html/*
tnef format 65536 $f/archives/*.dat
archives format 65536 $f/archives/*.zip $f/archives/*.7z $f/archives/*.tar* $f/archives/*.gz $f/archives/*.xz $f/archives/*.bz2 $f/archives/*.txz
rar format 65536 $f/archives/*.rar
signed format 65536 $f/archives/*.p7* $f/archives/*.asc $f/archives/*.uue $f/archives/*uu.txt
pictures format 262144 $f/ocr/*.tif $f/ocr/*.jpg
"
mkdir -p "$rows"
python3 tests/fuzz/package_seeds.py "$rows/package-seeds"

run_row() {
  local row=$1 target=$2 longest=$3; shift 3
  local dir=$rows/$row; mkdir -p "$dir/seeds" "$dir/corpus"
  for s in "$@"; do case $s in *.expected) ;; *) [ ! -f "$s" ] || cp "$s" "$dir/seeds/"; esac; done
  local status=0
  "$build/fuzz/$target" -max_total_time="$seconds" -max_len="$longest" -timeout=20 -rss_limit_mb=3000 -print_final_stats=1 -artifact_prefix="$dir/" \
    "$dir/corpus" "$dir/seeds" >"$dir/log" 2>&1 || status=$?
  local runs; runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$dir/log")
  local crashes; crashes=$(find "$dir" -maxdepth 1 -name 'crash-*' -newer "$rows/begun" -o -maxdepth 1 -name 'timeout-*' -newer "$rows/begun" -o -maxdepth 1 -name 'oom-*' -newer "$rows/begun" | wc -l)
  [ $status = 0 ] || echo "$row fell: $(grep -m1 -aE 'ERROR|runtime error|SUMMARY' "$dir/log" | head -c 150), see $dir"
  printf '%-10s %-8s %6s %8s %11s %13s %8s\n' "$row" "$target" "$(ls "$dir/seeds" | wc -l)" "$seconds" "${runs:-?}" "$((${runs:-0} / seconds))" "$crashes" > "$dir/line"
  return $status
}
touch "$rows/begun"; rm -f "$rows"/*/line
failed=0
while read -r row target longest seeds; do
  [ -n "$row" ] || continue
  [ $# = 0 ] || case " $* " in *" $row "*) ;; *) continue;; esac
  while [ "$(jobs -rp | wc -l)" -ge 2 ]; do wait -n || failed=1; done
  # shellcheck disable=SC2086
  run_row "$row" "$target" "$longest" $seeds &
done <<< "$table"
while [ -n "$(jobs -rp)" ]; do wait -n || failed=1; done
printf '%-10s %-8s %6s %8s %11s %13s %8s\n' row target seeds seconds executions executions/s crashes
while read -r row _; do [ ! -f "$rows/$row/line" ] || cat "$rows/$row/line"; done <<< "$table"
exit $failed
