# Completes what is typed behind adl {{version}} in zsh. In {{file}}: {{line}}

# From a place, such as 'build|--metric', to what may stand there: sets kind, adds to values.
{{table}}

_adl() {
  local word route='' flag='' kind='' leading=1
  local -a values
  integer position=1 at
  for ((at = 2; at < CURRENT; at++)); do
    word=${(Q)words[at]}
    if [[ -n $flag ]]; then
      flag=''
    elif [[ $word == -* ]]; then
      leading=''
      if _adl_follows "$route|$word"; then flag=$word; fi
    elif [[ -n $leading ]] && _adl_follows "${route:+$route }$word|flags"; then
      route=${route:+$route }$word
    else
      leading=''
      position+=1
    fi
  done
  kind='' values=()
  if [[ -z $flag && $PREFIX == --*=* ]]; then
    flag=${PREFIX%%=*}
    compset -P "$flag="
  fi
  if [[ -n $flag ]]; then
    _adl_follows "$route|$flag"
    _adl_place
  elif [[ $PREFIX == -* ]]; then
    _adl_follows "$route|flags"
    _describe -o 'flag' values
  else
    _adl_commands_or_place
  fi
}

_adl_commands_or_place() {
  if [[ -n $leading ]]; then _adl_follows "$route|next"; fi
  if ((${#values})); then
    _describe 'command' values
    if [[ -z $route ]]; then return; fi
    values=()
  fi
  _adl_follows "$route|$position"
  if [[ -n $kind ]]; then
    _adl_place
  else
    _adl_follows "$route|flags"
    _describe 'flag' values
  fi
}

# The names of the folders in a folder of the project, which is here or above.
_adl_numbered() {
  local above=$PWD
  while [[ -n $above && ! -d $above/$1 ]]; do above=${above%/*}; done
  values+=($above/$1/*(N/:t))
}

_adl_place() {
  case $kind in
    files) _files ;;
    folders) _files -/ ;;
    values) compadd -a values ;;
  esac
}

# A line in ~/.zshrc may come before the completion system was started, or in its place.
if ! whence compdef > /dev/null; then autoload -Uz compinit && compinit -i; fi
compdef _adl adl
