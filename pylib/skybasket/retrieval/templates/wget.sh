# wget goes on with half a file without asking whether it still is the same file. So its
# log stays beside the half file until all of it is there: the log has the header of
# every answer, and unless all of them are about one version, the file is fetched anew.

set -u
LC_ALL=C
export LC_ALL

tab=$(printf '\t')
pause=${SKYBASKET_PAUSE:-1}
patience=${SKYBASKET_STALL:-60}
child='' lock=''

usage() {
  cat <<'END'
usage: sh SCRIPT [--check]

Fetches every file of the list at the end of this script into a folder below the
current one. Run it again to go on: what is there is skipped, half files are resumed.

  --check   only look which files are there; nothing is fetched or written
  --help    print this

exit status: 0 all are there, 1 some are not, 2 it cannot run, 130 interrupted
END
}

# Unlike echo, it takes every name as it stands.
say() {
  printf '%s\n' "$1"
}

stop() {
  say "$2" >&2
  exit "$1"
}

# Settings stand before the first file and after the last one.
setting() {
  sed -n "/^# [0-9~-]*$tab/q; s/^#! $1$tab//p" "$0"
}

read_settings() {
  count=$(tail -n 2 "$0" 2>/dev/null | sed -n "s/^#! files$tab//p")
  listed=$(grep -c "^# [0-9~-]*$tab" "$0" 2>/dev/null)
  end=$(tail -n 1 "$0" 2>/dev/null)
  if [ "$end" != '#__SKYBASKET_END__' ] || [ "$listed" != "$count" ]; then
    stop 2 'this script is cut off; save it again'
  fi
  title=$(setting title)
  service=$(setting service)
  # A folder's name may begin with a hyphen.
  folder=./$(setting folder)
}

need_wget() {
  case $(wget --version 2>/dev/null) in
    'GNU Wget'*) ;;
    *) stop 2 'this script needs GNU wget' ;;
  esac
  # Older ones try again only when the connection failed.
  insistent=''
  if wget --help | grep -q -e --retry-on-http-error; then
    insistent=--retry-on-http-error=429,500,502,503,504
  fi
  # An address that is escaped already would be unescaped once.
  literal=''
  case $(wget --version) in
    *+iri*) literal=--no-iri ;;
  esac
}

# Two runs would write into the same half files. The lock of a dead one is taken over.
take_lock() {
  mkdir -p "$folder" || stop 2 "cannot make the folder $folder"
  if ! mkdir "$folder/.skybasket.lock" 2>/dev/null; then
    owner=$(cat "$folder/.skybasket.lock/wget" 2>/dev/null)
    process=${owner%% *} host=${owner#* }
    if [ "$host" != "$(uname -n)" ] || kill -0 "$process" 2>/dev/null; then
      stop 2 "another run works in this folder (process ${process:-unknown} on ${host:-unknown}); \
if none does, remove $folder/.skybasket.lock"
    fi
  fi
  lock=$folder/.skybasket.lock
  say "$$ $(uname -n)" >"$lock/wget"
}

# shellcheck disable=SC2317 # traps reach them
leave() {
  [ -z "$lock" ] || rm -rf "$lock"
}

# shellcheck disable=SC2317
interrupt() {
  trap '' INT TERM HUP
  if [ -n "$child" ]; then
    kill "$child" 2>/dev/null
    wait "$child"
  fi
  stop 130 'interrupted; run the same command again to go on'
}

# Prints why what wget left is not the whole file; nothing if it is.
#   $1 the half file   $2 its log   $3 its path in the list
objection() {
  case $3 in
    *.[hH][tT][mM] | *.[hH][tT][mM][lL]) page=1 ;;
    *) page=0 ;;
  esac
  awk -v bytes="$(wc -c <"$1")" -v page="$page" '
    { sub(/\r$/, ""); sub(/^ +/, "") }
    /^HTTP\// {
      delivers = $2 == 200 || $2 == 206
      if (delivers) { status[++answers] = $2; kind = ""; chunked = 0 }
      next
    }
    !delivers { next }
    { name = tolower($1); value = substr($0, length($1) + 2) }
    name == "etag:" && value !~ /^W\// { tag[answers] = value }
    name == "last-modified:" { date[answers] = value }
    name == "content-type:" { kind = tolower(value) }
    name == "transfer-encoding:" { chunked = 1 }
    name == "content-length:" && status[answers] == 200 { total[answers] = value }
    name == "content-range:" && value ~ /\/[0-9]+$/ {
      sub(/.*\//, "", value)
      total[answers] = value
    }
    END {
      mixed = status[1] != 200
      announced = ""
      for (n = 1; n <= answers; n++) {
        version = (n in tag) ? tag[n] : date[n]
        if (n == 1) first = version
        if (answers > 1 && (version == "" || version != first)) mixed = 1
        if (total[n] == "") continue
        if (announced != "" && total[n] != announced) mixed = 1
        announced = total[n]
      }
      if (!answers) print "no answer brought the file"
      else if (kind ~ /^text\/html/ && !page) print "a web page came instead of the file"
      else if (mixed) print "the file changed at the archive while it came"
      else if (announced != "" && announced + 0 != bytes + 0)
        print bytes + 0 " bytes came, " announced " were announced"
      else if (announced == "" && bytes + 0 == 0 && !chunked)
        print "an empty answer came instead of the file"
    }' "$2"
}

