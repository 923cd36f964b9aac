# lftp goes on with half a file without asking whether it still is the same one. So the
# folder is listed before and after, and what was listed of a half file stays beside it:
# only what had the same size and date all the time is taken for whole.

set -u
LC_ALL=C
export LC_ALL

tab=$(printf '\t')
pause=${SKYBASKET_PAUSE:-1}
patience=${SKYBASKET_STALL:-60}
name=${MAST_FTP_USER:-} password=${MAST_FTP_PASSWORD:-}
unset MAST_FTP_USER MAST_FTP_PASSWORD
rounds=5
# One login fetches so many files, or so many bytes; then they are put in their places.
files_at_once=100 bytes_at_once=2000000000
child='' scratch='' locked=''

usage() {
  cat <<'END'
usage: sh SCRIPT [--check]

Fetches every file of the list at the end of this script out of a staging area, by FTP
with TLS, into a folder below the current one. Run it again to go on: what is there is
skipped, half files are resumed. What fails is listed in failed.txt.

  --check   only look which files are there; nothing is fetched or written
  --help    print this

The login comes from MAST_FTP_USER and MAST_FTP_PASSWORD, from ~/.netrc, or is asked for.

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
  login=$(setting login)
  # A folder's name may begin with a hyphen.
  folder=./$(setting folder)
  host=${service#*://}
  remote=${host#*/}
  host=${host%%/*}
}

need_lftp() {
  case $(lftp --version 2>/dev/null) in
    *LFTP*) ;;
    *) stop 2 'this script needs lftp' ;;
  esac
}

# Two runs would write into the same half files. The lock of a dead one is taken over,
# and what is left of it is ended.
take_lock() {
  mkdir -p "$folder" || stop 2 "cannot make the folder $folder"
  lock=$folder/.skybasket.lock
  if ! mkdir "$lock" 2>/dev/null; then
    process='' owner='' old=''
    { IFS=' ' read -r process owner old <"$lock/run"; } 2>/dev/null
    if [ "$owner" != "$(uname -n)" ] || kill -0 "$process" 2>/dev/null; then
      stop 2 "another run works in this folder (process ${process:-unknown} on ${owner:-unknown}); \
if none does, remove $lock"
    fi
    end_remains "$old"
  fi
  locked=$lock
  say "$$ $(uname -n) $scratch" >"$locked/run"
}

end_remains() {
  remains=$(cat "$lock/lftp" 2>/dev/null)
  case $(ps -o args= -p "${remains:-0}" 2>/dev/null) in
    *lftp*) kill "$remains" && sleep 1 ;;
  esac
  case $1 in
    */skybasket.??????) rm -rf "$1" ;;
  esac
}

# shellcheck disable=SC2317 # traps reach them
leave() {
  [ -z "$locked" ] || rm -rf "$locked"
  [ -z "$scratch" ] || rm -rf "$scratch"
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

# Who may fetch. Neither name nor password is ever an argument, or written into a file.
find_login() {
  name=${name:-$login}
  if [ -z "$password" ] && ! is_in_netrc "${host%%:*}"; then ask_password; fi
  case $name$password in
    *[[:cntrl:]]*) stop 2 'no name or password has a control character' ;;
  esac
  case $name in
    *,*) stop 2 'the name of the login has a comma' ;;
  esac
}

is_in_netrc() {
  [ -r "${HOME-}/.netrc" ] || return
  tr -s '[:space:]' '\n' <"$HOME/.netrc" | awk -v host="$1" '
    word == "machine" && $0 == host { found = 1 }
    { word = $0 }
    END { exit !found }
  '
}

ask_password() {
  if ! { [ -t 0 ] && [ -t 2 ]; }; then
    [ "$name" = anonymous ] ||
      stop 2 "the staging area wants the password of $name: set MAST_FTP_PASSWORD"
    return 0
  fi
  if [ "$name" = anonymous ]; then
    printf 'Your e-mail address, as the anonymous password (may be empty): ' >&2
    IFS= read -r password
  else
    trap 'stty echo; interrupt' INT TERM HUP
    if [ "$name" = "$login" ]; then
      # The folder is called after an account, whose login may have another name.
      printf 'Name of the login [%s]: ' "$name" >&2
      IFS= read -r name
      name=${name:-$login}
    fi
    printf 'Password of %s for the staging area (not shown): ' "$name" >&2
    stty -echo
    IFS= read -r password
    stty echo
    trap interrupt INT TERM HUP
    printf '\n' >&2
  fi
}

# Prints a word as lftp takes it literally.
quoted() {
  printf '"%s"' "$(printf '%s' "$1" | sed 's/[\\"]/\\&/g')"
}

