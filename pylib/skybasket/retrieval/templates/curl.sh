
# The code is the same in every such script; the list behind it is only ever read as
# data. It needs bash 3.2, curl 7.29, and what POSIX systems have (awk, find, xargs, wc).
# shellcheck disable=SC2015 # no B fails in "A && B || C"
if [ ! -f "${BASH_SOURCE[0]:-}" ]; then echo 'save this script to a file and run that' >&2; exit 2; fi
if [ "$(tail -n 1 <"${BASH_SOURCE[0]}")" != '#__SKYBASKET_END__' ]; then echo 'this script is cut off; save it again' >&2; exit 2; fi

set -u
IFS=$' \t\n'
LC_ALL=C
export LC_ALL
unset CDPATH

TAB=$'\t' NEWLINE=$'\n' RETURN=$'\r'
# Tries of a file, tries if bytes come in each of them, tries if there is no such file.
ROUNDS=5 PATIENT_ROUNDS=20 MISSING_ROUNDS=3
LONGEST_WAIT=300 MOST_NAMED=20
# Bytes from which on a file is fetched by itself.
LARGE=8000000

SCRIPT=${BASH_SOURCE[0]}
case $SCRIPT in /*) ;; *) SCRIPT=$PWD/$SCRIPT ;; esac
TITLE='' FOLDER='' SERVICE='' LOGIN='' PLANNED_JOBS=4 PLANNED_SHARDS='' TOPS=()
MODE=get JOBS='' DEST='' ONLY='*' FROM='' STRICT=0 QUIET=0 TOKEN_FILE='' SHARD='' SHARDS=''
PAUSE=${SKYBASKET_PAUSE:-1} STALL=${SKYBASKET_STALL:-60} TOKEN=${MAST_API_TOKEN:-}
NAME=${MAST_FTP_USER:-} PASSWORD=${MAST_FTP_PASSWORD:-} NETRC_FILE='' CREDENTIALS='' LOGIN_OPTIONS=()
unset MAST_API_TOKEN MAST_FTP_USER MAST_FTP_PASSWORD
MAIN=$$ SCRATCH='' LOCK='' LOCKED='' TICKER='' WORKERS=() STOP='' CHILD='' STARTED=$SECONDS

help() {
  cat <<'END'
usage: bash SCRIPT [--jobs N] [--dest DIR] [--only GLOB] [--from FILE] [--shard K/N]
                   [--token-file FILE] [--strict] [--quiet] [--list | --check | --help]

Fetches every file of the list at the end of this script into a folder below the
current one. The same command goes on after an interruption: what is complete is
skipped, and half files are gone on with.

  --jobs N           fetch N files at a time, 1 to 16
  --dest DIR         the folder that all files go into
  --only GLOB        only files whose whole path matches; * goes beyond "/"
  --from FILE        take the list from a failed.txt
  --shard K/N        only every N-th file, beginning with the K-th
  --token-file FILE  holds the token for files that are not public; it may also come
                     from MAST_API_TOKEN, or is asked for
  --strict           exit status 1 if a file is not as long as the list says
  --quiet            print nothing but what is changed, failed or wrong
  --list             only print size, path and address of each file
  --check            only look which files are complete; nothing is fetched or written
  --help             print this

exit status: 0 all complete, 1 some failed, 2 it cannot run, 130 interrupted
END
  ! grep -q "^#! login$TAB" "$SCRIPT" || cat <<'END'

The files lie in a staging area, which is asked by FTP with TLS.

  --netrc FILE       holds its login, as ~/.netrc does, where it is looked for too; it
                     may also come from MAST_FTP_USER and MAST_FTP_PASSWORD, or is
                     asked for
END
}

# Unlike echo, it takes every text as it stands.
say() {
  printf '%s\n' "$1"
}

tell() {
  [ "$QUIET" = 1 ] || say "$1"
}

complain() {
  say "$1" >&2
}

# Ends a run that cannot begin.
refuse() {
  complain "$1"
  exit 2
}

# Options

parse() {
  while [ $# -gt 0 ]; do
    case $1 in
      --*=*) set -- "${1%%=*}" "${1#*=}" "${@:2}" ;;
    esac
    case $1 in
      --jobs | --dest | --only | --from | --shard | --token-file | --netrc)
        [ $# -ge 2 ] || refuse "$1 needs a value (see --help)"
        set_option "$1" "$2"
        shift
        ;;
      --strict) STRICT=1 ;;
      --quiet) QUIET=1 ;;
      --list) MODE=list ;;
      --check) MODE=check ;;
      --help | -h)
        help
        exit 0
        ;;
      *) refuse "unknown option $1 (see --help)" ;;
    esac
    shift
  done
}

set_option() {
  case $1 in
    --jobs)
      case $2 in
        [1-9] | 1[0-6]) JOBS=$2 ;;
        *) refuse "--jobs takes a number from 1 to 16, not $2" ;;
      esac
      ;;
    --dest)
      [ -n "$2" ] || refuse '--dest takes a folder'
      DEST=$2
      ;;
    --only) ONLY=$2 ;;
    --from)
      [ -r "$2" ] && [ ! -d "$2" ] || refuse "--from: cannot read $2"
      FROM=$2
      ;;
    --shard) set_shard "$2" ;;
    --token-file)
      [ -r "$2" ] && [ ! -d "$2" ] || refuse "--token-file: cannot read $2"
      TOKEN_FILE=$2
      ;;
    --netrc)
      [ -r "$2" ] && [ ! -d "$2" ] || refuse "--netrc: cannot read $2"
      case $2 in /*) NETRC_FILE=$2 ;; *) NETRC_FILE=$PWD/$2 ;; esac
      ;;
  esac
}

set_shard() {
  case $1 in
    */*/* | *[!0-9/]* | /* | */ | 0* | */0* | ????????????*) ;;
    */*) SHARD=${1%/*} SHARDS=${1#*/} ;;
  esac
  [ -n "$SHARD" ] && [ "$SHARD" -le "$SHARDS" ] || refuse "--shard takes K/N with K from 1 to N, not $1"
}

# The list

# Prints the settings, the folders at the top, and whatever is wrong with the list, as
# names and values. Nothing is done before all of the list has been looked at.
check_list() {
  awk -F '\t' -v embedded="$1" '
    function wrong(text) { print "wrong\t" text; failed = 1; exit }
    embedded && !listing { listing = $0 == "#__SKYBASKET_LIST__"; next }
    embedded && $0 == "#__SKYBASKET_END__" { ended = 1; exit }
    embedded && sub(/^#! /, "") {
      if ($1 == "files") { expected = $2 } else { print }
      next
    }
    embedded && !sub(/^# /, "") { wrong("cut") }
    # Size, checksum, token, path, address; in a failed.txt also a reason.
    /[\001-\010\013-\037\177]/ || NF != 5 && (embedded || NF != 6) || $1 !~ /^(~?[0-9]+|-)$/ ||
    $2 != "-" && $2 !~ /^[a-z0-9]+:[0-9A-Fa-f]+$/ || $3 != "-" && $3 != "t" || $5 == "" || index($5, " ") {
      wrong(embedded ? "cut" : "list")
    }
    ("/" $4 "/") ~ /\/\.?\.?\// { wrong("path") }
    {
      count++
      slash = index($4, "/")
      if (slash && !((top = substr($4, 1, slash - 1)) in seen)) {
        seen[top]
        print "top\t" top
      }
    }
    END { if (!failed && embedded && (!ended || expected "" != count + 0 "")) { wrong("cut") } }
  ' "$2"
}

# Takes what check_list prints into variables.
read_settings() {
  local name value
  while IFS=$TAB read -r name value; do
    case $name in
      title) TITLE=$value ;;
      folder) FOLDER=$value ;;
      service) SERVICE=$value ;;
      login) LOGIN=$value ;;
      jobs) PLANNED_JOBS=$value ;;
      shards) PLANNED_SHARDS=$value ;;
      top) TOPS+=("$value") ;;
      wrong) refuse_list "$value" ;;
    esac
  done
}

refuse_list() {
  case $1 in
    cut) refuse 'this script is cut off; save it again' ;;
    path) refuse 'a path leaves the folder' ;;
    *) refuse "$FROM is no list of files that failed" ;;
  esac
}

