"""The simulated tenant, and connections to it."""
import json
import os
import subprocess
import urllib.parse
from pathlib import Path

from . import child


class Tenant:
    """Starts in a folder of its own; ends with the with statement."""

    def __init__(self, bench, name, *flags):
        self.bench = bench
        self.folder = bench.work / name
        self.folder.mkdir(parents=True, exist_ok=True)
        self.log = self.folder / "requests.ndjson"
        self.log.unlink(missing_ok=True)
        self.process = subprocess.Popen(
            [bench.program("fake-checkmarx-one"), "--dir", self.folder, "--die-with-parent", *map(str, flags)],
            stdout=subprocess.PIPE, text=True)
        self.facts = json.loads(self.process.stdout.readline())

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()

    def connection(self, plugin, concurrency=6):
        """The path of a connection file."""
        name = plugin.removeprefix("checkmarx-")
        path = self.folder / f"{name}-{concurrency}.yaml"
        path.write_text(
            f"kind: connection\nname: {name}\nplugin: {plugin}\n"
            f"config:\n  region: {self.facts['api_url']}\n  tenant: {self.facts['tenant']}\n"
            f"  api_key: ${{file:{self.folder}/api_key}}\n"
            f"http:\n  ca_file: {self.facts['ca_file']}\n  max_concurrency: {concurrency}\n")
        return path

    def ingest(self, plugin, *flags, concurrency=6, in_process=False, watched=True):
        """A run; its cost, its folder and its run.json."""
        out = self.bench.fresh("out")
        cost = self.bench.ingest("run", self.connection(plugin, concurrency), "--out", out, "--format", "json", "-q",
                                 *flags, in_process=in_process, watched=watched)
        folder = Path(json.loads(cost.out)["folder"])
        return cost, folder, json.loads((folder / "run.json").read_text())

    def targets(self):
        """What the API was asked for, in order; with --request-log only."""
        entries = [json.loads(line) for line in self.log.read_text().splitlines()]
        return [entry["target"] for entry in entries if entry["target"].startswith("/api/")]

    def token(self):
        form = urllib.parse.urlencode({
            "grant_type": "refresh_token", "client_id": "ast-app",
            "refresh_token": (self.folder / "api_key").read_text().strip()})
        secret = self.folder / "form"
        secret.touch(mode=0o600)
        secret.write_text(form)
        answer = child.run(["curl", "-sSf", "--cacert", self.facts["ca_file"], "--data", f"@{secret}",
                            f"{self.facts['iam_url']}/auth/realms/{self.facts['tenant']}"
                            "/protocol/openid-connect/token"])
        return json.loads(answer.out)["access_token"]

    def download(self, targets, concurrency=6):
        """The same answers by curl, thrown away as they come: its cost."""
        config = self.folder / "curl.config"
        config.touch(mode=0o600)
        lines = [f'header = "Authorization: Bearer {self.token()}"', f'cacert = "{self.facts["ca_file"]}"']
        for target in targets:
            lines += [f'url = "{self.facts["api_url"]}{target}"', "output = /dev/null"]
        config.write_text("\n".join(lines) + "\n")
        return child.run(["curl", "-sSf", "--parallel", "--parallel-max", str(concurrency), "--config", config])
