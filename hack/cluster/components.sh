# shellcheck shell=bash
# What up, down and restart share: the cache folder, the state folder and the life of one component.
#
# State folder: dromon-cluster (marker: how up found the folder), kubeconfig, pki/, config/, logs/,
# run/<component>.{command,pid}, etcd/, audit.log.

# In the order in which they start; they end in the opposite order.
components=(etcd kube-apiserver kube-controller-manager kube-scheduler kwok)

cache=${DROMON_CLUSTER_CACHE:-${XDG_CACHE_HOME:-${HOME:?"expected HOME or DROMON_CLUSTER_CACHE to be set"}/.cache}/dromon/cluster}
# One link per running control plane, named by the port of its API server.
remembered=$cache/running

fail() { # sentence
  printf '%s: %s\n' "$(basename "$0")" "$1" >&2
  exit 1
}

say() { # line
  printf '%s\n' "$1" >&2
}

# Prints the pid when the component runs. A pid that something else has got meanwhile, and a zombie, do not count.
pid_of() { # state folder, component
  local pid arguments
  pid=$(cat "$1/run/$2.pid" 2>/dev/null) || return 1
  arguments=$(tr '\0' ' ' 2>/dev/null <"/proc/$pid/cmdline") || return 1
  [[ $arguments == */"$2 "*"$1/"* ]] || return 1
  printf '%s\n' "$pid"
}

# Writes down how a component is started, so that restart can do it again.
define() { # state folder, component, command...
  local state=$1 component=$2
  shift 2
  printf '%q ' "$@" >"$state/run/$component.command"
}

# Starts a component that outlives this script, its terminal and its pipes.
launch() { # state folder, component
  local -a command
  eval "command=($(<"$1/run/$2.command"))"
  setsid "${command[@]}" </dev/null >>"$1/logs/$2.log" 2>&1 8>&- 9>&- &
  printf '%s\n' $! >"$1/run/$2.pid"
  # Until the new process has become its command, pid_of does not know it.
  local try
  for ((try = 0; try < 50; try++)); do
    ! pid_of "$1" "$2" >/dev/null || return 0
    sleep 0.02
  done
}

# Whether a process and all its threads are gone. One that is about to end has no command line any more, but ports.
ended() { # pid
  local stat
  local -a field
  stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 0
  read -ra field <<<"${stat##*) }"
  # State and number of threads: a zombie waits for its parent only.
  [[ ${field[0]} == [ZX] && ${field[17]} -le 1 ]]
}

# Ends one component and waits for it: first with the signal, after 15 s with KILL. Fine when it is gone already.
finish() { # state folder, component, signal
  local pid waited=0
  if pid=$(pid_of "$1" "$2"); then
    kill "-$3" "$pid" 2>/dev/null || true
    until ended "$pid"; do
      sleep 0.05
      waited=$((waited + 1))
      ((waited != 300)) || kill -KILL "$pid" 2>/dev/null || true
      ((waited < 600)) || fail "expected $2 (pid $pid) to end after KILL, found it running; look at the machine's disk and memory."
    done
  fi
  rm -f "$1/run/$2.pid"
}

# Ends all components, those that use others first.
finish_all() { # state folder
  local i
  for ((i = ${#components[@]} - 1; i >= 0; i--)); do
    finish "$1" "${components[i]}" TERM
  done
}

# Removes what up has written: the folder itself, too, when up made it.
remove_state() { # state folder
  if [[ $(<"$1/dromon-cluster") == created ]]; then
    rm -rf "$1"
  else
    (cd "$1" && rm -rf pki config logs run etcd kwok kubectl kubeconfig audit*.log dromon-cluster)
  fi
}

answers() { # address, further curl arguments...
  curl --silent --fail --noproxy '*' --max-time 2 --output /dev/null "${@:2}" "$1"
}

api_ready() { # state folder
  local server
  server=$(<"$1/run/server")
  answers "$server/readyz" --cacert "$1/pki/ca.crt"
}

etcd_ready() { # state folder
  local address
  address=$(<"$1/run/etcd")
  answers "$address/readyz"
}

# Waits until a check holds. Fails with the end of the component's log when that ends or takes too long.
await() { # seconds, state folder, component, what is expected, check...
  local until=$((SECONDS + $1)) state=$2 component=$3 expected=$4 found="not yet after $1 s"
  shift 4
  until "$@" 2>/dev/null; do
    if ! pid_of "$state" "$component" >/dev/null; then
      found="that $component has ended"
    elif ((SECONDS < until)); then
      sleep 0.1
      continue
    fi
    tail -n 5 "$state/logs/$component.log" >&2 || true
    fail "expected $expected, found $found; see the last lines above and $state/logs."
  done
}

# Prints the state folder to work on: the argument, else the one KUBECONFIG lies in, else the only one that runs.
find_state() { # argument or ""
  local state link
  local -a running=()
  if [[ -n $1 ]]; then
    state=$1
  elif [[ -n ${KUBECONFIG:-} && -f $(dirname "$KUBECONFIG")/dromon-cluster ]]; then
    state=$(dirname "$KUBECONFIG")
  else
    for link in "$remembered"/*; do
      if [[ -f $link/dromon-cluster ]]; then
        running+=("$(readlink "$link")")
      elif [[ -L $link ]]; then
        rm -f "$link"
      fi
    done
    ((${#running[@]} > 0)) || fail "expected a running control plane, found none; start one with up."
    ((${#running[@]} == 1)) ||
      fail "expected one control plane, found ${#running[@]} (${running[*]}); name one as the argument."
    state=${running[0]}
  fi
  [[ -f $state/dromon-cluster ]] ||
    fail "expected the state folder of a control plane, found '$state' without one; name the folder that up printed."
  (cd "$state" && pwd -P)
}
