#!/usr/bin/python3
"""The floor: what an engineer would script for this one job, with Python's json and Debian's protobuf.

  floor.py sca|dast RECORDING OUT_FILE MESSAGES     (MESSAGES: folder of protoc --python_out)

Makes the same findings.binpb of a recording as "ingest replay". Prints a line of JSON: seconds of CPU and of
wall from the pages in memory to the file, rows, findings, bytes.
"""
import gzip
import hashlib
import json
import os
import re
import sys
import time
import urllib.parse
from datetime import datetime

sys.path.insert(0, sys.argv[4])
from google.protobuf.internal.decoder import _DecodeVarint32
from google.protobuf.internal.encoder import _VarintBytes
from ingest.v1 import asset_pb2, finding_pb2, source_page_pb2

SEVERITIES = {"CRITICAL": 5, "HIGH": 4, "MEDIUM": 3, "LOW": 2, "INFO": 1}
STATUSES = {"NEW": finding_pb2.FINDING_STATUS_NEW, "FIXED": finding_pb2.FINDING_STATUS_FIXED}
STATES = {"TO_VERIFY": 1, "PROPOSED_NOT_EXPLOITABLE": 2, "NOT_EXPLOITABLE": 3, "CONFIRMED": 4, "URGENT": 5}
CVE = re.compile(r"^CVE-[0-9]{4}-[0-9]{4,}$")
CWE = re.compile(r"^(?:CWE-)?([1-9][0-9]*)$")
METRICS = [("AV", "attack_vector"), ("AC", "attack_complexity"), ("PR", "privileges_required"),
           ("UI", "user_interaction"), ("S", "scope"), ("C", "confidentiality"), ("I", "integrity"),
           ("A", "availability")]


def pages_of(recording):
    pages = []
    for name in os.listdir(f"{recording}/units"):
        with gzip.open(f"{recording}/units/{name}") as file:
            data = file.read()
        at = 0
        while at < len(data):
            size, at = _DecodeVarint32(data, at)
            pages.append(source_page_pb2.SourcePage.FromString(data[at:at + size]))
            at += size
    pages.sort(key=lambda page: (page.unit.encode(), page.place))
    return [page for page in pages if page.place > 0]


def set_time(field, text):
    if text:
        moment = datetime.fromisoformat(re.sub(r"(\.\d{6})\d*", r"\1", text.replace("Z", "+00:00")))
        field.seconds = int(moment.timestamp() // 1)
        fraction = re.search(r"\.(\d+)", text)
        field.nanos = int(fraction.group(1).ljust(9, "0")) if fraction else 0


def half_sha256(*parts):
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:32]


def complete(finding, page, row):
    finding.vendor_name = "Checkmarx"
    finding.category = "Vulnerability"
    finding.source_score_range = "INFO..CRITICAL"
    finding.id = half_sha256("finding", finding.vendor_product_name, finding.external_asset_id, finding.identity_key)
    finding.asset_id = half_sha256("asset", finding.vendor_product_name,
                                   asset_pb2.AssetClass.Name(finding.asset_class), finding.external_asset_id)
    package, location = finding.package, finding.location
    finding.fingerprint = half_sha256(
        "content", finding.name, finding_pb2.Severity.Name(finding.severity),
        finding_pb2.FindingStatus.Name(finding.status), finding_pb2.TriageState.Name(finding.triage_state),
        finding.source_state, finding.description, package.ecosystem, package.name, package.version,
        package.identifier, package.recommended_version, location.url, location.method, location.path,
        location.parameter, "\x1e".join(sorted(finding.cve_ids)), "\x1e".join(sorted(finding.cwe_ids)))
    finding.source_ref.unit = page.unit
    finding.source_ref.place = page.place
    finding.source_ref.row = row


def set_state(finding, text, name):
    finding.source_state = text
    if text:
        finding.triage_state = STATES.get(name, finding_pb2.TRIAGE_STATE_CUSTOM)
    if name == "NOT_EXPLOITABLE":
        finding.ignored.is_ignored = True
        finding.ignored.reason = text


def set_package(package, identifier):
    package.identifier = identifier
    ecosystem, dash, rest = identifier.partition("-")
    if not dash:
        package.name = identifier
        return
    package.ecosystem, package.name = ecosystem, rest
    name, _, version = rest.rpartition("-")
    if name and version[:1].isdigit():
        previous = name.rpartition("-")[2] if "-" in name else ""
        if not (previous[:1].isdigit() and "." in previous):
            package.name, package.version = name, version


def set_cvss(finding, details):
    source = details.get("cvss") or {}
    score = details.get("cvssScore", source.get("score"))
    if score is not None:
        finding.cvss.base_score = round(score, 1)
    if not source:
        return
    cvss = finding.cvss
    cvss.version = str(source.get("version", ""))
    cvss.severity = (source.get("severity") or source.get("cvss3severity") or "").upper()
    for _, field in METRICS:
        camel = re.sub("_(.)", lambda match: match.group(1).upper(), field)
        setattr(cvss, field, (source.get(camel) or source.get(camel + "Impact") or "").upper())
    values = [getattr(cvss, field) for _, field in METRICS]
    if cvss.version in ("3", "3.1") and all(values):
        cvss.vector = "CVSS:3.1/" + "/".join(f"{m[0]}:{v[0]}" for m, v in zip(METRICS, values))