# Prints the wanted lines of the list: size, checksum, token, path, address.
entries() {
  local embedded=1 source=$SCRIPT
  if [ -n "$FROM" ]; then embedded=0 source=$SCRATCH/from; fi
  WANTED=$ONLY awk -F '\t' -v embedded=$embedded -v shard="$SHARD" -v shards="$SHARDS" '
    # The regular expression of a glob. Letters may have several bytes, of which all
    # but the first are from \200 to \277.
    function expression(glob,    place, letter, first, more, text) {
      for (place = 1; place <= length(glob); place++) {
        letter = substr(glob, place, 1)
        # What stands first in brackets does not close them.
        first = place + 1 + (substr(glob, place + 1, 1) == "!")
        more = index(substr(glob, first + 1), "]")
        if (letter == "*") { text = text ".*" }
        else if (letter == "?") { text = text "[^\200-\277][\200-\277]*" }
        else if (letter == "[" && more) {
          text = text one_of(substr(glob, place + 1, first + more - place - 1))
          place = first + more
        }
        else if (index("\\^$.[]|()*+?{}", letter)) { text = text "\\" letter }
        else { text = text letter }
      }
      return "^" text "$"
    }
    # The same for what stands in brackets. Which letters mean something there depends
    # on their place, and on the awk.
    function one_of(letters,    negated, place, letter, code, last, some, hat, hyphen, open, shut) {
      negated = sub(/^!/, "", letters)
      for (place = 1; place <= length(letters); place++) {
        code = last = index(ASCII, substr(letters, place, 1))
        if (substr(letters, place + 1, 1) == "-" && place + 2 <= length(letters)) {
          place += 2
          last = index(ASCII, substr(letters, place, 1))
        }
        for (; code && code <= last; code++) {
          letter = substr(ASCII, code, 1)
          if (letter == "^") { hat = "^" }
          else if (letter == "-") { hyphen = "-" }
          else if (letter == "[") { open = "[" }
          else if (letter == "]") { shut = "]" }
          else if (letter == "\\") { some = some "\\\\" }
          else { some = some letter }
        }
      }
      some = shut some
      if (some == "") { some = open; open = "" }
      if (negated) { return "[^" some "\200-\277" hat open hyphen "][\200-\277]*" }
      if (some != "") { return "[" some hat open hyphen "]" }
      if (hyphen != "") { return "[" hyphen hat "]" }
      # No path holds a control character.
      return hat == "" ? "\001" : "\\^"
    }
    BEGIN { for (code = 32; code < 127; code++) { ASCII = ASCII sprintf("%c", code) } }
    BEGIN { if (ENVIRON["WANTED"] != "*") { wanted = expression(ENVIRON["WANTED"]) } }
    embedded && !listing { listing = $0 == "#__SKYBASKET_LIST__"; next }
    embedded && !/^# / { next }
    shards && count++ % shards != shard - 1 { next }
    wanted != "" && $4 !~ wanted { next }
    embedded { print substr($0, 3); next }
    { print $1 "\t" $2 "\t" $3 "\t" $4 "\t" $5 }
  ' "$source"
}

# What is in the folder

# Prints what lies in some places: files with their sizes, folders, links.
look() {
  find "$@" -name "*$NEWLINE*" -prune \
    -o -type f -exec wc -c {} + \
    -o -type d -exec printf 'folder %s\n' {} + \
    -o -type l -exec printf 'link %s\n' {} + 2>/dev/null
}

# Prints what a link is: as good as a file or folder, unless its folder lies elsewhere.
look_behind() {
  local target
  if [ -f "$1" ]; then
    say "$(($(wc -c <"$1"))) $1"
  elif target=$(cd "$1" 2>/dev/null && pwd -P); then
    case $target/ in
      "$(pwd -P)"/*) look "$1/" | sed 's,//,/,' ;;
      *) say "out $1" ;;
    esac
  fi
}

# Notes what is in the folder: only in those places where files of the list may be.
scan() {
  local top line some=()
  {
    look . -maxdepth 1
    for top in ${TOPS[@]+"${TOPS[@]}"}; do
      [ -d "./$top" ] || continue
      some+=("./$top")
      if [ ${#some[@]} -eq 500 ]; then
        look "${some[@]}"
        some=()
      fi
    done
    [ ${#some[@]} -eq 0 ] || look "${some[@]}"
  } >"$SCRATCH/found"
  grep '^link ' "$SCRATCH/found" >"$SCRATCH/links"
  while IFS= read -r line; do
    look_behind "${line#link }"
  done <"$SCRATCH/links" >>"$SCRATCH/found"
}

# A last line that the power went off in must neither be gone on with nor believed.
end_line() {
  [ -z "$(tail -c 1 "$1")" ] || printf '\tcut off\n'
}

# Prints a line for each file of the list: its state, a note on it, whether it has to be
# fetched alone, and its line in the list. The receipts say what is complete; the last
# line about a path counts, and the file has to be there with as many bytes.
survey() {
  local receipt
  for receipt in skybasket-receipt*.tsv; do
    [ -f "$receipt" ] || continue
    cat "$receipt"
    end_line "$receipt"
  done >"$SCRATCH/receipts"
  scan
  entries | awk -F '\t' '
    function leads_out(path,    link) {
      for (link in out) { if (index(path, link "/") == 1) { return link } }
      return ""
    }
    function report(state, note,    how) {
      how = "together"
      if (parts && (($4 ".part") in size || ($4 ".part.about") in size)) { how = "alone" }
      if (parts && state == "missing" && ($4 ".part") in size) { state = "incomplete" }
      print state "\t" note "\t" how "\t" $0
    }
    step == 1 && NF == 5 && $3 ~ /^[0-9]+$/ {
      if (!($4 in recorded) || substr(recorded[$4], 1, length($1)) <= $1) {
        recorded[$4] = $1 "\t" $2 "\t" $3 "\t" $5
      }
    }
    step == 1 { next }
    step == 2 && /^ *[0-9]+ \.\// {
      path = substr($0, index($0, "./") + 2)
      bytes = $0 + 0
      split(recorded[path], said)
      # A million files: what is as recorded needs no second entry.
      if (said[3] != "" && said[3] + 0 == bytes) { recorded[path] = "=" recorded[path] }
      else {
        if (said[3] == "") { delete recorded[path] }
        size[path] = bytes
        parts = parts || path ~ /\.part(\.about)?$/
      }
      next
    }
    step == 2 && /^folder / { folders[substr($0, 10)] }
    step == 2 && /^out / { out[substr($0, 7)]; links = 1 }
    step == 2 { next }
    links && (link = leads_out($4)) != "" {
      report("blocked", link " is a link that leaves the folder")
      next
    }
    $4 in folders { report("blocked", "a folder is in its place: " $4); next }
    !($4 in recorded) { report($4 in size ? "unrecorded" : "missing", "-"); next }
    {
      split(recorded[$4], said)
      same = sub(/^=/, "", said[1])
      if (said[4] != $5 && (same || $4 in size)) {
        report("blocked", "another file is in its place: " said[4] "; choose another --dest")
      }
      else if (said[4] != $5) { report("missing", "-") }
      else if (!same && $4 in size) {
        report("wrong size", sprintf("%.0f bytes, %.0f expected", size[$4], said[3]))
      }
      else if (!same) { report("missing", "-") }
      else if (said[2] == "unverified") { report("unverified", said[3]) }
      else if ($1 ~ /^[0-9]+$/ && $1 + 0 != said[3] + 0) { report("changed", said[3]) }
      else { report("complete", said[3]) }
    }
  ' step=1 "$SCRATCH/receipts" step=2 "$SCRATCH/found" step=3 -
}

# Prints the checksum of a file in hexadecimal digits, with whatever program is there.
digest() {
  local said
  case $1 in md5 | sha1 | sha256 | sha512) ;; *) return ;; esac
  if command -v "$1sum" >/dev/null; then
    said=$("$1sum" <"$2")
  elif [ "$1" != md5 ] && command -v shasum >/dev/null; then
    said=$(shasum -a "${1#sha}" <"$2")
  else
    said=$(openssl dgst "-$1" <"$2" 2>/dev/null)
  fi
  said=${said##*= }
  say "${said%% *}"
}

# One run in a folder

# A dead process keeps its number until its parent has asked how it ended.
is_running() {
  local state=''
  kill -0 "$1" 2>/dev/null || return
  if [ -r "/proc/$1/stat" ]; then
    { read -r state <"/proc/$1/stat"; } 2>/dev/null
    state=${state##*) }
  else
    state=$(ps -o stat= -p "$1" 2>/dev/null)
  fi
  case $state in Z*) return 1 ;; esac
}

# By now, another program may have the number of a worker.
is_bash() {
  local command=''
  if [ -r "/proc/$1/cmdline" ]; then
    { IFS= read -r -d '' command <"/proc/$1/cmdline"; } 2>/dev/null
  else
    command=$(ps -o args= -p "$1" 2>/dev/null)
  fi
  case $command in *bash*) ;; *) return 1 ;; esac
}

# Ends what a run that was killed has left behind, which may still write into files.
end_remains() {
  local process tries=0
  [ -O "$1/processes" ] || return
  while IFS= read -r process; do
    is_bash "$process" || continue
    kill "$process" 2>/dev/null
    while [ $tries -lt 50 ] && is_running "$process"; do
      sleep 0.1 2>/dev/null || sleep 1
      tries=$((tries + 1))
    done
  done <"$1/processes"
  rm -rf "$1"
}

take_lock() {
  local process='' host='' scratch='' here
  LOCK=.skybasket.lock$SUFFIX
  here=$(uname -n)
  if ! mkdir "$LOCK" 2>/dev/null; then
    [ -d "$LOCK" ] || refuse "cannot write into $PWD"
    { read -r process host scratch <"$LOCK/pid"; } 2>/dev/null
    # Of two runs that find a dead one's lock, one alone can make the folder in it.
    if [ "$host" != "$here" ] || is_running "$process" || ! mkdir "$LOCK/heir" 2>/dev/null; then
      refuse "another run works in this folder (process ${process:-?} on ${host:-?});\
 if it does not, remove $PWD/$LOCK"
    fi
    case $scratch in */skybasket.*) end_remains "$scratch" ;; esac
  fi
  LOCKED=1
  say "$MAIN $here $SCRATCH" >"$LOCK/pid" || exit 2
  rmdir "$LOCK/heir" 2>/dev/null
}

