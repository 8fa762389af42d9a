"""The HTML checker (vnu), which `make test` fetches where Java and npm are there."""

import json
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

JAR = Path(__file__).parent.parent / "var/vnu/node_modules/vnu-jar/build/dist/vnu.jar"


def errors(pages: Mapping[str, str], folder: Path) -> list[str]:
    """What the checker finds wrong in some pages, each finding with the page's name; one start of Java for all."""
    java = shutil.which("java")
    if not (java and JAR.exists()):
        pytest.skip("The HTML checker is not here: it needs Java, and .ci/vnu to fetch it with npm.")
    names = {}
    for number, (name, html) in enumerate(pages.items()):
        file = folder / f"{number}.html"
        file.write_text(html, encoding="utf-8")
        names[file.name] = name
    command = [java, "-jar", str(JAR), "--errors-only", "--format", "json", "--exit-zero-always", str(folder)]
    finished = subprocess.run(command, capture_output=True, text=True, check=True)
    findings = json.loads(finished.stderr)["messages"]
    return [
        f"{names[entry['url'].rpartition('/')[2]]}: line {entry.get('lastLine', '?')}: {entry['message']}"
        for entry in findings
    ]
