#compdef lacwg

_lacwg() {
  local line
  local -a items
  for line in "${(@f)$(env _LACWG_ARGS="${(j: :)words[1,CURRENT-1]} ${QIPREFIX}${PREFIX}" \
      _LACWG_COMPLETE=complete_lines lacwg 2>/dev/null)}"; do
    if [[ $line == $'\tfiles' ]]; then
      _files
      return
    fi
    [[ -n $line ]] && items+=("${${line%%$'\t'*}//:/\\:}:${line#*$'\t'}")
  done
  _describe -V lacwg items
}

compdef _lacwg lacwg
if [[ $funcstack[1] == _lacwg ]]; then # the file was loaded by the first Tab, which wants its answer
  _lacwg "$@"
fi
