#!/usr/bin/env bash
# Checks this bundle without Deedbox, step by step: bash, coreutils, openssl 1.1.1 or later.
# 不依赖 Deedbox，逐步核对本证据包：只需 bash、coreutils、openssl（1.1.1 以上）。
#
#   bash check.sh                the key in this bundle            用包内的公钥核对
#   bash check.sh KEY.pem        a public key that you have from elsewhere, which proves more
#                                用您另行取得的公钥核对，证明力更强
#
# Ends with 0 when every step is right, else with 1.   全部通过时退出码为 0，否则为 1。

chinese=no
case ${LC_ALL:-${LC_MESSAGES:-${LANG:-}}} in zh*) chinese=yes ;; esac
if [[ -n ${1:-} ]]; then key=$(realpath -- "$1") || exit 1; fi
cd -- "$(dirname -- "${BASH_SOURCE[0]}")" || exit 1
export LC_ALL=C
key=${key:-key.pem}
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
wrong=0

say() { if [[ $chinese == yes ]]; then printf '%s\n' "$2"; else printf '%s\n' "$1"; fi; }
right() { say "ok      $1" "通过    $2"; }
fail() {
    say "FAILED  $1" "未通过  $2"
    wrong=$((wrong + 1))
}
hash() { sha256sum | cut -d ' ' -f 1; }
# Hexadecimal digits to bytes.
bytes() {
    local digits=$1 text=
    while [[ -n $digits ]]; do
        text+="\\x${digits:0:2}"
        digits=${digits:2}
    done
    printf '%b' "$text"
}
# Base 64 to hexadecimal digits.
digits() { printf '%s' "$1" | base64 -d 2>/dev/null | od -An -v -tx1 | tr -d ' \n'; }
# RFC 6962, section 2.1: a leaf is the line behind a 0x00, a node is two hashes behind a 0x01.
leaf() { printf '\0%s' "$1" | hash; }
node() { bytes "01$1$2" | hash; }

# 1. Every file is what SHA256SUMS says.   每个文件都与 SHA256SUMS 一致。
if sha256sum -c --quiet SHA256SUMS >"$work/sums" 2>&1; then
    right "files: as SHA256SUMS has them" "文件：与 SHA256SUMS 一致"
else
    while IFS= read -r text; do
        if [[ $text == *": FAILED"* ]]; then fail "file ${text%%: FAILED*}" "文件 ${text%%: FAILED*}"; fi
    done <"$work/sums"
    if ((wrong == 0)); then fail "files: $(head -n 1 "$work/sums")" "文件：$(head -n 1 "$work/sums")"; fi
fi