# shellcheck disable=SC2317 # traps reach it
leave() {
  local status=$?
  trap '' INT TERM HUP PIPE
  [ -z "$TICKER" ] || end_surely "$TICKER"
  [ -z "$SCRATCH" ] || rm -rf "$SCRATCH"
  [ -z "$LOCKED" ] || rm -rf "$LOCK"
  exit "$status"
}

# shellcheck disable=SC2317
interrupt() {
  trap '' INT TERM HUP PIPE
  STOP=interrupted
  end_workers
}

# shellcheck disable=SC2317
halt() {
  STOP=${STOP:-stopped}
  end_workers
}

# shellcheck disable=SC2317
end_workers() {
  [ -z "$CHILD" ] || kill "$CHILD" 2>/dev/null
  [ ${#WORKERS[@]} -eq 0 ] || kill "${WORKERS[@]}" 2>/dev/null
}

# Ends processes; one that has only just begun may miss the first signal.
end_surely() {
  while kill "$@" 2>/dev/null; do
    sleep 0.01 2>/dev/null || sleep 1
  done
}

# Waits for a child, which a trap can end; its status goes to STATUS. A trap may make
# bash forget that a child has ended: after one, nothing is waited for any more.
await_child() {
  CHILD=$1 STATUS=143
  if [ -z "$STOP" ]; then
    wait "$CHILD" 2>/dev/null
    STATUS=$?
  fi
  [ -z "$STOP" ] || end_surely "$CHILD"
  CHILD=''
}

# Sleeps, unless a trap ends it; some systems know whole seconds only.
nap() {
  case $1 in 0 | 0.00) return ;; esac
  sleep "$1" 2>/dev/null &
  await_child $!
}

# The workers: each takes one file of the queue after the other, runs one curl for the
# files named there, and judges each of them by the answer's header and its own size.

# Reads a job into arrays: how, sizes, checksums, tokens, paths, addresses.
read_job() {
  local how size checksum token path address
  COUNT=0 hows=() sizes=() checksums=() tokens=() paths=() addresses=()
  while IFS=$TAB read -r how size checksum token path address; do
    [ -z "$LOGIN" ] || token=-
    hows[COUNT]=$how sizes[COUNT]=$size checksums[COUNT]=$checksum
    tokens[COUNT]=$token paths[COUNT]=$path addresses[COUNT]=$address
    COUNT=$((COUNT + 1))
  done <"$WORK.job"
}

# Leaves only those files of the job that have a place to go to.
make_room() {
  local place=0 folder fresh=()
  while [ $place -lt "$COUNT" ]; do
    folder=${paths[place]%/*}
    [ "$folder" = "${paths[place]}" ] || [ -d "./$folder" ] || fresh+=("./$folder")
    place=$((place + 1))
  done
  [ ${#fresh[@]} -gt 0 ] || return 0
  mkdir -p "${fresh[@]}" 2>"$WORK.errors" || bar_wrong_places
}

# A file may lie where a folder has to be; any other reason holds for all files.
bar_wrong_places() {
  local place=-1 folder part
  while [ $((place += 1)) -lt "$COUNT" ]; do
    folder=${paths[place]%/*}
    [ ! -d "./$folder" ] || continue
    part=$folder
    while [ ! -e "./$part" ] && [ "$part" != "${part%/*}" ]; do part=${part%/*}; done
    if [ ! -e "./$part" ] || [ -d "./$part" ]; then
      stop_all "$folder: $(last_line "$WORK.errors")"
      return
    fi
    give_up $place "cannot make the folder $part: a file is there"
    hows[place]=barred
  done
}

last_line() {
  awk '{ sub(/^curl: \([0-9]+\) /, ""); line = $0 } END { print line }' "$1"
}

# What has come of the job's only file, and of which version: START bytes of TOTAL.
recall_part() {
  local part=./${paths[0]}.part
  START=0 VALIDATOR='' TOTAL=-
  if [ -f "$part" ] && [ ! -L "$part" ] && [ -f "$part.about" ]; then
    {
      IFS= read -r VALIDATOR
      IFS= read -r TOTAL
    } <"$part.about"
    START=$(($(wc -c <"$part")))
  fi
  case $TOTAL in
    -) ;;
    *[!0-9]* | '' | ????????????????*) VALIDATOR='' ;;
    *) [ "$START" -le "$TOTAL" ] || VALIDATOR='' ;;
  esac
  case $VALIDATOR in '' | W/*) drop_part 0 ;; esac
  [ "$START" -gt 0 ] || drop_part 0
}

drop_part() {
  local part=./${paths[$1]}.part
  if [ -e "$part" ] || [ -L "$part" ] || [ -e "$part.about" ]; then
    rm -f "$part" "$part.about"
  fi
  START=0 VALIDATOR='' TOTAL=-
}

note_part() {
  printf '%s\n%s\n' "${validators[$1]}" "${totals[$1]:--}" >"./${paths[$1]}.part.about"
}

# A text as curl's configuration files have it; it goes to QUOTED.
quote() {
  local text=$1
  text=${text//\\/\\\\}
  text=${text//\"/\\\"}
  QUOTED="\"$text\""
}

# Runs curl for all files of the job, or for another address of its only one.
ask() {
  local place=-1 configuration='' token=0 url options=("${OPTIONS[@]}")
  DIALOGUE=0
  if [ -z "$1" ] && [ "${tokens[0]}" = t ]; then
    case ${addresses[0]} in http://* | https://*) ;; *) token=1 ;; esac
  fi
  while [ $((place += 1)) -lt "$COUNT" ]; do
    [ "${hows[place]}" != barred ] || continue
    url=${1:-${addresses[place]}}
    case $url in
      http://* | https://*) ;;
      *)
        # A staging area is one flat folder.
        [ -z "$LOGIN" ] || DIALOGUE=1 url=${url##*/}
        url=$SERVICE$url
        ;;
    esac
    quote "$url"
    configuration+="url = $QUOTED$NEWLINE"
    quote "./${paths[place]}.part"
    configuration+="output = $QUOTED$NEWLINE"
  done
  forget_answers
  [ -n "$configuration" ] || return
  # A token is for the archive alone: whoever it sends us to is asked without.
  if [ $token = 1 ]; then
    configuration+="header = \"Authorization: token $TOKEN\"$NEWLINE"
  elif [ $DIALOGUE = 1 ]; then
    configuration+=$CREDENTIALS
    options+=(${LOGIN_OPTIONS[@]+"${LOGIN_OPTIONS[@]}"} "${FTPS_OPTIONS[@]}")
  else
    options+=(--location)
  fi
  if [ "$START" -gt 0 ]; then
    quote "If-Range: $VALIDATOR"
    [ $DIALOGUE = 1 ] || configuration+="header = $QUOTED$NEWLINE"
    options+=(--continue-at "$START")
  fi
  case $url in
    ftp:*) ;;
    https:*) options+=(--proto "=https") ;;
    *) options+=(--proto "=http,https") ;;
  esac
  curl "${options[@]}" --config - <<<"$configuration" >"$WORK.answers" 2>"$WORK.errors" &
  if [ "$COUNT" = 1 ] && [ "$START" = 0 ]; then
    await_large_file $!
  else
    await_child $!
  fi
  forget_answers
  read_answers
}