# What every session begins with: no byte goes without TLS, nothing is remembered.
greeting() {
  cat <<'END'
set cmd:interactive false
set cmd:fail-exit false
set cmd:move-background false
set bmk:save-passwords false
set xfer:log false
set xfer:clobber true
set xfer:use-temp-file false
set file:charset UTF-8
set ftp:charset UTF-8
set ftp:passive-mode true
set ftp:ssl-allow true
set ftp:ssl-force true
set ftp:ssl-allow-anonymous true
set ftp:ssl-auth TLS
set ftp:ssl-protect-data true
set ftp:ssl-protect-list true
set ssl:verify-certificate true
set ssl:check-hostname true
set net:max-retries 1
set net:persist-retries 0
set net:reconnect-interval-base 1
set net:reconnect-interval-multiplier 1
END
  say "set net:timeout $patience"
  [ -z "${SSL_CERT_FILE-}" ] || say "set ssl:ca-file $(quoted "$SSL_CERT_FILE")"
  if [ "$name" = anonymous ]; then
    [ -z "$password" ] || say "set ftp:anon-pass $(quoted "$password")"
    say "open $(quoted "ftp://$host")"
  elif [ -n "$password" ]; then
    say "open -u $(quoted "$name,$password") $(quoted "ftp://$host")"
  else
    say "open $(quoted "ftp://$host")"
  fi
  # Whoever is not let in must not be tried again and again.
  say "cd $(quoted "$remote") || exit 9"
}

# Prints what lftp is to do: fetch files, and list the folder.
#   $1 the files: number, name and half file, a line each
session() {
  greeting
  while IFS=$tab read -r number filename part; do
    say "echo __file__$number"
    say "get -c $(quoted "./$filename") -o $(quoted "$part")"
  done <"$1"
  say 'echo __listing__'
  say 'cls -1 -B --size --date --time-style="%Y%m%d%H%M%S" --block-size=1'
}

# Runs lftp so that it can be interrupted at any moment. Its commands, with the password
# among them, come through a pipe; the listing goes to a file.
#   $1 the files to fetch
run_lftp() {
  [ -p "$scratch/commands" ] || mkfifo "$scratch/commands" || exit 2
  lftp --norc <"$scratch/commands" >"$scratch/log" 2>&1 &
  child=$!
  say "$child" >"$locked/lftp"
  # lftp may end before it has read everything: that must not end us.
  (session "$1") >"$scratch/commands" 2>/dev/null
  wait "$child"
  status=$?
  child=''
  awk '
    /^__listing__$/ { on = 1; next }
    on && /^ *[0-9]+ [0-9]+ / { sub(/^ +/, ""); print }
  ' "$scratch/log" >"$scratch/listing"
}

# Prints some lines of the list, each with size and date of its file as listed, or "-".
with_listed() {
  awk -F '\t' -v OFS='\t' '
    step == 1 {
      place = index($0, " ")
      rest = substr($0, place + 1)
      date = index(rest, " ")
      listed[substr(rest, date + 1)] = substr($0, 1, place + date - 1)
      next
    }
    { print $0, ($5 in listed ? listed[$5] : "-") }
  ' step=1 "$scratch/listing" step=2 "$1"
}

# Prints why a file did not come, in the words of lftp.
#   $1 its number
complaint() {
  awk -v mark="__file__$1" '
    $0 == mark { on = 1; next }
    /^__/ { on = 0 }
    on && /[^ ]/ { line = $0 }
    END { sub(/^get: /, "", line); gsub(/\t/, " ", line); print line }
  ' "$scratch/log"
}

# Whoever cannot get in need not try every file. What else went wrong is in $said.
enter() {
  run_lftp /dev/null
  said=''
  [ "$status" -ne 0 ] || return 0
  said=$(sed -n '/^__/d; s/^[a-z]*: //; /[^ ]/p' "$scratch/log" | head -n 1)
  case $said in
    *ssl-force*) stop 2 "the staging area offers no TLS; nothing was sent to it: $said" ;;
    *ertificate*) stop 2 "the staging area cannot prove who it is: $said" ;;
    *'Login failed'*) stop 2 "the staging area refused the login of $name: $said" ;;
    *550*) stop 2 "the staging area has no folder $remote: it may not be ready yet, or gone" ;;
  esac
  said=${said:-the connection failed}
}

