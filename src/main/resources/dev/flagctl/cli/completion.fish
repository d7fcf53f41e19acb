# Completion of flagctl for fish. Save it as ~/.config/fish/completions/flagctl.fish
function __flagctl_complete
    set -l words (commandline -opc)
    set -l last (commandline -ct)
    set -l items ($words[1] __complete -- $words[2..] "$last" 2>/dev/null)
    if test (count $items) -gt 0
        printf '%s\n' $items
    else
        __fish_complete_path "$last"
    end
end
complete -c flagctl -f -a '(__flagctl_complete)'
