#!/usr/bin/env bash
# Every fuzz target over its seeds and over what once felled it (tests/fuzz/found/TARGET/*): it must stay standing.
. "$(dirname "$0")/lib.sh"
cd "$HERE/.." || exit 1
python3 tests/fuzz/package_seeds.py "$T/package"
stands() { # TARGET FILE...
  local target=$1; shift
  "$BUILD/fuzz/$target" "$@" >"$T/out" 2>"$T/err" || { tail -n 3 "$T/out" "$T/err" | sed 's/^/# /'; return 1; }
}
for target in wire mail reading steps text files names package format; do
  files=()
  for f in tests/fuzz/seeds/"$target"/* tests/fuzz/found/"$target"/*; do [ ! -f "$f" ] || files+=("$f"); done
  case $target in
    package) files+=("$T"/package/*) ;;
    mail) files+=(tests/mail/*.eml) ;;
    format) files+=(tests/formats/*/*.*) ;;
  esac
  stands "$target" "${files[@]}"; ok "$target stands over ${#files[@]} files"
done
done_testing
