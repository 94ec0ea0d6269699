function _lacwg_completion
    set -lx _LACWG_ARGS (commandline -cp | string collect)
    set -lx _LACWG_COMPLETE complete_lines
    set -l answer (lacwg 2>/dev/null)
    if test "$answer" = \tfiles
        __fish_complete_path (commandline -ct)
    else
        printf '%s\n' $answer
    end
end
complete --command lacwg --no-files --keep-order --arguments '(_lacwg_completion)'
