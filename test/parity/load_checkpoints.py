#!/usr/bin/env python3
"""What transformers makes of folders that were written: a JSON object a line, for each pair of folders that it is given.

  python3 test/parity/load_checkpoints.py WORDS.json ORIGINAL WRITTEN [ORIGINAL WRITTEN ...]

  class        that it is loaded as
  missing      tensors that had to be drawn, but for the pooler; unexpected: tensors that had no place
  difference   the largest between what both give for the same pieces
  ids          of each word of WORDS.json, by the written folder's tokenizer
"""
import json
import sys

import torch
import transformers
from transformers import (AutoConfig, AutoModel, AutoModelForMaskedLM, AutoModelForTokenClassification,
                          AutoTokenizer)

transformers.logging.set_verbosity_error()


def architecture_of(folder):
    return AutoConfig.from_pretrained(folder).architectures[0]


def load(folder, masked):
    architecture = architecture_of(folder)
    # The encoder alone of taggers whose head is not taken over.
    is_tagger = architecture.endswith("ForTokenClassification") and not architecture.startswith("ModernBert")
    kind = AutoModelForTokenClassification if is_tagger else AutoModelForMaskedLM if masked else AutoModel
    model, info = kind.from_pretrained(folder, output_loading_info=True, dtype=torch.float32)
    return model.eval(), info


def main(words_file, *folders):
    with open(words_file, encoding="utf-8") as file:
        words = json.load(file)
    for original, written in zip(folders[::2], folders[1::2]):
        # Their logits, where both have the head.
        masked = all(architecture_of(each).endswith("ForMaskedLM") for each in (original, written))
        (first, _), (second, info) = load(original, masked), load(written, masked)
        pieces = torch.tensor([[2, 5, 6, 7, 13, 14, 20, 3]])
        with torch.no_grad():
            difference = (first(input_ids=pieces)[0] - second(input_ids=pieces)[0]).abs().max().item()
        ids = AutoTokenizer.from_pretrained(written)([[word] for word in words], is_split_into_words=True,
                                                     add_special_tokens=False)["input_ids"]
        print(json.dumps({
            "class": type(second).__name__,
            "missing": [name for name in info["missing_keys"] if "pooler" not in name],
            "unexpected": list(info["unexpected_keys"]),
            "difference": difference,
            "ids": ids,
        }))


if __name__ == "__main__":
    main(*sys.argv[1:])
