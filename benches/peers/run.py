#!/usr/bin/env python3
"""Times Sottovoce's encoder, ONNX Runtime, tract, candle and rust-bert on the same weights, sentences and tokens, in one run.

    run.py FOLDER ENCODER_FOLDER [--rounds 40] [--sentences FILE.csv [--train FILE.csv]]

FOLDER is what `run.sh` filled: the programs and the ONNX graphs. Each engine is a process of its own. First all must agree with the
reference. Then every round lets each engine encode each case some times, in an order drawn anew, so that whatever else the machine does
falls on all of them. A second table has single sentences of 3, 9 and 30 tokens, and 32 of 9 at once. With --sentences a third one has the mean
over all texts of a CSV file, each text once and alone; with --train, too, the program itself answers them, trained on that file: words
first, then as much of the encoder as each sentence needs.
"""

import argparse
import csv
import json
import os
import platform
import random
import statistics
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import numpy
import onnxruntime
from reference import Reference

HERE = Path(__file__).resolve().parent
NINE = "please move my order to another day next week"
MIXED = [
    "when are you open", "I would like to send a parcel back", "no", "can I change my delivery address after I have ordered something",
    "where is my order", "thanks a lot", "my card was charged twice for the same order and I want the second payment back please",
    "do you have this jacket in another colour",
] * 4
# Where engines could differ: other languages, numbers, signs, a text without words, one that is cut off at the longest length.
ODD = ["perché non è arrivato il mio ordine?", "Straße 12/3, 20:45, € 1.250,00", "🙂", "", "word " * 400]
EIGHTS = [sorted(MIXED, key=len)[start:start + 8] for start in range(0, len(MIXED), 8)]
# Whoever encodes many sentences chooses how many at once, so the best of these counts for each engine. Padding is the engine's matter.
WAYS = {
    "nine": {"one at a time": [[NINE]], "32 at once": [[NINE] * 32]},
    "mixed": {"one at a time": [[text] for text in MIXED], "eights of like length": EIGHTS, "32 at once": [MIXED]},
}
# By tokens, of which two are the marks of beginning and end.
SHAPES = {
    "1 × 3": ["yes"],
    "1 × 9": ["please move my order to another day"],
    "1 × 30": ["my card was charged twice for the same order last week and I want the second payment back on my card as soon as you can do that"],
    "32 × 9": ["please move my order to another day"] * 32,
}
LEAST_COSINE = {"fp32": 0.9999, "int8": 0.95}
# Passes of a case in each round: more of the single sentence, whose 95th percentile is asked for.
PASSES = {("nine", "one at a time"): 8, ("shape", "1 × 3"): 8, ("shape", "1 × 9"): 8, ("shape", "1 × 30"): 4}
# What the program itself computes in.
NUMBERS = ("f32", "int8")
# Sentences of a file that an engine encodes at a turn.
PART = 100


