"""The same encoder once more, plainly and in double precision: what all engines must agree with. No speed, no graph, no shared code.

BERT as in Devlin et al. 2019, <https://arxiv.org/abs/1810.04805>; mean over the tokens and unit length as in Reimers and Gurevych 2019,
<https://arxiv.org/abs/1908.10084>. One text at a time, so that nothing is padded.
"""

import json
import math

import numpy
from safetensors.numpy import load_file
from tokenizers import Tokenizer

MAX_TOKENS = 256  # as in `src/nlu/encoder`
ERF = numpy.vectorize(math.erf, otypes=[float])


class Reference:
    def __init__(self, folder):
        self.config = json.loads((folder / "config.json").read_text())
        self.weights = {name: array.astype(float) for name, array in load_file(folder / "model.safetensors").items() if array.dtype.kind == "f"}
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.tokenizer.no_padding()
        self.tokenizer.enable_truncation(MAX_TOKENS)

    def dense(self, value, name):
        return value @ self.weights[f"{name}.weight"].T + self.weights[f"{name}.bias"]

    def norm(self, value, name):
        value = value - value.mean(-1, keepdims=True)
        value = value / numpy.sqrt((value**2).mean(-1, keepdims=True) + self.config["layer_norm_eps"])
        return value * self.weights[f"{name}.weight"] + self.weights[f"{name}.bias"]

    def tokens(self, text):
        return self.tokenizer.encode(text).ids

    def vector(self, text):
        tokens, heads = self.tokens(text), self.config["num_attention_heads"]
        words, places, types = (self.weights[f"embeddings.{part}_embeddings.weight"] for part in ("word", "position", "token_type"))
        value = self.norm(words[tokens] + places[: len(tokens)] + types[0], "embeddings.LayerNorm")
        for layer in range(self.config["num_hidden_layers"]):
            at = f"encoder.layer.{layer}"
            parts = (self.dense(value, f"{at}.attention.self.{part}") for part in ("query", "key", "value"))
            query, key, content = (part.reshape(len(tokens), heads, -1).transpose(1, 0, 2) for part in parts)
            scores = query @ key.transpose(0, 2, 1) / math.sqrt(query.shape[-1])
            seen = numpy.exp(scores - scores.max(-1, keepdims=True))
            mixed = (seen / seen.sum(-1, keepdims=True) @ content).transpose(1, 0, 2).reshape(value.shape)
            value = self.norm(value + self.dense(mixed, f"{at}.attention.output.dense"), f"{at}.attention.output.LayerNorm")
            inner = self.dense(value, f"{at}.intermediate.dense")
            inner = inner * (1 + ERF(inner / math.sqrt(2))) / 2
            value = self.norm(value + self.dense(inner, f"{at}.output.dense"), f"{at}.output.LayerNorm")
        mean = value.mean(0)
        return mean / numpy.linalg.norm(mean)