# Prints what wget's exit status and log say of a failure.
#   $1 the status   $2 the log
complaint() {
  answer=$(awk '/^ *HTTP\// { status = $2 } END { print status }' "$2" 2>/dev/null)
  case $1-$answer in
    *-[45]* | 8-*) say "the server answered ${answer:-nonsense}" ;;
    4-*) say 'the connection failed' ;;
    *) say "wget ended with status $1" ;;
  esac
}

# Runs wget so that it can be interrupted at any moment.
#   $1 the half file   $2 its log   $3 the address
run_wget() {
  wget --continue --no-verbose --server-response --append-output="$2" \
    --output-document="$1" --tries=5 --waitretry="$((10 * pause))" \
    --connect-timeout=30 --read-timeout="$patience" ${insistent:+"$insistent"} \
    ${literal:+"$literal"} -- "$3" </dev/null &
  child=$!
  wait "$child"
  status=$?
  child=''
  return "$status"
}

# Fetches a file; what is wrong, if anything, is in $reason.
#   $1 its path in the list   $2 its address
fetch() {
  file=$folder/$1
  part=$file.part about=$file.part.about
  reason='a folder is in its place'
  [ ! -d "$file" ] || return
  reason='its folder cannot be made'
  mkdir -p "${file%/*}" 2>/dev/null || return
  if [ ! -f "$part" ] || ! grep -q '^ *HTTP/' "$about" 2>/dev/null; then
    rm -f "$part" "$about"
  fi
  for try in first last; do
    run_wget "$part" "$about" "$2"
    status=$?
    [ "$status" -ne 3 ] || stop 1 "stopped: cannot write $part"
    if [ "$status" -ne 0 ]; then
      reason=$(complaint "$status" "$about")
      [ -s "$part" ] || rm -f "$part" "$about"
      return
    fi
    reason=$(objection "$part" "$about" "$1")
    if [ -z "$reason" ]; then
      mv -f "$part" "$file" && rm -f "$about" && return
      stop 1 "stopped: cannot write $file"
    fi
    rm -f "$part" "$about"
    [ "$try" = first ] && sleep "$pause"
  done
}

# The basket's size is a second opinion: files are made anew at the archive.
#   $1 the file   $2 its size in the list   $3 its path
compare() {
  case $2 in
    *[!0-9]*) return ;;
  esac
  bytes=$(($(wc -c <"$1")))
  [ "$bytes" = "$2" ] ||
    say "changed: $3: $2 bytes in the basket, $bytes at the archive"
}

#   $1 its path in the list   $2 its size there
check_one() {
  if [ -f "$folder/$1" ]; then
    complete=$((complete + 1))
    compare "$folder/$1" "$2" "$1"
  elif [ -f "$folder/$1.part" ]; then
    say "incomplete: $1"
  else
    say "missing: $1"
  fi
}

#   $1 its path in the list   $2 its size there   $3 its address
fetch_one() {
  if [ -f "$folder/$1" ]; then
    complete=$((complete + 1))
    return
  fi
  say "$number of $count: $1"
  fetch "$1" "$3"
  if [ -z "$reason" ]; then
    complete=$((complete + 1)) fetched=$((fetched + 1))
    compare "$folder/$1" "$2" "$1"
  else
    say "failed: $1: $reason" >&2
  fi
}

# Checks or fetches every file of the list.
#   $1 "check" or "fetch"
each() {
  number=0 complete=0 fetched=0
  exec 3<"$0"
  while IFS=$tab read -r size _ _ path address <&3; do
    case $size in
      '# '*) ;;
      *) continue ;;
    esac
    [ -n "$address" ] || continue # a comment of the code
    case $address in
      http://* | https://*) ;;
      *) address=$service$address ;;
    esac
    number=$((number + 1)) size=${size#??}
    if [ "$1" = check ]; then
      check_one "$path" "$size"
    else
      fetch_one "$path" "$size" "$address"
    fi
  done
  exec 3<&-
}

main() {
  case ${1-} in
    --help) usage && exit ;;
    --check | '') ;;
    *) stop 2 "unknown option: $1 (see --help)" ;;
  esac
  read_settings
  if [ "${1-}" = --check ]; then
    each check
    say "$complete of $count files complete, $((count - complete)) not"
  else
    need_wget
    trap leave EXIT
    trap interrupt INT TERM HUP
    take_lock
    say "$title: $count files into ${folder#./}"
    each fetch
    say "$complete of $count files complete, $((count - complete)) failed; \
this run: $fetched files"
  fi
  [ "$complete" -eq "$count" ]
}

main "$@"
exit
