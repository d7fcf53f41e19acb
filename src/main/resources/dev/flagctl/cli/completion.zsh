#compdef flagctl
# Completion of flagctl for zsh. Save it as _flagctl in a folder of $fpath, or load it in ~/.zshrc: source <(flagctl completion zsh)
_flagctl() {
    local line
    local -a items
    while IFS= read -r line; do
        items+=("${${line%%$'\t'*}//:/\\:}:${line#*$'\t'}")
    done < <("${words[1]}" __complete -- "${(@)words[2,CURRENT]}" 2>/dev/null)
    if (( ${#items} )); then
        _describe flagctl items
    else
        _files
    fi
}
if [ "$funcstack[1]" = "_flagctl" ]; then
    _flagctl "$@"
else
    compdef _flagctl flagctl
fi
