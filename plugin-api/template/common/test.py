"""python3 test.py CONNECTOR.so - reads a small service through the connector, as ingest does in earnest.

The service is the one that @NAME@.check.json describes, on a port of this machine; it wants the token of
the same file. INGEST names another ingest than the one on the PATH.
"""
import http.server
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import unittest
import urllib.parse

HERE = pathlib.Path(__file__).resolve().parent
CHECK = json.loads((HERE / "@NAME@.check.json").read_text(encoding="utf-8"))
CONFIG = CHECK["settings"]["config"]
INGEST = shutil.which(os.environ.get("INGEST", "ingest"))


def fits(answer, path, query):
    wanted = ".*".join(map(re.escape, answer["path"].split("*")))
    return re.fullmatch(wanted, path) and answer.get("query", {}).items() <= query.items()


class Service(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        url = urllib.parse.urlsplit(self.path)
        query = dict(urllib.parse.parse_qsl(url.query))
        status, body = 404, {"error": "no such thing"}
        if self.headers.get("Authorization") != "Bearer " + CONFIG["token"]:
            status, body = 401, {"error": "no valid token"}
        else:
            for answer in CHECK["answers"]:
                if fits(answer, url.path, query):
                    status, body = answer.get("status", 200), answer["body"]
                    break
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
        cls.library = shutil.copy(sys.argv[1], cls.work / "connectors" / "@NAME@.so")
        shutil.copy(HERE / "@NAME@.check.json", cls.work / "connectors")
        cls.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Service)
        threading.Thread(target=cls.server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{cls.server.server_port}" + urllib.parse.urlsplit(CONFIG["url"]).path
        (cls.work / "connection.yaml").write_text(
            "kind: connection\nname: trial\nplugin: @NAME@\ndescription: A trial\n"
            f"config: {{url: '{url}', token: '${{env:TOKEN}}'}}\n"
            "errors: {tolerance: 1}\n")  # one row of the service can't be mapped

    @classmethod
    def tearDownClass(cls):
        cls.server.shutdown()
        cls.server.server_close()
        cls.folder.cleanup()

    def ingest(self, *words, status=0, token=CONFIG["token"]):
        environment = {"PATH": os.environ["PATH"], "TOKEN": token,
                       "INGEST_CONFIG_DIR": str(self.work / "config"),
                       "INGEST_STATE_DIR": str(self.work / "state"),
                       "INGEST_PLUGIN_PATH": str(self.work / "connectors")}
        done = subprocess.run([INGEST, *map(str, words)], env=environment, timeout=120,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8")
        self.assertEqual(done.returncode, status, done.stdout + done.stderr)
        return done.stdout

    def read(self, file):
        latest = self.work / "out" / "trial" / "latest"
        return [json.loads(line) for line in self.ingest("read", latest / file).splitlines()]

    def test_checks_of_the_connection(self):
        self.assertIn("All checks passed", self.ingest("test", self.work / "connection.yaml"))
        self.ingest("test", self.work / "connection.yaml", token="wrong", status=4)

    def test_what_a_run_reads(self):
        self.ingest("run", self.work / "connection.yaml", "--out", self.work / "out")
        self.assertEqual({asset["externalAssetId"]: asset["name"] for asset in self.read("assets.binpb")},
                         {"web-shop": "Web shop", "data/pipeline": "Datenübernahme", "empty": "Nothing known"})
        findings = {finding["identityKey"]: finding for finding in self.read("findings.binpb")}
        self.assertEqual(sorted(findings), ["5", "ADV-1", "ADV-2"])  # one is withdrawn, one malformed
        worst = findings["ADV-1"]
        self.assertEqual(worst["externalAssetId"], "web-shop")
        self.assertEqual(worst["name"], 'Prototype pollution in "left-pad"')
        self.assertEqual(worst["severity"], "SEVERITY_CRITICAL")
        self.assertEqual(worst["status"], "FINDING_STATUS_ACTIVE")
        self.assertEqual(worst["cveIds"], ["CVE-2099-10001"])
        self.assertEqual(worst["package"],
                         {"name": "left-pad", "version": "1.3.0", "recommendedVersion": "1.3.1"})
        self.assertEqual(findings["5"]["name"], "Schwäche in der Übernahme 🚀")
        letters = self.work / "out" / "trial" / "latest" / "dead-letters.ndjson"
        self.assertIn("severity is none that is known", letters.read_text(encoding="utf-8"))

    def test_a_refused_token_ends_the_run(self):
        self.ingest("run", self.work / "connection.yaml", "--out", self.work / "none", token="wrong", status=4)


if __name__ == "__main__":
    if len(sys.argv) != 2 or INGEST is None:
        sys.exit(__doc__ if INGEST else "There is no ingest on the PATH; name one in INGEST.")
    unittest.main(argv=sys.argv[:1], verbosity=2)
