#!/usr/bin/env python3
"""Makes test/parity/fixtures/*.json: small cases worked out by PyTorch, which kernels and models are held against.

  apt-get install python3-torch && /usr/bin/python3 test/parity/make_fixtures.py

Everything is computed in double precision from one seed. A tensor is {"shape": [...], "values": [...]}, row by row, in
the project's own layouts (weights [in, out], gates input, forget, cell, output; CRF transitions [from, to] with start =
tags and end = tags + 1). PyTorch's LSTM has two biases; here the second is zero.

kernels.json
  lstm         list of cases: inputs, lengths, inputWeights, recurrentWeights, bias; states, final; statesWeights and
               finalWeights w, by which loss = sum(states * w) + sum(final * w'); gradients of the four of that loss
  crf          emissions, transitions, lengths, allowed, weights [batch]; logPartition; gradients {emissions,
               transitions} of sum(weights * logPartition); restricted {logPartition, gradients}, the same under
               `allowed`; marginals; path, score. By enumeration of every sequence.
  crfLosses    emissions, transitions, lengths, allowed, gold, cost, weights [batch]; loss {values [batch], gradients},
               costly, the same under `cost` too, and margin, the structured hinge; gradients {emissions, transitions} of
               sum(weights * values); constrained {path, score} under `allowed` with `cost`. By enumeration.
  linear       features, weights, bias, upstream; output; gradients of the three of sum(output * upstream)
  crossEntropy logits, allowed, lengths, weights [batch]; losses [batch]; gradients {logits} of sum(weights * losses)
  embedding    table, ids, weights; output; gradients {table} of sum(weights * output)
  gru          list of cases as lstm's, without bias and with three gates: reset, update, candidate
  optimizers   per rule: scalars, start, gradients [steps, n]; after [steps, n]; clip (or null): the largest norm
  sparseAdam   with and without momentum: scalars, table, ids [steps, positions], weights [steps, positions, dimension]; after [steps, words,
               dimension]: of steps down sum(weights * embedding²), the table's gradient sparse, row 0 padding

models.json: {"blstm": M, "bilstmCrf": M}, each M
  weights      by name: word.embedding [words, d], character.embedding [characters, c], character.inputWeights
               [c, 2*4*hc], character.recurrentWeights [2, hc, 4*hc], character.bias [2*4*hc], word.inputWeights
               [d + 2*hc, 2*4*h], word.recurrentWeights [2, h, 4*h], word.bias [2*4*h], output.weights [2*h, tags],
               output.bias [tags] and, for the CRF, crf.transitions [tags + 2, tags + 2]
  inputs       words [batch, time], characters [batch, time, letters], characterLengths [batch, time] (0 on padding),
               lengths [batch], tags [batch, time]; ids 0 are padding. The word layer reads the word's vector and then
               the character layer's final states (forward, backward).
  emissions    [batch, time, tags]; zero on padding
  losses       [batch]: minus the log-likelihood of each sentence's tags; loss is their mean, tokens the sum of lengths
  gradients    of loss (the mean over sentences), by the weights' names
  path         [batch, time], 0 on padding: argmax for blstm, Viterbi for bilstmCrf; score [batch] for the latter

transformer.json, from a seed of its own; loss = sum(output * weights) everywhere
  layerNorm    list of cases: x, gain, bias, epsilon, weights; output; gradients of x, gain, bias
  activations  by kind: x, weights; output; gradients {x}
  gated        by kind: the same, with x [rows, 2*width] and output [rows, width]
  packedAttention   list of cases: projected [pieces, 3*heads*size], starts, heads, scale, window (or null), weights; output;
               gradients {projected}; by scaled_dot_product_attention, each sentence by itself
  rotary       projected, positions, heads, base, weights; output; gradients {projected}; by transformers'
               apply_rotary_pos_emb

attention.json, from a seed of its own
  softmax      list of cases: scores [batch, heads, queries, keys], queryLengths, keyLengths, scale, mask (or null)
               {added, closed (1 where −∞ is added)}, weights; output; gradients {scores} of sum(output * weights)

tables.json, each section from a seed of its own
  parameterGroups   per rule: momentum, clip, groups (names of parameters, decay, rates [steps]), start by name, weights
               by name [steps, ...shape]; after by name [steps, ...shape]: of steps down
               sum(weights * parameter²) + (product of the parameters' sums)
  ordinaryRows      as kernels.json's embedding, of a table whose row 0 is read and learns
  ordinaryRowAdam   as kernels.json's sparseAdam without momentum, of a table whose row 0 learns
  denseTables  list of cases: rule, padding, tied, rate, decay, table, ids [steps, positions], weights [steps, positions,
               rows or dimension]; after [steps, rows, dimension]: of steps down sum(weights * (looked up @ tableᵀ)) where
               tied, else sum(weights * looked up²), the table's gradient dense

recurrentStates.json, from a seed of its own
  lstm         list of cases as kernels.json's, from initialState and initialCell [batch, directions*hidden]; also finalCell
               and finalCellWeights, which are in the loss too. Of an empty sequence the final state is the initial one.
  gru          the same from initialState, without a cell

decoder.json, from a seed of its own; L = log-probabilities of the tags, each from the tags before it
  cases        list: features, lengths, labels, featureWeights [features, 8*hidden + attention], stateWeights [hidden,
               4*hidden + attention], scoreWeights, initialState; states; statesWeights w; gradients of all but the lengths of
               sum(states * w). The columns are of the gates of an aligned state, of those of a context, of a key; of the
               gates of a state, of its query.
  model        as those of models.json, without emissions, with the weights labels.embeddings [1 + tags, l], labels.weights [l,
               4*hd], labels.bias, decoder.featureWeights [2*h, 8*hd + a], decoder.stateWeights [hd, 4*hd + a],
               decoder.scoreWeights [a], bridge.weights [h, hd], bridge.bias, and output.weights [hd, tags]; path is the likeliest
               tag at each step
  tagging      a case without labels, and labelInputs [1 + tags, 4*hidden], outputWeights, outputBias, allowed [tags + 2,
               tags]; greedy and best, each tags [batch, time] and probabilities [batch, time]: the likeliest allowed tag at each
               step, and the allowed sequence of the largest sum of L, by enumeration
"""
import itertools
import json
import os

