#!/usr/bin/env python3
"""Makes test/parity/fixtures/transformers/*.json: a small model of each family of transformers, with random weights.

  pip install torch transformers && python3 test/parity/make_transformers.py

Computed by the library itself in double precision, from weights of three decimals. Each file:

  specification  the encoder's, by the project's names
  vocabulary     the pieces: special ones, letters that begin a word, and letters that go on in one
  sentences      words, each the pieces that it is made of: "ab" is a and ##b
  weights        by the project's names, [inputs, outputs]; outputLayer.weights and .bias of the tagger above the encoder
  states         [pieces, hidden], the last hidden states of all sentences one after another, special pieces included
  tags           of the words of all sentences; loss: the mean cross entropy over words
  gradients      of loss, by the weights' names
Of an adapted model (adapters-*.json) besides
  adapters       rank, scale (alpha), places, and weights A [inputs, rank] and B [rank, outputs] by the project's names;
                 gradients are theirs and the output's alone
A tensor is {"shape": [...], "values": [...]}, row by row.
"""
import json
import os

import torch
from transformers import (BertConfig, BertModel, DistilBertConfig, DistilBertModel, ElectraConfig, ElectraModel,
                          ModernBertConfig, ModernBertModel, RobertaConfig, RobertaModel, XLMRobertaConfig,
                          XLMRobertaModel)

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "fixtures", "transformers")
LETTERS = "abcdefgh"
VOCABULARY = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *LETTERS, *("##" + letter for letter in LETTERS)]
SENTENCES = [["ab", "c", "dea", "f", "gh", "a"], ["h"], ["b", "acdc", "e", "fb", "ga", "ch", "d", "e", "ab"], ["ef", "g", "h"]]
TAGS = 5
HIDDEN, HEADS, INNER, LONGEST = 8, 2, 12, 24

BERT = dict(vocab_size=len(VOCABULARY), hidden_size=HIDDEN, num_hidden_layers=2, num_attention_heads=HEADS,
            intermediate_size=INNER, max_position_embeddings=LONGEST, type_vocab_size=2, attn_implementation="eager")
OURS = dict(embeddingSize=HIDDEN, hiddenSize=HIDDEN, layers=2, heads=HEADS, intermediateSize=INNER,
            vocabularySize=len(VOCABULARY), maximumLength=LONGEST, positions="learned", tokenTypes=2, norms="after",
            normEpsilon=1e-12, activation="gelu", gated=False, biases=True, normBiases=True, localWindow=0, globalEvery=1,
            rotaryBase=10000, localRotaryBase=10000)


def bert_names(model, layers=2, before=0):
    """Ours → a function of the parameters of the model (or of their gradients), of BERT and those named as it is."""
    names = {
        "pieceTable.rows": ["embeddings.word_embeddings.weight"],
        "positionTable.rows": (["embeddings.position_embeddings.weight"], lambda rows: rows[before:]),
        "typeTable.rows": ["embeddings.token_type_embeddings.weight"],
        **norm("embeddingNorm", "embeddings.LayerNorm"),
    }
    if hasattr(model, "embeddings_project"):
        names.update(dense("embeddingProjection", "embeddings_project"))
    for n in range(layers):
        theirs = f"encoder.layer.{n}"
        attention = [f"{theirs}.attention.self.{part}" for part in ("query", "key", "value")]
        names.update({
            **dense(f"layers.{n}.attentionInput", *attention),
            **dense(f"layers.{n}.attentionOutput", f"{theirs}.attention.output.dense"),
            **norm(f"layers.{n}.attentionNorm", f"{theirs}.attention.output.LayerNorm"),
            **dense(f"layers.{n}.feedForwardInput", f"{theirs}.intermediate.dense"),
            **dense(f"layers.{n}.feedForwardOutput", f"{theirs}.output.dense"),
            **norm(f"layers.{n}.feedForwardNorm", f"{theirs}.output.LayerNorm"),
        })
    return names


def distilbert_names(model):
    names = {
        "pieceTable.rows": ["embeddings.word_embeddings.weight"],
        "positionTable.rows": ["embeddings.position_embeddings.weight"],
        **norm("embeddingNorm", "embeddings.LayerNorm"),
    }
    for n in range(2):
        theirs = f"transformer.layer.{n}"
        names.update({
            **dense(f"layers.{n}.attentionInput", *(f"{theirs}.attention.{part}_lin" for part in "qkv")),
            **dense(f"layers.{n}.attentionOutput", f"{theirs}.attention.out_lin"),
            **norm(f"layers.{n}.attentionNorm", f"{theirs}.sa_layer_norm"),
            **dense(f"layers.{n}.feedForwardInput", f"{theirs}.ffn.lin1"),
            **dense(f"layers.{n}.feedForwardOutput", f"{theirs}.ffn.lin2"),
            **norm(f"layers.{n}.feedForwardNorm", f"{theirs}.output_layer_norm"),
        })
    return names


