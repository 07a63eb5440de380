"""The same taggers in PyTorch, for bench/peer.ts: one JSON command a line on stdin, one JSON answer on stdout.

The models stand in peerModels.py. Times are taken here, so that the talk between the two programs costs neither.

    python3 peer.py cpu|cuda THREADS    what it is, then answers
    python3 peer.py describe            what it is
"""
import json
import sys
import time

import torch
import torch.nn as nn

from peerModels import MODELS

LONGEST_WORD = 20


class Peer:
    def __init__(self, device):
        self.device = device

    def setup(self, path):
        with open(path, encoding="utf-8") as file:
            given = json.load(file)
        self.words = {word: row for row, word in enumerate(given["words"])}
        self.characters = {character: row for row, character in enumerate(given["characters"])}
        self.tag_names = given["tags"]
        self.tags = {tag: row for row, tag in enumerate(given["tags"])}
        self.sets = {name: given[name] for name in ("training", "tagging")}
        self.built = {}

    def use(self, name):
        if name not in self.built:
            torch.manual_seed(1)
            model = MODELS[name](len(self.words), len(self.characters), len(self.tags)).to(self.device)
            self.built[name] = (model, model.optimizer())
        self.model, self.optimizer = self.built[name]

    def batch(self, name, indices):
        """Looks everything up and pads it."""
        sentences = [self.sets[name][i] for i in indices]
        steps = max(len(s["words"]) for s in sentences)
        words, gold, spelled, spelled_lengths = [], [], [], []
        longest = max(min(len(w), LONGEST_WORD) for s in sentences for w in s["words"])
        for sentence in sentences:
            padding = [0] * (steps - len(sentence["words"]))
            plain = ["".join("0" if c.isdigit() else c for c in w) for w in sentence["words"]]
            words.append([self.words.get(w, self.words.get(w.lower(), 1)) for w in plain] + padding)
            gold.append([self.tags[t] for t in sentence["tags"]] + padding)
            rows = [[self.characters.get(c, 1) for c in w[:LONGEST_WORD]] for w in plain]
            spelled_lengths.append([len(row) for row in rows] + padding)
            spelled.append([row + [0] * (longest - len(row)) for row in rows] + [[0] * longest] * len(padding))
        lengths = torch.tensor([len(s["words"]) for s in sentences])
        mask = torch.arange(steps)[None] < lengths[:, None]
        tensors = (torch.tensor(words), torch.tensor(spelled), torch.tensor(spelled_lengths))
        inputs = (*(each.to(self.device) for each in tensors), lengths)
        return inputs, torch.tensor(gold).to(self.device), mask.to(self.device)

    def step(self, inputs, gold, mask):
        self.optimizer.zero_grad()
        self.model.loss(self.model.emissions(*inputs), gold, mask).backward()
        nn.utils.clip_grad_norm_(self.model.parameters(), self.model.clip)
        self.optimizer.step()

    def finish(self):
        if self.device == "cuda":
            torch.cuda.synchronize()

    def timed(self, work):
        self.finish()
        began = time.perf_counter()
        work()
        self.finish()
        return 1000 * (time.perf_counter() - began)

    def do(self, command):
        what = command["do"]
        if what == "setup":
            self.setup(command["path"])
            return {}
        self.use(command["model"])
        if what == "step":  # the batch is made beforehand, as in the reference's own measurement
            batch = self.batch("training", command["sentences"])
            return {"milliseconds": [self.timed(lambda: self.step(*batch)) for _ in range(command["count"])]}
        if what == "train":
            def train():
                for indices in command["batches"]:
                    self.step(*self.batch("training", indices))
            return {"milliseconds": [self.timed(train)]}
        if what == "tag":
            def tag():
                self.model.eval()
                with torch.no_grad():
                    for indices in command["batches"]:
                        inputs, _, mask = self.batch("tagging", indices)
                        paths = self.model.decode(self.model.emissions(*inputs), mask).tolist()
                        for path, i in zip(paths, indices):
                            [self.tag_names[row] for row in path[:len(self.sets["tagging"][i]["words"])]]
                self.model.train()
            return {"milliseconds": [self.timed(tag)]}
        raise ValueError("unknown command " + what)


def loaded_libraries():
    """Paths of the libraries in this process, where the system tells (Linux); some come with the first product."""
    torch.rand(64, 64) @ torch.rand(64, 64)
    try:
        with open("/proc/self/maps", encoding="utf-8") as maps:
            return sorted({line.split(None, 5)[5].strip() for line in maps if ".so" in line})
    except OSError:
        return []


def describe():
    return {
        "version": torch.__version__,
        "threads": torch.get_num_threads(),
        "configuration": torch.__config__.show(),
        "libraries": loaded_libraries(),
        "cuda": torch.cuda.get_device_name(0) if torch.cuda.is_available() else None,
    }


def main():
    if sys.argv[1] == "describe":
        print(json.dumps(describe()))
        return
    device, threads = sys.argv[1], int(sys.argv[2])
    torch.set_num_threads(threads)
    peer = Peer(device)
    print(json.dumps(describe()), flush=True)
    for line in sys.stdin:
        print(json.dumps(peer.do(json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