import torch

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "fixtures")
torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)
torch.manual_seed(20)


def written(x):
    """A tensor, or a dict or list of them, as plain data with eight digits."""
    if isinstance(x, dict):
        return {k: written(v) for k, v in x.items()}
    if isinstance(x, list):
        return [written(v) for v in x]
    if not isinstance(x, torch.Tensor):
        return x
    flat = x.detach().reshape(-1).tolist()
    return {"shape": list(x.shape), "values": [v if isinstance(v, int) else float(f"{v:.8g}") for v in flat]}


def leaf(*shape, scale=1.0):
    return (torch.randn(*shape) * scale).requires_grad_()


def gradients(loss, named):
    return dict(zip(named, torch.autograd.grad(loss, list(named.values()))))


def run_lstm(inputs, lengths, weights, recurrent, bias, initial=None):
    """Each sequence by itself through PyTorch's LSTM, so that no padding exists at all. -> states, final, its cells"""
    directions, hidden, _ = recurrent.shape
    batch, time, features = inputs.shape
    by_direction = weights.reshape(features, directions, 4 * hidden)
    parameters = []  # in the order of nn.LSTM's own list
    for d in range(directions):
        parameters += [by_direction[:, d].t(), recurrent[d].t(), bias.reshape(directions, 4 * hidden)[d],
                       torch.zeros(4 * hidden)]
    first, first_cell = initial or 2 * [torch.zeros(batch, directions * hidden)]
    states, finals, cells = [], [], []
    for b in range(batch):
        n = int(lengths[b])
        if n == 0:
            states.append(torch.zeros(time, directions * hidden))
            finals.append(first[b])
            cells.append(first_cell[b])
            continue
        start = tuple(x[b].reshape(directions, 1, hidden) for x in (first, first_cell))
        # What nn.LSTM calls: has_biases, layers, dropout, train, bidirectional, batch_first.
        out, last, cell = torch.lstm(inputs[b : b + 1, :n], start, parameters, True, 1, 0.0, False, directions == 2, True)
        states.append(torch.cat([out[0], torch.zeros(time - n, directions * hidden)]))
        finals.append(last[:, 0].reshape(-1))
        cells.append(cell[:, 0].reshape(-1))
    return torch.stack(states), torch.stack(finals), torch.stack(cells)


def lstm_case(batch, time, features, hidden, directions, lengths):
    named = {
        "inputs": leaf(batch, time, features),
        "inputWeights": leaf(features, directions * 4 * hidden, scale=0.6),
        "recurrentWeights": leaf(directions, hidden, 4 * hidden, scale=0.6),
        "bias": leaf(directions * 4 * hidden, scale=0.6),
    }
    lengths = torch.tensor(lengths)
    states, final, _ = run_lstm(named["inputs"], lengths, *list(named.values())[1:])
    w, v = torch.randn_like(states), torch.randn_like(final)
    loss = (states * w).sum() + (final * v).sum()
    return {**named, "lengths": lengths, "states": states, "final": final, "statesWeights": w, "finalWeights": v,
            "gradients": gradients(loss, named)}


def run_gru(inputs, lengths, weights, recurrent, initial=None):
    """Paper 3's equations step by step: nn.GRU has the reset gate outside of the recurrent product. -> states, final"""
    directions, hidden, _ = recurrent.shape
    batch, time, features = inputs.shape
    by_direction = weights.reshape(features, directions, 3, hidden)
    first = torch.zeros(batch, directions * hidden) if initial is None else initial
    states, finals = [], []
    for b in range(batch):
        n = int(lengths[b])
        both = []
        for d in range(directions):
            (wr, wz, wh), (ur, uz, uh) = by_direction[:, d].unbind(1), recurrent[d].split(hidden, 1)
            state, walked = first[b, d * hidden : (d + 1) * hidden], []
            for t in range(n) if d == 0 else reversed(range(n)):
                x = inputs[b, t]
                r = torch.sigmoid(x @ wr + state @ ur)
                z = torch.sigmoid(x @ wz + state @ uz)
                candidate = torch.tanh(x @ wh + (r * state) @ uh)
                state = z * state + (1 - z) * candidate
                walked.append(state)
            in_order = walked if d == 0 else walked[::-1]
            both.append((torch.stack(in_order + [torch.zeros(hidden)] * (time - n)), state))
        states.append(torch.cat([s for s, _ in both], 1))
        finals.append(torch.cat([f for _, f in both]))
    return torch.stack(states), torch.stack(finals)


def gru_case(batch, time, features, hidden, directions, lengths):
    named = {
        "inputs": leaf(batch, time, features),
        "inputWeights": leaf(features, directions * 3 * hidden, scale=0.6),
        "recurrentWeights": leaf(directions, hidden, 3 * hidden, scale=0.6),
    }
    lengths = torch.tensor(lengths)
    states, final = run_gru(named["inputs"], lengths, *list(named.values())[1:])
    w, v = torch.randn_like(states), torch.randn_like(final)
    loss = (states * w).sum() + (final * v).sum()
    return {**named, "lengths": lengths, "states": states, "final": final, "statesWeights": w, "finalWeights": v,
            "gradients": gradients(loss, named)}


