# Completes what is typed behind adl {{version}} in bash. In {{file}}: {{line}}

# From a place, such as 'build|--metric', to what may stand there: sets kind, adds to values.
{{table}}

# Bash hands over words as they were typed, quotes and all, and takes = for a word of its own. Names of files are left to
# it: with nothing in COMPREPLY it completes them by itself, and quotes them as they need.
_adl() {
  local word route='' flag='' kind='' leading=1 position=1 at
  local current=${COMP_WORDS[COMP_CWORD]}
  local -a values=()
  COMPREPLY=()
  for ((at = 1; at < COMP_CWORD; at++)); do
    word=${COMP_WORDS[at]}
    if [[ -n $flag ]]; then
      [[ $word == '=' ]] || flag=''
    elif [[ $word == -* ]]; then
      leading=''
      if _adl_follows "$route|$word"; then flag=$word; fi
    elif [[ -n $leading ]] && _adl_follows "${route:+$route }$word|flags"; then
      route=${route:+$route }$word
    else
      leading=''
      position=$((position + 1))
    fi
  done
  kind='' values=()
  if [[ -n $flag ]]; then
    if [[ $current == '=' ]]; then current=''; fi
    _adl_follows "$route|$flag"
  elif [[ $current == -* ]]; then
    _adl_follows "$route|flags"
  else
    if [[ -n $leading ]]; then _adl_follows "$route|next"; fi
    _adl_follows "$route|$position"
    if [[ -z $kind && (-n $route || ${#values[@]} == 0) ]]; then _adl_follows "$route|flags"; fi
  fi
  case $kind in
    files) compopt -o default 2> /dev/null ;;
    folders) compopt -o dirnames 2> /dev/null ;;
  esac
  _adl_offer "$current" "${values[@]}"
  if [[ $kind == files && ${#COMPREPLY[@]} != 0 ]]; then _adl_files "$current"; fi
}

# Beside words, bash completes no names of files by itself: they are offered with them, for it to quote.
_adl_files() {
  local file
  compopt -o filenames 2> /dev/null
  while IFS= read -r file; do COMPREPLY+=("$file"); done < <(compgen -f -- "$1")
}

# The names of the folders in a folder of the project, which is here or above.
_adl_numbered() {
  local above=$PWD entry
  while [[ -n $above && ! -d $above/$1 ]]; do above=${above%/*}; done
  for entry in "$above/$1"/*; do
    if [[ -d $entry ]]; then values+=("${entry##*/}"); fi
  done
}

# Those that begin with what was typed, quoted for the quote that is open there.
_adl_offer() {
  local open='' begun=$1 value shown
  case $begun in
    [\'\"]*) open=${begun:0:1} begun=${begun:1} ;;
    *) begun=${begun//\\/} ;;
  esac
  shift
  for value; do
    if [[ $value != "$begun"* ]]; then continue; fi
    case $open in
      \') shown=${value//\'/\'\\\'\'} ;;
      \")
        shown=${value//\\/\\\\}
        shown=${shown//\"/\\\"}
        shown=${shown//\$/\\\$}
        shown=${shown//\`/\\\`}
        ;;
      *) printf -v shown %q "$value" ;;
    esac
    COMPREPLY+=("$shown")
  done
}

complete -F _adl adl
