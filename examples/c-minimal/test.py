"""python3 test.py CONNECTOR.so - reads the list of c-minimal.check.json through the connector."""
import http.server
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import threading
import unittest

HERE = pathlib.Path(__file__).resolve().parent
INGEST = shutil.which(os.environ.get("INGEST", "ingest"))
ANSWER = json.loads((HERE / "c-minimal.check.json").read_text(encoding="utf-8"))["answers"][0]


class Service(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        data = ANSWER["body"].encode() if self.path == ANSWER["path"] else b""
        self.send_response(200 if data else 404)
        self.send_header("Content-Type", "text/plain")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_):
        pass


class Connector(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.work = pathlib.Path(folder.name)
        (self.work / "connectors").mkdir(mode=0o755)
        shutil.copy(sys.argv[1], self.work / "connectors" / "c-minimal.so")
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Service)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        self.url = f"http://127.0.0.1:{server.server_port}"

    def ingest(self, *words, path, status=0):
        (self.work / "connection.yaml").write_text(
            "kind: connection\nname: trial\nplugin: c-minimal\ndescription: A trial\n"
            f"config: {{url: '{self.url}{path}'}}\nerrors: {{tolerance: 1}}\n")
        environment = {"PATH": os.environ["PATH"], "INGEST_CONFIG_DIR": str(self.work / "config"),
                       "INGEST_STATE_DIR": str(self.work / "state"),
                       "INGEST_PLUGIN_PATH": str(self.work / "connectors")}
        done = subprocess.run([INGEST, *map(str, words)], env=environment, timeout=120,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8")
        self.assertEqual(done.returncode, status, done.stdout + done.stderr)
        return done.stdout

    def test_checks_of_the_connection(self):
        self.assertIn("All checks passed", self.ingest("test", self.work / "connection.yaml", path="/ports.txt"))
        self.assertIn("HTTP 404", self.ingest("test", self.work / "connection.yaml", path="/none", status=5))

    def test_what_a_run_reads(self):
        latest = self.work / "out" / "trial" / "latest"
        self.ingest("run", self.work / "connection.yaml", "--out", self.work / "out", path="/ports.txt")
        read = {}
        for file in ("assets", "findings"):
            lines = self.ingest("read", latest / f"{file}.binpb", path="/ports.txt").splitlines()
            read[file] = [json.loads(line) for line in lines]
        self.assertEqual(sorted(asset["name"] for asset in read["assets"]), ["10.0.0.5", "10.0.0.9"])
        self.assertEqual(sorted((f["externalAssetId"], f["identityKey"], f["severity"], f["name"])
                                for f in read["findings"]),
                         [("10.0.0.5", "22", "SEVERITY_LOW", "SSH with passwords"),
                          ("10.0.0.5", "3306", "SEVERITY_HIGH", "MySQL für alle"),
                          ("10.0.0.9", "23", "SEVERITY_CRITICAL", "Telnet")])
        letters = (latest / "dead-letters.ndjson").read_text(encoding="utf-8")
        self.assertEqual(len(letters.splitlines()), 1)


if __name__ == "__main__":
    if len(sys.argv) != 2 or INGEST is None:
        sys.exit(__doc__ if INGEST else "There is no ingest on the PATH; name one in INGEST.")
    unittest.main(argv=sys.argv[:1], verbosity=2)
