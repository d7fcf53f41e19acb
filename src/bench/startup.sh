#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# How long flagctl takes to start, beside a bare JVM that prints "Hello World".
#
#   src/bench/startup.sh [-n RUNS] [JAVA_HOME ...]
#
# Prints a Markdown table per Java. Runs are interleaved, so that a busy minute of the machine hits all rows alike;
# compare ratios, and distrust them when "load" is above the number of cores. Hello World gets its best flags and a
# start-up archive of its own.
set -euo pipefail

runs=21
while getopts n: option; do
  case $option in
    n) runs=$OPTARG ;;
    *) exit 64 ;;
  esac
done
shift $((OPTIND - 1))

root=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export FLAGCTL_CACHE_DIR=$work/cache LC_ALL=C

if (($# == 0)); then
  for java in /usr/lib/jvm/* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    [[ -L $java || ! -x $java/bin/javac ]] || set -- "$@" "$java"
  done
fi
(($# > 0)) || { echo 'name the JAVA_HOMEs to measure' >&2; exit 64; }

version_of() { sed -n 's/^JAVA_VERSION="\(.*\)"/\1/p' "$1/release"; }

write_project() {
  mkdir -p "$work/project/manifests"
  cat >"$work/project/flagctl.yaml" <<'YAML'
apiVersion: flagctl.dev/v1
kind: Project
metadata: {name: bench}
spec:
  environments:
    production: {flags: local}
  adapters:
    local: {type: flagd, path: "flags/${environment}.flagd.json"}
  ledger: {type: sqlite, path: .flagctl/ledger.db}
YAML
  cat >"$work/project/manifests/checkout.yaml" <<'YAML'
apiVersion: flagctl.dev/v1
kind: Feature
metadata: {name: checkout, version: 1.0.0, owner: team-payments}
spec:
  description: One-page checkout
  type: release
  variants: {"on": true, "off": false}
  serve: {treatment: "on", control: "off"}
  unit: userId
  rollout:
    production:
      strategy: canary
      stages:
        - {percent: 1, bake: 30m}
        - {percent: 10, bake: 2h}
        - {percent: 50, bake: 1d}
        - {percent: 100, soak: 14d}
YAML
}

# Appends "wall cpu" in seconds of one run to a file.
TIMEFORMAT='%3R %3U %3S'
measure() {
  local file=$1
  shift
  { time "$@" >/dev/null 2>&1 </dev/null; } 2>>"$file" || true
}

median() { awk -v column="$2" '{print column == 1 ? $1 : $2 + $3}' "$1" | sort -n | awk '{v[NR] = $1} END {print v[int((NR + 1) / 2)]}'; }
lowest() { awk '{print $1}' "$1" | sort -n | head -n 1; }

bench() {
  local java=$1 dir=$work/$2 major=$3 label command
  local -a best=(-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:-UsePerfData -Xlog:disable)
  mkdir -p "$dir"
  echo 'public class Hello { public static void main(String[] args) { System.out.println("Hello World"); } }' >"$dir/Hello.java"
  "$java/bin/javac" -d "$dir" "$dir/Hello.java"
  "$java/bin/jar" --create --file "$dir/hello.jar" -C "$dir" Hello.class
  if ((major >= 25)); then
    "$java/bin/java" "${best[@]}" -XX:AOTCacheOutput="$dir/hello.archive" -cp "$dir/hello.jar" Hello >/dev/null 2>&1
    best+=(-XX:AOTCache="$dir/hello.archive")
  else
    "$java/bin/java" "${best[@]}" -XX:ArchiveClassesAtExit="$dir/hello.archive" -cp "$dir/hello.jar" Hello >/dev/null 2>&1
    best+=(-XX:SharedArchiveFile="$dir/hello.archive")
  fi

  export FLAGCTL_JAVA_HOME=$java
  cd "$work/project"
  rm -rf .flagctl flags
  CI='' "$root/flagctl" --help >/dev/null
  while ! compgen -G "$work/cache$root/target/flagctl/*-$2*" >/dev/null; do sleep 0.2; done
  "$root/flagctl" apply --auto-approve >/dev/null 2>&1 </dev/null || true

  local -a labels=('Hello World') commands=(hello)
  for command in '--version' '--help' 'validate' 'plan' 'status' 'history'; do
    local code=0
    # shellcheck disable=SC2086 # a command is words
    "$root/flagctl" $command >/dev/null 2>"$dir/error" </dev/null || code=$?
    if ((code == 0)); then
      labels+=("flagctl $command")
      commands+=("$command")
    else
      echo "skipped: flagctl $command exits $code: $(head -n 1 "$dir/error")" >&2
    fi
  done

  # What a person does all day: edit a manifest, check it. Apart, because a file that was just edited is read again in any case.
  rm -rf "$work/edited"
  cp -r "$work/project" "$work/edited"
  labels+=('flagctl validate, edited before each run')
  commands+=(edited)

  local round i
  for ((round = 0; round < runs; round++)); do
    for i in "${!commands[@]}"; do
      if [[ ${commands[i]} == edited ]]; then
        sed -i "s/One-page checkout.*/One-page checkout, edition $round/" "$work/edited/manifests/checkout.yaml"
        measure "$dir/$i" "$root/flagctl" -C "$work/edited" validate
        continue
      fi
      if [[ ${commands[i]} == hello ]]; then
        measure "$dir/$i" "$java/bin/java" "${best[@]}" -cp "$dir/hello.jar" Hello
      else
        # shellcheck disable=SC2086 # a command is words
        measure "$dir/$i" "$root/flagctl" ${commands[i]}
      fi
    done
  done

  local base
  base=$(median "$dir/0" 1)
  printf '\n**Java %s** (%s runs each, interleaved; load %s at the end)\n\n' "$2" "$runs" "$(uptime | sed 's/.*average[s]*: //; s/[, ].*//')"
  printf '| command | wall, median ms | wall, lowest ms | CPU, median ms | times Hello World |\n|---|--:|--:|--:|--:|\n'
  for i in "${!commands[@]}"; do
    awk -v label="${labels[i]}" -v wall="$(median "$dir/$i" 1)" -v low="$(lowest "$dir/$i")" \
      -v cpu="$(median "$dir/$i" 2)" -v base="$base" \
      'BEGIN {printf "| `%s` | %.0f | %.0f | %.0f | %.2f |\n", label, wall * 1000, low * 1000, cpu * 1000, wall / base}'
  done
}

FLAGCTL_JAVA_HOME=$1 "$root/flagctl" --version >/dev/null
export FLAGCTL_BUILD=off
write_project
for java in "$@"; do
  version=$(version_of "$java")
  bench "$java" "$version" "${version%%.*}"
done
