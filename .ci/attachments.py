#!/usr/bin/env python3
"""Compares `einvoice attach list` with an independent decoding of the same documents:
Python's XML parser, base64, zipfile and gzip.

    .ci/attachments.py EINVOICE FOLDER ...

Documents that Python cannot read are counted and left out; of the others every file must
have the same size and SHA-256."""
import base64, binascii, collections, gzip, hashlib, io, json, os, re, subprocess, sys, zipfile
import xml.etree.ElementTree as ET


def local(tag):
    return tag.rsplit("}", 1)[-1] if isinstance(tag, str) else ""


def octets(b):
    """The content of an ASN.1 OCTET STRING or a CMS id-data; None if it is none."""
    def read(p, end):
        tag, n = b[p], b[p + 1]
        p += 2
        if n < 0x80:
            return tag, p, p + n, p + n
        if n == 0x80:
            q = p
            while b[q:q + 2] != b"\0\0":
                q = read(q, end)[3]
            return tag, p, q, q + 2
        k = n & 0x7F
        size = int.from_bytes(b[p:p + k], "big")
        return tag, p + k, p + k + size, p + k + size

    def content(tag, p, end):
        if tag == 0x04:
            return b[p:end]
        if tag != 0x24:
            raise ValueError
        out = b""
        while p < end:
            t, q, r, p = read(p, end)
            out += content(t, q, r)
        return out
    try:
        tag, p, end, after = read(0, len(b))
        if after != len(b):
            return None
        if tag == 0x30:
            t, q, r, p = read(p, end)
            if b[q:r] != bytes.fromhex("2a864886f70d010701"):
                return None
            t, q, r, p = read(p, end)
            tag, p, end, _ = read(q, r)
        return content(tag, p, end)
    except (IndexError, ValueError):
        return None


def decoded(text, encoding, compression, form):
    if encoding == "NONE" and form in ("xml", "html", "rtf"):
        return [text.encode()]
    raw = base64.b64decode(re.sub(r"\s", "", text), validate=True)
    if encoding in ("BER", "DER"):
        inner = octets(raw)
        raw = raw if inner is None else inner
    if compression == "ZIP" and raw[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(raw)) as z:
            return [z.read(i) for i in z.infolist() if not i.is_dir()]
    if compression == "GZIP" and raw[:2] == b"\x1f\x8b":
        return [gzip.decompress(raw)]
    return [raw]


def files(path):
    out = []
    root = ET.parse(path).getroot()
    up = {c: p for p in root.iter() for c in p}
    for e in root.iter():
        name = local(e.tag)
        if name.endswith("BinaryObject"):
            out.append(decoded(e.text or "", "", "", ""))
        elif name == "AttachmentData" and local(up[e].tag) == "Attachment":
            get = lambda n: (up[e].findtext(n) or "").strip()
            out.append(decoded(e.text or "", get("AttachmentEncoding"), get("AttachmentCompressionAlgorithm"), get("AttachmentFormat").lower()))
    return [f for group in out for f in group]


def main():
    binary, folders = sys.argv[1], sys.argv[2:]
    run = subprocess.run([binary, "attach", "list", "--format", "json", *folders], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    if run.returncode > 1:
        sys.exit(f"attach list ends with {run.returncode}")
    count, notes, formats, bad = collections.Counter(), collections.Counter(), collections.Counter(), 0
    for line in run.stdout.splitlines():
        d = json.loads(line)
        if d["file"].endswith(".pdf"):  # .ci/pdfs compares those
            continue
        ours = [f for f in d["files"] if f["kind"] == "embedded"]
        count["documents"] += 1
        count["external"] += len(d["files"]) - len(ours)
        if d.get("error"):
            count["refused"] += 1
            continue
        try:
            theirs = files(d["file"])
        except (ET.ParseError, binascii.Error, ValueError, zipfile.BadZipFile, OSError) as e:
            if all(not f.get("error") and not f.get("notes") for f in ours):
                print(f"{d['file']}: Python says {e}, we say nothing")
                bad += 1
            count["refused by Python"] += 1
            continue
        if len(ours) != len(theirs):
            print(f"{d['file']}: {len(ours)} files, Python finds {len(theirs)}")
            bad += 1
            continue
        for f, want in zip(ours, theirs):
            count["files"] += 1
            count["bytes"] += len(want)
            formats[d["document"]["format"], f.get("type", "?")] += 1
            for n in f.get("notes", []):
                notes[n["code"]] += 1
            if any(n["code"] == "twice-encoded" for n in f.get("notes", [])):
                want = base64.b64decode(want)
            if f.get("error") or f.get("sha256") != hashlib.sha256(want).hexdigest() or f["size"] != len(want):
                print(f"{d['file']}: {f['name']}: {f['size']} bytes, Python has {len(want)}: {f.get('error')}")
                bad += 1
    print(dict(count))
    print("types:", {" ".join(k): n for k, n in sorted(formats.items())})
    print("notes:", dict(sorted(notes.items())))
    print("differences:", bad)
    sys.exit(bad > 0 or count["files"] == 0)


main()
