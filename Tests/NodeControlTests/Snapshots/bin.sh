#!/bin/sh
# Control script of the release todo 1.0.0; what users and service managers call.
# Written by `release build`. Settings belong into the environment or into releases/VERSION/env.sh.
#
# Up to the final `exec` no other program is started, so a command costs little more than the shell itself. Exceptions:
# `readlink`, once for each symbolic link that leads here, and a subshell when the given path holds `..`.
set -e

fail() { # STATUS MESSAGE
    printf 'error: %s\n' "$2" >&2
    exit "$1"
}

env_failed() { # STATUS: a command in env.sh that fails ends the shell without a word, with 1 or 2 in most cases
    case $1 in
    0) exit 0 ;;
    1 | 2) fail 78 "$version_path/env.sh ended with status $1: put '|| :' behind a command in it that may fail" ;;
    *) fail "$1" "$version_path/env.sh ended with status $1" ;;
    esac
}

usage() { # what the program of this version can do
    printf '%s\n' \
        "USAGE: $RELEASE_PROG COMMAND [ARGUMENTS]" \
        '' \
        'COMMANDS:' \
        '  start [-- ARGS]         Run the node in the foreground' \
        '  daemon [-- ARGS]        Run the node in the background; returns when it is ready'
    [ "$RELEASE_BOOT" = 0 ] || printf '%s\n' \
        '  eval EXPR [ARGS]        Evaluate in a fresh instance that starts nothing' \
        '  rpc EXPR [ARGS]         Evaluate in the running node' \
        '  remote                  Open a shell on the running node' \
        '  reload                  Have the node read its configuration again, all or nothing' \
        '  config                  Print its configuration and where each value comes from'
    printf '%s\n' \
        '  restart                 Restart the node, reading its settings again; returns when it is ready' \
        '  stop                    Stop the node; returns when it is gone' \
        '  pid                     Print the process id of the running node' \
        '  version                 Print name and version of the release' \
        '  status                  Print what the node is doing' \
        '  ping                    Say whether the node is ready' \
        '  logs                    Print the last lines of the log of a daemon' \
        '  help [COMMAND]          Show this help, or that of a command' \
        ''
    [ "$RELEASE_BOOT" = 1 ] || printf '%s\n' \
        'The program does not link Boot, so it has no eval, rpc, remote, reload or config.' \
        ''
    printf '%s\n' \
        'EXIT STATUS:' \
        '  0 done, 1 what was asked for failed, 64 wrong usage, 69 node down, 70 internal fault,' \
        '  75 not now (booting, stopping, already running), 77 node of another user,' \
        '  78 wrong configuration, 124 deadline passed, 127 program or runtime missing'
}

# --- Where this release lies ------------------------------------------------------------------------------------

self=$0
case $self in
/*) ;;
*)
    while :; do
        case $self in
        ./*) self=${self#./} ;;
        *) break ;;
        esac
    done
    self=${PWD%/}/$self
    ;;
esac
while [ -L "$self" ]; do
    target=$(readlink -- "$self") || fail 127 "cannot read the link $self: readlink is missing"
    case $target in
    /*) self=$target ;;
    *) self=${self%/*}/$target ;;
    esac
done
case $self in
*/./* | */../* | *//*) root=$(CDPATH='' cd -P -- "${self%/*}/.." && pwd -P) ;;
*) root=${self%/*/*} ;;
esac
[ -d "$root/releases" ] || root=$(CDPATH='' cd -P -- "${self%/*}/.." && pwd -P)
root=${root:-/}

# Called from inside a node of another release: what was derived there does not hold here.
if [ -n "${RELEASE_ROOT-}" ] && [ "$RELEASE_ROOT" != "$root" ] && [ -n "${RELEASE_DERIVED-}" ]; then
    # shellcheck disable=SC2086 # a list of names
    unset ${RELEASE_DERIVED}
    RELEASE_DERIVED=
fi

# --- Which version, and what the caller left open ----------------------------------------------------------------

# What is derived here is listed, so that a restart can forget it and derive it afresh.
RELEASE_DERIVED=${RELEASE_DERIVED-}
for variable in RELEASE_NAME RELEASE_VSN RELEASE_PROG RELEASE_NODE RELEASE_TMP RELEASE_VM_ARGS \
    RELEASE_REMOTE_VM_ARGS RELEASE_SYS_CONFIG RELEASE_BOOT_SCRIPT RELEASE_BOOT_SCRIPT_CLEAN SWIFT_BACKTRACE; do
    eval "[ -n \"\${$variable-}\" ]" || RELEASE_DERIVED="$RELEASE_DERIVED $variable"
done

