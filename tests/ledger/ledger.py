#!/usr/bin/env python3
"""A second implementation of the ledger, written from docs/ledger.md with the standard library alone.

ledger.py root EXPORT      size and root of a tree over events, one JSON object a line, in the order of their leaves
ledger.py vectors FILE     checks the golden vectors; exit status 1 names those that differ
ledger.py make FILE        writes the results that this implementation has into the vectors
"""

import base64
import datetime
import hashlib
import hmac
import json
import re
import sys

COVERED = [
    "causation_id", "correlation_id", "data", "headers", "id", "mt_dotnet_type", "seq_id", "stream_id", "tenant_id",
    "timestamp", "type", "user_name", "version",
]
LARGEST = 2**53 - 1
ESCAPES = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r"}


class NoForm(Exception):
    """The text has no canonical form; the argument is the rule."""


def read(text):
    """JSON as it stands: integers only, no key twice."""

    def integer(digits):
        if digits == "-0" or abs(int(digits)) > LARGEST:
            raise NoForm("number")
        return int(digits)

    def refuse(_):
        raise NoForm("number")

    def members(pairs):
        found = dict(pairs)
        if len(found) < len(pairs):
            raise NoForm("duplicateKey")
        return found

    try:
        return json.loads(
            text, parse_int=integer, parse_float=refuse, parse_constant=refuse, object_pairs_hook=members
        )
    except ValueError as wrong:
        raise NoForm("malformed") from wrong


def string(text):
    if any(0xD800 <= ord(c) <= 0xDFFF or c == "\0" for c in text):
        raise NoForm("invalidString")
    return '"' + "".join(ESCAPES.get(c) or (f"\\u{ord(c):04x}" if c < " " else c) for c in text) + '"'


def canonical(value):
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return "null"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        return string(value)
    if isinstance(value, list):
        return "[" + ",".join(canonical(x) for x in value) + "]"
    for key in value:
        string(key)
    ordered = sorted(value, key=lambda key: key.encode("utf-16-be"))
    return "{" + ",".join(string(key) + ":" + canonical(value[key]) for key in ordered) + "}"


def microseconds(text):
    """PostgreSQL's timestamptz as it writes JSON."""
    whole = datetime.datetime.fromisoformat(re.sub(r"\.(\d+)", lambda m: "." + m[1].ljust(6, "0"), text))
    since = whole - datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds


def covered(row):
    """The columns that a leaf covers; NULL is no member."""
    if row.get("is_archived") is not False or row.get("bdata") is not None:
        raise NoForm("fixed")
    event = {name: row[name] for name in COVERED if row.get(name) is not None}
    if isinstance(event["timestamp"], str):
        event["timestamp"] = microseconds(event["timestamp"])
    return event


def leaf(row):
    return b"\x01" + canonical(covered(row)).encode()


def code(row, key):
    event = covered(row)
    del event["seq_id"]
    event["headers"] = {name: value for name, value in event["headers"].items() if name != "mac"}
    return hmac.digest(key, b"\x01" + canonical(event).encode(), "sha256")


def leaf_hash(data):
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left, right):
    return hashlib.sha256(b"\x01" + left + right).digest()


def root(hashes):
    """RFC 6962, 2.1, as it is written there."""
    if len(hashes) == 0:
        return hashlib.sha256(b"").digest()
    if len(hashes) == 1:
        return hashes[0]
    split = 1 << (len(hashes) - 1).bit_length() - 1
    return node_hash(root(hashes[:split]), root(hashes[split:]))


def vector(kind, given):
    if kind == "canonical":
        return canonical(read(given))
    if kind == "event":
        row = read(json.dumps(given["row"]))
        found = leaf(row)
        result = {"leaf": found[1:].decode(), "hash": leaf_hash(found).hex()}
        if "key" in given:
            result["mac"] = base64.b64encode(code(row, bytes.fromhex(given["key"]))).decode()
        return result
    return root([bytes.fromhex(x) for x in given]).hex()


def results(vectors):
    for kind in ("canonical", "event", "root"):
        for case in vectors[kind]:
            try:
                yield kind, case, vector(kind, case["given"])
            except NoForm as refused:
                yield kind, case, {"fault": refused.args[0]}


def main(arguments):
    if arguments[:1] == ["root"] and len(arguments) == 2:
        with open(arguments[1], encoding="utf-8") as export:
            hashes = [leaf_hash(leaf(read(line))) for line in export]
        print(len(hashes), base64.b64encode(root(hashes)).decode())
        return 0
    if arguments[:1] in (["vectors"], ["make"]) and len(arguments) == 2:
        with open(arguments[1], encoding="utf-8") as file:
            vectors = json.load(file)
        wrong = 0
        for kind, case, result in results(vectors):
            if arguments[0] == "make":
                case["then"] = result
            elif case["then"] != result:
                print(f"{kind}: {case['name']}", file=sys.stderr)
                wrong += 1
        if arguments[0] == "make":
            with open(arguments[1], "w", encoding="utf-8") as file:
                json.dump(vectors, file, indent=2, ensure_ascii=True)
                file.write("\n")
        return 1 if wrong else 0
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