def sca_finding(row, project, scan):
    if row["type"] != "sca":
        return None
    finding = finding_pb2.Finding()
    data, details = row["data"], row["vulnerabilityDetails"]
    identifier = data["packageIdentifier"]
    finding.external_asset_id = project
    finding.asset_class = asset_pb2.ASSET_CLASS_GENERIC_APPLICATION
    finding.vendor_product_name = "CheckmarxOne SCA"
    finding.sub_category = row["type"]
    finding.external_finding_id = row["id"]
    finding.alternate_id = row.get("alternateId", "")
    finding.identity_key = finding.alternate_id or f"{row['id']}|{identifier}"
    finding.similarity_id = str(row.get("similarityId", row.get("similarityID", "")))
    finding.name = f"{identifier} ({row['id']})"
    finding.description = row.get("description", "")
    finding.source_severity = row["severity"].strip()
    finding.severity = SEVERITIES[finding.source_severity]
    finding.source_status = row["status"].strip()
    finding.status = STATUSES.get(finding.source_status, finding_pb2.FINDING_STATUS_ACTIVE)
    state = row["state"].strip()
    set_state(finding, state, state)
    finding.confidence = str(row["confidenceLevel"])
    set_time(finding.source_created_at, row.get("created"))
    set_time(finding.first_found_on, row.get("firstFoundAt"))
    set_time(finding.last_found_on, row.get("foundAt"))
    set_time(finding.published_at, data.get("publishedAt"))
    finding.scan_id = scan
    finding.first_scan_id = row.get("firstScanId", row.get("firstScanID", ""))
    for cve in (details.get("cveName", ""), row["id"]):
        if CVE.match(cve.strip()):
            finding.cve_ids.append(cve.strip())
            break
    if match := CWE.match(str(details.get("cweId", "")).strip()):
        finding.cwe_ids.append(f"CWE-{match.group(1)}")
    set_package(finding.package, identifier)
    finding.package.recommended_version = data["recommendedVersion"]
    finding.package.recommendations = data["recommendations"]
    for entry in data["packageData"] or []:
        finding.references.add(url=entry["url"], type=entry["type"], comment=entry.get("comment", ""))
    for entry in data["exploitableMethods"] or []:
        finding.exploitable_methods.add(full_name=entry["fullName"], name_space=entry["namespace"],
                                        short_name=entry["shortName"], source_file=entry["sourceFile"])
    set_cvss(finding, details)
    return finding


def dast_finding(row, context):
    finding = finding_pb2.Finding()
    scan = context["scan"]
    finding.external_asset_id = context["environment"]["environmentId"]
    finding.asset_class = asset_pb2.ASSET_CLASS_WEB_APPLICATION
    finding.vendor_product_name = "CheckmarxOne DAST"
    finding.sub_category = row["scan_type"]
    finding.external_finding_id = finding.identity_key = row["id"]
    finding.similarity_id = row["alert_similarity_id"]
    finding.name = row["name"]
    finding.description = row.get("description") or ""
    finding.solution = row.get("solution") or ""
    finding.source_severity = row["severity"]
    finding.severity = SEVERITIES[row["severity"]]
    finding.source_status = row["status"]
    finding.status = STATUSES.get(row["status"].upper(), finding_pb2.FINDING_STATUS_ACTIVE)
    set_state(finding, row["state"], row["state"].upper().replace(" ", "_"))
    if match := CWE.match((row.get("cwe_id") or "").strip()):
        finding.cwe_ids.append(f"CWE-{match.group(1)}")
    finding.owasp.extend(row.get("owasp") or [])
    url = urllib.parse.urlsplit(row["url"])
    location = finding.location
    location.url, location.path, location.method = row["url"], row["path"], row["method"].strip().upper()
    location.protocol = url.scheme
    location.port = url.port or (443 if url.scheme == "https" else 80)
    location.instance = f"{location.method} {location.path}"
    set_time(finding.first_found_on, scan["startTime"])
    set_time(finding.last_found_on, scan["updateTime"])
    finding.scan_id = scan["scanId"]
    quoted = [urllib.parse.quote(text, safe="-._~") for text in (finding.external_asset_id, scan["scanId"], row["id"])]
    finding.vendor_url = "{}/applicationsAndProjects/environments/{}/{}?resultId={}".format(context["base"], *quoted)
    return finding


def main():
    kind, recording, out = sys.argv[1:4]
    pages = pages_of(recording)
    cpu, wall = time.process_time(), time.monotonic()
    rows = findings = 0
    with open(out, "wb") as file:
        for page in pages:
            context = json.loads(page.context)
            for number, row in enumerate(json.loads(page.body)["results"]):
                rows += 1
                finding = (sca_finding(row, context["project"]["id"], context["scan"]["id"]) if kind == "sca"
                           else dast_finding(row, context))
                if finding is None:
                    continue
                complete(finding, page, number)
                record = finding.SerializeToString()
                file.write(_VarintBytes(len(record)) + record)
                findings += 1
        size = file.tell()
        os.fsync(file.fileno())
    print(json.dumps({"cpu": time.process_time() - cpu, "wall": time.monotonic() - wall, "rows": rows,
                      "findings": findings, "bytes": size}))


main()