forget_answers() {
  local place=0
  codes=() totals=() firsts=() validators=() kinds=() waits=() wholes=() onward=() exits=() errors=()
  while [ $place -lt "$COUNT" ]; do
    codes[place]=000 totals[place]='' firsts[place]='' validators[place]='' kinds[place]=''
    waits[place]='' wholes[place]=0 onward[place]='' exits[place]='' errors[place]=''
    place=$((place + 1))
  done
}

# Reads the headers that curl has dumped, each file's followed by our own line.
read_answers() {
  local line field place=-1 blank=0
  local code='' length='' first='' total='' tag='' date='' kind='' retry='' target='' chunked=0
  local answers=$WORK.answers
  if [ $DIALOGUE = 1 ]; then
    answers=$WORK.translated
    translate <"$WORK.answers" >"$answers"
  fi
  next_asked
  shopt -s nocasematch
  while IFS= read -r line || [ -n "$line" ]; do
    line=${line%"$RETURN"}
    field=${line#*:}
    field=${field#"${field%%[![:blank:]]*}"}
    case $line in
      http/*)
        code=${line#* } code=${code%% *} blank=0
        length='' first='' total='' tag='' date='' kind='' retry='' target='' chunked=0
        ;;
      '') blank=$((blank + 1)) ;;
      "$MARK$TAB"*)
        [ $place -lt "$COUNT" ] || break
        # The last blank line is our own: without another, the header was cut.
        [ $blank -lt 2 ] || wholes[place]=1
        keep_answer
        read_mark "$line"
        next_asked
        code='' blank=0
        ;;
      content-length:*) length=$field ;;
      content-range:*)
        total=${field##*/} first=${field#bytes } first=${first%%-*}
        ;;
      transfer-encoding:*) chunked=1 ;;
      etag:*) tag=$field ;;
      last-modified:*) date=$field ;;
      content-type:*) kind=$field ;;
      retry-after:*) retry=$field ;;
      location:*) target=$field ;;
    esac
  done <"$answers"
  shopt -u nocasematch
  # curl was ended in the middle of a file.
  if [ -n "$code" ] && [ $place -lt "$COUNT" ]; then
    [ $blank -lt 1 ] || wholes[place]=1
    keep_answer
  fi
  if [ "$COUNT" = 1 ] && [ -z "${exits[0]}" ]; then
    exits[0]=$STATUS
    errors[0]=$(last_line "$WORK.errors")
  fi
}

# Prints the header that a web server would have sent where an FTP server has said the
# same in its replies: 150 that the file comes, 213 when it was changed or its size, in
# this order, and 350 that it comes from where it was to go on. The change is the file's
# version; a size alone would not tell two of them apart.
translate() {
  awk -F '\t' -v OFS='\t' -v mark="$MARK" -v start="$START" '
    function tell() {
      code = last
      if (comes) { code = resumed && start > 0 ? 206 : 200 }
      else if (last == 213 && start > 0) { code = 416 }
      else if (last == 550 || last == 553) { code = 404 }
      else if (last == 530 || last == 532) { code = 401 }
      else if (last == 421 || last == 450) { code = 503 }
      else if (last != 0) { code = 500 }
      if (last != 0) {
        print "HTTP/1.1 " code
        if (code == 206) { print "Content-Range: bytes " start "-/" size }
        else if (size != "") { print "Content-Length: " size }
        if (changed != "") { print "ETag: \"" changed "\"" }
        print ""
      }
      last = comes = resumed = 0
      size = changed = ""
      return code
    }
    { sub(/\r$/, "") }
    $1 == mark {
      code = tell()
      if (code != 0) { $2 = code }
      print ""
      print
      next
    }
    /^213 [12][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9](\.[0-9]+)?$/ && size changed == "" {
      changed = substr($0, 5)
    }
    /^213 [0-9]+$/ && substr($0, 5) != changed { size = substr($0, 5) }
    /^350 / { resumed = 1 }
    /^1(25|50) / { comes = 1 }
    /^[1-5][0-9][0-9] / { last = substr($0, 1, 3) + 0 }
    END { if (last != 0) { tell() } }
  '
}

# shellcheck disable=SC2154 # the variables are read_answers'
next_asked() {
  place=$((place + 1))
  while [ "${hows[place]:-}" = barred ]; do place=$((place + 1)); done
}

