#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Many features at once, beside Terraform with as many terraform_data resources of the same size.
#
#   src/bench/estate.sh [-n ROUNDS] [-e ENVIRONMENTS] [-k FOLDER] [FEATURES ...]      default: -n 3 -e 1, 1000 10000
#
# Prints a Markdown table. With one environment each feature is one flag, as each resource is one; with -e 2 flagctl looks
# after two flags for each resource. Each round starts without ledger, flag file and state, and rewrites every document before
# each cold command, so that nothing is known from before. -k keeps the generated projects in FOLDER. The terraform
# binary is taken from PATH; without one its columns stay empty. Above 1,000 resources its state is written by this script,
# not by its apply. Wants GNU time for peak memory.
set -euo pipefail

# Terraform writes its whole state again after each resource: 1,000 take two minutes, 10,000 would take hours.
longest_apply=1000
rounds=3
environments=1
keep=
while getopts n:e:k: option; do
  case $option in
    n) rounds=$OPTARG ;;
    e) environments=$OPTARG ;;
    k) keep=$OPTARG ;;
    *) exit 64 ;;
  esac
done
shift $((OPTIND - 1))
(($# > 0)) || set -- 1000 10000

root=$(cd "$(dirname "$0")/../.." && pwd)
flagctl=$root/flagctl
export LC_ALL=C FLAGCTL_BUILD=off TF_IN_AUTOMATION=1 CHECKPOINT_DISABLE=1
gnu_time=$(command -v gtime || echo /usr/bin/time)
"$gnu_time" -f %e true 2>/dev/null || { echo 'GNU time is missing: install the package "time"' >&2; exit 1; }
command -v terraform >/dev/null || echo 'terraform is not on PATH: only flagctl is measured' >&2

if [[ -n $keep ]]; then
  mkdir -p "$keep"
  work=$(cd "$keep" && pwd)
else
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
fi
FLAGCTL_BUILD='' "$flagctl" --version >/dev/null

write_project() {
  mkdir -p "$1/manifests"
  cat >"$1/flagctl.yaml" <<'YAML'
apiVersion: flagctl.dev/v1
kind: Project
metadata: {name: estate}
spec:
  environments:
    production: {flags: local}
  cohorts:
    employees: {all: [{attribute: email, ends-with: "@shop.example"}]}
  adapters:
    local: {type: flagd, path: "flags/${environment}.flagd.json"}
  ledger: {type: sqlite, path: .flagctl/ledger.db}
YAML
  ((environments == 1)) || sed -i 's/^    production: .*/    staging: {flags: local}\n&/' "$1/flagctl.yaml"
}

# write_features FOLDER FEATURES EDITION: one document of 28 lines each, in 100 files; the edition makes all texts new.
write_features() {
  awk -v folder="$1/manifests" -v features="$2" -v edition="$3" -v environments="$environments" 'BEGIN {
    for (i = 0; i < features; i++) {
      file = sprintf("%s/team-%02d.yaml", folder, i % 100)
      printf "%s" \
        "apiVersion: flagctl.dev/v1\n" \
        "kind: Feature\n" \
        "metadata:\n" \
        "  name: feature-%05d\n" \
        "  version: 1.0.0\n" \
        "  owner: team-%02d\n" \
        "  labels:\n" \
        "    service: service-%03d\n" \
        "    tier: backend\n" \
        "spec:\n" \
        "  description: Feature number %d of the estate, edition %s\n" \
        "  type: release\n" \
        "  variants:\n" \
        "    \"on\": true\n" \
        "    \"off\": false\n" \
        "  serve:\n" \
        "    treatment: \"on\"\n" \
        "    control: \"off\"\n" \
        "  unit: userId\n" \
        "  rollout:\n" \
        "%s" \
        "    production:\n" \
        "      strategy: canary\n" \
        "      stages:\n" \
        "        - {cohort: employees, bake: 1d}\n" \
        "        - {percent: %d, bake: 2h}\n" \
        "        - {percent: 10, bake: 2h}\n" \
        "        - {percent: 50, bake: 1d}\n" \
        "        - {percent: 100, soak: 14d}\n", \
        (i < 100 ? "" : "---\n"), i, i % 100, i % 500, i, edition, \
        (environments == 1 ? "" : "    staging: {strategy: all-at-once}\n"), i % 9 + 1 > file
    }
  }'
}

# write_resources FOLDER RESOURCES: the same documents as Terraform resources.
write_resources() {
  mkdir -p "$1"
  awk -v folder="$1" -v resources="$2" 'BEGIN {
    for (i = 0; i < resources; i++) {
      file = sprintf("%s/team-%02d.tf", folder, i % 100)
      printf \
        "resource \"terraform_data\" \"feature_%05d\" {\n" \
        "  input = {\n" \
        "    name        = \"feature-%05d\"\n" \
        "    version     = \"1.0.0\"\n" \
        "    owner       = \"team-%02d\"\n" \
        "    labels      = { service = \"service-%03d\", tier = \"backend\" }\n" \
        "    description = \"Feature number %d of the estate\"\n" \
        "    type        = \"release\"\n" \
        "    variants = {\n" \
        "      on  = true\n" \
        "      off = false\n" \
        "    }\n" \
        "    serve = {\n" \
        "      treatment = \"on\"\n" \
        "      control   = \"off\"\n" \
        "    }\n" \
        "    unit = \"userId\"\n" \
        "    production = {\n" \
        "      strategy = \"canary\"\n" \
        "      stages = [\n" \
        "        { cohort = \"employees\", bake = \"1d\" },\n" \
        "        { percent = %d, bake = \"2h\" },\n" \
        "        { percent = 10, bake = \"2h\" },\n" \
        "        { percent = 50, bake = \"1d\" },\n" \
        "        { percent = 100, soak = \"14d\" },\n" \
        "      ]\n" \
        "    }\n" \
        "  }\n" \
        "}\n\n", \
        i, i, i % 100, i % 500, i, i % 9 + 1 > file
    }
  }'
}