def modernbert_names(model):
    names = {"pieceTable.rows": ["embeddings.tok_embeddings.weight"],
             **gain("embeddingNorm", "embeddings.norm"), **gain("finalNorm", "final_norm")}
    for n in range(4):
        names.update({
            **weights(f"layers.{n}.attentionInput", f"layers.{n}.attn.Wqkv"),
            **weights(f"layers.{n}.attentionOutput", f"layers.{n}.attn.Wo"),
            **weights(f"layers.{n}.feedForwardInput", f"layers.{n}.mlp.Wi"),
            **weights(f"layers.{n}.feedForwardOutput", f"layers.{n}.mlp.Wo"),
            **gain(f"layers.{n}.feedForwardNorm", f"layers.{n}.mlp_norm"),
        })
        if n > 0:
            names.update(gain(f"layers.{n}.attentionNorm", f"layers.{n}.attn_norm"))
    return names


def transposed(*matrices):
    return torch.cat([matrix.T for matrix in matrices], 1)


def weights(ours, *theirs):
    return {f"{ours}.weights": ([f"{name}.weight" for name in theirs], transposed)}


def dense(ours, *theirs):
    return {**weights(ours, *theirs), f"{ours}.bias": ([f"{name}.bias" for name in theirs], lambda *all: torch.cat(all))}


def gain(ours, theirs):
    return {f"{ours}.gain": [f"{theirs}.weight"]}


def norm(ours, theirs):
    return {**gain(ours, theirs), f"{ours}.bias": [f"{theirs}.bias"]}


FAMILIES = {
    "bert": (BertModel, BertConfig(**BERT), bert_names, {}),
    # Positions of its table begin behind those of padding, of which there are two.
    "roberta": (RobertaModel, RobertaConfig(**{**BERT, "type_vocab_size": 1, "max_position_embeddings": LONGEST + 2},
                                            pad_token_id=1, layer_norm_eps=1e-5),
                lambda model: bert_names(model, before=2), {"tokenTypes": 1, "normEpsilon": 1e-5}),
    "distilbert": (DistilBertModel,
                   DistilBertConfig(vocab_size=len(VOCABULARY), dim=HIDDEN, n_layers=2, n_heads=HEADS, hidden_dim=INNER,
                                    max_position_embeddings=LONGEST, activation="relu", attn_implementation="eager"),
                   distilbert_names, {"tokenTypes": 0, "activation": "relu"}),
    "electra": (ElectraModel, ElectraConfig(**BERT, embedding_size=6, hidden_act="gelu_new"),
                bert_names, {"embeddingSize": 6, "activation": "gelu-tanh"}),
    "xlm-r": (XLMRobertaModel, XLMRobertaConfig(**{**BERT, "type_vocab_size": 1, "max_position_embeddings": LONGEST + 2},
                                                pad_token_id=1, layer_norm_eps=1e-5, hidden_act="silu"),
              lambda model: bert_names(model, before=2), {"tokenTypes": 1, "normEpsilon": 1e-5, "activation": "silu"}),
    "modernbert": (ModernBertModel,
                   ModernBertConfig(vocab_size=len(VOCABULARY), hidden_size=HIDDEN, intermediate_size=INNER,
                                    num_hidden_layers=4, num_attention_heads=HEADS, max_position_embeddings=LONGEST,
                                    pad_token_id=0, cls_token_id=2, sep_token_id=3, bos_token_id=2, eos_token_id=3,
                                    layer_types=["full_attention", "sliding_attention", "sliding_attention", "full_attention"],
                                    rope_parameters={
                                        "full_attention": {"rope_theta": 160.0, "rope_type": "default"},
                                        "sliding_attention": {"rope_theta": 10.0, "rope_type": "default"}},
                                    local_attention=4, attn_implementation="eager"),
                   modernbert_names,
                   {"layers": 4, "positions": "rotary", "tokenTypes": 0, "norms": "before", "normEpsilon": 1e-5,
                    "gated": True, "biases": False, "normBiases": False, "localWindow": 4, "globalEvery": 3,
                    "rotaryBase": 160, "localRotaryBase": 10}),
}


RANK, ALPHA = 2, 3


