"""Loads the people of one directory into PostgreSQL with dlt, as its documentation recommends, and says how long
that took: a JSON line on stdout, {"seconds", "rows"}, after each of the given number of loads. Importing dlt and
reading its configuration are not counted.

Reads from the environment GRAPH_ENDPOINT, TOKEN_URL, CLIENT_ID, CLIENT_SECRET, DATABASE_URL, DATASET and LOADS.
"""

import json
import os
import time
from pathlib import Path

import dlt
from dlt.sources.rest_api import rest_api_source


def people():
    config = json.loads((Path(__file__).parent / "source.json").read_text())
    graph = os.environ["GRAPH_ENDPOINT"]
    config["client"]["base_url"] = f"{graph}/v1.0/"
    config["client"]["auth"] = {
        "type": "oauth2_client_credentials",
        "access_token_url": os.environ["TOKEN_URL"],
        "client_id": os.environ["CLIENT_ID"],
        "client_secret": os.environ["CLIENT_SECRET"],
        "access_token_request_data": {"scope": f"{graph}/.default"},
    }
    return rest_api_source(config)


def main():
    pipeline = dlt.pipeline(
        pipeline_name=os.environ["DATASET"],
        destination=dlt.destinations.postgres(os.environ["DATABASE_URL"]),
        dataset_name=os.environ["DATASET"],
        pipelines_dir=os.environ["PIPELINES_DIR"],
    )
    for _ in range(int(os.environ["LOADS"])):
        begin = time.perf_counter()
        pipeline.run(people(), loader_file_format=os.environ.get("FMT", "csv"))
        seconds = time.perf_counter() - begin
        steps = {}
        for step in pipeline.last_trace.steps:
            steps[step.step] = (step.finished_at - step.started_at).total_seconds()
        rows = pipeline.last_trace.last_normalize_info.row_counts.get("users", 0)
        print(json.dumps({"seconds": seconds, "rows": rows, "steps": steps}), flush=True)


if __name__ == "__main__":  # the workers of the normalizer import this file
    main()
