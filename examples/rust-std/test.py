"""python3 test.py CONNECTOR.so - reads a slow registry of forty images through the connector."""
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
import time
import unittest

INGEST = shutil.which(os.environ.get("INGEST", "ingest"))
KEY = "made-up-key"
IMAGES = [{"digest": f"sha256:{n:064x}", "repository": f"team/app-{n}", "tag": "1.0"} for n in range(40)]
GONE, BROKEN = IMAGES[7]["digest"], IMAGES[8]["digest"]
PAGE = 4


def rows_of(image):
    return [{"id": f"CVE-2099-{10000 + n}", "package": "läufer", "version": "1.0", "fixed": "1.1", "cvss": n + 1.5}
            for n in range(IMAGES.index(image) % 10)]


class Registry(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    lock = threading.Lock()
    busy = most_busy = 0

    def do_GET(self):
        with Registry.lock:
            Registry.busy += 1
            Registry.most_busy = max(Registry.most_busy, Registry.busy)
        time.sleep(0.02)
        found = re.fullmatch(r"/images/([^/]*)/vulnerabilities\?offset=(\d+)", self.path)
        if self.headers.get("X-Api-Key") != KEY:
            self.answer(401, {"error": "who are you?"})
        elif self.path == "/images":
            self.answer(200, {"images": IMAGES + [IMAGES[3]]})  # it moved while it was listed
        elif not found or found[1] == GONE:
            self.answer(404, {"error": "no such thing"})
        elif found[1] == BROKEN:
            self.answer(200, {"nothing": "of use"})
        else:
            rows = rows_of(next(i for i in IMAGES if i["digest"] == found[1]))
            self.answer(200, {"total": len(rows), "vulnerabilities": rows[int(found[2]):][:PAGE]})
        with Registry.lock:
            Registry.busy -= 1

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
        shutil.copy(sys.argv[1], cls.work / "connectors" / "rust-std.so")
        cls.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Registry)
        threading.Thread(target=cls.server.serve_forever, daemon=True).start()
        (cls.work / "connection.yaml").write_text(
            "kind: connection\nname: trial\nplugin: rust-std\ndescription: A trial\n"
            f"config: {{url: 'http://127.0.0.1:{cls.server.server_port}/', api_key: '${{env:KEY}}'}}\n")

    @classmethod
    def tearDownClass(cls):
        cls.server.shutdown()
        cls.server.server_close()
        cls.folder.cleanup()

    def ingest(self, *words, status=0, key=KEY):
        environment = {"PATH": os.environ["PATH"], "KEY": key,
                       "INGEST_CONFIG_DIR": str(self.work / "config"),
                       "INGEST_STATE_DIR": str(self.work / "state"),
                       "INGEST_PLUGIN_PATH": str(self.work / "connectors")}
        done = subprocess.run([INGEST, *map(str, words)], env=environment, timeout=120,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8")
        self.assertEqual(done.returncode, status, done.stdout + done.stderr)
        return done.stdout

    def test_checks_of_the_connection(self):
        self.assertIn("40 images", self.ingest("test", self.work / "connection.yaml"))
        self.ingest("test", self.work / "connection.yaml", key="another", status=4)

    def test_what_a_run_reads(self):
        latest = self.work / "out" / "trial" / "latest"
        # Two images can't be read.
        self.ingest("run", self.work / "connection.yaml", "--out", self.work / "out", status=6)
        [listing] = json.loads((latest / "run.json").read_text())["listings"]
        self.assertEqual((int(listing["received"]), int(listing["unique"])), (41, 40))
        read = {}
        for file in ("assets", "findings"):
            lines = self.ingest("read", latest / f"{file}.binpb").splitlines()
            read[file] = [json.loads(line) for line in lines]
        readable = [i for i in IMAGES if i["digest"] not in (GONE, BROKEN)]
        self.assertEqual({a["externalAssetId"]: a["name"] for a in read["assets"]},
                         {i["digest"]: f"{i['repository']}:1.0" for i in readable})
        wanted = {(i["digest"], r["id"] + "|läufer"): r for i in readable for r in rows_of(i)}
        got = {(f["externalAssetId"], f["identityKey"]): f for f in read["findings"]}
        self.assertEqual(sorted(got), sorted(wanted))
        for key, finding in got.items():
            score = wanted[key]["cvss"]
            word = "CRITICAL" if score >= 9 else "HIGH" if score >= 7 else "MEDIUM" if score >= 4 else "LOW"
            self.assertEqual((finding["cvss"]["baseScore"], finding["severity"]), (score, "SEVERITY_" + word))
            self.assertEqual(finding["cveIds"], [wanted[key]["id"]])
            self.assertEqual(finding["package"]["recommendedVersion"], "1.1")
        self.assertGreater(Registry.most_busy, 2, "several requests are under way at once")


if __name__ == "__main__":
    if len(sys.argv) != 2 or INGEST is None:
        sys.exit(__doc__ if INGEST else "There is no ingest on the PATH; name one in INGEST.")
    unittest.main(argv=sys.argv[:1], verbosity=2)