# shellcheck disable=SC2154
keep_answer() {
  [ -n "$code" ] || return
  codes[place]=$code kinds[place]=$kind waits[place]=$retry firsts[place]=$first
  # curl 8 does not name a redirect's target when it was to go on with a file.
  case $target in
    http://* | https://*) onward[place]=$target ;;
    /[!/]*)
      onward[place]=${SERVICE#*://}
      onward[place]=${SERVICE%%://*}://${onward[place]%%/*}$target
      ;;
  esac
  case $code in 206) ;; *) total=$length ;; esac
  case $total in *[!0-9]* | ????????????????*) total='' ;; esac
  [ $chunked = 0 ] || [ "$code" = 206 ] || total=''
  totals[place]=$total
  case $tag in W/* | '') tag=$date ;; esac
  case $tag in *[[:cntrl:]]*) tag='' ;; esac
  validators[place]=$tag
}

read_mark() {
  local mark code output redirect status error
  # shellcheck disable=SC2034 # the first field is known
  IFS=$TAB read -r mark code output redirect status error <<<"$1"
  # Answers come in the order of the questions; should they ever not, trust none.
  [ "$output" = "=./${paths[place]}.part" ] || wholes[place]=0
  # curl 7.29 does not dump the header of a refusal: what there is is a redirect's.
  [ "$code" = "${codes[place]}" ] || wholes[place]=0
  codes[place]=$code
  [ "$redirect" = = ] || onward[place]=${redirect#=}
  exits[place]=${status#=}
  errors[place]=${error#=}
}

# A large file's version is noted as soon as it is known, in case all of us are killed.
await_large_file() {
  local noter=''
  if [ "${sizes[0]}" = - ] || [ "${sizes[0]#\~}" -gt "$LARGE" ]; then
    note_early &
    noter=$!
  fi
  await_child "$1"
  [ -z "$noter" ] || end_surely "$noter"
}

note_early() {
  trap 'STOP=ended; end_workers' TERM
  while [ -z "$STOP" ]; do
    nap 1
    STATUS=0
    forget_answers
    read_answers
    if [ -z "$STOP" ] && [ "${codes[0]}${wholes[0]}" = 2001 ] && [ -n "${validators[0]}" ]; then
      note_part 0
      return
    fi
  done
}

# The sizes of what has come.
measure() {
  local place=0 line bytes
  got=()
  while [ $place -lt "$COUNT" ]; do
    got[place]=0
    place=$((place + 1))
  done
  place=0
  if [ "$COUNT" = 1 ]; then
    [ ! -f "./${paths[0]}.part" ] || got[0]=$(($(wc -c <"./${paths[0]}.part")))
    return
  fi
  printf './%s.part\0' "${paths[@]}" | xargs -0 wc -c 2>/dev/null >"$WORK.measures"
  while IFS= read -r line; do
    bytes=${line#"${line%%[! ]*}"}
    line=${bytes#* }
    while [ $place -lt "$COUNT" ] && [ "$line" != "./${paths[place]}.part" ]; do
      place=$((place + 1))
    done
    [ $place -lt "$COUNT" ] || break
    got[place]=${bytes%% *}
  done <"$WORK.measures"
}

# What becomes of one file: finish, again, anew (at once, from its start) or never;
# it goes to VERDICT, with a REASON.
judge() {
  local code=${codes[$1]}
  VERDICT=again REASON="HTTP $code"
  case $code in
    200 | 206) judge_delivery "$1" ;;
    416) VERDICT=anew REASON='HTTP 416: the range was refused' ;;
    401 | 403)
      VERDICT=never REASON="HTTP $code: the archive refuses it"
      [ "${tokens[$1]}" != t ] || REASON='the token was refused'
      ;;
    400 | 405 | 410 | 414) VERDICT=never ;;
    429 | 503)
      [ -z "${waits[$1]}" ] || ask_to_wait "${waits[$1]}"
      ;;
    000) REASON=${errors[$1]:-no answer} ;;
    3*) REASON="HTTP $code: ${errors[$1]:-a redirect to nowhere}" ;;
  esac
  [ $DIALOGUE = 0 ] || judge_refusal "$1"
}

# A refusal in the words of FTP.
judge_refusal() {
  case ${codes[$1]} in
    200 | 206 | 000) ;;
    404) REASON='the staging area has no such file' ;;
    401) REASON='the login was refused' ;;
    503) CROWDED=1 REASON='the staging area has too many connections' ;;
    *) REASON=${errors[$1]:-the staging area refused it} ;;
  esac
  # It cannot go on with a file, or the file has become shorter.
  case $START-${exits[$1]} in 0-*) ;; *-31 | *-36) VERDICT=anew ;; esac
}

judge_delivery() {
  local total=${totals[$1]} have=${got[$1]} kind=${kinds[$1]}
  if [ "${wholes[$1]}" = 0 ]; then
    REASON='the answer broke off in its header'
  elif [ "$START" = 0 ] && [ "${codes[$1]}" = 206 ]; then
    VERDICT=anew REASON='only a part of the file was sent'
  elif [ "$START" -gt 0 ] && ! is_continued "$1"; then
    VERDICT=anew REASON='the file is not the one that was begun'
  elif [ "${codes[$1]}" = 200 ] && is_unasked_page "$kind" "${paths[$1]}"; then
    VERDICT=unusable REASON='a web page came instead of the file'
  elif [ -n "$total" ] && [ "$have" -eq "$total" ]; then
    VERDICT=finish
  elif [ -n "$total" ]; then
    REASON="$have of $total bytes came"
    [ "$have" -lt "$total" ] || VERDICT=unusable
  elif [ "${exits[$1]}" = 0 ]; then
    VERDICT=finish
  elif [ -z "${exits[$1]}" ]; then
    VERDICT=unusable REASON='nobody can tell whether all bytes came'
  else
    REASON="${errors[$1]:-the transfer broke off}"
  fi
  [ "$VERDICT" != finish ] || verify "$1"
}

# Whether the answer goes on with the very file that was begun.
is_continued() {
  [ "${codes[$1]}" = 206 ] && [ "${firsts[$1]}" = "$START" ] && [ -n "${totals[$1]}" ] || return
  [ "$TOTAL" = - ] || [ "$TOTAL" -eq "${totals[$1]}" ] || return
  [ -n "${validators[$1]}" ] || validators[$1]=$VALIDATOR
  [ "${validators[$1]}" = "$VALIDATOR" ]
}

is_unasked_page() {
  case $1 in [Tt][Ee][Xx][Tt]/[Hh][Tt][Mm][Ll]*) ;; *) return 1 ;; esac
  case $2 in *.[Hh][Tt][Mm] | *.[Hh][Tt][Mm][Ll]) return 1 ;; esac
}

# A complete file may still be another one than the list speaks of.
verify() {
  local checksum=${checksums[$1]} size=${sizes[$1]} have=${got[$1]} found
  [ "$checksum" != - ] || return
  found=$(digest "${checksum%%:*}" "./${paths[$1]}.part")
  [ "$found" != "${checksum#*:}" ] || return
  VERDICT=unusable
  [ "${hows[$1]}" != twice ] && [ -n "$found" ] || VERDICT=never
  if [ -z "$found" ]; then
    REASON="no program here computes ${checksum%%:*} checksums"
  elif is_changed "$size" "$have"; then
    REASON="changed at the archive: $size bytes in the basket, $have now, and another checksum"
  else
    REASON='wrong checksum'
  fi
  hows[$1]=twice
  drop_part "$1"
}

# Only exact sizes are a second opinion.
is_changed() {
  case $1 in *[!0-9]*) return 1 ;; esac
  [ "$1" -ne "$2" ]
}

# Judges all files of the job and does what follows from it.
settle() {
  local place=-1 finished=()
  measure
  while [ $((place += 1)) -lt "$COUNT" ]; do
    [ "${hows[place]}" != barred ] || continue
    case ${codes[place]} in
      200 | 206) [ "${got[place]}" -le "$START" ] || BYTES=$((BYTES + got[place] - START)) ;;
    esac
    [ "${exits[place]}" != 23 ] || stop_all "${paths[place]}: ${errors[place]}"
    judge $place
    KEPT=0
    case $VERDICT in
      again | never) keep_part $place ;;
      unusable | anew) drop_part $place ;;
    esac
    case $VERDICT in
      finish) finished+=("$place") ;;
      never) give_up $place "$REASON" ;;
      anew) [ "$COUNT" = 1 ] || try_again $place ;;
      *) try_again $place ;;
    esac
  done
  # SIGXFSZ, and what an older curl says of one file among several.
  if [ "$STATUS" = 153 ] || { [ -s "$WORK.errors" ] && grep -q '^curl: (23)' "$WORK.errors"; }; then
    stop_all "${paths[0]}: $(last_line "$WORK.errors")"
  fi
  [ ${#finished[@]} -eq 0 ] || put_in_place "${finished[@]}"
  say "$FILES $BYTES" >"$WORK.done"
}

put_in_place() {
  local place path status now pairs=()
  for place; do
    # curl 7.29 makes no empty files.
    [ "${got[place]}" -gt 0 ] || : >>"./${paths[place]}.part"
    pairs+=("./${paths[place]}.part" "./${paths[place]}")
  done
  if [ $# = 1 ]; then
    mv -f "${pairs[@]}" 2>"$WORK.errors"
  else
    printf '%s\0' "${pairs[@]}" | xargs -0 -n 2 mv -f 2>"$WORK.errors"
  fi
  now=$(date -u +%Y-%m-%dT%H:%M:%SZ)
  for place; do
    path=${paths[place]}
    if [ -e "./$path.part" ]; then
      stop_all "$path: $(last_line "$WORK.errors")"
      continue
    fi
    [ ! -e "./$path.part.about" ] || rm -f "./$path.part.about"
    status=complete
    ! is_changed "${sizes[place]}" "${got[place]}" || status=changed
    [ -n "${totals[place]}" ] || status=unverified
    printf '%s\t%s\t%s\t%s\t%s\n' "$now" $status "${got[place]}" "$path" "${addresses[place]}" >>"$RECEIPT" ||
      stop_all "$RECEIPT"
    FILES=$((FILES + 1))
  done
}

give_up() {
  printf '%s\t%s\n' "${paths[$1]}" "$2" >>"$SCRATCH/reasons"
}

# Keeps what has come if it can be gone on with.
keep_part() {
  KEPT=0
  case ${codes[$1]} in
    200 | 206)
      if [ "$VERDICT${wholes[$1]}" = again1 ] && [ "${got[$1]}" -gt 0 ] && [ -n "${validators[$1]}" ]; then
        KEPT=${got[$1]}
        note_part "$1"
        return
      fi
      ;;
  esac
  [ "$START" -gt 0 ] || drop_part "$1"
}

# Puts a file into the next round, if it is worth one.
try_again() {
  local most=$ROUNDS how=${hows[$1]}
  case ${codes[$1]} in
    200 | 206) [ "$how" = twice ] || how=alone ;;
    404) most=$MISSING_ROUNDS ;;
  esac
  [ "$KEPT" -le "$START" ] || most=$PATIENT_ROUNDS
  give_up "$1" "$REASON"
  [ "$ROUND" -lt $most ] || return
  printf '%s\t%s\t%s\t%s\t%s\t%s\n' "$how" "${sizes[$1]}" "${checksums[$1]}" "${tokens[$1]}" \
    "${paths[$1]}" "${addresses[$1]}" >>"$WORK.again"
}

# The archive's wish to be left alone for a while holds for all workers.
ask_to_wait() {
  local seconds until=0
  case $1 in
    *[!0-9]*) seconds=$(seconds_until "$1") ;;
    ????????*) seconds=$LONGEST_WAIT ;;
    *) seconds=$((10#$1)) ;;
  esac
  [ "$seconds" -le $LONGEST_WAIT ] || seconds=$LONGEST_WAIT
  { read -r until <"$SCRATCH/pause"; } 2>/dev/null
  seconds=$((SECONDS + seconds))
  [ $seconds -le "${until:-0}" ] || say $seconds >"$SCRATCH/pause"
}

# Prints the seconds, at least one, until a date like "Sun, 22 Nov 2026 21:09:03 GMT".
seconds_until() {
  local day month year clock days
  case $1 in
    [A-Z]??,' '[0-9][0-9]' '[A-Z]??' '[0-9][0-9][0-9][0-9]' '[0-9][0-9]:[0-9][0-9]:[0-9][0-9]' GMT') ;;
    *)
      say 1
      return
      ;;
  esac
  read -r _ day month year clock _ <<<"$1"
  # Years begin in March, so that leap days are their last.
  days=JanFebMarAprMayJunJulAugSepOctNovDec
  days=${days%%"$month"*}
  month=$((${#days} / 3 + 1))
  year=$((10#$year))
  if [ $month -lt 3 ]; then month=$((month + 12)) year=$((year - 1)); fi
  days=$((365 * year + year / 4 - year / 100 + year / 400 + (153 * month - 457) / 5 + 10#$day - 719469))
  days=$((days * 86400 + 10#${clock:0:2} * 3600 + 10#${clock:3:2} * 60 + 10#${clock:6:2} - $(date +%s)))
  say $((days < 1 ? 1 : days))
}

wait_as_asked() {
  local until=0
  while [ -z "$STOP" ]; do
    { read -r until <"$SCRATCH/pause"; } 2>/dev/null
    [ "${until:-0}" -gt "$SECONDS" ] || return 0
    nap $((until - SECONDS))
    nap "$DELAY"
  done
}

# Nothing can be written any more: that ends the run for all.
stop_all() {
  [ -e "$SCRATCH/stop" ] || say "$1" >"$SCRATCH/stop"
  STOP=stopped
  kill -USR1 "$MAIN" 2>/dev/null
}

# Fetches the files of one job.
fetch() {
  read_job
  START=0 VALIDATOR='' TOTAL=- STATUS=0 VERDICT='' DIALOGUE=0
  if [ "$COUNT" = 1 ]; then recall_part; else drop_parts; fi
  make_room
  [ -z "$STOP" ] || return
  for _ in 1 2; do
    if [ "$START" != "$TOTAL" ] || [ "$START" = 0 ]; then
      if ! may_ask; then
        give_up 0 'needs a token: set MAST_API_TOKEN'
        return
      fi
      say "$START ./${paths[0]}.part" >"$WORK.current"
      ask ''
      follow
      rm -f "$WORK.current"
    else
      take_as_answered
    fi
    settle
    [ "$COUNT" = 1 ] && [ "$VERDICT" = anew ] || return
    [ -z "$STOP" ] || return
  done
  try_again 0
}

drop_parts() {
  local place=0
  while [ $place -lt "$COUNT" ]; do
    drop_part $place
    place=$((place + 1))
  done
}

may_ask() {
  case ${addresses[0]} in http://* | https://*) return ;; esac
  [ "${tokens[0]}" != t ] || [ -n "$TOKEN" ]
}

# With a token, redirects are followed by hand, without it.
follow() {
  case ${codes[0]} in 30[12378]) ;; *) return ;; esac
  [ "$COUNT" = 1 ] && [ "${tokens[0]}" = t ] && [ -n "${onward[0]}" ] || return
  [ "$START" -gt 0 ] || drop_part 0
  ask "${onward[0]}"
}

# All bytes came in an earlier run, which was ended before it could say so.
take_as_answered() {
  forget_answers
  : >"$WORK.errors"
  codes[0]=206 firsts[0]=$START totals[0]=$TOTAL validators[0]=$VALIDATOR wholes[0]=1 exits[0]=0
}

# Takes the next file of the queue; renaming it is how one worker alone can have it.
next_job() {
  while [ -z "$STOP" ] && [ $((NEXT += 1)) -le "$QUEUED" ]; do
    kill -0 "$MAIN" 2>/dev/null || return
    [ -e "$SCRATCH/queue/$NEXT" ] || continue
    mv "$SCRATCH/queue/$NEXT" "$WORK.job" 2>/dev/null && return
  done
  return 1
}

worker() {
  WORK=$SCRATCH/worker.$ROUND.$1 NEXT=0 FILES=0 BYTES=0 DELAY=$2 WORKERS=() TICKER='' STOP='' CROWDED=0
  trap 'STOP=ended; end_workers' TERM
  trap '' INT HUP PIPE
  : >"$WORK.again"
  nap "$DELAY"
  while next_job; do
    wait_as_asked
    [ -n "$STOP" ] || fetch
    # A staging area that does not let all of us in has one less to deal with.
    [ $CROWDED = 1 ] || continue
    [ "$1" = 1 ] || return
    CROWDED=0
    nap $((5 * PAUSE))
  done
}

# What people see while it works

# A size in words; it goes to SIZE.
word_size() {
  local scale=1 unit tenths
  for unit in B kB MB GB TB PB; do
    [ $(($1 / scale)) -ge 1000 ] || break
    scale=$((scale * 1000))
  done
  tenths=$((($1 * 10 + scale / 2) / scale))
  SIZE="$((tenths / 10)).$((tenths % 10)) $unit"
  [ $scale -gt 1 ] || SIZE="$1 B"
}

word_time() {
  if [ "$1" -ge 3600 ]; then
    TIME="$(($1 / 3600)) h $(($1 % 3600 / 60)) min"
  elif [ "$1" -ge 60 ]; then
    TIME="$(($1 / 60)) min $(($1 % 60)) s"
  else
    TIME="$1 s"
  fi
}

# What the workers have done so far, in FILES and BYTES.
add_up() {
  local note files bytes
  FILES=0 BYTES=0
  for note in "$SCRATCH"/worker.*.done; do
    { read -r files bytes <"$note"; } 2>/dev/null || continue
    FILES=$((FILES + files)) BYTES=$((BYTES + bytes))
  done
}

# The same for the files that are coming, in COMING.
add_up_coming() {
  local note start part size
  COMING=0
  for note in "$SCRATCH"/worker.*.current; do
    { read -r start part <"$note"; } 2>/dev/null || continue
    size=$(wc -c 2>/dev/null <"$part") || continue
    COMING=$((COMING + size - start))
  done
}

show_progress() {
  local seconds=$((SECONDS - STARTED)) rate line
  add_up
  add_up_coming
  BYTES=$((BYTES + COMING))
  [ "$seconds" -gt 0 ] || return
  rate=$((BYTES / seconds))
  word_size $BYTES
  line="$((COMPLETE + FILES)) of $FILES_LISTED files, $SIZE of"
  word_size $((KNOWN > BYTES ? KNOWN : BYTES))
  line="$line $SIZE, $((rate / 1000000)).$((rate / 100000 % 10)) MB/s"
  if [ $rate -gt 0 ] && [ "$KNOWN" -gt $BYTES ]; then
    word_time $(((KNOWN - BYTES) / rate))
    line="$line, $TIME left"
  fi
  if [ -t 2 ]; then printf '\r\033[K%s' "$line" >&2; else say "$line"; fi
}

clear_progress() {
  if [ "$QUIET" = 0 ] && [ -t 2 ]; then printf '\r\033[K' >&2; fi
}

# Shows the progress, and ends the workers if the main process is killed.
ticker() {
  local next=30
  trap 'STOP=ended; end_workers' TERM
  trap '' INT HUP PIPE
  WORKERS=()
  while [ -z "$STOP" ] && is_running "$MAIN"; do
    nap 1
    [ "$QUIET" = 0 ] && [ -z "$STOP" ] || continue
    if [ -t 2 ]; then
      show_progress
    elif [ $((SECONDS - STARTED)) -ge $next ]; then
      next=$((next + 30))
      show_progress
    fi
  done
  [ -n "$STOP" ] || end_remains "$SCRATCH"
}

# Fetching

# Cuts files to fetch into jobs: small ones together over one connection, others alone.
make_queue() {
  local files
  rm -rf "$SCRATCH/queue"
  mkdir "$SCRATCH/queue"
  files=$(($(wc -l <"$1")))
  QUEUED=$(awk -F '\t' -v jobs="$JOBS" -v files=$files -v large=$LARGE -v queue="$SCRATCH/queue/" '
    BEGIN {
      # Few jobs leave workers idle at the end, many cost connections.
      most = int(files / (4 * jobs))
      if (most < 4) { most = int((files + jobs - 1) / jobs); if (most > 4) { most = 4 } }
      if (most > 64) { most = 64 }
    }
    {
      bytes = $2
      sub(/^~/, "", bytes)
      # As much as an unknown size may be on an average.
      if (bytes == "-") { bytes = 1000000 }
      bytes += 0
      if ($1 != "together" || $4 == "t" || bytes > large || $6 ~ /^https?:\/\//) {
        print > (queue (++jobs_made))
        close(queue jobs_made)
        next
      }
      if (!job) { job = ++jobs_made; held = 0; sum = 0 }
      print > (queue job)
      held++
      sum += bytes
      if (held >= most || sum > 2 * large) { close(queue job); job = 0 }
    }
    END { print jobs_made + 0 }
  ' "$1")
}

run_round() {
  local number=0 process delay
  WORKERS=()
  while [ $number -lt "$JOBS" ] && [ $number -lt "$QUEUED" ] && [ -z "$STOP" ]; do
    number=$((number + 1))
    # They start one after the other.
    printf -v delay '0.%02d' "$(((number - 1) * 5))"
    worker $number "$delay" &
    WORKERS+=("$!")
  done
  [ ${#WORKERS[@]} -gt 0 ] || return
  printf '%s\n' "${WORKERS[@]}" >"$SCRATCH/processes"
  [ -z "$STOP" ] || end_workers
  for process in "${WORKERS[@]}"; do
    await_child "$process"
  done
  WORKERS=()
}

run_rounds() {
  local seconds failed
  ROUND=1
  while :; do
    make_queue "$SCRATCH/todo"
    [ "$QUEUED" -gt 0 ] && [ -z "$STOP" ] || break
    run_round
    cat "$SCRATCH"/worker."$ROUND".*.again >"$SCRATCH/todo" 2>/dev/null
    failed=$(($(wc -l <"$SCRATCH/todo")))
    [ $failed -gt 0 ] && [ -z "$STOP" ] || break
    seconds=$(((ROUND < 4 ? 1 << (ROUND - 1) : 8) * PAUSE))
    ROUND=$((ROUND + 1))
    clear_progress
    tell "$failed files again in $seconds s (round $ROUND of $((ROUND > ROUNDS ? PATIENT_ROUNDS : ROUNDS)))"
    nap $seconds
  done
}

# Looks at the folder and notes what is to be done, in the totals and in a file.
plan() {
  : >"$SCRATCH/todo"
  : >"$SCRATCH/reasons"
  read -r FILES_LISTED COMPLETE TODO KNOWN UNKNOWN RESTRICTED <<<"$(
    survey | awk -F '\t' -v todo="$SCRATCH/todo" '
      { listed++ }
      $1 == "complete" || $1 == "changed" || $1 == "unverified" { complete++; next }
      $1 == "blocked" { next }
      {
        count++
        bytes = $4
        sub(/^~/, "", bytes)
        if (bytes == "-") { unknown++ } else { known += bytes }
        restricted += $6 == "t"
        print $3 "\t" $4 "\t" $5 "\t" $6 "\t" $7 "\t" $8 > todo
      }
      END { printf "%d %d %d %.0f %d %d\n", listed, complete, count, known, unknown, restricted }
    '
  )"
}

# A token may stand in a file, or somebody may type it.
find_token() {
  [ "$RESTRICTED" -gt 0 ] && [ -z "$TOKEN" ] && [ -t 0 ] && [ -t 2 ] || return 0
  trap 'stty echo; complain; exit 130' INT TERM HUP
  printf 'Token for the archive (not shown): ' >&2
  IFS= read -rs TOKEN
  printf '\n' >&2
  trap interrupt INT TERM HUP
  check_token
}

# Who may fetch from a staging area. Neither name nor password is ever an argument.
find_login() {
  local host=${SERVICE#*://} netrc=${NETRC:-${HOME:-}/.netrc}
  host=${host%%[:/]*} NAME=${NAME:-$LOGIN}
  if [ -n "$NETRC_FILE" ]; then
    LOGIN_OPTIONS=(--netrc-file "$NETRC_FILE")
    return
  fi
  if [ -z "$PASSWORD" ] && is_in_netrc "$host" "$netrc"; then
    LOGIN_OPTIONS=(--netrc-file "$netrc")
    return
  fi
  [ -n "$PASSWORD" ] || ask_password
  case $NAME$PASSWORD in *[[:cntrl:]]*) refuse 'no name or password has a control character' ;; esac
  case $NAME in *:*) refuse 'the name of the login has a colon' ;; esac
  # An anonymous login needs no password: curl has one for it.
  [ -n "$PASSWORD" ] || return 0
  quote "$NAME:$PASSWORD"
  CREDENTIALS="user = $QUOTED$NEWLINE"
}

is_in_netrc() {
  [ -r "$2" ] || return
  tr -s '[:space:]' '\n' <"$2" | awk -v host="$1" '
    word == "machine" && $0 == host { found = 1 }
    { word = $0 }
    END { exit !found }
  '
}

ask_password() {
  if ! { [ -t 0 ] && [ -t 2 ]; }; then
    [ "$NAME" = anonymous ] ||
      refuse "the staging area wants the password of $NAME: set MAST_FTP_PASSWORD, or give --netrc FILE"
    return 0
  fi
  trap 'stty echo; complain; exit 130' INT TERM HUP
  if [ "$NAME" = anonymous ]; then
    printf 'Your e-mail address, as the anonymous password (may be empty): ' >&2
    IFS= read -r PASSWORD
  else
    ask_name
    printf 'Password of %s for the staging area (not shown): ' "$NAME" >&2
    IFS= read -rs PASSWORD
    printf '\n' >&2
  fi
  trap interrupt INT TERM HUP
}

# The folder is called after an account, whose login may have another name.
ask_name() {
  local name
  [ "$NAME" = "$LOGIN" ] || return
  printf 'Name of the login [%s]: ' "$NAME" >&2
  IFS= read -r name
  NAME=${name:-$NAME}
}

# Tries the login once: a wrong password tried for each file may lock its owner out.
knock() {
  local problem
  curl "${OPTIONS[@]}" "${FTPS_OPTIONS[@]}" ${LOGIN_OPTIONS[@]+"${LOGIN_OPTIONS[@]}"} --head \
    --config - <<<"${CREDENTIALS}url = \"$SERVICE\"" >/dev/null 2>"$SCRATCH/knock" &
  await_child $!
  problem=$(last_line "$SCRATCH/knock")
  case $STATUS in
    9 | 78) refuse "the staging area has no folder ${SERVICE#*://*/}: it may not be ready yet, or gone" ;;
    51 | 60) refuse "the staging area cannot prove who it is: $problem" ;;
    64) refuse "the staging area offers no TLS; nothing was sent to it: $problem" ;;
    67) refuse "the staging area refused the login of $NAME: $problem" ;;
  esac
}

