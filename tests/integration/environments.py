"""Environments of their own for readers whose packages do not go together with ours, and the code that runs there."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pyarrow as pa

PLAIN_PANDAS = """
import json, os, sys
import pandas as pd, pyarrow as pa
options, found = json.loads(os.environ["OPTIONS"]), sys.argv[1]
for name in sys.argv[3:]:
    frame = pd.read_parquet(f"{sys.argv[2]}/{name}/", storage_options=options)
    path = [column for column in frame if isinstance(frame[column].dtype, pd.CategoricalDtype)]
    frame[path] = frame[path].astype(str)
    with pa.OSFile(f"{found}/{name}.arrow", "wb") as file:
        table = pa.Table.from_pandas(frame, preserve_index=False)
        with pa.ipc.new_file(file, table.schema) as writer:
            writer.write_table(table)
"""

SPARK = """
import sys
import pyarrow as pa
from pyspark.sql import SparkSession
found = sys.argv[1]
spark = (
    SparkSession.builder.master("local[1]")
    .config("spark.driver.host", "127.0.0.1").config("spark.driver.bindAddress", "127.0.0.1")
    .config("spark.ui.enabled", "false").config("spark.sql.session.timeZone", "UTC").getOrCreate()
)
for name in sys.argv[3:]:
    table = spark.read.parquet(f"{sys.argv[2]}/{name}").toArrow()
    with pa.OSFile(f"{found}/{name}.arrow", "wb") as file, pa.ipc.new_file(file, table.schema) as writer:
        writer.write_table(table)
spark.stop()
"""


def python_with(folder: Path, *packages: str) -> Path:
    """The interpreter of a new environment that holds just these packages; it comes from the package index."""
    own = [sys.executable, "-m", "uv"]
    uv = own if subprocess.run([*own, "--version"], capture_output=True, check=False).returncode == 0 else ["uv"]
    subprocess.run([*uv, "venv", "--quiet", "--python", sys.executable, str(folder)], check=True)
    python = folder / "bin" / "python"
    subprocess.run([*uv, "pip", "install", "--quiet", "--python", str(python), *packages], check=True)
    return python


def tables(python: Path, code: str, place: str, names: list[str], found: Path, **env: str) -> dict[str, pa.Table]:
    """What ``code`` reads of the datasets under ``place``, run by another interpreter."""
    found.mkdir()
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "JAVA_HOME", "TMPDIR") if name in os.environ}
    kept["SPARK_LOCAL_IP"] = "127.0.0.1"
    subprocess.run([str(python), "-c", code, str(found), place, *names], env=kept | env, check=True, timeout=280)
    read = {}
    for name in names:
        with pa.memory_map(str(found / f"{name}.arrow")) as file:
            read[name] = pa.ipc.open_file(file).read_all()
    return read


def has_java() -> bool:
    """Whether there is a Java to run Spark on."""
    return shutil.which("java") is not None