# 2. The checkpoint: three lines, an empty one, signatures.   检查点：三行正文、一个空行、签名行。
mapfile -t note <checkpoint.txt
origin=${note[0]:-} size=${note[1]:-} root=$(digits "${note[2]:-}")
printf '%s\n' "${note[@]:0:3}" >"$work/note"
if [[ ! $size =~ ^[0-9]+$ || ${#root} != 64 || -n ${note[3]:-} ]]; then
    fail "checkpoint: not the form of a checkpoint" "检查点：格式不对"
    size=0
fi

# 3. The key: its id stands before the signature.   公钥：签名前的编号须与它相符。
public=$(openssl pkey -pubin -in "$key" -outform DER 2>/dev/null | tail -c 32 | od -An -v -tx1 | tr -d ' \n')
id=$({ printf '%s\n\1' "$origin"; bytes "$public"; } | hash)
id=${id:0:8}
verifier="$origin+$id+$({ printf '\1'; bytes "$public"; } | base64 -w 0)"
signature=
for line in "${note[@]:4}"; do
    if [[ $line == "— $origin "* ]]; then
        text=$(digits "${line##* }")
        if [[ ${text:0:8} == "$id" ]]; then signature=${text:8}; fi
    fi
done
if [[ ${#public} != 64 ]]; then
    fail "key: $key is no public key" "公钥：$key 不是公钥文件"
elif [[ -z $signature ]]; then
    fail "key: $id has not signed the checkpoint" "公钥：检查点上没有 $id 的签名"
else
    right "key: $id" "公钥：$id"
fi

# 4. The signature (Ed25519) over the three lines.   对三行正文的签名（Ed25519）。
if [[ -n $signature ]]; then
    bytes "$signature" >"$work/signature"
    if openssl pkeyutl -verify -pubin -inkey "$key" -rawin -in "$work/note" -sigfile "$work/signature" >/dev/null 2>&1; then
        right "signature: over the first $size lines of the journal of $origin" "签名：覆盖 $origin 日志的前 $size 行"
    else
        fail "signature: the checkpoint was changed, or another key signed it" "签名：检查点被改动，或由别的密钥签署"
    fi
fi

# 5. Every line stands in the journal that the checkpoint covers, and its body is the one it names.
#    每一行都在检查点所覆盖的日志中，且正文与该行所载的哈希一致。
declare -A body=()
while IFS= read -r text; do body[${text%%$'\t'*}]=${text#*$'\t'}; done <journal/bodies.tsv

# Whether the path in a proof leads from a leaf to the signed root (RFC 9162, section 2.1.3.2).
proven() {
    local now=$2 place last text at=2
    mapfile -t steps <"$1"
    [[ ${steps[0]:-} == c2sp.org/tlog-proof@v1 && ${steps[1]:-} == "index $(($3 - 1))" ]] || return 1
    place=$(($3 - 1)) last=$((size - 1))
    ((place <= last)) || return 1
    while [[ -n ${steps[at]:-} ]]; do
        ((last > 0)) || return 1
        text=$(digits "${steps[at]}")
        at=$((at + 1))
        if ((place & 1 || place == last)); then
            now=$(node "$text" "$now")
            while ((!(place & 1) && place > 0)); do place=$((place >> 1)) last=$((last >> 1)); done
        else
            now=$(node "$now" "$text")
        fi
        place=$((place >> 1)) last=$((last >> 1))
    done
    ((last == 0)) && [[ $now == "$root" && "${steps[*]:at + 1}" == "${note[*]}" ]]
}

added= content= known=no count=0
while IFS= read -r line; do
    count=$((count + 1))
    if [[ ! $line =~ ^\{\"seq\":([0-9]+),.*\"kind\":\"([a-z0-9.-]+)\",\"object\":\[([^]]*)\],\"body\":\"([0-9a-f]{64})\" ]]; then
        fail "line $count of journal/records.jsonl: not a line of a journal" "journal/records.jsonl 第 $count 行：不是日志行"
        continue
    fi
    seq=${BASH_REMATCH[1]} kind=${BASH_REMATCH[2]} objects=${BASH_REMATCH[3]} commitment=${BASH_REMATCH[4]}
    if [[ -z ${body[$seq]:-} ]]; then
        fail "body $seq ($kind): not there" "正文 $seq（$kind）：缺失"
    elif [[ ${body[$seq]} == redacted$'\t'* ]]; then
        right "body $seq ($kind): redacted; what it said is not in this bundle" "正文 $seq（$kind）：已依法删除，本包不含其内容"
    elif [[ $(printf '%s' "${body[$seq]}" | hash) == "$commitment" ]]; then
        right "body $seq ($kind)" "正文 $seq（$kind）"
    else
        fail "body $seq ($kind): not the one that the line names" "正文 $seq（$kind）：与该行所载的哈希不符"
    fi
    if proven "proofs/$seq.tlog-proof" "$(leaf "$line")" "$seq"; then
        right "line $seq ($kind): in the journal that the checkpoint covers" "日志行 $seq（$kind）：在检查点所覆盖的日志中"
    else
        fail "line $seq ($kind): the line, its proof or the checkpoint was changed" "日志行 $seq（$kind）：该行、其证明或检查点被改动"
    fi
    if [[ $kind == document.added ]]; then added=$seq content=${objects//\"/}; fi
    if [[ $kind == key.added && ${body[$seq]:-} == *"{\"key\":\"$verifier\""* ]]; then known=$seq; fi
done <journal/records.jsonl

# 6. The journal names the key.   日志中载有该公钥。
if [[ $known != no ]]; then
    right "key: line $known of the journal names it" "公钥：日志第 $known 行载有它"
else
    fail "key: no line here names it as the vault's" "公钥：这里没有日志行载明它属于该档案库"
fi

# 7. The original is what the line document.added keeps.   原件就是 document.added 一行所保存的内容。
for file in original/*; do
    if [[ -n $content && $(hash <"$file") == "$content" ]]; then
        right "original: $file is what line $added keeps" "原件：$file 与日志第 $added 行一致"
    else
        fail "original: $file is not what the journal keeps" "原件：$file 与日志不符"
    fi
done

if ((wrong > 0)); then
    say "$wrong steps failed." "有 $wrong 步未通过。"
    exit 1
fi
say "Everything is right. The fingerprint of the key; compare it with one that you have from elsewhere:" \
    "全部通过。公钥指纹如下，请与您另行取得的指纹比对："
say "    $verifier" "    $verifier"
