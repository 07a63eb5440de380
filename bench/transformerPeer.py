"""The transformer tagger in PyTorch, with transformers' BertModel, for bench/transformerPeer.ts: one JSON command a line on
stdin, the milliseconds of a training step for each of its batches on stdout. Batches are padded beforehand.

    python3 transformerPeer.py FOLDER TAGS THREADS
"""
import json
import sys
import time

import torch
import torch.nn as nn
from transformers import AutoModel


class Tagger(nn.Module):
    def __init__(self, folder, tags):
        super().__init__()
        self.encoder = AutoModel.from_pretrained(folder, dtype=torch.float32)
        self.dropout = nn.Dropout(0.1)
        self.output = nn.Linear(self.encoder.config.hidden_size, tags)

    def forward(self, ids, mask, firsts):
        states = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state  # [batch, pieces, hidden]
        words = states.gather(1, firsts.unsqueeze(-1).expand(-1, -1, states.shape[-1]))  # [batch, words, hidden]
        return self.output(self.dropout(words))


def padded(rows, filler):
    longest = max(map(len, rows))
    return torch.tensor([row + [filler] * (longest - len(row)) for row in rows])


def main():
    folder, tags, threads = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    torch.set_num_threads(threads)
    torch.manual_seed(1)
    model = Tagger(folder, tags).train()
    optimizer = torch.optim.AdamW(model.parameters(), 1e-4, weight_decay=0.01)
    print(json.dumps({"threads": torch.get_num_threads()}), flush=True)

    def step(ids, mask, firsts, gold):
        optimizer.zero_grad()
        scores = model(ids, mask, firsts)
        nn.functional.cross_entropy(scores.flatten(0, 1), gold.flatten(), ignore_index=-100).backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()

    for line in sys.stdin:
        milliseconds = []
        for given in json.loads(line):
            ids = padded(given["ids"], 0)
            mask = padded([[1] * len(row) for row in given["ids"]], 0)
            batch = (ids, mask, padded(given["firsts"], 0), padded(given["gold"], -100))
            began = time.perf_counter()
            step(*batch)
            milliseconds.append(1000 * (time.perf_counter() - began))
        print(json.dumps(milliseconds), flush=True)


if __name__ == "__main__":
    main()