# write_state FOLDER RESOURCES: the state that an apply of write_resources leaves.
write_state() {
  awk -v resources="$2" 'BEGIN {
    staged = "[\"object\",{\"bake\":\"string\",\"percent\":\"number\"}]"
    type = "[\"object\",{\"description\":\"string\",\"labels\":[\"object\",{\"service\":\"string\",\"tier\":\"string\"}]," \
      "\"name\":\"string\",\"owner\":\"string\",\"production\":[\"object\",{\"stages\":[\"tuple\",[[\"object\"," \
      "{\"bake\":\"string\",\"cohort\":\"string\"}]," staged "," staged "," staged "," \
      "[\"object\",{\"percent\":\"number\",\"soak\":\"string\"}]]],\"strategy\":\"string\"}]," \
      "\"serve\":[\"object\",{\"control\":\"string\",\"treatment\":\"string\"}],\"type\":\"string\",\"unit\":\"string\"," \
      "\"variants\":[\"object\",{\"off\":\"bool\",\"on\":\"bool\"}],\"version\":\"string\"}]"
    printf "{\"version\":4,\"terraform_version\":\"1.11.4\",\"serial\":1,\"lineage\":\"estate\",\"outputs\":{},\"resources\":["
    for (i = 0; i < resources; i++) {
      value = sprintf("{\"value\":{\"description\":\"Feature number %d of the estate\",\"labels\":{\"service\":\"service-%03d\"," \
        "\"tier\":\"backend\"},\"name\":\"feature-%05d\",\"owner\":\"team-%02d\",\"production\":{\"stages\":[" \
        "{\"bake\":\"1d\",\"cohort\":\"employees\"},{\"bake\":\"2h\",\"percent\":%d},{\"bake\":\"2h\",\"percent\":10}," \
        "{\"bake\":\"1d\",\"percent\":50},{\"percent\":100,\"soak\":\"14d\"}],\"strategy\":\"canary\"}," \
        "\"serve\":{\"control\":\"off\",\"treatment\":\"on\"},\"type\":\"release\",\"unit\":\"userId\"," \
        "\"variants\":{\"off\":false,\"on\":true},\"version\":\"1.0.0\"},\"type\":%s}", i, i % 500, i, i % 100, i % 9 + 1, type)
      printf "%s{\"mode\":\"managed\",\"type\":\"terraform_data\",\"name\":\"feature_%05d\"," \
        "\"provider\":\"provider[\\\"terraform.io/builtin/terraform\\\"]\",\"instances\":[{\"schema_version\":0," \
        "\"attributes\":{\"id\":\"00000000-0000-4000-8000-%012d\",\"input\":%s,\"output\":%s,\"triggers_replace\":null}," \
        "\"sensitive_attributes\":[]}]}\n", (i == 0 ? "" : ","), i, i, value, value
    }
    print "],\"check_results\":null}"
  }' >"$1/terraform.tfstate"
}