class Engine:
    """A program of `src/bin`, loaded, with its memory as it was after its first sentences."""

    def __init__(self, row, folder, encoder, batches, threads, cores):
        self.command = [folder / row.program, encoder, str(threads), *row.variant(folder)]
        environment = {**os.environ, "RAYON_NUM_THREADS": str(threads), "OMP_NUM_THREADS": str(threads), "ORT_DYLIB_PATH": str(library())}
        pin = lambda: os.sched_setaffinity(0, cores[-threads:])
        self.process = subprocess.Popen(self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment, preexec_fn=pin)
        self.ask(batches)
        status = dict(line.split(":", 1) for line in Path(f"/proc/{self.process.pid}/status").read_text().splitlines())
        self.memory, self.peak = (int(status[key].split()[0]) * 1024 for key in ("VmRSS", "VmHWM"))

    def ask(self, what):
        self.process.stdin.write(json.dumps(what) + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            raise SystemExit(f"error: {' '.join(map(str, self.command))} stopped")
        return json.loads(answer)

    def settled(self):
        """Waits until none of its threads runs: some spin for a while after a pass, which would slow down whoever is next."""
        for _ in range(200):
            states = [path.read_text().rsplit(")", 1)[1].split()[0] for path in Path(f"/proc/{self.process.pid}/task").glob("*/stat")]
            if "R" not in states:
                return
            time.sleep(0.001)

    def end(self):
        self.process.stdin.close()
        self.process.wait(30)


class Program:
    """The program itself, with a model of its own training: what an answer of it costs, tokenizing and classifying included."""

    def __init__(self, binary, encoder, model, numbers, threads, cores):
        environment = {**os.environ, "RAYON_NUM_THREADS": str(threads), "SOTTOVOCE_NUMBERS": numbers}
        pin = lambda: os.sched_setaffinity(0, cores[-threads:])
        command = [binary, "parse", "--format", "json", "--encoder", encoder, "--model", model, "-"]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment, preexec_fn=pin)
        for _ in range(20):
            self.ask(NINE)

    settled, end = Engine.settled, Engine.end

    def ask(self, text):
        self.process.stdin.write(" ".join(text.split()) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def processor(self):
        """Seconds of processor time of all its threads so far."""
        tasks = Path(f"/proc/{self.process.pid}/task").glob("*/schedstat")
        return sum(int(task.read_text().split()[0]) for task in tasks) / 1e9


class Row:
    """What is compared: an engine, with a model, in a precision."""

    def __init__(self, name, precision, version, program, model=None, numbers=None):
        self.name, self.precision, self.version, self.program, self.model, self.numbers = name, precision, version, program, model, numbers

    def variant(self, folder):
        """The last argument of its program: a graph, or what to compute in."""
        return [folder / self.model] if self.model else [self.numbers] if self.numbers else []

    def sizes(self, folder, encoder):
        """Bytes of the program with its engine, and of the files of the model."""
        libraries = {"onnxruntime": [library()], "rust-bert": (folder / "libtorch").rglob("*.so*")}.get(Path(self.program).name, [])
        program = sum(file.stat().st_size for file in [folder / self.program, *libraries] if not file.is_symlink())
        files = [encoder / "tokenizer.json", *([folder / self.model] if self.model else [encoder / "model.safetensors", encoder / "config.json"])]
        return program, sum(file.stat().st_size for file in files)


def library():
    """ONNX Runtime's library, out of the Python package."""
    return next((Path(onnxruntime.__file__).parent / "capi").glob("libonnxruntime.so.*"))


def rows():
    version = {package["name"]: package["version"] for package in tomllib.loads((HERE / "Cargo.lock").read_text())["package"]}
    ours = tomllib.loads((HERE.parent.parent / "Cargo.toml").read_text())["package"]["version"]
    portable, native, torch = "portable/release/", "native/release/", "torch/release/"
    runtime = onnxruntime.__version__
    return [
        Row("Sottovoce", "fp32", f"{ours}, rten-gemm {version['rten-gemm']}", portable + "sottovoce", numbers="f32"),
        Row("ONNX Runtime", "fp32", runtime, portable + "onnxruntime", "encoder.onnx"),
        Row("ONNX Runtime, BERT optimizer", "fp32", runtime, portable + "onnxruntime", "encoder-fused.onnx"),
        Row("tract", "fp32", version["tract-onnx"], native + "tract", "encoder.onnx"),
        Row("candle", "fp32", version["candle-core"], native + "candle"),
        Row("rust-bert", "fp32", f"{version['rust-bert']}, libtorch 2.4.0", torch + "rust-bert"),
        Row("Sottovoce", "int8", f"{ours}, rten-gemm {version['rten-gemm']}", portable + "sottovoce", numbers="int8"),
        Row("ONNX Runtime, BERT optimizer", "int8", runtime, portable + "onnxruntime", "encoder-fused-int8.onnx"),
        Row("tract", "int8", version["tract-onnx"], native + "tract", "encoder-int8.onnx"),
    ]


def agreement(row, engine, batches, reference):
    """The least cosine of its vectors with the reference's, over the first batches, which the reference knows."""
    answer = engine.ask({"batches": list(range(len(batches))), "passes": 0, "vectors": True})
    texts, vectors = [text for batch in batches for text in batch], numpy.array(answer["vectors"], float)
    lengths = numpy.linalg.norm(vectors, axis=1)
    expected = numpy.array([reference[text] for text in texts])
    least = float(((vectors * expected).sum(1) / lengths).min()) if vectors.shape == expected.shape else float("nan")
    if not least >= LEAST_COSINE[row.precision] or abs(lengths - 1).max() > 1e-3:
        raise SystemExit(f"error: {row.name} ({row.precision}) says something else than the reference: cosine {least}")
    return least


def measure(engines, cases, rounds):
    """Seconds and seconds of processor time of each engine and case: what each pass took."""
    taken = {(row, case): ([], []) for row in engines for case in cases}
    for _ in range(rounds):
        order = list(taken)
        random.shuffle(order)
        for row, case in order:
            engine = engines[row]
            answer = engine.ask({"batches": cases[case], "passes": PASSES.get(case, 1), "vectors": False})
            for column, key in zip(taken[row, case], ("seconds", "processor")):
                column += answer[key]
            engine.settled()
    return taken


def sentences_of(file):
    """The texts of a CSV file's column `text`, each once, with their intents."""
    with file.open(newline="") as lines:
        return {row["text"]: row.get("intent") for row in csv.DictReader(lines)}


def means(engines, first, count, rounds):
    """Seconds and seconds of processor time that a sentence takes in the mean, alone, by engine: the median of the rounds."""
    parts = [range(start, min(start + PART, first + count)) for start in range(first, first + count, PART)]
    taken = {(row, part): ([], []) for row in engines for part in parts}
    for _ in range(rounds):
        order = list(taken)
        random.shuffle(order)
        for row, part in order:
            answer = engines[row].ask({"batches": list(part), "passes": 1, "vectors": False})
            for column, key in zip(taken[row, part], ("seconds", "processor")):
                column += answer[key]
            engines[row].settled()
    return {row: [sum(statistics.median(taken[row, part][column]) for part in parts) / count for column in (0, 1)] for row in engines}


def trained(binary, encoder, file, folder, numbers):
    """The folder of a model of the program, trained on a CSV file; vectors in other numbers make another model."""
    model = folder / f"model-{numbers}"
    command = [binary, "train", "--data", file, "--out", model, "--encoder", encoder]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env={**os.environ, "SOTTOVOCE_NUMBERS": numbers})
    return model


