"""Loads the people of one directory into PostgreSQL with dlt, as its documentation recommends, and tells on stdout
how long each load took: a JSON line {"seconds", "steps"}. Starting Python and importing dlt are not counted.

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
    dataset = os.environ["DATASET"]
    pipeline = dlt.pipeline(
        pipeline_name=dataset,
        dataset_name=dataset,
        destination=dlt.destinations.postgres(os.environ["DATABASE_URL"]),
    )
    for _ in range(int(os.environ["LOADS"])):
        begin = time.perf_counter()
        # CSV is written by COPY: https://dlthub.com/docs/dlt-ecosystem/destinations/postgres
        pipeline.run(people(), loader_file_format="csv")
        seconds = time.perf_counter() - begin
        steps = {
            step.step: (step.finished_at - step.started_at).total_seconds()
            for step in pipeline.last_trace.steps
            if step.step != "run"
        }
        print(json.dumps({"seconds": seconds, "steps": steps}), flush=True)


if __name__ == "__main__":  # the processes of the normalizer import this file too
    main()