RELEASE_ROOT=$root
RELEASE_SCRIPT=${root%/}/bin/${self##*/}
RELEASE_COMMAND=${1-}
RELEASE_PROG=${RELEASE_PROG:-${0##*/}}
name='todo'
RELEASE_NAME=${RELEASE_NAME:-$name}

runtime='' version=''
data=$root/releases/start_release.data
{ read -r runtime version <"$data"; } 2>/dev/null || :
RELEASE_VSN=${RELEASE_VSN:-$version}
if [ -z "$RELEASE_VSN" ]; then
    [ -s "$data" ] || fail 78 "$data is missing or empty: unpack the release again, or set RELEASE_VSN"
    # Once more, for the reason that the shell gives.
    { read -r runtime version <"$data"; } || :
    fail 78 "$data cannot be read, or names no version: see to that, or set RELEASE_VSN"
fi
version_path=$root/releases/$RELEASE_VSN
case $RELEASE_VSN in
*/* | . | ..) version_path='' ;;
esac
if [ ! -d "$version_path" ]; then
    versions=''
    for candidate in "$root"/releases/*/; do
        candidate=${candidate%/}
        [ ! -d "$candidate" ] || versions="$versions ${candidate##*/}"
    done
    fail 78 "there is no version '$RELEASE_VSN' in $root/releases; it holds:${versions:- none}"
fi

program='lib/todo-1.0.0/bin/todo'
boot='1'
linkage='dynamic'
if [ "$RELEASE_VSN" != '1.0.0' ]; then
    # Another version than the one this script was written for: ask its NAME.rel.
    text=''
    for file in "$version_path"/*.rel; do
        [ -r "$file" ] || fail 78 "version $RELEASE_VSN has no readable .rel file in $version_path"
        while IFS= read -r line || [ -n "$line" ]; do text=$text$line; done <"$file"
    done
    json_text() { # KEY: sets $value to the text that follows "KEY" in $rest
        case $rest in
        *\""$1"\"*) value=${rest#*\""$1"\"} ;;
        *) return 1 ;;
        esac
        value=${value#*\"}
        value=${value%%\"*}
    }
    rest=$text
    json_text runtime && runtime=$value
    json_text linkage && linkage=$value
    rest=${text#*'"program"'}
    json_text path && program=$value
    rest=${rest#*'"boot"'}
    rest=${rest#*:}
    case $rest in
    true* | ' true'*) boot=1 ;;
    *) boot=0 ;;
    esac
elif [ "$RELEASE_VSN" != "$version" ]; then
    runtime='6.3.1'
fi
RELEASE_PROGRAM=${root%/}/$program
RELEASE_BOOT=$boot
RELEASE_RUNTIME=${root%/}/runtime-$runtime
export RELEASE_ROOT RELEASE_SCRIPT RELEASE_COMMAND RELEASE_PROG RELEASE_NAME RELEASE_VSN RELEASE_PROGRAM RELEASE_BOOT \
    RELEASE_RUNTIME RELEASE_DERIVED

# --- Settings of this version, then defaults for the rest ---------------------------------------------------------

if [ -e "$version_path/env.sh" ]; then
    [ -r "$version_path/env.sh" ] || fail 78 "$version_path/env.sh cannot be read"
    trap 'env_failed "$?"' EXIT
    # shellcheck disable=SC1091 # another file of the release
    . "$version_path/env.sh"
    trap - EXIT
fi

RELEASE_NODE=${RELEASE_NODE:-$RELEASE_NAME}
case $RELEASE_NODE in
[.-]* | *[!A-Za-z0-9_.@-]*)
    fail 78 "RELEASE_NODE '$RELEASE_NODE' is not a node name: use letters, digits, '_', '-', '.' and '@'"
    ;;
esac
RELEASE_TMP=${RELEASE_TMP:-${root%/}/tmp}
case $RELEASE_TMP in
/*) ;;
*) RELEASE_TMP=${PWD%/}/$RELEASE_TMP ;;
esac
RELEASE_VM_ARGS=${RELEASE_VM_ARGS:-$version_path/vm.args}
RELEASE_REMOTE_VM_ARGS=${RELEASE_REMOTE_VM_ARGS:-$version_path/remote.vm.args}
RELEASE_SYS_CONFIG=${RELEASE_SYS_CONFIG:-$version_path/sys}
RELEASE_BOOT_SCRIPT=${RELEASE_BOOT_SCRIPT:-start}
RELEASE_BOOT_SCRIPT_CLEAN=${RELEASE_BOOT_SCRIPT_CLEAN:-start_clean}
export RELEASE_NODE RELEASE_TMP RELEASE_VM_ARGS RELEASE_REMOTE_VM_ARGS RELEASE_SYS_CONFIG RELEASE_BOOT_SCRIPT \
    RELEASE_BOOT_SCRIPT_CLEAN

# Only the program is meant: it would cost the small ones their start.
backtracer=$RELEASE_RUNTIME/libexec/swift/linux/swift-backtrace
case $RELEASE_COMMAND:$backtracer in
*,*) ;; # the variable has no way to quote a comma
start:* | daemon:* | run:* | eval:*)
    if [ -z "${SWIFT_BACKTRACE-}" ] && [ -x "$backtracer" ]; then
        # Registers would come with the memory they point to, in which secrets may lie.
        SWIFT_BACKTRACE=enable=yes,interactive=no,color=no,symbolicate=fast,registers=none,swift-backtrace=$backtracer
        export SWIFT_BACKTRACE
    fi
    ;;
esac

# A release without runtime libraries uses those of the Swift on the PATH of this host.
if [ "$linkage" = none ]; then
    case $RELEASE_COMMAND in
    start | daemon | run | eval)
        compiler=$(command -v swiftc) || compiler=''
        while [ -L "$compiler" ]; do
            target=$(readlink -- "$compiler")
            case $target in
            /*) compiler=$target ;;
            *) compiler=${compiler%/*}/$target ;;
            esac
        done
        libraries=${compiler%/*/*}/lib/swift/linux
        [ -d "$libraries" ] ||
            fail 127 "this release needs Swift $runtime on this host: no toolchain with lib/swift/linux is on the PATH"
        case :${LD_LIBRARY_PATH-}: in
        *:"$libraries":*) ;;
        *) LD_LIBRARY_PATH=${LD_LIBRARY_PATH:+$LD_LIBRARY_PATH:}$libraries ;;
        esac
        export LD_LIBRARY_PATH
        ;;
    esac