def answered(programs, sentences, base, parts, rounds):
    """As `means`, for the program, with ONNX Runtime between its turns; besides its accuracy, and the shares of its stages."""
    taken = {(row, part): ([], []) for row in [*programs, base[0]] for part in parts}
    right, stages, texts = dict.fromkeys(programs, 0), {row: {} for row in programs}, list(sentences)
    for turn in range(rounds):
        order = list(taken)
        random.shuffle(order)
        for row, part in order:
            if row not in programs:
                answer = base[1].ask({"batches": list(part), "passes": 1, "vectors": False})
                for column, key in zip(taken[row, part], ("seconds", "processor")):
                    column += answer[key]
                base[1].settled()
                continue
            before, seconds = programs[row].processor(), 0
            for text in (texts[index - parts[0][0]] for index in part):
                answer = programs[row].ask(text)
                seconds += answer["timings_us"]["total"] / 1e6
                if turn == 0:
                    right[row] += answer["ranked"][0]["intent"] == sentences[text]
                    stages[row][answer["stage"]] = stages[row].get(answer["stage"], 0) + 1
            taken[row, part][0].append(seconds)
            taken[row, part][1].append(programs[row].processor() - before)
            programs[row].settled()
    count = len(texts)
    mean = {row: [sum(statistics.median(taken[row, part][column]) for part in parts) / count for column in (0, 1)] for row in [*programs, base[0]]}
    return mean, {row: right[row] / count for row in programs}, stages


def answered_table(mean, accuracy, stages, base):
    """The lines of the table of the whole program."""
    yield "| | ms a sentence | processor ms | accuracy | stages |\n|---|---|---|---|---|"
    for row, values in mean.items():
        wall, processor = (f"{value * 1000:.2f} ({value / of:.2f})" for value, of in zip(values, mean[base]))
        if row == base:
            yield f"| {row.name}, {row.precision}: forward pass alone | {wall} | {processor} | | |"
        else:
            shares = ", ".join(f"{stage} {share / sum(stages[row].values()):.1%}" for stage, share in sorted(stages[row].items()))
            yield f"| Sottovoce's answer, {row} | {wall} | {processor} | {accuracy[row]:.2%} | {shares} |"