# Prints the checksum of a file in hexadecimal digits, with whatever program is there.
digest() {
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

# The list as the script works with it: number, size, checksum, path, plain name.
read_list() {
  awk -F '\t' -v OFS='\t' '
    function plain(text,    place, out, code) {
      while ((place = index(text, "%")) > 0) {
        code = (index(digits, substr(text, place + 1, 1)) - 1) * 16
        code += index(digits, substr(text, place + 2, 1)) - 1
        out = out substr(text, 1, place - 1) letters[code]
        text = substr(text, place + 3)
      }
      return out text
    }
    BEGIN {
      digits = "0123456789ABCDEF"
      for (code = 1; code < 256; code++) letters[code] = sprintf("%c", code)
    }
    /^# [0-9~-]*\t/ {
      sub(/.*\//, "", $5)
      print ++number, substr($1, 3), $2, $4, plain($5)
    }
  ' "$0"
}

# Takes what has come of a file for whole, or says why not; that goes to $reason.
#   $1 its number   $2 its checksum   $3 its path   $4 what is listed of it now
judge() {
  file=$folder/$3
  part=$file.part about=$file.part.about
  reason=$(complaint "$1")
  [ -f "$part" ] || return
  first=$(cat "$about" 2>/dev/null)
  announced=${4%% *} have=$(($(wc -c <"$part")))
  if [ "$4" = - ]; then
    reason=${reason:-the connection failed}
  elif [ "$first" != "$4" ]; then
    rm -f "$part" "$about"
    reason='the file changed in the staging area while it came'
  elif [ "$have" -lt "$announced" ]; then
    reason=${reason:-$have of $announced bytes came}
  elif [ "$have" -gt "$announced" ]; then
    rm -f "$part" "$about"
    reason="more bytes came than the $announced that were announced"
  elif [ "$2" != - ] && [ "$(digest "${2%%:*}" "$part")" != "${2#*:}" ]; then
    rm -f "$part" "$about"
    reason='wrong checksum'
  elif mv -f "$part" "$file"; then
    rm -f "$about"
    reason=''
  else
    stop 1 "stopped: cannot write $file"
  fi
}

# Makes ready to fetch a file: a half one stays if it is of what is listed now.
#   $1 its path   $2 what is listed of it
prepare() {
  file=$folder/$1
  part=$file.part about=$file.part.about
  reason='a folder is in its place'
  [ ! -d "$file" ] || return
  reason='its folder cannot be made'
  mkdir -p "${file%/*}" 2>/dev/null || return
  reason='the staging area has no such file'
  [ "$2" != - ] || return
  if [ "$(cat "$about" 2>/dev/null)" != "$2" ]; then
    rm -f "$part"
    say "$2" >"$about" || stop 1 "stopped: cannot write $about"
  fi
  reason=''
}

# Fetches files, some at once.
#   $1 the files   $2 where those that are to be tried again go
fetch_all() {
  : >"$2"
  : >"$scratch/batch"
  : >"$scratch/batch.list"
  batch_files=0 batch_bytes=0
  with_listed "$1" >"$scratch/listed"
  while IFS=$tab read -r number size checksum path filename now; do
    prepare "$path" "$now"
    if [ -n "$reason" ]; then
      give_up "$number" "$path" "$reason"
      continue
    fi
    say "$number$tab$filename$tab$folder/$path.part" >>"$scratch/batch"
    say "$number$tab$size$tab$checksum$tab$path$tab$filename" >>"$scratch/batch.list"
    batch_files=$((batch_files + 1)) batch_bytes=$((batch_bytes + ${now%% *}))
    if [ "$batch_files" -ge "$files_at_once" ] || [ "$batch_bytes" -ge "$bytes_at_once" ]; then
      fetch_batch "$2"
    fi
  done <"$scratch/listed"
  [ "$batch_files" -eq 0 ] || fetch_batch "$2"
}

#   $1 where those that are to be tried again go
fetch_batch() {
  run_lftp "$scratch/batch"
  with_listed "$scratch/batch.list" >"$scratch/settled"
  while IFS=$tab read -r number size checksum path filename now; do
    judge "$number" "$checksum" "$path" "$now"
    if [ -z "$reason" ]; then
      fetched=$((fetched + 1))
      say "$number of $count: $path"
      compare "$folder/$path" "$size" "$path"
    else
      [ -s "$folder/$path.part" ] || rm -f "$folder/$path.part" "$folder/$path.part.about"
      give_up "$number" "$path" "$reason"
      say "$number$tab$size$tab$checksum$tab$path$tab$filename" >>"$1"
    fi
  done <"$scratch/settled"
  : >"$scratch/batch"
  : >"$scratch/batch.list"
  batch_files=0 batch_bytes=0
}

give_up() {
  say "$1$tab$2$tab$3" >>"$scratch/reasons"
}

# Writes down what is not there; the last reason of each file counts.
conclude() {
  awk -F '\t' -v OFS='\t' '
    step == 1 { reason[$1] = $3; next }
    /^# [0-9~-]*\t/ && ++number in reason { print substr($0, 3), reason[number] }
  ' step=1 "$scratch/reasons" step=2 "$0" >"$scratch/told"
  complete=0
  : >"$scratch/failed"
  while IFS=$tab read -r size checksum token path address reason; do
    if [ -f "$folder/$path" ]; then continue; fi
    say "failed: $path: $reason" >&2
    say "$size$tab$checksum$tab$token$tab$path$tab$address$tab$reason" >>"$scratch/failed"
  done <"$scratch/told"
  failed=$(($(wc -l <"$scratch/failed")))
  complete=$((count - failed))
  if [ "$failed" -gt 0 ]; then
    cat "$scratch/failed" >"$folder/failed.txt" || say "cannot write failed.txt" >&2
  else
    rm -f "$folder/failed.txt"
  fi
  say "$complete of $count files complete, $failed failed; this run: $fetched files"
}

get() {
  need_lftp
  scratch=$(mktemp -d "${TMPDIR:-/tmp}/skybasket.XXXXXX") || exit 2
  trap leave EXIT
  trap interrupt INT TERM HUP
  take_lock
  read_list >"$scratch/list"
  while IFS=$tab read -r number size checksum path filename; do
    [ -f "$folder/$path" ] || say "$number$tab$size$tab$checksum$tab$path$tab$filename"
  done <"$scratch/list" >"$scratch/todo"
  say "$title: $count files, $(($(wc -l <"$scratch/todo"))) to get, into ${folder#./}"
  : >"$scratch/reasons"
  fetched=0
  [ ! -s "$scratch/todo" ] || find_login
  round=1
  while [ -s "$scratch/todo" ] && [ "$round" -le "$rounds" ]; do
    [ "$round" -eq 1 ] || sleep $((round * pause))
    enter
    if [ -n "$said" ]; then
      while IFS=$tab read -r number _ _ path _; do
        give_up "$number" "$path" "$said"
      done <"$scratch/todo"
    else
      fetch_all "$scratch/todo" "$scratch/again"
      mv -f "$scratch/again" "$scratch/todo"
    fi
    round=$((round + 1))
  done
  conclude
  [ "$complete" -eq "$count" ]
}

check() {
  complete=0
  exec 3<"$0"
  while IFS=$tab read -r size checksum _ path address <&3; do
    case $size in
      '# '*) ;;
      *) continue ;;
    esac
    [ -n "$address" ] || continue # a comment of the code
    if [ -f "$folder/$path" ]; then
      if [ "$checksum" != - ] && [ "$(digest "${checksum%%:*}" "$folder/$path")" != "${checksum#*:}" ]; then
        say "wrong checksum: $path"
      else
        complete=$((complete + 1))
        compare "$folder/$path" "${size#??}" "$path"
      fi
    elif [ -f "$folder/$path.part" ]; then
      say "incomplete: $path"
    else
      say "missing: $path"
    fi
  done
  exec 3<&-
  say "$complete of $count files complete, $((count - complete)) not"
  [ "$complete" -eq "$count" ]
}

main() {
  case ${1-} in
    --help) usage && exit ;;
    --check | '') ;;
    *) stop 2 "unknown option: $1 (see --help)" ;;
  esac
  read_settings
  if [ "${1-}" = --check ]; then check; else get; fi
}

main "$@"
exit