# measure RESULTS LABEL COMMAND...: appends "label seconds MiB"; a command that fails is named, not measured.
measure() {
  local results=$1 label=$2 code=0 stamp=$work/stamp
  shift 2
  "$gnu_time" -q -o "$stamp" -f '%e %M' "$@" >"$work/output" 2>&1 </dev/null || code=$?
  if ((code != 0)); then
    echo "not measured: $* exits $code: $(head -n 3 "$work/output" | tr '\n' ' ')" >&2
    return
  fi
  awk -v label="$label" '{printf "%s %s %.0f\n", label, $1, $2 / 1024}' "$stamp" >>"$results"
}

run_round() {
  local size=$1 project=$work/flagctl-$1 resources=$work/terraform-$1 results=$work/results-$1 round=$2
  rm -rf "$project/.flagctl" "$project/flags"
  cd "$project"
  write_features "$project" "$size" "$round-a"
  measure "$results" flagctl:validate "$flagctl" validate
  write_features "$project" "$size" "$round-b"
  measure "$results" flagctl:plan "$flagctl" plan
  write_features "$project" "$size" "$round-c"
  measure "$results" flagctl:apply "$flagctl" apply --auto-approve
  measure "$results" flagctl:unchanged "$flagctl" plan
  measure "$results" flagctl:unchanged "$flagctl" plan

  command -v terraform >/dev/null || return 0
  cd "$resources"
  rm -rf terraform.tfstate* .terraform
  terraform init -input=false >/dev/null
  measure "$results" terraform:validate terraform validate
  measure "$results" terraform:plan terraform plan -input=false
  if ((size <= longest_apply)); then
    measure "$results" terraform:apply terraform apply -input=false -auto-approve
  else
    write_state "$resources" "$size"
  fi
  measure "$results" terraform:unchanged terraform plan -input=false
  grep -q '^.*No changes' "$work/output" || echo 'not what was to be measured: terraform has changes to plan' >&2
}

# Prints the median of a column (2 seconds, 3 MiB) of a label, or nothing.
median() {
  awk -v label="$2" -v column="$3" '$1 == label {print $column}' "$1" | sort -n |
    awk '{v[NR] = $1} END {if (NR > 0) print v[int((NR + 1) / 2)]}'
}

report() {
  local size=$1 results=$work/results-$1 row ours theirs
  printf '\n**%s features in %s environment(s)** (%s rounds, medians; load %s at the end)\n\n' \
    "$size" "$environments" "$rounds" "$(uptime | sed 's/.*average[s]*: //; s/[, ].*//')"
  printf '| command | flagctl s | Terraform s | ratio | flagctl MiB | Terraform MiB | ratio |\n'
  printf '|---|--:|--:|--:|--:|--:|--:|\n'
  for row in 'validate:validate' 'plan, every document new:plan' 'first apply:apply' 'plan, nothing changed:unchanged'; do
    ours=$(median "$results" "flagctl:${row##*:}" 2)
    theirs=$(median "$results" "terraform:${row##*:}" 2)
    awk -v label="${row%:*}" -v a="$ours" -v b="$theirs" \
      -v m="$(median "$results" "flagctl:${row##*:}" 3)" -v n="$(median "$results" "terraform:${row##*:}" 3)" '
      function ratio(x, y) {return x == "" || y == "" || y == 0 ? "–" : sprintf("%.3f", x / y)}
      function shown(x) {return x == "" ? "–" : x}
      BEGIN {printf "| %s | %s | %s | %s | %s | %s | %s |\n", label, shown(a), shown(b), ratio(a, b), shown(m), shown(n), ratio(m, n)}'
  done
}

for size in "$@"; do
  : >"$work/results-$size"
  write_project "$work/flagctl-$size"
  write_resources "$work/terraform-$size" "$size"
  for ((round = 1; round <= rounds; round++)); do
    run_round "$size" "$round"
  done
  report "$size"
done
