#!/usr/bin/env python3
"""Runs ONNX Runtime's own optimizer for BERT over a graph: `fuse.py MODEL.onnx HEADS HIDDEN FUSED.onnx`."""

import sys

from onnxruntime.transformers import optimizer


def main():
    if len(sys.argv) != 5:
        raise SystemExit(__doc__)
    source, heads, hidden, target = sys.argv[1:]
    model = optimizer.optimize_model(source, model_type="bert", num_heads=int(heads), hidden_size=int(hidden), opt_level=0)
    fused = model.get_fused_operator_statistics()
    if not fused["Attention"] or not fused["SkipLayerNormalization"]:
        raise SystemExit(f"the optimizer did not know the graph again: {fused}")
    model.save_model_to_file(target)


if __name__ == "__main__":
    main()