def gru_cases():
    torch.manual_seed(40)  # of its own, so that the cases beside it stay what they are
    return [gru_case(4, 5, 3, 4, 2, [5, 2, 1, 0]), gru_case(3, 4, 5, 3, 1, [4, 1, 3])]


def crf_scores(emissions, transitions, n):
    """All sequences of n tags, and the score of each (paper 1, equation 1)."""
    tags = emissions.shape[1]
    paths = list(itertools.product(range(tags), repeat=n))
    scores = []
    for path in paths:
        s = transitions[tags, path[0]] + transitions[path[-1], tags + 1]
        for t, y in enumerate(path):
            s = s + emissions[t, y] + (transitions[path[t - 1], y] if t else 0)
        scores.append(s)
    return paths, torch.stack(scores)


def log_partition(emissions, transitions, lengths, allowed=None):
    totals = []
    for b, n in enumerate(lengths.tolist()):
        if n == 0:
            totals.append(emissions.new_zeros(()))
            continue
        paths, scores = crf_scores(emissions[b], transitions, n)
        if allowed is not None:
            free = allowed[b] * 1.0
            free[free.sum(1) == 0] = 1.0
            kept = [i for i, p in enumerate(paths) if all(free[t, y] > 0 for t, y in enumerate(p))]
            scores = scores[kept]
        totals.append(torch.logsumexp(scores, 0))
    return torch.stack(totals)


def best_paths(emissions, transitions, lengths):
    path, score = torch.zeros(emissions.shape[:2], dtype=torch.long), torch.zeros(len(lengths))
    for b, n in enumerate(lengths.tolist()):
        if n:
            paths, scores = crf_scores(emissions[b], transitions, n)
            score[b] = scores.max()
            path[b, :n] = torch.tensor(paths[int(scores.argmax())])
    return path, score


def crf_case():
    batch, time, tags = 4, 4, 3
    named = {"emissions": leaf(batch, time, tags), "transitions": leaf(tags + 2, tags + 2)}
    with torch.no_grad():
        named["transitions"][0, 1] = -1e4  # a forbidden step
    lengths, weights = torch.tensor([4, 3, 1, 0]), torch.randn(batch)
    allowed = (torch.rand(batch, time, tags) < 0.6).double()
    allowed[0, 1] = 0  # a step that allows nothing is an unknown one
    total = log_partition(**named, lengths=lengths)
    restricted = log_partition(**named, lengths=lengths, allowed=allowed)
    path, score = best_paths(**named, lengths=lengths)
    return {**named, "lengths": lengths, "allowed": allowed, "weights": weights, "logPartition": total,
            "gradients": gradients((weights * total).sum(), named),
            "restricted": {"logPartition": restricted, "gradients": gradients((weights * restricted).sum(), named)},
            "marginals": gradients(log_partition(**named, lengths=lengths).sum(), named)["emissions"],
            "path": path, "score": score}


def crf_loss_cases():
    torch.manual_seed(50)  # of its own, so that the cases beside it stay what they are
    batch, time, tags = 5, 4, 3
    named = {"emissions": leaf(batch, time, tags), "transitions": leaf(tags + 2, tags + 2)}
    lengths, weights = torch.tensor([4, 3, 2, 1, 0]), torch.randn(batch)
    gold = torch.randint(0, tags, (batch, time))
    cost = torch.rand(batch, time, tags) * (1 - torch.nn.functional.one_hot(gold, tags))
    allowed = (torch.rand(batch, time, tags) < 0.5).double()
    allowed[1, 0] = 0  # a step that allows nothing is an unknown one
    free = torch.where(allowed.sum(-1, keepdim=True) > 0, allowed, torch.ones_like(allowed))
    emissions, transitions = named.values()

    def outcome(values):
        return {"values": values, "gradients": gradients((weights * values).sum(), named)}

    def loss(cost):
        return log_partition(emissions + cost, transitions, lengths) - log_partition(**named, lengths=lengths, allowed=allowed)

    right = []
    for b, n in enumerate(lengths.tolist()):
        paths, scores = crf_scores(emissions[b], transitions, n) if n else ([()], emissions.new_zeros(1))
        right.append(scores[paths.index(tuple(gold[b, :n].tolist()))])
    best = []
    for b, n in enumerate(lengths.tolist()):
        best.append(crf_scores(emissions[b] + cost[b], transitions, n)[1].max() if n else emissions.new_zeros(()))
    path, score = best_paths(emissions + cost + torch.where(free > 0, 0.0, -1e6), transitions, lengths)
    return {**named, "lengths": lengths, "allowed": allowed, "gold": gold, "cost": cost, "weights": weights,
            "loss": outcome(loss(0)), "costly": outcome(loss(cost)),
            "margin": outcome(torch.stack(best) - torch.stack(right)),
            "constrained": {"path": path, "score": score}}


def linear_case():
    torch.manual_seed(60)  # of its own, so that the cases beside it stay what they are
    named = {"features": leaf(2, 3, 5), "weights": leaf(5, 4), "bias": leaf(4)}
    output = torch.nn.functional.linear(named["features"], named["weights"].t(), named["bias"])
    upstream = torch.randn_like(output)
    return {**named, "upstream": upstream, "output": output, "gradients": gradients((output * upstream).sum(), named)}


def cross_entropy_case():
    batch, time, tags = 3, 4, 5
    logits, weights = leaf(batch, time, tags, scale=3), torch.randn(batch)
    lengths = torch.tensor([4, 2, 0])
    allowed = (torch.rand(batch, time, tags) < 0.4).double()
    allowed[0, 0] = 0
    allowed[0, 1] = torch.eye(tags)[2]
    free = torch.where(allowed.sum(-1, keepdim=True) > 0, allowed, torch.ones_like(allowed))
    cost = -torch.log((torch.softmax(logits, -1) * free).sum(-1))
    mask = torch.arange(time)[None] < lengths[:, None]
    losses = (cost * mask).sum(1)
    return {"logits": logits, "allowed": allowed, "lengths": lengths, "weights": weights, "losses": losses,
            "gradients": gradients((weights * losses).sum(), {"logits": logits})}


