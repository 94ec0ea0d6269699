_lacwg_completion() {
    local line typed=${COMP_LINE:0:COMP_POINT} before=
    typed=${typed##*[[:space:]]}
    # bash takes a word apart at these signs, and wants only what comes behind the last one
    case $COMP_WORDBREAKS in *:*) before=${typed%"${typed##*[:=]}"} ;; *=*) before=${typed%"${typed##*=}"} ;; esac
    COMPREPLY=()
    while IFS= read -r line; do
        if [[ $line == $'\tfiles' ]]; then
            compopt -o default 2>/dev/null
            return 0
        fi
        line=${line%%$'\t'*}
        [[ -n $line ]] || continue
        line=${line#"$before"}
        if [[ $typed != [\"\']* && $line == *[[:space:]\\\"\'\$\`\&\|\;\<\>\(\)\*\?\[\]\!\#~{}]* ]]; then
            printf -v line %q "$line"
        fi
        COMPREPLY+=("$line")
    done < <(env _LACWG_ARGS="${COMP_LINE:0:COMP_POINT}" _LACWG_COMPLETE=complete_lines "$1" 2>/dev/null)
    return 0
}

complete -F _lacwg_completion lacwg
