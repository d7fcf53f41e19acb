# Completion of flagctl for bash. Load it in ~/.bashrc: source <(flagctl completion bash)
_flagctl() {
    local line=${COMP_LINE:0:COMP_POINT}
    local -a words
    read -ra words <<<"$line"
    # A blank at the end begins a new, empty word.
    case $line in *' ') words+=('') ;; esac
    local last=${words[${#words[@]} - 1]}
    local IFS=$'\n'
    COMPREPLY=($("${words[0]}" __complete -- "${words[@]:1}" 2>/dev/null | cut -f 1))
    # bash takes "=" for the end of a word unless told otherwise, and then wants only what stands behind it.
    if [[ $last == *=* && $COMP_WORDBREAKS == *=* ]]; then
        COMPREPLY=("${COMPREPLY[@]#"${last%%=*}="}")
    fi
}
complete -o default -F _flagctl flagctl
