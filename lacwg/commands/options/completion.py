"""Completion in a shell: what each of the three is told to ask us, and what we answer.

The answer is one candidate a line, with what it is for behind a tab, or ``FILES``: then the shell completes names of
files. The scripts of Typer, which 0.1 has installed for some, have the answer read as a piece of a program; they ask
by other names of shells and go on working.
"""

from __future__ import annotations

import os
import re
from typing import Any, Final

from typer import _completion_classes, _completion_shared
from typer._click import shell_completion
from typer._click.shell_completion import CompletionItem, ShellComplete

from lacwg.commands.options.ids import MOST
from lacwg.text.controls import one_line

FILES: Final = "\tfiles"
_CURSOR: Final = "\x7f"
"""Stands at the cursor, so that a word ends there, be it empty or in quotes that are open."""
_BASH: Final = r"""
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
"""
_ZSH: Final = r"""
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
"""
_FISH: Final = r"""
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
"""


class Lines(ShellComplete):
    """Answers with lines."""

    name = "lines"
    source_template = ""

    def source_vars(self) -> dict[str, Any]:
        """None: there is no shell of this name."""
        return {}

    def get_completion_args(self) -> tuple[list[str], str]:
        """The words before the cursor, and the one at which it is."""
        words = shell_completion.split_arg_string(os.environ.get("_LACWG_ARGS", "").lstrip() + _CURSOR)[1:]
        return words[:-1], "".join(words[-1:]).removesuffix(_CURSOR)

    def complete(self) -> str:
        """The answer: at most ``MOST`` candidates."""
        args, incomplete = self.get_completion_args()
        context = shell_completion._resolve_context(self.cli, self.ctx_args, self.prog_name, args)
        asked, rest = shell_completion._resolve_incomplete(context, args, incomplete)
        found = asked.shell_complete(context, rest)
        if not found and re.search("FILE|DIR", str(getattr(asked, "metavar", ""))):
            return FILES
        before = incomplete.removesuffix(rest) if incomplete.startswith("--") else ""
        lines = {before + value: each for each in found if (value := str(each.value)) and value.isprintable()}
        return "\n".join(self.format_completion(each) for each in _named(lines))

    def format_completion(self, item: CompletionItem) -> str:
        """A candidate's line."""
        return f"{item.value}\t{one_line(item.help or '')}".rstrip("\t")


def _named(lines: dict[str, CompletionItem]) -> list[CompletionItem]:
    return [CompletionItem(value, help=each.help) for value, each in [*lines.items()][:MOST]]


def prepare() -> None:
    """Has Typer answer and install by what stands here."""
    shell_completion.add_completion_class(Lines, Lines.name)
    scripts = {"bash": _BASH, "zsh": _ZSH, "fish": _FISH}
    _completion_shared._completion_scripts |= {name: text.replace("%", "%%") for name, text in scripts.items()}
    _completion_classes._sanitize_help_text = one_line  # theirs loads rich
