"""python3 test.py CONNECTOR.so - reads a service with OAuth and cursors through the connector.

The service hands out tokens that it takes back after a few requests, refuses one application, and is
slow enough that pages of several applications are under way at once.
"""
import http.server
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import unittest
import urllib.parse

INGEST = shutil.which(os.environ.get("INGEST", "ingest"))
SECRET = "made-up secret & more"
APPLICATIONS = [{"id": f"app {n}", "name": f"Application {n}", "url": f"https://app{n}.example.com"} for n in range(7)]
STATES = ["open", "closed", "mistake"]
SEVERITIES = ["critical", "High", "medium", "low", "info"]
PAGE = 3
TOKEN_LASTS = 6  # requests


def findings_of(application):
    return [{"id": n, "title": f"Finding {n}", "severity": SEVERITIES[n % 5], "state": STATES[n % 3], "cwe": 79 + n}
            for n in range(2 * APPLICATIONS.index(application))]


class Service(http.server.ThreadingHTTPServer):
    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.lock = threading.Lock()
        self.tokens = 0
        self.uses = 0
        self.busy = self.most_busy = 0

    def new_token(self):
        with self.lock:
            self.tokens += 1
            self.uses = 0
            return f"token-{self.tokens}"

    def takes(self, header):
        with self.lock:
            self.uses += 1
            return header == f"Bearer token-{self.tokens}" and self.uses <= TOKEN_LASTS


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        form = urllib.parse.parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        if self.path != "/oauth/token" or form.get("grant_type") != ["client_credentials"]:
            self.answer(404, {})
        elif form.get("client_id") != ["reader"] or form.get("client_secret") != [SECRET]:
            self.answer(401, {"error": "invalid_client"})
        else:
            self.answer(200, {"access_token": self.server.new_token(), "expires_in": 3600})

    def do_GET(self):
        url = urllib.parse.urlsplit(self.path)
        cursor = int(dict(urllib.parse.parse_qsl(url.query)).get("cursor", "from 0").split()[-1])
        part = urllib.parse.unquote(url.path).split("/")[1:]
        if not self.server.takes(self.headers.get("Authorization")):
            return self.answer(401, {"error": "expired"})
        with self.server.lock:
            self.server.busy += 1
            self.server.most_busy = max(self.server.most_busy, self.server.busy)
        time.sleep(0.02)
        with self.server.lock:
            self.server.busy -= 1
        found = [a for a in APPLICATIONS if part[1:2] == [a["id"]]]
        if part == ["applications"]:
            self.page(APPLICATIONS, cursor)
        elif not found or part[2:] != ["findings"]:
            self.answer(404, {"error": "no such thing"})
        elif found[0] is APPLICATIONS[4]:
            self.answer(403, {"error": "not yours"})
        else:
            self.page(findings_of(found[0]), cursor)

    def page(self, items, start):
        more = start + PAGE < len(items)
        self.answer(200, {"items": items[start:start + PAGE], "next": f"from {start + PAGE}" if more else None})

    def answer(self, status, body):
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_):
        pass


class Connector(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.work = pathlib.Path(cls.folder.name)
        (cls.work / "connectors").mkdir(mode=0o755)
        shutil.copy(sys.argv[1], cls.work / "connectors" / "paged-oauth.so")
        cls.service = Service()
        threading.Thread(target=cls.service.serve_forever, daemon=True).start()
        (cls.work / "connection.yaml").write_text(
            "kind: connection\nname: trial\nplugin: paged-oauth\ndescription: A trial\n"
            f"config: {{url: 'http://127.0.0.1:{cls.service.server_port}', client_id: reader, "
            "client_secret: '${env:SECRET}'}\n")

    @classmethod
    def tearDownClass(cls):
        cls.service.shutdown()
        cls.service.server_close()
        cls.folder.cleanup()

    def ingest(self, *words, status=0, secret=SECRET):
        environment = {"PATH": os.environ["PATH"], "SECRET": secret,
                       "INGEST_CONFIG_DIR": str(self.work / "config"),
                       "INGEST_STATE_DIR": str(self.work / "state"),
                       "INGEST_PLUGIN_PATH": str(self.work / "connectors")}
        done = subprocess.run([INGEST, *map(str, words)], env=environment, timeout=120,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8")
        self.assertEqual(done.returncode, status, done.stdout + done.stderr)
        self.assertNotIn(SECRET, done.stdout + done.stderr)
        return done.stdout

    def test_checks_of_the_connection(self):
        self.assertIn("All checks passed", self.ingest("test", self.work / "connection.yaml"))
        refused = self.ingest("test", self.work / "connection.yaml", secret="another", status=4)
        self.assertIn("its secret is wrong", refused)

    def test_what_a_run_reads(self):
        out = self.work / "out"
        self.ingest("run", self.work / "connection.yaml", "--out", out, status=6)  # one application is not ours
        read = {}
        for file in ("assets", "findings"):
            lines = self.ingest("read", out / "trial" / "latest" / f"{file}.binpb").splitlines()
            read[file] = [json.loads(line) for line in lines]
        ours = [a for a in APPLICATIONS if a is not APPLICATIONS[4]]
        self.assertEqual({a["externalAssetId"]: a["applicationUrl"] for a in read["assets"]},
                         {a["id"]: a["url"] for a in ours})
        wanted = {(a["id"], str(f["id"])): f for a in ours for f in findings_of(a) if f["state"] != "mistake"}
        got = {(f["externalAssetId"], f["identityKey"]): f for f in read["findings"]}
        self.assertEqual(sorted(got), sorted(wanted))
        for key, finding in got.items():
            self.assertEqual(finding["severity"], "SEVERITY_" + wanted[key]["severity"].upper())
            self.assertEqual(finding["cweIds"], [f"CWE-{wanted[key]['cwe']}"])
            fixed = wanted[key]["state"] == "closed"
            self.assertEqual(finding["status"], "FINDING_STATUS_FIXED" if fixed else "FINDING_STATUS_ACTIVE")
        self.assertGreater(self.service.tokens, 2, "tokens that were taken back are renewed")
        self.assertGreater(self.service.most_busy, 1, "several requests are under way at once")

    def test_the_map_can_be_looked_into(self):
        shown = self.ingest("maps", "show", "paged-oauth-default", "--format", "table")
        self.assertIn("reported by mistake", shown)


if __name__ == "__main__":
    if len(sys.argv) != 2 or INGEST is None:
        sys.exit(__doc__ if INGEST else "There is no ingest on the PATH; name one in INGEST.")
    unittest.main(argv=sys.argv[:1], verbosity=2)
