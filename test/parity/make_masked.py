#!/usr/bin/env python3
"""Makes test/parity/fixtures/masked/*: small masked language models with random weights, as folders that transformers saves.

  pip install torch transformers && python3 test/parity/make_masked.py

Each folder has, beside the checkpoint (config.json, model.safetensors, vocab.txt):

  batch.json             sequences: the pieces of each, some of them hidden; rows: which are to be guessed, counted over all
                         sequences; gold: what stood there; loss: the mean cross entropy over these rows
  gradients.safetensors  of loss, by the names of the tensors in model.safetensors

Computed in double precision, from weights of three decimals.
"""
import json
import os
import shutil

import torch
import transformers
from safetensors import safe_open
from safetensors.torch import save_file

from make_transformers import FAMILIES, FOLDER, SENTENCES, VOCABULARY, pieces_of

MASKED = os.path.join(os.path.dirname(FOLDER), "masked")
CLASSES = {"bert": "BertForMaskedLM", "roberta": "RobertaForMaskedLM", "modernbert": "ModernBertForMaskedLM",
           "distilbert": "DistilBertForMaskedLM", "electra": "ElectraForMaskedLM"}


def save(family, seed):
    config = FAMILIES[family][1]
    torch.manual_seed(seed)
    model = getattr(transformers, CLASSES[family])(config).eval()
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            is_gain = "norm" in name.lower() and name.endswith("weight")
            parameter.copy_(torch.round(torch.randn_like(parameter) * 400 + (1000 if is_gain else 0)) / 1000)
    model.tie_weights()
    folder = os.path.join(MASKED, family)
    shutil.rmtree(folder, ignore_errors=True)
    model.save_pretrained(folder)
    with open(os.path.join(folder, "vocab.txt"), "w", encoding="utf-8") as file:
        file.write("".join(f"{piece}\n" for piece in VOCABULARY))

    model = model.double()
    model.tie_weights()
    start, end, mask = (VOCABULARY.index(piece) for piece in ("[CLS]", "[SEP]", "[MASK]"))
    sequences, rows, gold, losses, before = [], [], [], [], 0
    for number, sentence in enumerate(SENTENCES):
        ids = [start, *(piece for word in sentence for piece in pieces_of(word)), end]
        # Every third piece is to be guessed: hidden, left, or replaced by another.
        chosen = range(1 + number % 2, len(ids) - 1, 3)
        read = list(ids)
        for count, place in enumerate(chosen):
            read[place] = (mask, mask, ids[place], VOCABULARY.index("h"))[count % 4]
        logits = model(input_ids=torch.tensor([read])).logits[0]
        for place in chosen:
            rows.append(before + place)
            gold.append(ids[place])
            losses.append(torch.nn.functional.cross_entropy(logits[place], torch.tensor(ids[place])))
        sequences.append(read)
        before += len(ids)
    loss = torch.stack(losses).mean()
    loss.backward()

    with safe_open(os.path.join(folder, "model.safetensors"), "pt") as file:
        names = list(file.keys())
    parameters = dict(model.named_parameters())
    # What is tied has one of several names.
    tied = {"decoder.weight": "", "cls.predictions.decoder.bias": "cls.predictions.bias", "lm_head.decoder.bias": "lm_head.bias"}
    for theirs, saved in tied.items():
        if theirs in parameters and saved:
            parameters[saved] = parameters[theirs]
    gradients = {}
    for name in names:
        gradient = parameters[name].grad
        gradients[name] = (torch.zeros_like(parameters[name]) if gradient is None else gradient).float().contiguous()
    save_file(gradients, os.path.join(folder, "gradients.safetensors"))
    with open(os.path.join(folder, "batch.json"), "w", encoding="utf-8") as file:
        json.dump({"sequences": sequences, "rows": rows, "gold": gold, "loss": loss.item()}, file)


if __name__ == "__main__":
    transformers.logging.set_verbosity_error()
    for number, family in enumerate(CLASSES):
        save(family, 160 + number)
