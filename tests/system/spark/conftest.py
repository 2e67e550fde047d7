"""One cluster with two workers and one session on it, for all tests of Spark."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyspark.sql import SparkSession

from tests.system.spark.cluster import HOST, QUICK, Cluster, cluster

CONF = {
    "spark.driver.host": HOST,
    "spark.driver.bindAddress": HOST,
    "spark.ui.enabled": "false",
    "spark.driver.extraJavaOptions": QUICK,
    "spark.executor.extraJavaOptions": QUICK,
    "spark.executor.memory": "512m",
    "spark.speculation": "true",
    "spark.speculation.interval": "200ms",
    "spark.speculation.minTaskRuntime": "8s",
    "spark.speculation.quantile": "0.1",
    "spark.speculation.multiplier": "1.1",
    "spark.speculation.efficiency.enabled": "false",
    "spark.sql.shuffle.partitions": "2",
    "spark.executor.heartbeatInterval": "3s",
}


@pytest.fixture(scope="session")
def spark_cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """Two workers, into whose processes traps are built."""
    folder = tmp_path_factory.mktemp("cluster")
    (folder / "site").mkdir()
    shutil.copy(Path(__file__).with_name("traps.py"), folder / "site" / "sitecustomize.py")
    (folder / "site" / "held.pid").write_text("0")
    with cluster(folder) as running:
        yield running


@pytest.fixture(scope="session")
def spark(spark_cluster: Cluster) -> Iterator[SparkSession]:
    """A session on the cluster."""
    os.environ.setdefault("SPARK_LOCAL_IP", HOST)
    os.environ["PYSPARK_PYTHON"] = sys.executable
    builder = SparkSession.builder.appName("tests").master(spark_cluster.url)
    session = builder.config(map=CONF).getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()