def shapes_table(every, taken):
    """Milliseconds of each engine by shape, and in brackets the ratio to ONNX Runtime's plain graph in fp32 on as many threads."""
    yield f"| engine | threads | {' | '.join(SHAPES)} |\n|---|---|{'---|' * len(SHAPES)}"
    base = next(row for row in every if (row.name, row.precision) == ("ONNX Runtime", "fp32"))
    for threads, times in taken.items():
        for row in every:
            both = ((statistics.median(times[one, ("shape", shape)][0]) for one in (row, base)) for shape in SHAPES)
            cells = (f"{time * 1000:.2f} ({time / of:.2f})" for time, of in both)
            yield f"| {row.name}, {row.precision} | {threads} | {' | '.join(cells)} |"


def means_table(mean):
    """The lines of the second table; the measure of all is ONNX Runtime's plain graph in fp32 on as many threads."""
    for threads, rows in mean.items():
        base = next(values for row, values in rows.items() if (row.name, row.precision) == ("ONNX Runtime", "fp32"))
        for row, values in rows.items():
            wall, processor = (f"{value * 1000:.2f} ({value / of:.2f})" for value, of in zip(values, base))
            yield f"| {row.name}, {row.precision} | {threads} | {wall} | {processor} |"


def machine():
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    model = next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), platform.machine())
    return f"{model}, {os.cpu_count()} cores"


def load():
    return " ".join(Path("/proc/loadavg").read_text().split()[:3])


def numbered(batches):
    """The cases, with the numbers of their batches; adds to the batches those that are new."""
    def number(texts):
        if texts not in batches:
            batches.append(texts)
        return batches.index(texts)
    cases = {(kind, way): [number(texts) for texts in parts] for kind, ways in WAYS.items() for way, parts in ways.items()}
    return cases | {("shape", shape): [number(texts)] for shape, texts in SHAPES.items()}


def each(taken, row, kind, column):
    """What a sentence costs in the way that is the cheapest for this engine, and that way. Columns: 0 time, 1 processor time."""
    ways = ((statistics.median(taken[row, (kind, way)][column]) / sum(map(len, parts)), way) for way, parts in WAYS[kind].items())
    return min(ways)


