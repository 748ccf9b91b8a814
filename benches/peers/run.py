#!/usr/bin/env python3
"""Times Sottovoce's encoder, ONNX Runtime, tract and candle on the same weights, sentences and tokens, in one run.

    run.py PEERS_BINARY ENCODER_FOLDER MODEL.onnx FUSED.onnx [--rounds 40]

First all must give the same vectors (cosine at least 0.9999). Then every round lets each engine do one forward pass of each case, in
an order drawn anew, so that whatever else the machine does falls on all of them; the figures are medians. `run.sh` brings it all about.
"""

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import time
from pathlib import Path

import numpy
import onnxruntime
from tokenizers import Tokenizer

NINE = "please move my order to another day"  # nine tokens with the two around them
THIRTY = " ".join((NINE.split() * 4)[:28])
SENTENCES = [
    "when are you open", "I would like to send a parcel back", "no", "can I change my delivery address after I have ordered something",
    "where is my order", "thanks a lot", "my card was charged twice for the same order and I want the second payment back please",
    "do you have this jacket in another colour",
]
CASES = {
    "1 text of 9 tokens": [NINE],
    "1 text of 30 tokens": [THIRTY],
    "32 texts of 9 tokens": [NINE] * 32,
    "32 texts of 3 to 22 tokens": (SENTENCES * 4),
}
LEAST_COSINE = 0.9999
PAUSE_S = 0.002  # ONNX Runtime's threads spin for a moment after a pass; nobody's pass should begin within it


def tokenized(tokenizer, texts):
    tokens = [tokenizer.encode(text).ids for text in texts]
    longest = max(map(len, tokens))
    ids = [row + [0] * (longest - len(row)) for row in tokens]
    mask = [[1] * len(row) + [0] * (longest - len(row)) for row in tokens]
    return {"texts": texts, "ids": ids, "mask": mask}


class Peers:
    """The Rust engines, in a process of their own."""

    def __init__(self, binary, encoder, model, threads, cases):
        environment = {**os.environ, "RAYON_NUM_THREADS": str(threads)}
        command = [binary, encoder, model, str(threads)]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment)
        self.send(cases)

    def send(self, what):
        self.process.stdin.write(json.dumps(what) + "\n")
        self.process.stdin.flush()

    def engine(self, name):
        def run(case):
            self.send({"engine": name, "case": case})
            line = self.process.stdout.readline()
            if not line:
                raise SystemExit(f"{name} stopped")
            answer = json.loads(line)
            return answer["seconds"], answer["vectors"]
        return run

    def end(self):
        self.process.stdin.close()
        self.process.wait(30)


def onnx_runtime(model, threads, cases):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
    session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    inputs = [{"input_ids": numpy.array(case["ids"], numpy.int64), "attention_mask": numpy.array(case["mask"], numpy.int64)} for case in cases]

    def run(case):
        began = time.perf_counter()
        vectors = session.run(None, inputs[case])[0]
        return time.perf_counter() - began, vectors
    return run


def check(engines, cases):
    """All engines must say the same."""
    least = 1.0
    for case in range(len(cases)):
        vectors = {name: numpy.array(run(case)[1]) for name, run in engines.items()}
        ours = vectors["sottovoce"]
        for name, theirs in vectors.items():
            cosines = (ours * theirs).sum(1) / numpy.linalg.norm(ours, axis=1) / numpy.linalg.norm(theirs, axis=1)
            if len(ours) != len(theirs) or cosines.min() < LEAST_COSINE:
                raise SystemExit(f"{name} says something else than sottovoce: cosine {cosines.min()}")
            least = min(least, cosines.min())
    return least


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name in ("binary", "encoder", "model", "fused"):
        arguments.add_argument(name)
    arguments.add_argument("--rounds", type=int, default=40)
    options = arguments.parse_args()
    tokenizer = Tokenizer.from_file(str(Path(options.encoder) / "tokenizer.json"))
    tokenizer.no_padding()
    cases = [tokenized(tokenizer, texts) for texts in CASES.values()]
    print(f"load average {' '.join(Path('/proc/loadavg').read_text().split()[:3])}; medians of {options.rounds} rounds, milliseconds a pass")
    print(f"ONNX Runtime {onnxruntime.__version__}")
    for threads in (1, 2):
        peers = Peers(options.binary, options.encoder, options.model, threads, cases)
        engines = {
            "sottovoce": peers.engine("sottovoce"),
            "ONNX Runtime, its optimizer": onnx_runtime(options.fused, threads, cases),
            "ONNX Runtime": onnx_runtime(options.model, threads, cases),
            "tract": peers.engine("tract"),
            "candle": peers.engine("candle"),
        }
        least = check(engines, cases)
        taken = {(name, case): [] for name in engines for case in range(len(cases))}
        for _ in range(options.rounds):
            order = list(taken)
            random.shuffle(order)
            for name, case in order:
                time.sleep(PAUSE_S)
                taken[name, case].append(engines[name](case)[0])
        peers.end()
        print(f"\n{threads} thread{'s' if threads > 1 else ''}; least cosine to ours {least:.6f}\n")
        print("| ms | " + " | ".join(CASES) + " |\n|---|" + "---|" * len(CASES))
        for name in engines:
            medians = [statistics.median(taken[name, case]) * 1000 for case in range(len(cases))]
            print(f"| {name} | " + " | ".join(f"{median:.2f}" for median in medians) + " |", flush=True)


if __name__ == "__main__":
    sys.exit(main())
