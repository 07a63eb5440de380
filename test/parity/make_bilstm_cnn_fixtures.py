#!/usr/bin/env python3
"""Makes test/parity/fixtures/bilstmCnn.json: paper 2's BiLSTM-CNN and its parts, worked out by PyTorch 2.

  python3 test/parity/make_bilstm_cnn_fixtures.py

Conventions are those of make_fixtures.py. Each section is from a seed of its own.

  convolution  list of cases: table [characters, width*filters], bias [filters], ids [spellings, longest], lengths
               [spellings], upstream [spellings, filters]; maxima; gradients {table, bias} of sum(maxima * upstream). By
               conv1d over one-hot characters, each word by itself.
  nadam        as tables.json's parameterGroups, by torch.optim.NAdam
  model        sentences (words), texts {words, characters}, tags [batch, time]; weights by our names; sums [batch, time,
               tags], log p_f + log p_b, zero on padding; path, its argmax; loss, the mean over tokens of -sum[gold];
               gradients of loss. Two word layers, each over both directions of the one below.
"""
import json
import os
import unicodedata

import torch
from make_fixtures import FOLDER, gradients, leaf, parameter_groups_case, run_lstm, written


def largest_sums(inputs, weights, bias):
    """One word, inputs [length, channels], by conv1d: weights [filters, channels, width]; zeros behind the ends."""
    width = weights.shape[2]
    left = (width - 1) // 2
    padded = torch.nn.functional.pad(inputs.t()[None], (left, width - 1 - left))
    return torch.nn.functional.conv1d(padded, weights, bias)[0].max(1).values


def convolution_case(characters, width, filters, longest, lengths):
    named = {"table": leaf(characters, width * filters), "bias": leaf(filters)}
    ids = torch.randint(0, characters, (len(lengths), longest))
    weights = named["table"].reshape(characters, width, filters).permute(2, 0, 1)
    maxima = torch.stack([largest_sums(torch.nn.functional.one_hot(row[:n], characters).double(), weights, named["bias"])
                          if n else torch.zeros(filters) for row, n in zip(ids, lengths)])
    upstream = torch.randn_like(maxima)
    return {**named, "ids": ids, "lengths": torch.tensor(lengths), "maxima": maxima, "upstream": upstream,
            "gradients": gradients((maxima * upstream).sum(), named)}


def convolutions():
    torch.manual_seed(90)
    return [convolution_case(6, 3, 5, 7, [7, 3, 2, 1, 0]), convolution_case(5, 4, 8, 6, [6, 5, 1]),
            convolution_case(3, 1, 3, 4, [4, 2])]


def type_row(character):
    """Upper case, lower case, punctuation and other, behind padding."""
    category = unicodedata.category(character)
    if category in ("Lu", "Lt"):
        return 1
    return 2 if category == "Ll" else 3 if category[0] in "PS" else 4


def capitalisation_row(word):
    """All upper case, upper initial, lower case, mixed and no information, behind padding."""
    upper, lower = (sum(type_row(c) == kind for c in word) for kind in (1, 2))
    if upper == lower == 0:
        return 5
    if lower == 0:
        return 1
    if upper == 0:
        return 3
    return 2 if upper == 1 and type_row(word[0]) == 1 else 4


def model_case():
    torch.manual_seed(92)
    sentences = [["Ada", "moved", "to", "U.S.", "Velby", "."], ["NASA", "eBay", "0-0", "velby"], ["McCoy"], ["Ünal", "+", "a"]]
    words = ["<PAD>", "<UNK>", "moved", "to", "velby", "NASA", ".", "a", "Ada"]
    characters = ["<PAD>", "<UNK>", *"AdamovetUSVlby.NBM0"]  # not all of them
    characters = list(dict.fromkeys(characters))
    d, c, filters, width, h, tags = 5, 4, 7, 3, 4, 5
    inputs = d + filters + 5
    weights = {
        "wordTable.rows": leaf(len(words), d), "characterTable.rows": leaf(len(characters), c),
        "characterTypeTable.rows": leaf(5, 4), "capitalisationTable.rows": leaf(6, 5),
        "characterLayer.weights": leaf(c + 4, width, filters), "characterLayer.bias": leaf(filters),
    }
    for name, size in (("wordLayer", inputs), ("wordLayer2", 2 * h)):
        weights.update({f"{name}.inputWeights": leaf(size, 8 * h, scale=0.6), f"{name}.bias": leaf(8 * h, scale=0.6),
                        f"{name}.recurrentWeights": leaf(2, h, 4 * h, scale=0.6)})
    for direction in ("forward", "backward"):
        weights.update({f"outputLayer.{direction}.weights": leaf(h, tags), f"outputLayer.{direction}.bias": leaf(tags)})
    with torch.no_grad():
        for name in ("wordTable", "characterTable", "characterTypeTable", "capitalisationTable"):
            weights[f"{name}.rows"][0] = 0

    def word_row(word):
        return next((words.index(w) for w in (word, word.lower()) if w in words[2:]), 1)

    def spelled(word):
        rows = [characters.index(x) if x in characters[2:] else 1 for x in word]
        read = torch.cat([weights["characterTable.rows"][rows],
                          weights["characterTypeTable.rows"][[type_row(x) for x in word]]], 1)
        return largest_sums(read, weights["characterLayer.weights"].permute(2, 0, 1), weights["characterLayer.bias"])

    lengths = torch.tensor([len(s) for s in sentences])
    batch, time = len(sentences), int(lengths.max())
    mask = torch.arange(time)[None] < lengths[:, None]
    gold = torch.randint(0, tags, (batch, time)) * mask
    rows = []
    for sentence in sentences:
        read = [torch.cat([weights["wordTable.rows"][word_row(w)], spelled(w),
                           weights["capitalisationTable.rows"][capitalisation_row(w)]]) for w in sentence]
        rows.append(torch.stack(read + [torch.zeros(inputs)] * (time - len(sentence))))
    states = torch.stack(rows)
    for name in ("wordLayer", "wordLayer2"):
        parts = (weights[f"{name}.{part}"] for part in ("inputWeights", "recurrentWeights", "bias"))
        states, _, _ = run_lstm(states, lengths, *parts)
    halves = dict(zip(("forward", "backward"), states.split(h, -1)))
    sums = sum(torch.log_softmax(half @ weights[f"outputLayer.{direction}.weights"]
                                 + weights[f"outputLayer.{direction}.bias"], -1) for direction, half in halves.items())
    sums = sums * mask.unsqueeze(-1)
    loss = -sums.gather(2, gold.unsqueeze(-1)).sum() / lengths.sum()
    return {"sentences": sentences, "texts": {"words": words, "characters": characters},
            "tags": gold, "weights": weights, "sums": sums, "path": sums.argmax(-1) * mask, "loss": loss,
            "gradients": gradients(loss, weights)}


def main():
    content = {"convolution": convolutions(), "nadam": parameter_groups_case("nadam", torch.optim.NAdam, {}, 0.0),
               "model": model_case()}
    with open(os.path.join(FOLDER, "bilstmCnn.json"), "w", encoding="utf-8") as f:
        json.dump(written(content), f, separators=(",", ":"))
        f.write("\n")


if __name__ == "__main__":
    main()
