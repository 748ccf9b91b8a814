#!/usr/bin/env python3
"""Makes of the ONNX graph what ONNX Runtime's own tools make of it.

    variants.py ENCODER_FOLDER encoder.onnx

Beside the graph come `encoder-fused.onnx` (its optimizer for BERT), and of both the int8 forms `encoder-int8.onnx` and
`encoder-fused-int8.onnx` (dynamic quantization: weights of the products in int8, a scale for each column; activations when they come).
"""

import json
import logging
import sys
from pathlib import Path

from onnx import TensorProto
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.transformers import optimizer


def main():
    if len(sys.argv) != 3:
        raise SystemExit(__doc__)
    config, graph = json.loads((Path(sys.argv[1]) / "config.json").read_text()), Path(sys.argv[2])
    logging.disable(logging.WARNING)
    heads, hidden = config["num_attention_heads"], config["hidden_size"]
    model = optimizer.optimize_model(str(graph), model_type="bert", num_heads=heads, hidden_size=hidden, opt_level=0)
    fused = model.get_fused_operator_statistics()
    if fused["Attention"] != config["num_hidden_layers"] or not fused["SkipLayerNormalization"]:
        raise SystemExit(f"error: ONNX Runtime's optimizer did not know the graph again: {fused}")
    named = {form: graph.with_name(f"{graph.stem}-{form}.onnx") for form in ("fused", "int8", "fused-int8")}
    model.save_model_to_file(str(named["fused"]))
    for source, target in ((graph, named["int8"]), (named["fused"], named["fused-int8"])):
        # Operators of ONNX Runtime's own have no types that the standard knows: all are floats.
        floats = {"DefaultTensorType": TensorProto.FLOAT}
        quantize_dynamic(source, target, per_channel=True, weight_type=QuantType.QInt8, extra_options=floats)


if __name__ == "__main__":
    main()
