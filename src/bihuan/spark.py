"""A Spark session: on this machine, or on a cluster by its address."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from bihuan.errors import MissingPart

_LOCAL = "local[*]"
_SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.shuffle.partitions": "8",
    # An overflow is an error, as in DuckDB, and no null.
    "spark.sql.ansi.enabled": "true",
    "spark.driver.memory": "2g",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.log.level": "ERROR",
}


@contextmanager
def session(master: str | None) -> Iterator[Any]:
    """A session for the time of a `with`; MissingPart where pyspark or Java isn't installed."""
    try:
        from pyspark.errors import PySparkRuntimeError
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise MissingPart(
            "没有安装 Spark 部分；请运行 pip install 'bihuan[spark]' 后再试。"
        ) from error
    master = master or _LOCAL
    if master.startswith("local"):
        # Otherwise whichever python3 the shell finds first would run the workers, without bihuan.
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.master(master).appName("bihuan")
    for name, value in _SETTINGS.items():
        builder = builder.config(name, value)
    try:
        session = builder.getOrCreate()
    except (PySparkRuntimeError, OSError, RuntimeError) as error:
        raise MissingPart("启动不了 Spark：请安装 Java 17，并检查集群地址。") from error
    try:
        yield session
    finally:
        session.stop()