def table(every, taken, least, memory, folder, encoder):
    """The lines of the table, in Markdown."""
    heads = ["engine", "", "ms alone: p50 / p95", "processor ms: alone / of many", "sentences/s of 9 words: 1 / 2 threads", "mixed: 1 / 2 threads",
             "least cosine", "memory (peak) MB", "program + model MB", "version"]
    cells = []
    for row in every:
        seconds, processor = taken[1][row, ("nine", "one at a time")]
        p95 = statistics.quantiles(seconds, n=20)[-1]
        processor = statistics.median(processor), each(taken[1], row, "nine", 1)[0]
        rates = [" / ".join(f"{1 / each(taken[threads], row, kind, 0)[0]:.0f}" for threads in (1, 2)) for kind in WAYS]
        cells.append([
            row.name, row.precision, f"{statistics.median(seconds) * 1000:.2f} / {p95 * 1000:.2f}", " / ".join(f"{one * 1000:.2f}" for one in processor), *rates, f"{least[row]:.6f}",
            "{:.0f} ({:.0f})".format(*(size / 1e6 for size in memory[row])), "{:.1f} + {:.1f}".format(*(size / 1e6 for size in row.sizes(folder, encoder))),
            row.version,
        ])
    widths = [max(map(len, column)) for column in zip(heads, *cells)]
    line = lambda row: "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths)) + " |"
    return [line(heads), "|" + "|".join("-" * (width + 2) for width in widths) + "|", *map(line, cells)]


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("encoder", type=Path)
    arguments.add_argument("--rounds", type=int, default=40)
    arguments.add_argument("--sentences", type=Path, help="a CSV file with a column `text`")
    arguments.add_argument("--sentence-rounds", type=int, default=3)
    arguments.add_argument("--train", type=Path, help="a CSV file with the columns `text` and `intent`, to train the program for the sentences")
    arguments.add_argument("--program", type=Path, default=HERE.parent.parent / "target/release/sottovoce")
    options = arguments.parse_args()
    if options.rounds < 3:
        arguments.error("--rounds: at least 3")
    if options.train and not options.sentences:
        arguments.error("--train: --sentences is needed, too")
    if options.train and not options.program.is_file():
        arguments.error(f"--program: {options.program} is missing: cargo build --release --locked")
    cores = sorted(os.sched_getaffinity(0))
    if len(cores) < 2:
        raise SystemExit("error: two cores are needed")
    # The single sentence first: it is what memory is looked at after.
    batches = [[NINE]]
    cases = numbered(batches)
    batches += [ODD, *([text] for text in ODD)]
    known = Reference(options.encoder)
    reference = {text: known.vector(text) for text in {text for batch in batches for text in batch}}
    lengths = [len(known.tokens(text)) for text in MIXED]
    for shape, texts in SHAPES.items():
        if shape != f"{len(texts)} × {len(known.tokens(texts[0]))}":
            raise SystemExit(f"error: the sentence for {shape} has {len(known.tokens(texts[0]))} tokens")
    # The reference is slow: it does not know the sentences of a file.
    sentences = sentences_of(options.sentences) if options.sentences else {}
    checked, batches = batches, batches + [[text] for text in sentences]
    print(f"{machine()}; load average before: {load()}")
    print(f"{options.rounds} rounds; the sentence of 9 words has {len(known.tokens(NINE))} tokens, the mixed ones {min(lengths)} to {max(lengths)}", flush=True)

    models = {numbers: trained(options.program, options.encoder, options.train, options.folder, numbers) for numbers in NUMBERS} if options.train else {}
    every, taken, least, memory, mean, whole = rows(), {}, {}, {}, {}, {}
    base = next(row for row in every if (row.name, row.precision) == ("ONNX Runtime", "fp32"))
    for threads in (1, 2):
        engines = {row: Engine(row, options.folder, options.encoder, batches, threads, cores) for row in every}
        for row, engine in engines.items():
            least[row] = min(least.get(row, 1.0), agreement(row, engine, checked, reference))
            memory.setdefault(row, (engine.memory, engine.peak))
        print(f"all agree with the reference; measuring on {threads} thread{'s' if threads > 1 else ''} …", file=sys.stderr, flush=True)
        taken[threads] = measure(engines, cases, options.rounds)
        if sentences:
            # tract's plan for each shape has the weights in it once more: a file of sentences would want all memory there is.
            few = {row: engine for row, engine in engines.items() if not row.program.endswith("tract")}
            mean[threads] = means(few, len(checked), len(sentences), options.sentence_rounds)
        if models:
            programs = {numbers: Program(options.program, options.encoder, model, numbers, threads, cores) for numbers, model in models.items()}
            parts = [range(start, min(start + PART, len(batches))) for start in range(len(checked), len(batches), PART)]
            whole[threads] = answered(programs, sentences, (base, engines[base]), parts, options.sentence_rounds)
            for program in programs.values():
                program.end()
        for engine in engines.values():
            engine.end()
    print(f"load average after: {load()}\n")
    print("\n".join(table(every, taken, least, memory, options.folder, options.encoder)))
    print("\nfastest way for many sentences, on 1 and 2 threads:")
    for row in every:
        chosen = (f"{kind} {' / '.join(each(taken[threads], row, kind, 0)[1] for threads in (1, 2))}" for kind in WAYS)
        print(f"  {row.name}, {row.precision}: {'; '.join(chosen)}")
    print("\nms by sentences × tokens; in brackets by ONNX Runtime, fp32:\n")
    print("\n".join(shapes_table(every, taken)))
    for threads, measured in whole.items():
        print(f"\nthe whole program, trained on {options.train.name}, {threads} thread{'s' if threads > 1 else ''}, the same sentences; in brackets by ONNX Runtime, fp32:\n")
        print("\n".join(answered_table(*measured, base)))
    if sentences:
        print(f"\nmean over the {len(sentences)} different sentences of {options.sentences.name}, one at a time; in brackets by ONNX Runtime, fp32:\n")
        print("| engine | threads | ms a sentence | processor ms |\n|---|---|---|---|")
        print("\n".join(means_table(mean)))


if __name__ == "__main__":
    sys.exit(main())