fi

# --- What was asked for -----------------------------------------------------------------------------------------

[ "$#" -eq 0 ] || shift

run() { # PROGRAM ARGUMENTS: becomes that program of the runtime
    tool=$RELEASE_RUNTIME/bin/$1
    shift
    [ -x "$tool" ] || fail 127 "$tool is missing or cannot be executed: unpack the release again"
    # The Swift runtime finds itself through /proc; without it a program would only abort.
    [ -e /proc/self/exe ] || fail 127 "/proc is not mounted here; mount it, which programs need to run"
    exec "$tool" "$@"
}

case $RELEASE_COMMAND in
version)
    printf '%s %s\n' "$RELEASE_NAME" "$RELEASE_VSN"
    ;;
help | -h | --help)
    if [ "$#" -gt 0 ]; then run nodectl help "$@"; fi
    usage
    ;;
eval)
    [ "$RELEASE_BOOT" = 1 ] || fail 64 "the program of this release does not link Boot, so it cannot evaluate"
    [ -x "$RELEASE_PROGRAM" ] || fail 127 "$RELEASE_PROGRAM is missing or cannot be executed: unpack the release again"
    # Turns `OPTIONS EXPR ARGS` into `OPTIONS -- EXPR ARGS`: options go to the end, then all that is not an option.
    left=$# file=''
    while [ "$left" -gt 0 ]; do
        case $1 in
        --)
            shift
            left=$((left - 1))
            break
            ;;
        -h | --help) run nodectl help eval ;;
        --file | --timeout)
            [ "$left" -gt 1 ] || fail 64 "missing value for '$1'"
            [ "$1" != --file ] || file=1
            set -- "$@" "$1" "$2"
            shift 2
            left=$((left - 2))
            ;;
        -?*)
            case $1 in --file=*) file=1 ;; esac
            set -- "$@" "$1"
            shift
            left=$((left - 1))
            ;;
        *) break ;;
        esac
    done
    [ "$left" -gt 0 ] || [ -n "$file" ] || fail 64 "missing expression; usage: $RELEASE_PROG eval EXPR [ARGS]"
    set -- "$@" --
    while [ "$left" -gt 0 ]; do
        set -- "$@" "$1"
        shift
        left=$((left - 1))
    done
    unset RELEASE_SOCKET RELEASE_LOCK_FD RELEASE_READY_FD RELEASE_LAUNCHER_PID RELEASE_RESUME
    exec "$RELEASE_PROGRAM" "$@"
    ;;
remote) run nodeshell "$@" ;;
start | daemon | run | rpc | restart | reload | stop | pid | status | config | ping | logs) run nodectl "$RELEASE_COMMAND" "$@" ;;
'')
    usage >&2
    exit 64
    ;;
*)
    usage >&2
    fail 64 "unknown command '$RELEASE_COMMAND'"
    ;;
esac