check_token() {
  case $TOKEN in *[!A-Za-z0-9._-]*) refuse 'the token has a character that no token has' ;; esac
}

begin() {
  local more=''
  plan
  [ -z "$STOP" ] || return
  if [ -z "$LOGIN" ]; then
    find_token
  elif [ "$TODO" -gt 0 ]; then
    find_login
    knock
    [ -z "$STOP" ] || return
  fi
  [ "$UNKNOWN" = 0 ] || more=" and $UNKNOWN of unknown size"
  word_size "$KNOWN"
  tell "$TITLE: $FILES_LISTED files, $COMPLETE already complete; $TODO to get ($SIZE$more) into ${DEST#./}"
  if [ "$TODO" -gt 0 ]; then
    if [ -s "$RECEIPT" ]; then
      # shellcheck disable=SC2094 # only its last byte is read, and first
      end_line "$RECEIPT" >>"$RECEIPT"
    else
      printf 'time\tstatus\tbytes\tpath\turi\n' >"$RECEIPT" || refuse "cannot write into $PWD"
    fi
  fi
}

# The end is decided by what is in the folder.
conclude() {
  local complete failed changed unverified reason='' more='' script=$0 folder
  add_up
  read -r complete failed changed unverified <<<"$(
    survey | awk -F '\t' -v folder="$SCRATCH/" -v not_tried="${STOP:-not tried}" '
      step == 1 { reasons[$1] = $2; next }
      $1 == "complete" { complete++; next }
      $1 == "unverified" { complete++; unverified++; next }
      $1 == "changed" {
        complete++
        changed++
        print "changed: " $7 ": " $4 " bytes in the basket, " $2 " at the archive" > (folder "changed")
        next
      }
      {
        reason = $7 in reasons ? reasons[$7] : $1 == "blocked" ? $2 : not_tried
        print $4 "\t" $5 "\t" $6 "\t" $7 "\t" $8 "\t" reason > (folder "failed")
        failed++
      }
      END { printf "%d %d %d %d\n", complete, failed, changed, unverified }
    ' step=1 "$SCRATCH/reasons" step=2 -
  )"
  clear_progress
  [ ! -e "$SCRATCH/changed" ] || cat "$SCRATCH/changed"
  if [ "$failed" -gt 0 ]; then
    cat "$SCRATCH/failed" >"$FAILED" || complain "cannot write $FAILED"
    [ "$STOP" = interrupted ] || name_failed "$failed"
  else
    rm -f "$FAILED"
  fi
  [ "$changed$unverified" = 00 ] || more="; $changed changed, $unverified unverified"
  tell "$complete of $((complete + failed)) files complete, $failed failed;\
 this run: $FILES files, $BYTES bytes, $((SECONDS - STARTED)) s$more"
  if [ "$failed" -gt 0 ] && [ -z "$STOP" ]; then
    # A cluster runs a copy of the script that will be gone.
    [ -z "${SLURM_JOB_ID:-}" ] || script=SCRIPT
    folder=${DEST#./}
    tell "the failed ones again: bash $(printf '%q --from %q --dest %q' "$script" "$folder/$FAILED" "$folder")"
  fi
  case $STOP in
    interrupted)
      complain 'interrupted; run the same command again to go on'
      exit 130
      ;;
    stopped)
      { read -r reason <"$SCRATCH/stop"; } 2>/dev/null
      complain "stopped: cannot write ${reason:-anything}"
      ;;
  esac
  [ "$failed" = 0 ] || exit 1
  [ "$STRICT" = 0 ] || [ "$changed" = 0 ] || exit 1
}

