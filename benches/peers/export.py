#!/usr/bin/env python3
"""Writes the encoder as an ONNX graph, by hand from `model.safetensors`: BERT, mean over the tokens, unit length.

    export.py ENCODER_FOLDER MODEL.onnx

The operators are those that PyTorch's exporter writes for the same model (opset 17, GELU through Erf), so that an engine that knows
the pattern can fuse it. Inputs are `input_ids` and `attention_mask`, both int64 [batch, tokens]; the output is `vector` [batch, hidden].
"""

import json
import sys
from pathlib import Path

import numpy
import onnx
from onnx import TensorProto, helper, numpy_helper
from safetensors.numpy import load_file


class Graph:
    """Nodes and constants; `node` gives the name of the value that it makes."""

    def __init__(self, weights):
        self.nodes, self.constants, self.weights, self.known = [], [], weights, set()

    def node(self, kind, *inputs, name=None, **attributes):
        made = name or f"v{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, list(inputs), [made], name=f"{kind}_{len(self.nodes)}", **attributes))
        return made

    def constant(self, name, array):
        if name not in self.known:
            self.known.add(name)
            self.constants.append(numpy_helper.from_array(numpy.ascontiguousarray(array), name))
        return name

    def weight(self, name):
        return self.constant(name, self.weights[name])

    def ints(self, *numbers):
        return self.constant("ints_" + "_".join(map(str, numbers)), numpy.array(numbers, numpy.int64))

    def number(self, value):
        return self.constant(f"number_{value}", numpy.array(value, numpy.float32))

    def dense(self, value, name):
        product = self.node("MatMul", value, self.constant(f"{name}.weight.T", self.weights[f"{name}.weight"].T))
        return self.node("Add", self.weight(f"{name}.bias"), product)

    def norm(self, value, name, epsilon):
        return self.node("LayerNormalization", value, self.weight(f"{name}.weight"), self.weight(f"{name}.bias"), axis=-1, epsilon=epsilon)

    def gelu(self, value):
        inner = self.node("Erf", self.node("Div", value, self.number(numpy.sqrt(2))))
        return self.node("Mul", self.node("Mul", value, self.node("Add", inner, self.number(1))), self.number(0.5))


def build(folder):
    config = json.loads((folder / "config.json").read_text())
    assert config["hidden_act"] == "gelu" and config["position_embedding_type"] == "absolute", "another kind of BERT"
    graph = Graph(load_file(folder / "model.safetensors"))
    hidden, heads, epsilon = config["hidden_size"], config["num_attention_heads"], config["layer_norm_eps"]
    size = hidden // heads

    words = graph.node("Gather", graph.weight("embeddings.word_embeddings.weight"), "input_ids")
    tokens = graph.node("Slice", graph.node("Shape", "input_ids"), graph.ints(1), graph.ints(2))
    places = graph.node("Slice", graph.weight("embeddings.position_embeddings.weight"), graph.ints(0), tokens, graph.ints(0))
    types = graph.constant("type_0", graph.weights["embeddings.token_type_embeddings.weight"][0])
    value = graph.node("Add", graph.node("Add", words, types), places)
    value = graph.norm(value, "embeddings.LayerNorm", epsilon)

    wide = graph.node("Unsqueeze", graph.node("Unsqueeze", "attention_mask", graph.ints(1)), graph.ints(2))
    wide = graph.node("Cast", wide, to=TensorProto.FLOAT)
    bias = graph.node("Mul", graph.node("Sub", graph.number(1), wide), graph.number(-1e9))

    for layer in range(config["num_hidden_layers"]):
        at = f"encoder.layer.{layer}"

        def split(part, order):
            dense = graph.dense(value, f"{at}.attention.self.{part}")
            return graph.node("Transpose", graph.node("Reshape", dense, graph.ints(0, 0, heads, size)), perm=order)

        query, key, content = split("query", [0, 2, 1, 3]), split("key", [0, 2, 3, 1]), split("value", [0, 2, 1, 3])
        scores = graph.node("Div", graph.node("MatMul", query, key), graph.number(numpy.sqrt(size)))
        seen = graph.node("Softmax", graph.node("Add", scores, bias), axis=-1)
        mixed = graph.node("Transpose", graph.node("MatMul", seen, content), perm=[0, 2, 1, 3])
        mixed = graph.dense(graph.node("Reshape", mixed, graph.ints(0, 0, hidden)), f"{at}.attention.output.dense")
        value = graph.norm(graph.node("Add", mixed, value), f"{at}.attention.output.LayerNorm", epsilon)
        inner = graph.gelu(graph.dense(value, f"{at}.intermediate.dense"))
        outer = graph.dense(inner, f"{at}.output.dense")
        value = graph.norm(graph.node("Add", outer, value), f"{at}.output.LayerNorm", epsilon)

    each = graph.node("Unsqueeze", graph.node("Cast", "attention_mask", to=TensorProto.FLOAT), graph.ints(2))
    total = graph.node("ReduceSum", graph.node("Mul", value, each), graph.ints(1), keepdims=0)
    mean = graph.node("Div", total, graph.node("ReduceSum", each, graph.ints(1), keepdims=0))
    length = graph.node("Sqrt", graph.node("ReduceSum", graph.node("Mul", mean, mean), graph.ints(1), keepdims=1))
    graph.node("Div", mean, length, name="vector")

    shape = ["batch", "tokens"]
    inputs = [helper.make_tensor_value_info(name, TensorProto.INT64, shape) for name in ("input_ids", "attention_mask")]
    outputs = [helper.make_tensor_value_info("vector", TensorProto.FLOAT, ["batch", hidden])]
    made = helper.make_graph(graph.nodes, "encoder", inputs, outputs, graph.constants)
    model = helper.make_model(made, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.checker.check_model(model)
    return model


def main():
    if len(sys.argv) != 3:
        raise SystemExit(__doc__)
    onnx.save(build(Path(sys.argv[1])), sys.argv[2])


if __name__ == "__main__":
    main()
