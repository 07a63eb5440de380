"""
Tags texts in PyTorch with the model in this folder, whose head transformers has no class for: python tagger.py FILE

It reads and prints what tag.py does. From Python: load(folder).tag(text). A CRF's emissions are those of
AutoModelForTokenClassification; its transitions stand in tagger.json. What LANER has above its encoder is in head.safetensors.

Needs: pip install torch transformers regex
"""

import inspect
import sys
from pathlib import Path

import torch
from safetensors.torch import load_file
from transformers import AutoModel, AutoModelForTokenClassification

from tag import Tagger, main


class Network:
    """What tag.py asks: from the name of a network and its inputs to its outputs, as arrays."""

    def __init__(self, encoder):
        self.encoder = encoder.eval()
        self.takes = inspect.signature(encoder.forward).parameters

    @torch.inference_mode()
    def __call__(self, name, feeds):
        tensors = {key: torch.from_numpy(value) for key, value in feeds.items()}
        if name == "decoder":
            return {"logits": self.step(**tensors).numpy()}
        outputs = self.encoder(**{key: value for key, value in tensors.items() if key in self.takes})
        return {key: outputs[key].numpy() for key in ("logits", "last_hidden_state") if key in outputs}


class LabelAware(Network):
    """Each tag from the word, the sentence and all labels before the word."""

    def __init__(self, encoder, weights):
        super().__init__(encoder)
        self.weights = weights
        self.lstm = None
        if "labelTable.embeddings" in weights:
            size = weights["labelTable.embeddings"].shape[1]
            self.lstm = torch.nn.LSTM(size, size, bidirectional=True).eval()
            with torch.no_grad():
                self.fill(size)

    def fill(self, size):
        weights = self.weights
        for direction, ending in enumerate(("", "_reverse")):
            gates = slice(direction * 4 * size, (direction + 1) * 4 * size)
            getattr(self.lstm, f"weight_ih_l0{ending}").copy_(weights["labelEncoder.inputWeights"][:, gates].T)
            getattr(self.lstm, f"weight_hh_l0{ending}").copy_(weights["labelEncoder.recurrentWeights"][direction].T)
            getattr(self.lstm, f"bias_ih_l0{ending}").copy_(weights["labelEncoder.bias"][gates])
            getattr(self.lstm, f"bias_hh_l0{ending}").zero_()

    def linear(self, path, inputs):
        return inputs @ self.weights[f"{path}.weights"] + self.weights[f"{path}.bias"]

    def step(self, features, word, labels):
        """features [words, n], labels before the word [labels]: scores of its tags [1, tags]"""
        knows = features[word][None]
        if self.lstm:
            states = self.lstm(self.weights["labelTable.embeddings"][labels][:, None])[0][:, 0]
            if "labelBackground.weights" in self.weights:
                asked = self.linear("labelBackground", states[-1:])
                knows = torch.cat([knows, torch.softmax(asked @ features.T, -1) @ features], 1)
            if "labelContext.weights" in self.weights:
                asked = self.linear("labelContext", knows)
                knows = torch.cat([knows, torch.softmax(asked @ states.T, -1) @ states], 1)
        return self.linear("outputLayer", knows)


def load(folder=Path(__file__).parent):
    head = Path(folder) / "head.safetensors"
    if head.exists():
        network = LabelAware(AutoModel.from_pretrained(folder), load_file(head))
    else:
        network = Network(AutoModelForTokenClassification.from_pretrained(folder))
    return Tagger(folder, network=network)


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")
    main(load())