name_failed() {
  awk -F '\t' -v most=$MOST_NAMED -v all="$1" -v file="$FAILED" '
    NR > most { print "... and " all - most " more in " file; exit }
    { print "failed: " $4 ": " $6 }
  ' "$SCRATCH/failed" >&2
}

get() {
  mkdir -p "$DEST" 2>/dev/null && cd "$DEST" || refuse "cannot make the folder $DEST"
  take_lock
  begin
  if [ -z "$STOP" ] && [ "$TODO" -gt 0 ]; then
    ticker &
    TICKER=$!
    run_rounds
  fi
  conclude
}

# Checking

check() {
  local complete failed changed
  if ! cd "$DEST" 2>/dev/null; then
    mkdir "$SCRATCH/nothing" && cd "$SCRATCH/nothing" || exit 2
  fi
  survey | awk -F '\t' -v verify="$SCRATCH/verify" -v counts="$SCRATCH/counts" '
    $1 == "complete" || $1 == "changed" || $1 == "unverified" {
      if ($5 != "-") { print $5 "\t" $7 > verify } else { complete++ }
      if ($1 == "changed") {
        changed++
        print "changed: " $7 ": " $4 " bytes in the basket, " $2 " at the archive"
      }
      next
    }
    { failed++ }
    $1 == "blocked" { print "missing: " $7 ": " $2; next }
    $1 == "wrong size" { print "wrong size: " $7 ": " $2; next }
    { print $1 ": " $7 }
    END { printf "%d %d %d\n", complete, failed, changed > counts }
  '
  read -r complete failed changed <"$SCRATCH/counts"
  [ ! -e "$SCRATCH/verify" ] || check_sums
  tell "$complete of $((complete + failed)) files complete, $failed not"
  [ "$failed" = 0 ] || exit 1
  [ "$STRICT" = 0 ] || [ "$changed" = 0 ] || exit 1
}