def embedding_case():
    table, ids = leaf(6, 3), torch.tensor([[1, 5, 1, 0], [2, 0, 1, 5]])
    output = torch.nn.functional.embedding(ids, table) * (ids > 0).unsqueeze(-1)
    weights = torch.randn_like(output)
    return {"table": table, "ids": ids, "weights": weights, "output": output,
            "gradients": gradients((weights * output).sum(), {"table": table})}


class Nadam(torch.optim.Optimizer):
    """As PyTorch has it from 2.0 on; 1.13's multiplies one momentum twice into the product."""

    def __init__(self, parameters, lr, betas=(0.9, 0.999), eps=1e-8, momentum_decay=4e-3):
        super().__init__(parameters, {})
        self.lr, self.betas, self.eps, self.decay, self.product, self.count = lr, betas, eps, momentum_decay, 1.0, 0
        self.first, self.second = torch.zeros_like(parameters[0]), torch.zeros_like(parameters[0])

    @torch.no_grad()
    def step(self):
        (b1, b2), p = self.betas, self.param_groups[0]["params"][0]
        self.count += 1
        mu, following = (b1 * (1 - 0.5 * 0.96 ** (n * self.decay)) for n in (self.count, self.count + 1))
        self.product *= mu
        self.first = b1 * self.first + (1 - b1) * p.grad
        self.second = b2 * self.second + (1 - b2) * p.grad**2
        denominator = (self.second / (1 - b2**self.count)).sqrt() + self.eps
        p -= self.lr * (1 - mu) / (1 - self.product) * p.grad / denominator
        p -= self.lr * following / (1 - self.product * following) * self.first / denominator


def optimizer_cases():
    rules = {
        "sgd": [(torch.optim.SGD, {"lr": 0.1}, {"learningRate": 0.1}, None),
                (torch.optim.SGD, {"lr": 0.1, "momentum": 0.9}, {"learningRate": 0.1, "momentum": 0.9}, 1.0)],
        "adam": [(torch.optim.Adam, {"lr": 0.02}, {"learningRate": 0.02}, None),
                 (torch.optim.Adam, {"lr": 0.02, "betas": (0.8, 0.99)},
                  {"learningRate": 0.02, "beta1": 0.8, "beta2": 0.99}, 1.0)],
        "adamw": [(torch.optim.AdamW, {"lr": 0.02, "weight_decay": 0.1},
                   {"learningRate": 0.02, "weightDecay": 0.1}, None)],
        "nadam": [(Nadam, {"lr": 0.02}, {"learningRate": 0.02}, None)],
        "adagrad": [(torch.optim.Adagrad, {"lr": 0.1}, {"learningRate": 0.1}, None)],
    }
    cases = []
    for rule, variants in rules.items():
        for kind, settings, scalars, clip in variants:
            start, steps = torch.randn(7), torch.randn(5, 7)
            parameter, after = start.clone().requires_grad_(), []
            optimizer = kind([parameter], **settings)
            for g in steps:
                parameter.grad = g.clone()
                if clip is not None:
                    torch.nn.utils.clip_grad_norm_([parameter], clip)
                optimizer.step()
                after.append(parameter.detach().clone())
            cases.append({"rule": rule, "scalars": scalars, "clip": clip, "start": start, "gradients": steps,
                          "after": torch.stack(after)})
    return cases


def sparse_adam_case(beta1, padding=0):
    torch.manual_seed(70)  # of its own, so that the cases beside it stay what they are
    words, dimension = 6, 3
    table = torch.randn(words, dimension)
    if padding == 0:
        table[0] = 0
    ids = torch.tensor([[1, 5, 1, 0], [2, 0, 0, 5], [4, 4, 4, 4], [0, 5, 1, 2]])
    weights = torch.randn(*ids.shape, dimension)
    parameter, after = table.clone().requires_grad_(), []
    optimizer = torch.optim.SparseAdam([parameter], lr=0.02, betas=(beta1, 0.999))
    for step in range(len(ids)):
        optimizer.zero_grad()
        output = torch.nn.functional.embedding(ids[step], parameter, padding_idx=padding, sparse=True)
        (weights[step] * output**2).sum().backward()
        optimizer.step()
        after.append(parameter.detach().clone())
    return {"scalars": {"learningRate": 0.02, "beta1": beta1}, "table": table, "ids": ids, "weights": weights,
            "after": torch.stack(after)}


