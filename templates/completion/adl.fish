# Completes what is typed behind adl {{version}} in fish. In {{file}}: {{line}}

# Whether the cursor is behind the command `route`, and there at `place`: at the word after the command itself (next), at
# the argument of that number, or anywhere (any).
function __adl_at --argument-names route place
    set -l typed (commandline -opc)
    set -l words
    set -l position 1
    set -l leading 1
    set -l flag
    for word in $typed[2..-1]
        if test -n "$flag"
            set flag
        else if string match -q -- '-*' $word
            set leading
            contains -- "$words $word" $__adl_valued; and set flag $word
        else if test -n "$leading"; and contains -- (string trim -- "$words $word") $__adl_commands
            set words (string trim -- "$words $word")
        else
            set leading
            set position (math $position + 1)
        end
    end
    test "$words" = "$route"; or return 1
    switch $place
        case any
            return 0
        case next
            test -n "$leading"
        case '*'
            test $position = $place
    end
end

# The names of the folders in a folder of the project, which is here or above.
function __adl_numbered --argument-names folder
    set -l above $PWD
    while test -n "$above"; and not test -d "$above/$folder"
        set above (string replace -r '/[^/]*$' '' -- $above)
    end
    for entry in $above/$folder/*/
        string replace -r '.*/([^/]+)/$' '$1' -- $entry
    end
end

complete -c adl -e
complete -c adl -f
{{table}}
