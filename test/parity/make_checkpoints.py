#!/usr/bin/env python3
"""Makes test/parity/fixtures/checkpoints/*: the models of make_transformers.py as folders that transformers saves.

  pip install torch transformers && python3 test/parity/make_checkpoints.py [FAMILY ...]

What they hold by the project's names stands in fixtures/transformers/*.json. Each is saved in another of the forms that
people have: with a head for tokens, for masked language modelling, for replaced pieces, with a pooler, in double precision,
in several files.
"""
import json
import os
import shutil
import sys

import torch
import transformers

from make_transformers import FAMILIES, FOLDER, HIDDEN, TAGS, VOCABULARY, pieces_of

CHECKPOINTS = os.path.join(os.path.dirname(FOLDER), "checkpoints")
LABELS = ["O", "B-PER", "I-PER", "B-LOC", "I-LOC"]

# The class that is saved, the encoder within it, and how.
FORMS = {
    "bert": ("BertForTokenClassification", "bert", {}),
    "roberta": ("RobertaModel", None, {}),
    "distilbert": ("DistilBertModel", None, {"dtype": torch.float64}),
    "electra": ("ElectraForPreTraining", "electra", {}),
    "xlm-r": ("XLMRobertaForMaskedLM", "roberta", {"max_shard_size": "4KB"}),
    "modernbert": ("ModernBertForTokenClassification", "model", {}),
}


def encoder_and_output(family, seed):
    """As model_of in make_transformers.py makes them."""
    make, config, _, _ = FAMILIES[family]
    torch.manual_seed(seed)
    model = make(config, add_pooling_layer=False) if family in ("bert", "roberta", "xlm-r") else make(config)
    model = model.double().eval()
    output = torch.nn.Linear(HIDDEN, TAGS).double()
    with torch.no_grad():
        for name, parameter in [*model.named_parameters(), *output.named_parameters()]:
            is_gain = "norm" in name.lower() and name.endswith("weight")
            parameter.copy_(torch.round(torch.randn_like(parameter) * 400 + (1000 if is_gain else 0)) / 1000)
    return config, model, output


def make_lively(*layers):
    with torch.no_grad():
        for name, parameter in [named for layer in layers for named in layer.named_parameters()]:
            is_gain = "norm" in name.lower() and name.endswith("weight")
            parameter.copy_(torch.round(torch.randn_like(parameter) * 400 + (1000 if is_gain else 0)) / 1000)


def write_logits(tagger):
    """What the whole tagger says of some sentences: its head has a layer of its own."""
    said = []
    for words in [["ab", "c", "deadh", "a"], ["h"], ["cab", "bad", "a", "f", "gab", "dad", "c", "head"]]:
        pieces = [pieces_of(word) for word in words]
        ids = torch.tensor([[VOCABULARY.index("[CLS]"), *(piece for word in pieces for piece in word), VOCABULARY.index("[SEP]")]])
        firsts = [1 + sum(len(word) for word in pieces[:number]) for number in range(len(words))]
        with torch.no_grad():
            logits = tagger(input_ids=ids, attention_mask=torch.ones_like(ids)).logits[0, firsts]
        said.append({"words": words, "logits": [[round(float(each), 7) for each in row] for row in logits]})
    with open(os.path.join(os.path.dirname(FOLDER), "modernBertTagger.json"), "w", encoding="utf-8") as file:
        json.dump(said, file)
        file.write("\n")


def save(family, seed):
    config, encoder, output = encoder_and_output(family, seed)
    name, within, options = FORMS[family]
    if "TokenClassification" in name:
        config.id2label = dict(enumerate(LABELS))
        config.label2id = {label: number for number, label in enumerate(LABELS)}
    whole = getattr(transformers, name)(config)
    missing, unexpected = (getattr(whole, within) if within else whole).load_state_dict(encoder.state_dict(), strict=False)
    assert not unexpected and all("pooler" in each for each in missing), (missing, unexpected)
    if family == "bert":
        whole.classifier.load_state_dict(output.state_dict())
    if family == "modernbert":
        make_lively(whole.head, whole.classifier)
        write_logits(whole.double().eval())
    options = dict(options)
    whole = whole.to(options.pop("dtype", torch.float32))
    folder = os.path.join(CHECKPOINTS, family)
    shutil.rmtree(folder, ignore_errors=True)
    whole.save_pretrained(folder, **options)
    with open(os.path.join(folder, "vocab.txt"), "w", encoding="utf-8") as file:
        file.write("".join(f"{piece}\n" for piece in VOCABULARY))


if __name__ == "__main__":
    for number, family in enumerate(FAMILIES):
        if len(sys.argv) == 1 or family in sys.argv[1:]:
            save(family, 120 + number)