def adapt(family, model, places):
    """Low-rank adapters (Hu et al. 2021) beside linear layers, in order of their inputs → ours by name, {A, B}."""
    draw = torch.Generator().manual_seed(7)
    adapters = {}

    def beside(linear, *names):
        """Each of the names has an equal share of the columns; None has no adapter."""
        share = linear.out_features // len(names)
        pairs = []
        for name in names:
            pair = [torch.round(torch.randn(shape, generator=draw) * 150).double() / 1000
                    for shape in ((linear.in_features, RANK), (RANK, share))]
            pairs.append([matrix.requires_grad_() for matrix in pair] if name else [0 * matrix for matrix in pair])
            if name:
                adapters.update(zip((f"{name}.A", f"{name}.B"), pair))

        def add(_, given, result):
            return result + ALPHA / RANK * torch.cat([given[0] @ a @ b for a, b in pairs], -1)
        linear.register_forward_hook(add)

    for n, layer in enumerate(model.encoder.layer if family == "bert" else model.layers):
        ours = f"layers.{n}"
        parts = [f"{ours}.attentionInput.queries", places == "all" and f"{ours}.attentionInput.keys",
                 f"{ours}.attentionInput.values"]
        whole = [f"{ours}.{name}.adapter" for name in ("attentionOutput", "feedForwardInput", "feedForwardOutput")]
        if family == "bert":
            own = layer.attention.self
            for linear, name in zip((own.query, own.key, own.value), parts):
                beside(linear, name)
            linears = [layer.attention.output.dense, layer.intermediate.dense, layer.output.dense]
        else:
            beside(layer.attn.Wqkv, *parts)
            linears = [layer.attn.Wo, layer.mlp.Wi, layer.mlp.Wo]
        for linear, name in zip(linears, whole if places == "all" else []):
            beside(linear, name)
    return adapters


def pieces_of(word):
    return [VOCABULARY.index(word[0]), *(VOCABULARY.index("##" + letter) for letter in word[1:])]


def model_of(family, seed, places=None):
    make, config, names_of, different = FAMILIES[family]
    torch.manual_seed(seed)
    model = make(config, add_pooling_layer=False) if family in ("bert", "roberta", "xlm-r") else make(config)
    model = model.double().eval()
    output = torch.nn.Linear(HIDDEN, TAGS).double()
    with torch.no_grad():
        for name, parameter in [*model.named_parameters(), *output.named_parameters()]:
            is_gain = "norm" in name.lower() and name.endswith("weight")
            parameter.copy_(torch.round(torch.randn_like(parameter) * 400 + (1000 if is_gain else 0)) / 1000)

    adapters = adapt(family, model, places) if places else {}
    states, words = [], []
    for sentence in SENTENCES:
        row, firsts = [VOCABULARY.index("[CLS]")], []
        for word in sentence:
            firsts.append(len(row))
            row += pieces_of(word)
        ids = torch.tensor([row + [VOCABULARY.index("[SEP]")]])
        states.append(model(input_ids=ids).last_hidden_state[0])
        words.append(states[-1][firsts])
    words = torch.cat(words)
    tags = torch.randint(0, TAGS, (len(words),))
    loss = torch.nn.functional.cross_entropy(output(words), tags)
    loss.backward()

    parameters = dict(model.named_parameters())
    parameters.update({"output.weight": output.weight, "output.bias": output.bias})
    names = {**names_of(model), **dense("outputLayer", "output")}

    def ours(of):
        made = {}
        for name, source in names.items():
            theirs, change = source if isinstance(source, tuple) else (source, lambda only: only)
            made[name] = change(*(of(parameters[their]) for their in theirs))
        return made

    used = {their for source in names.values() for their in (source[0] if isinstance(source, tuple) else source)}
    missing = set(parameters) - used
    assert not missing, missing
    gradients = ours(lambda parameter: parameter.grad)
    if places:
        gradients = {name: gradient for name, gradient in gradients.items() if name.startswith("outputLayer")}
        gradients.update({name: matrix.grad for name, matrix in adapters.items()})
    return {
        **({"adapters": {"rank": RANK, "scale": ALPHA, "places": places, "weights": written(adapters)}} if places else {}),
        "specification": {"kind": "transformer", **OURS, **different},
        "vocabulary": VOCABULARY, "sentences": SENTENCES,
        "weights": written(ours(lambda parameter: parameter)),
        "states": written(torch.cat(states)),
        "tags": tags.tolist(), "loss": loss.item(),
        "gradients": written(gradients),
    }


def written(x):
    if isinstance(x, dict):
        return {key: written(value) for key, value in x.items()}
    assert x.isfinite().all()
    return {"shape": list(x.shape), "values": [float(f"{value:.6g}") for value in x.detach().reshape(-1).tolist()]}


if __name__ == "__main__":
    os.makedirs(FOLDER, exist_ok=True)
    made = [(family, family, 120 + number, None) for number, family in enumerate(FAMILIES)]
    made += [("adapters-bert", "bert", 120, "attention"), ("adapters-modernbert", "modernbert", 125, "all")]
    for name, family, seed, places in made:
        with open(os.path.join(FOLDER, f"{name}.json"), "w", encoding="utf-8") as f:
            json.dump(model_of(family, seed, places), f, separators=(",", ":"))
