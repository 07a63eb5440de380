#!/usr/bin/env python3
"""Makes test/parity/fixtures/labelAware.json: LANER's output (paper 4, section 2.2), worked out by PyTorch word by word.

  /usr/bin/python3 test/parity/make_label_aware.py

A list of cases, each with
  labelBackground, labelContext   what of it there is; without both it is a linear layer
  features [batch, time, features], lengths, tags [batch, time] (0 on padding)
  weights      labelTable.embeddings [1 + tags, d] (row 0 the start), labelEncoder.inputWeights [d, 2*4*d],
               labelEncoder.recurrentWeights [2, d, 4*d], labelEncoder.bias [2*4*d], labelBackground.weights [2*d, features]
               and .bias, labelContext.weights [features or 2*features, 2*d] and .bias, outputLayer.weights and .bias
  logits       [batch, time, tags], each given the gold tags before it; zero on padding
  loss         minus the mean log-likelihood of a tag
  gradients    of loss, by the weights' names, and of features
  path, probabilities  [batch, time], 0 on padding: the likeliest tag at each word, given those before it
"""
import json
import os

import torch

from make_fixtures import FOLDER, gradients, leaf, run_lstm, written


def attend(query, states):
    """Softmax(query statesT) states"""
    return torch.softmax(states @ query, 0) @ states


def word_logits(weights, h, i, before):
    """Scores of word i's tags. `before`: rows of the labels before it, that of the start alone for the first word."""
    linear = lambda name, x: x @ weights[f"{name}.weights"] + weights[f"{name}.bias"]
    u = h[i]
    if "labelTable.embeddings" in weights:
        s = weights["labelTable.embeddings"][before]
        e, _, _ = run_lstm(s[None], torch.tensor([len(before)]), *(weights[f"labelEncoder.{name}"] for name in
                           ("inputWeights", "recurrentWeights", "bias")))
        e = e[0]
        if "labelBackground.weights" in weights:
            u = torch.cat([u, attend(linear("labelBackground", e[-1]), h)])
        if "labelContext.weights" in weights:
            u = torch.cat([u, attend(linear("labelContext", u), e)])
    return linear("outputLayer", u)


def sentence_logits(weights, h, choose):
    rows, before = [], []
    for i in range(len(h)):
        rows.append(word_logits(weights, h, i, before or [0]))
        before = before + [1 + choose(i, rows[-1])]
    return torch.stack(rows)


def case(background, context, lengths, features=6, d=3, tags=4):
    batch, time = len(lengths), max(lengths)
    wide = features * (2 if background else 1)
    layer = lambda name, inputs, outputs: {f"{name}.weights": leaf(inputs, outputs, scale=0.6),
                                           f"{name}.bias": leaf(outputs, scale=0.6)}
    weights = layer("outputLayer", wide + (2 * d if context else 0), tags)
    if background or context:
        weights.update({
            "labelTable.embeddings": leaf(1 + tags, d), "labelEncoder.inputWeights": leaf(d, 8 * d),
            "labelEncoder.recurrentWeights": leaf(2, d, 4 * d), "labelEncoder.bias": leaf(8 * d, scale=0.6)})
    if background:
        weights.update(layer("labelBackground", 2 * d, features))
    if context:
        weights.update(layer("labelContext", wide, 2 * d))
    h = leaf(batch, time, features)
    gold = torch.randint(0, tags, (batch, time)) * (torch.arange(time)[None] < torch.tensor(lengths)[:, None])
    logits, losses = torch.zeros(batch, time, tags), []
    path, probabilities = torch.zeros(batch, time, dtype=torch.long), torch.zeros(batch, time)
    for b, n in enumerate(lengths):
        known = sentence_logits(weights, h[b, :n], lambda i, _: int(gold[b, i]))
        logits[b, :n] = known.detach()
        losses.append(torch.nn.functional.cross_entropy(known, gold[b, :n], reduction="sum"))
        own = torch.softmax(sentence_logits(weights, h[b, :n], lambda _, row: int(row.argmax())), 1)
        probabilities[b, :n], path[b, :n] = own.detach().max(1)
    loss = torch.stack(losses).sum() / sum(lengths)
    return {"labelBackground": background, "labelContext": context, "features": h, "lengths": torch.tensor(lengths),
            "tags": gold, "weights": weights, "logits": logits, "loss": loss,
            "gradients": gradients(loss, {**weights, "features": h}), "path": path, "probabilities": probabilities}


if __name__ == "__main__":
    torch.manual_seed(110)
    cases = [case(background, context, [5, 1, 7, 2]) for background in (True, False) for context in (True, False)]
    with open(os.path.join(FOLDER, "labelAware.json"), "w", encoding="utf-8") as f:
        json.dump(written(cases), f, separators=(",", ":"))
        f.write("\n")
