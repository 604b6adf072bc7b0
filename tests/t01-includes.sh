#!/usr/bin/env bash
# The order of the rooms (who may include whom) and of the foreign libraries is law: this greps the includes.
. "$(dirname "$0")/lib.sh"
cd "$HERE/.." || exit 1

# room → what of ours it may include besides itself
declare -A may=(
  [base]="" [model]="base" [campaign]="base model" [spool]="base" [mail]="base model" [formats]="base model"
  [reading]="base model campaign" [worker]="base model" [store]="base model" [digest]="base model campaign store"
  [intake]="base model campaign spool store worker" [cmd]="base model campaign spool store digest intake worker"
)
breaches=
checked=0
for file in src/*/*.[ch]; do
  room=$(cut -d/ -f2 <<<"$file")
  while read -r included; do
    checked=$((checked + 1))
    target=${included%%/*}
    [ "$target" = "$room" ] && continue
    case "$room/$(basename "$file")" in
      # the hostile side of the worker room, which the parent does not link into what it calls
      worker/child.c | worker/gather.[ch] | worker/serve.[ch] | worker/part*.[ch]) allowed="base model mail formats reading campaign" ;;
      *) allowed=${may[$room]} ;;
    esac
    grep -qw -- "$target" <<<"$allowed" || breaches+="$file includes $included"$'\n'
    if [ "$target" = worker ] && [ "$included" != worker/pool.h ] && [ "$file $included" != "src/cmd/worker.c worker/remote.h" ]; then breaches+="$file includes $included"$'\n'; fi
  done < <(sed -n 's/^#include "\([a-z]*\/[a-z_]*\.h\)".*/\1/p' "$file")
done
is "$breaches" "" "no file includes a room it may not"
[ $checked -gt 200 ]; ok "the includes were really read ($checked)"

# the pool's side of the worker room knows nothing that parses
bad=$(grep -lE '#include "(mail|formats|reading|campaign)/' src/worker/*.[ch] | grep -vE 'worker/(child|gather|serve|part)[a-z_]*\.[ch]')
is "$bad" "" "nothing that parses is included by the pool, the wire or the sandbox"

# one foreign library, one file or room
only() { # PATTERN NAME ALLOWED-REGEX
  local found; found=$(grep -lE "#include <$1" src/*.[ch] src/*/*.[ch] | grep -vE "$3")
  is "$found" "" "$2 only where it belongs"
}
only 'sqlite3\.h' SQLite '^src/store/'
only 'gmime/' GMime '^src/mail/|^src/digest/letter\.c'
only 'archive(_entry)?\.h' libarchive '^src/(formats/container|digest/docx_parts)\.c'
only 'libxml/' libxml2 '^src/formats/(xml|html)\.c'
only 'tesseract/' tesseract '^src/formats/ocr\.c'
only 'allheaders\.h' leptonica '^src/formats/picture(_stamp)?\.c'
only 'poppler' poppler '^src/formats/pdf[a-z_]*\.c'
only 'gsf/' libgsf '^src/formats/ole_source\.c'
only '(seccomp|linux/(landlock|seccomp))\.h' 'seccomp and Landlock' '^src/worker/sandbox'
only 'utf8proc\.h' utf8proc '^src/base/text\.c'
only 'openssl/' OpenSSL '^src/(base/digest|formats/(pdf_signature|cms|cms_signer))\.[ch]'
only 'curl/' libcurl '^src/spool/smtp\.c'
only 'xlsxwriter' libxlsxwriter '^src/digest/sheet\.c'
only 'amqp' librabbitmq '^src/worker/broker\.c'
only 'systemd/' libsystemd '^src/cmd/daemon\.c'

# no circles: a room never includes one that includes it back
circle=
for a in "${!may[@]}"; do for b in ${may[$a]}; do grep -qw "$a" <<<"${may[$b]}" && circle+="$a<->$b "; done; done
is "$circle" "" "no circle between rooms"

long=$(wc -l src/*.[ch] src/*/*.[ch] | awk '$2 != "total" && $1 > 600 { print $2 }')
is "$long" "" "no source file is over 600 lines"
done_testing