check_sums() {
  local checksum path
  while IFS=$TAB read -r checksum path; do
    if [ "$(digest "${checksum%%:*}" "./$path")" = "${checksum#*:}" ]; then
      complete=$((complete + 1))
    else
      failed=$((failed + 1))
      say "wrong checksum: $path"
    fi
  done <"$SCRATCH/verify"
}

# The beginning

need_curl() {
  local version major minor status="\\t=\\t="
  read -r _ version _ <<<"$(curl -q --version 2>/dev/null)"
  IFS=. read -r major minor _ <<<"${version:-0.0}"
  case $major$minor in *[!0-9]* | '') major=0 minor=0 ;; esac
  [ $((major * 1000 + minor)) -ge 7029 ] || refuse 'this script needs curl 7.29 or newer'
  # Both the replies and the data are encrypted, or there is no connection.
  FTPS_OPTIONS=(--ssl-reqd --proto "=ftp" --remote-time)
  OPTIONS=(-q --globoff --fail --silent --show-error --connect-timeout 30 --speed-limit 1
    --speed-time "$STALL" --max-redirs 10 --user-agent skybasket-script/1 --dump-header -)
  [ $((major * 1000 + minor)) -lt 7033 ] || OPTIONS+=(--http1.1)
  [ $((major * 1000 + minor)) -lt 7075 ] || status="\\t=%{exitcode}\\t=%{errormsg}"
  # No server knows what our own lines between the headers begin with.
  MARK=answered-$RANDOM$RANDOM$RANDOM
  OPTIONS+=(--write-out "\\n$MARK\\t%{http_code}\\t=%{filename_effective}\\t=%{redirect_url}$status\\n")
}

read_token_file() {
  [ -n "$TOKEN_FILE" ] || return
  TOKEN=''
  IFS= read -r TOKEN <"$TOKEN_FILE"
  TOKEN=${TOKEN%"$RETURN"}
}

# A job of a cluster's array takes its own part of the list.
take_own_shard() {
  [ -n "$PLANNED_SHARDS" ] && [ -n "${SLURM_ARRAY_TASK_ID:-}" ] || return
  [ -n "$SHARD" ] || [ -n "$FROM" ] || set_shard "$SLURM_ARRAY_TASK_ID/$PLANNED_SHARDS"
}

main() {
  parse "$@"
  read_settings < <(check_list 1 "$SCRIPT")
  [ -z "$NETRC_FILE" ] || [ -n "$LOGIN" ] || refuse 'unknown option --netrc (see --help)'
  [ "$MODE" != get ] || take_own_shard
  read_token_file
  check_token
  SCRATCH=$(mktemp -d "${TMPDIR:-/tmp}/skybasket.XXXXXX") || exit 2
  case $SCRATCH in /*) ;; *) SCRATCH=$PWD/$SCRATCH ;; esac
  trap leave EXIT
  trap 'exit 130' INT TERM HUP PIPE
  if [ -n "$FROM" ]; then
    cat <"$FROM" >"$SCRATCH/from" || exit 2
    TOPS=()
    read_settings < <(check_list 0 "$SCRATCH/from")
  fi
  SUFFIX=${SHARD:+-$SHARD-of-$SHARDS}
  RECEIPT=skybasket-receipt$SUFFIX.tsv FAILED=failed$SUFFIX.txt
  JOBS=${JOBS:-$PLANNED_JOBS} DEST=${DEST:-$FOLDER}
  case $DEST in /*) ;; *) DEST=./$DEST ;; esac
  case $MODE in
    list) entries | awk -F '\t' '{ print $1 "\t" $4 "\t" $5 }' ;;
    check) check ;;
    get)
      need_curl
      trap interrupt INT TERM HUP PIPE
      trap halt USR1
      get
      ;;
  esac
  exit 0
}

main "$@"
# shellcheck disable=SC2317
exit

# The list: a line "# size, checksum, token, path, address" for each file, with tabs.