def decoder_weights(features, tags):
    hidden, attention, embedding = 3, 5, 4
    return {
        "labels.embeddings": leaf(1 + tags, embedding), "labels.weights": leaf(embedding, 4 * hidden, scale=0.6),
        "labels.bias": leaf(4 * hidden, scale=0.6),
        "decoder.featureWeights": leaf(features, 8 * hidden + attention, scale=0.6),
        "decoder.stateWeights": leaf(hidden, 4 * hidden + attention, scale=0.6),
        "decoder.scoreWeights": leaf(attention), "output.weights": leaf(hidden, tags, scale=3),
        "bridge.weights": leaf(features // 2, hidden), "bridge.bias": leaf(hidden),
    }


def decode_model(weights, features, n, choose):
    """A sentence's log-probabilities of the tags, each from the tag before it. `choose` gives a step's tag."""
    last_forward = features[n - 1, : features.shape[1] // 2]
    state, rows = last_forward @ weights["bridge.weights"] + weights["bridge.bias"], []
    cell, previous = torch.zeros_like(state), 0
    for i in range(n):
        label = weights["labels.embeddings"][previous] @ weights["labels.weights"] + weights["labels.bias"]
        state, cell = decoder_step(features[:n], i, state, cell, label, *(weights[f"decoder.{name}"] for name in
                                   ("featureWeights", "stateWeights", "scoreWeights")))
        rows.append(torch.log_softmax(state @ weights["output.weights"] + weights["output.bias"], 0))
        previous = 1 + choose(i, rows[-1])
    return torch.stack(rows)


def model_case(kind):
    words, characters, d, c, hc, h, tags = 12, 9, 5, 4, 3, 4, 4
    batch, time, letters = 3, 5, 6
    weights = {
        "word.embedding": leaf(words, d), "character.embedding": leaf(characters, c),
        "character.inputWeights": leaf(c, 8 * hc, scale=0.6),
        "character.recurrentWeights": leaf(2, hc, 4 * hc, scale=0.6), "character.bias": leaf(8 * hc, scale=0.6),
        "word.inputWeights": leaf(d + 2 * hc, 8 * h, scale=0.6), "word.recurrentWeights": leaf(2, h, 4 * h, scale=0.6),
        "word.bias": leaf(8 * h, scale=0.6), "output.weights": leaf(2 * h, tags), "output.bias": leaf(tags),
    }
    if kind == "crf":
        weights["crf.transitions"] = leaf(tags + 2, tags + 2)
    if kind == "decoder":
        weights.update(decoder_weights(2 * h, tags))
    with torch.no_grad():
        weights["word.embedding"][0] = 0
        weights["character.embedding"][0] = 0
    lengths = torch.tensor([5, 3, 1])
    mask = torch.arange(time)[None] < lengths[:, None]
    word_ids = torch.randint(1, words, (batch, time)) * mask
    character_lengths = torch.randint(1, letters + 1, (batch, time)) * mask
    spelled = torch.arange(letters) < character_lengths.unsqueeze(-1)
    character_ids = torch.randint(1, characters, (batch, time, letters)) * spelled
    gold = torch.randint(0, tags, (batch, time)) * mask

    spelling = torch.nn.functional.embedding(character_ids.reshape(batch * time, letters), weights["character.embedding"])
    _, shapes, _ = run_lstm(spelling, character_lengths.reshape(-1), *(weights[f"character.{n}"] for n in
                         ("inputWeights", "recurrentWeights", "bias")))
    features = torch.cat([torch.nn.functional.embedding(word_ids, weights["word.embedding"]),
                          shapes.reshape(batch, time, 2 * hc)], -1)
    states, _, _ = run_lstm(features, lengths, *(weights[f"word.{n}"] for n in
                         ("inputWeights", "recurrentWeights", "bias")))
    if kind == "decoder":
        losses, path = [], torch.zeros(batch, time, dtype=torch.long)
        for b, n in enumerate(lengths.tolist()):
            known = decode_model(weights, states[b], n, lambda i, _: int(gold[b, i]))
            losses.append(-known.gather(1, gold[b, :n, None]).sum())
            path[b, :n] = decode_model(weights, states[b], n, lambda _, row: int(row.argmax())).argmax(1)
        emissions, losses, score = None, torch.stack(losses), None
    else:
        emissions = (states @ weights["output.weights"] + weights["output.bias"]) * mask.unsqueeze(-1)
    if kind == "crf":
        gold_scores = []
        for b, n in enumerate(lengths.tolist()):
            paths, scores = crf_scores(emissions[b], weights["crf.transitions"], n)
            gold_scores.append(scores[paths.index(tuple(gold[b, :n].tolist()))])
        losses = log_partition(emissions, weights["crf.transitions"], lengths) - torch.stack(gold_scores)
        path, score = best_paths(emissions, weights["crf.transitions"], lengths)
    elif kind == "softmax":
        log_probability = torch.log_softmax(emissions, -1).gather(2, gold.unsqueeze(-1))[..., 0]
        losses, path, score = -(log_probability * mask).sum(1), emissions.argmax(-1) * mask, None
    return {"weights": weights,
            "inputs": {"words": word_ids, "characters": character_ids, "characterLengths": character_lengths,
                       "lengths": lengths, "tags": gold},
            "emissions": emissions, "losses": losses, "loss": losses.mean(), "tokens": int(lengths.sum()),
            "gradients": gradients(losses.mean(), weights), "path": path, **({"score": score} if kind == "crf" else {})}


def layer_norm_case(shape, epsilon):
    named = {"x": leaf(*shape, scale=2), "gain": leaf(shape[-1]), "bias": leaf(shape[-1])}
    output = torch.nn.functional.layer_norm(named["x"], shape[-1:], named["gain"], named["bias"], epsilon)
    weights = torch.randn_like(output)
    return {**named, "epsilon": epsilon, "weights": weights, "output": output,
            "gradients": gradients((output * weights).sum(), named)}


ACTIVATIONS = {
    "gelu": torch.nn.functional.gelu,
    "gelu-tanh": lambda x: torch.nn.functional.gelu(x, approximate="tanh"),
    "relu": torch.relu,
    "silu": torch.nn.functional.silu,
}


def activation_case(apply, x):
    x.requires_grad_()
    output = apply(x)
    weights = torch.randn_like(output)
    return {"x": x, "weights": weights, "output": output, "gradients": gradients((output * weights).sum(), {"x": x})}


def gated(apply):
    def gate(x):
        activated, gates = x.chunk(2, -1)
        return apply(activated) * gates
    return gate


def packed_attention_case(heads, size, lengths, window, extra):
    """`extra` rows belong to no sentence."""
    pieces, scale = sum(lengths) + extra, size ** -0.5
    projected = leaf(pieces, 3 * heads * size)
    starts = [sum(lengths[:n]) for n in range(len(lengths) + 1)]
    outputs = []
    for first, length in zip(starts, lengths):
        queries, keys, values = projected[first:first + length].view(length, 3, heads, size).permute(1, 2, 0, 3)
        place = torch.arange(length)
        near = None if window is None else (place[:, None] - place[None, :]).abs() <= window // 2
        each = torch.nn.functional.scaled_dot_product_attention(queries, keys, values, attn_mask=near, scale=scale)
        outputs.append(each.transpose(0, 1).reshape(length, heads * size))
    output = torch.cat([*outputs, torch.zeros(extra, heads * size)])
    weights = torch.randn_like(output)
    return {"projected": projected, "starts": torch.tensor(starts), "heads": heads, "scale": scale, "window": window,
            "weights": weights, "output": output,
            "gradients": gradients((output * weights).sum(), {"projected": projected})}


def rotary_case(heads, size, base, positions):
    from transformers.models.llama.modeling_llama import apply_rotary_pos_emb
    projected = leaf(len(positions), 3 * heads * size)
    angles = torch.tensor(positions)[:, None] * base ** (-torch.arange(0, size, 2) / size)
    angles = torch.cat([angles, angles], -1)[None]
    parts = projected.view(1, len(positions), 3, heads, size)
    queries, keys = apply_rotary_pos_emb(*(parts[:, :, n].transpose(1, 2) for n in (0, 1)), angles.cos(), angles.sin())
    output = torch.stack([queries.transpose(1, 2), keys.transpose(1, 2), parts[:, :, 2]], 2).view(projected.shape)
    weights = torch.randn_like(output)
    return {"projected": projected, "positions": torch.tensor(positions), "heads": heads, "base": base,
            "weights": weights, "output": output,
            "gradients": gradients((output * weights).sum(), {"projected": projected})}


def transformer():
    torch.manual_seed(30)
    return {
        "layerNorm": [layer_norm_case([2, 3, 7], 1e-12), layer_norm_case([5, 12], 1e-2)],
        "activations": {kind: activation_case(apply, torch.cat([torch.linspace(-6, 6, 49), torch.randn(18)]))
                        for kind, apply in ACTIVATIONS.items()},
        "gated": {kind: activation_case(gated(apply), torch.randn(5, 14) * 2) for kind, apply in ACTIVATIONS.items()},
        "packedAttention": [packed_attention_case(2, 4, [5, 3, 0, 1], None, 2),
                            packed_attention_case(3, 4, [9, 2, 4], 4, 0)],
        "rotary": rotary_case(2, 8, 10000.0, [0, 1, 2, 3, 0, 1, 77, 500]),
    }


def parameter_groups_case(rule, kind, settings, momentum):
    """Steps of PyTorch's optimizer over groups with rates that change from step to step, and decays of their own."""
    torch.manual_seed(80)
    steps, clip = 6, 2.0
    start = {"bias": torch.randn(5), "matrix": torch.randn(2, 3), "head": torch.randn(4)}
    groups = [{"parameters": ["bias", "matrix"], "decay": 0.3, "rates": [0.05 / n for n in range(1, steps + 1)]},
              {"parameters": ["head"], "decay": 0.0, "rates": [0.01 * n for n in range(1, steps + 1)]}]
    weights = {name: torch.randn(steps, *x.shape) for name, x in start.items()}
    parameters = {name: x.clone().requires_grad_() for name, x in start.items()}
    after = {name: [] for name in start}
    decays = [{"weight_decay": group["decay"]} if rule == "adamw" else {} for group in groups]
    optimizer = kind([{"params": [parameters[name] for name in group["parameters"]], "lr": group["rates"][0], **decay}
                      for group, decay in zip(groups, decays)], **settings)
    for step in range(steps):
        for group, of_optimizer in zip(groups, optimizer.param_groups):
            of_optimizer["lr"] = group["rates"][step]
        optimizer.zero_grad()
        product = torch.stack([x.sum() for x in parameters.values()]).prod()
        (sum((weights[name][step] * x**2).sum() for name, x in parameters.items()) + product).backward()
        torch.nn.utils.clip_grad_norm_(parameters.values(), clip)
        optimizer.step()
        for name, x in parameters.items():
            after[name].append(x.detach().clone())
    return {"rule": rule, "momentum": momentum, "clip": clip, "groups": groups, "start": start, "weights": weights,
            "after": {name: torch.stack(all_steps) for name, all_steps in after.items()}}


def parameter_groups_cases():
    return [parameter_groups_case("sgd", torch.optim.SGD, {"momentum": 0.9}, 0.9),
            parameter_groups_case("adam", torch.optim.Adam, {}, 0.0),
            parameter_groups_case("adamw", torch.optim.AdamW, {}, 0.0),
            parameter_groups_case("adagrad", torch.optim.Adagrad, {}, 0.0)]


def ordinary_rows_case():
    torch.manual_seed(81)
    table, ids = leaf(6, 3), torch.tensor([[1, 5, 1, 0], [2, 0, 0, 5]])
    output = torch.nn.functional.embedding(ids, table)
    weights = torch.randn_like(output)
    return {"table": table, "ids": ids, "weights": weights, "output": output,
            "gradients": gradients((weights * output).sum(), {"table": table})}


def dense_table_case(rule, padding, tied):
    """A table that PyTorch teaches as it does any other parameter: a row that no step looks up goes on by its moments."""
    torch.manual_seed(82)
    rows, dimension, rate, decay = 7, 3, 0.05, 0.2 if rule == "adamw" else 0.0
    table = torch.randn(rows, dimension)
    ids = torch.tensor([[1, 5, 1, 0], [2, 0, 0, 5], [4, 4, 4, 4], [0, 5, 1, 2], [6, 0, 1, 1]])
    weights = torch.randn(*ids.shape, rows if tied else dimension)
    if padding:
        table[0] = 0  # PyTorch reads it, where we read zeros
    if padding and tied:
        weights[..., 0] = 0  # else its row would move by its use as a matrix
    parameter, after = table.clone().requires_grad_(), []
    kind = {"adam": torch.optim.Adam, "adamw": torch.optim.AdamW}[rule]
    optimizer = kind([parameter], lr=rate, weight_decay=decay)
    for step in range(len(ids)):
        optimizer.zero_grad()
        read = torch.nn.functional.embedding(ids[step], parameter, padding_idx=0 if padding else None)
        (weights[step] * (read @ parameter.t() if tied else read**2)).sum().backward()
        optimizer.step()
        after.append(parameter.detach().clone())
    return {"rule": rule, "padding": padding, "tied": tied, "rate": rate, "decay": decay, "table": table, "ids": ids,
            "weights": weights, "after": torch.stack(after)}


def attention_case(batch, heads, query_lengths, key_lengths, mask=None):
    queries, keys, scale = max(query_lengths), max(key_lengths), 0.25
    scores = leaf(batch, heads, queries, keys, scale=6)
    query_lengths, key_lengths = torch.tensor(query_lengths), torch.tensor(key_lengths)
    added = torch.zeros(queries, keys) if mask is None else mask
    asking = torch.arange(queries)[None, :] < query_lengths[:, None]
    asked = torch.arange(keys)[None, :] < key_lengths[:, None]
    closed = added == -torch.inf
    open_keys = asking[:, None, :, None] & asked[:, None, None, :] & ~closed
    shares = torch.softmax((scores * scale + added).masked_fill(~open_keys, -1e30), -1)
    output = shares * open_keys.any(-1, keepdim=True)
    weights = torch.randn_like(output)
    plain = None if mask is None else {"added": added.masked_fill(closed, 0), "closed": closed.int()}  # without infinities
    return {"scores": scores, "queryLengths": query_lengths, "keyLengths": key_lengths, "scale": scale, "mask": plain,
            "weights": weights, "output": output, "gradients": gradients((output * weights).sum(), {"scores": scores})}


def attention_cases():
    torch.manual_seed(84)

    def random_mask(*shape):
        """Some keys taken away, and from one query all of them."""
        mask = torch.randn(*shape).masked_fill(torch.rand(*shape) < 0.3, -torch.inf)
        mask[..., 1, :] = -torch.inf
        return mask

    causal = torch.full((3, 5), -torch.inf).triu(3)  # two keys that all see, then each query what is before it
    return [attention_case(4, 2, [3, 2, 0, 1], [5, 3, 2, 0]),
            attention_case(2, 3, [3, 2], [5, 4], causal),
            attention_case(2, 3, [3, 2], [6, 5], random_mask(3, 6)),
            attention_case(2, 3, [4, 3], [2, 2], random_mask(3, 4, 2)),
            attention_case(3, 2, [3, 2, 3], [5, 5, 1], random_mask(3, 1, 3, 5)),
            attention_case(2, 2, [3, 3], [5, 4], random_mask(2, 2, 3, 5))]


def tables():
    return {
        "parameterGroups": parameter_groups_cases(),
        "ordinaryRows": ordinary_rows_case(),
        "ordinaryRowAdam": sparse_adam_case(0.0, padding=None),
        "denseTables": [dense_table_case("adamw", padding, tied) for padding in (False, True) for tied in (False, True)]
        + [dense_table_case("adam", True, False)],
    }


def recurrent_state_case(gates, batch, time, features, hidden, directions, lengths):
    width = directions * hidden
    named = {
        "inputs": leaf(batch, time, features),
        "inputWeights": leaf(features, gates * width, scale=0.6),
        "recurrentWeights": leaf(directions, hidden, gates * hidden, scale=0.6),
    }
    if gates == 4:
        named["bias"] = leaf(gates * width, scale=0.6)
    initial = {name: leaf(batch, width) for name in (("initialState", "initialCell") if gates == 4 else ("initialState",))}
    lengths = torch.tensor(lengths)
    weights = list(named.values())[1:]
    if gates == 4:
        values = run_lstm(named["inputs"], lengths, *weights, initial=list(initial.values()))
    else:
        values = run_gru(named["inputs"], lengths, *weights, initial=initial["initialState"])
    outputs = dict(zip(("states", "final", "finalCell"), values))
    upstream = {f"{name}Weights": torch.randn_like(x) for name, x in outputs.items()}
    loss = sum((x * w).sum() for x, w in zip(outputs.values(), upstream.values()))
    named.update(initial)
    return {**named, "lengths": lengths, **outputs, **upstream, "gradients": gradients(loss, named)}


def recurrent_states():
    torch.manual_seed(80)
    sizes = ((4, 5, 3, 4, 2, [5, 2, 1, 0]), (3, 4, 5, 3, 1, [4, 4, 4]))
    return {name: [recurrent_state_case(gates, *each) for each in sizes] for name, gates in (("lstm", 4), ("gru", 3))}


def decoder_step(h, i, state, cell, label, feature_weights, state_weights, score_weights):
    """Bahdanau et al.'s attention over the states h [length, features], and PyTorch's LSTM cell. -> state, cell"""
    hidden = len(state)
    of_aligned, of_context, to_key = feature_weights.split([4 * hidden, 4 * hidden, len(score_weights)], 1)
    recurrent, to_query = state_weights.split([4 * hidden, len(score_weights)], 1)
    scores = torch.stack([score_weights @ torch.tanh(state @ to_query + each @ to_key) for each in h])
    context = torch.softmax(scores, 0) @ h
    read = torch.cat([label, context, h[i]])[None]
    matrix = torch.cat([torch.eye(4 * hidden), of_context, of_aligned])  # [4*hidden + 2*features, 4*hidden]
    state, cell = torch.lstm_cell(read, (state[None], cell[None]), matrix.t(), recurrent.t())
    return state[0], cell[0]


def run_decoder(features, lengths, labels, feature_weights, state_weights, score_weights, initial_state):
    """Each sequence by itself, so that no padding exists at all. -> states [batch, time, hidden]"""
    batch, time, _ = features.shape
    states = []
    for b in range(batch):
        n, state = int(lengths[b]), initial_state[b]
        cell, walked = torch.zeros_like(state), []
        for i in range(n):
            state, cell = decoder_step(features[b, :n], i, state, cell, labels[b, i], feature_weights, state_weights,
                                       score_weights)
            walked.append(state)
        states.append(torch.stack(walked + [torch.zeros_like(state)] * (time - n)))
    return torch.stack(states)


def decoder_parts(batch, time, features, hidden, attention):
    return {
        "features": leaf(batch, time, features),
        "featureWeights": leaf(features, 8 * hidden + attention, scale=0.5),
        "stateWeights": leaf(hidden, 4 * hidden + attention, scale=0.5),
        "scoreWeights": leaf(attention),
        "initialState": leaf(batch, hidden, scale=0.6),
    }


def decoder_case(batch, time, features, hidden, attention, lengths):
    named = {**decoder_parts(batch, time, features, hidden, attention), "labels": leaf(batch, time, 4 * hidden)}
    lengths = torch.tensor(lengths)
    states = run_decoder(named["features"], lengths, named["labels"], named["featureWeights"], named["stateWeights"],
                         named["scoreWeights"], named["initialState"])
    w = torch.randn_like(states)
    return {**named, "lengths": lengths, "states": states, "statesWeights": w,
            "gradients": gradients((states * w).sum(), named)}


def decoder_tagging_case(batch, time, features, hidden, attention, tags, lengths):
    parts = decoder_parts(batch, time, features, hidden, attention)
    label_inputs, output_weights, output_bias = leaf(tags + 1, 4 * hidden, scale=2), leaf(hidden, tags, scale=4), leaf(tags, scale=0.3)
    allowed = (torch.rand(tags + 2, tags) < 0.7).double()
    allowed[:, 0] = 1

    def step(b, i, n, before):
        """-> probabilities of the tags, the tags that are allowed, and the state and cell after the step"""
        previous, state, cell = before
        state, cell = decoder_step(parts["features"][b, :n], i, state, cell, label_inputs[previous],
                                   parts["featureWeights"], parts["stateWeights"], parts["scoreWeights"])
        may = allowed[previous] * (allowed[tags + 1] if i == n - 1 else 1)
        return torch.softmax(state @ output_weights + output_bias, 0), may, state, cell

    outcomes = {name: {"tags": torch.zeros(batch, time, dtype=torch.long), "probabilities": torch.zeros(batch, time)}
                for name in ("greedy", "best")}
    for b, n in enumerate(lengths):
        start = (0, parts["initialState"][b], torch.zeros(hidden))
        before = start
        for i in range(n):
            shares, may, state, cell = step(b, i, n, before)
            tag = int((shares * may).argmax())
            outcomes["greedy"]["tags"][b, i], outcomes["greedy"]["probabilities"][b, i] = tag, shares[tag].detach()
            before = (tag + 1, state, cell)
        best = -1.0
        for path in itertools.product(range(tags), repeat=n):
            before, found, possible = start, [], True
            for i, tag in enumerate(path):
                shares, may, state, cell = step(b, i, n, before)
                found.append(shares[tag].detach())
                possible = possible and may[tag] > 0
                before = (tag + 1, state, cell)
            product = float(torch.stack(found).prod()) if n else 1.0
            if possible and product > best:
                best = product
                outcomes["best"]["tags"][b, :n] = torch.tensor(path, dtype=torch.long)
                outcomes["best"]["probabilities"][b, :n] = torch.stack(found) if n else torch.zeros(0)
    return {**parts, "labelInputs": label_inputs, "outputWeights": output_weights, "outputBias": output_bias,
            "allowed": allowed, "lengths": torch.tensor(lengths), **outcomes}


def decoder():
    torch.manual_seed(90)
    kernel = {"cases": [decoder_case(4, 5, 6, 3, 5, [5, 2, 1, 0]), decoder_case(3, 4, 3, 4, 8, [4, 1, 3])],
              "tagging": decoder_tagging_case(5, 4, 6, 4, 5, 4, [4, 3, 2, 1, 0])}
    torch.manual_seed(93)  # one under which no two words are spelled alike
    return {**kernel, "model": model_case("decoder")}


def main():
    kernels = {
        "lstm": [lstm_case(4, 5, 3, 4, 2, [5, 2, 1, 0]), lstm_case(3, 4, 5, 3, 1, [4, 1, 3])],
        "crf": crf_case(),
        "crossEntropy": cross_entropy_case(),
        "embedding": embedding_case(),
        "optimizers": optimizer_cases(),
    }
    models = {"blstm": model_case("softmax"), "bilstmCrf": model_case("crf")}
    kernels["gru"] = gru_cases()
    kernels["crfLosses"] = crf_loss_cases()
    kernels["linear"] = linear_case()
    kernels["sparseAdam"] = [sparse_adam_case(0.9), sparse_adam_case(0.0)]
    for name, content in (("kernels", kernels), ("models", models), ("transformer", transformer()),
                          ("tables", tables()), ("attention", {"softmax": attention_cases()}), ("recurrentStates", recurrent_states()), ("decoder", decoder())):
        with open(os.path.join(FOLDER, f"{name}.json"), "w", encoding="utf-8") as f:
            json.dump(written(content), f, separators=(",", ":"))
            f.write("\n")


if __name__ == "__main__":
    main()
