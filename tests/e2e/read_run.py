"""Reads a run with nothing but Google's protobuf package and the .proto files.

usage: read_run.py GENERATED_FOLDER RUN_FOLDER
Prints one line a record, and checks that the counts of run.json are those of the files.
"""
import json
import sys
from pathlib import Path

sys.path.insert(0, sys.argv[1])
from google.protobuf.internal.decoder import _DecodeVarint32  # noqa: E402
from ingest.v1 import asset_pb2, finding_pb2  # noqa: E402


def read(path, message_type):
    data, position = path.read_bytes(), 0
    while position < len(data):
        size, position = _DecodeVarint32(data, position)
        yield message_type.FromString(data[position:position + size])
        position += size


run = Path(sys.argv[2])
assets = {a.id: a for a in read(run / "assets.binpb", asset_pb2.Asset)}
findings = list(read(run / "findings.binpb", finding_pb2.Finding))
told = json.loads((run / "run.json").read_text())
assert int(told["rows"].get("emitted", 0)) == len(findings), told["rows"]
assert int(told.get("assets", 0)) == len(assets), told
for finding in findings:
    print("\t".join([finding.id, assets[finding.asset_id].name,
                     finding_pb2.Severity.Name(finding.severity), finding.name]))
