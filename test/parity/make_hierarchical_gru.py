#!/usr/bin/env python3
"""Makes test/parity/fixtures/hierarchicalGru.json: a small model of paper 3, worked out by PyTorch.

  /usr/bin/python3 test/parity/make_hierarchical_gru.py

Like a model of models.json (make_fixtures.py), but for the names of its weights, which are those of the project, and the
loss: by softmax margin, with a cost of 1 for each wrong tag, by enumeration of every sequence.

  weights      wordTable.rows [words, d], characterTable.rows [characters, c]; of characterLayer1, characterLayer2,
               wordLayer1 and wordLayer2 each inputWeights [features, 2*3*h] and recurrentWeights [2, h, 3*h];
               outputLayer.weights [2*h, tags], outputLayer.bias [tags], transitions.scores [tags + 2, tags + 2]
"""
import json
import os

import torch

from make_fixtures import FOLDER, best_paths, crf_scores, gradients, leaf, run_gru, written


def margin_losses(emissions, transitions, lengths, gold):
    losses = []
    for b, n in enumerate(lengths.tolist()):
        paths, scores = crf_scores(emissions[b], transitions, n)
        right = tuple(gold[b, :n].tolist())
        cost = torch.tensor([float(sum(y != z for y, z in zip(path, right))) for path in paths])
        losses.append(torch.logsumexp(scores + cost, 0) - scores[paths.index(right)])
    return torch.stack(losses)


def model():
    torch.manual_seed(90)
    words, characters, d, c, hc, h, tags = 12, 9, 5, 4, 3, 4, 4
    batch, time, letters = 3, 5, 6

    def layer(name, features, hidden):
        return {f"{name}.inputWeights": leaf(features, 6 * hidden, scale=0.6),
                f"{name}.recurrentWeights": leaf(2, hidden, 3 * hidden, scale=0.6)}

    weights = {
        "wordTable.rows": leaf(words, d), "characterTable.rows": leaf(characters, c),
        **layer("characterLayer1", c, hc), **layer("characterLayer2", 2 * hc, hc),
        **layer("wordLayer1", d + 2 * hc, h), **layer("wordLayer2", 2 * h, h),
        "outputLayer.weights": leaf(2 * h, tags), "outputLayer.bias": leaf(tags),
        "transitions.scores": leaf(tags + 2, tags + 2),
    }
    with torch.no_grad():
        weights["wordTable.rows"][0] = 0
        weights["characterTable.rows"][0] = 0
    lengths = torch.tensor([5, 3, 1])
    mask = torch.arange(time)[None] < lengths[:, None]
    word_ids = torch.randint(1, words, (batch, time)) * mask
    character_lengths = torch.randint(1, letters + 1, (batch, time)) * mask
    spelled = torch.arange(letters) < character_lengths.unsqueeze(-1)
    character_ids = torch.randint(1, characters, (batch, time, letters)) * spelled
    gold = torch.randint(0, tags, (batch, time)) * mask

    def run(name, inputs, lengths):
        return run_gru(inputs, lengths, weights[f"{name}.inputWeights"], weights[f"{name}.recurrentWeights"])

    spelling = torch.nn.functional.embedding(character_ids.reshape(batch * time, letters), weights["characterTable.rows"])
    lower, _ = run("characterLayer1", spelling, character_lengths.reshape(-1))
    _, shapes = run("characterLayer2", lower, character_lengths.reshape(-1))
    features = torch.cat([torch.nn.functional.embedding(word_ids, weights["wordTable.rows"]),
                          shapes.reshape(batch, time, 2 * hc)], -1)
    lower, _ = run("wordLayer1", features, lengths)
    states, _ = run("wordLayer2", lower, lengths)
    emissions = (states @ weights["outputLayer.weights"] + weights["outputLayer.bias"]) * mask.unsqueeze(-1)
    losses = margin_losses(emissions, weights["transitions.scores"], lengths, gold)
    path, score = best_paths(emissions, weights["transitions.scores"], lengths)
    return {"weights": weights,
            "inputs": {"words": word_ids, "characters": character_ids, "characterLengths": character_lengths,
                       "lengths": lengths, "tags": gold},
            "emissions": emissions, "losses": losses, "loss": losses.mean(), "tokens": int(lengths.sum()),
            "gradients": gradients(losses.mean(), weights), "path": path, "score": score}


if __name__ == "__main__":
    with open(os.path.join(FOLDER, "hierarchicalGru.json"), "w", encoding="utf-8") as f:
        json.dump(written(model()), f, separators=(",", ":"))
        f.write("\n")
