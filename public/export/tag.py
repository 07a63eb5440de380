"""
Tags texts with the model beside this file, as Graft does: python tag.py FILE

FILE has one text a line. For each, one line of JSON is printed: {"text", "spans": [{"start", "end", "label"}]}, with offsets in
code points. A model of one tag a token gives "tokens" with their labels instead. From Python: Tagger(folder).tag(text).

Needs: pip install onnxruntime numpy tokenizers regex
"""

import json
import sys
import unicodedata
from pathlib import Path

NEEDED = "pip install onnxruntime numpy tokenizers regex"

try:
    import numpy as np
    from cutting import Sentences, Words, capitalisation, character_type, compiled_rules, spans_of, unified, windows_of
except ModuleNotFoundError as missing:
    sys.exit(f"error: {missing.name} is not installed: {NEEDED}")


class OnnxNetwork:
    def __init__(self, folder, quantized=False):
        import onnxruntime

        self.folder, self.ending, self.sessions = Path(folder), "_quantized" if quantized else "", {}
        self.open = lambda path: onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])

    def __call__(self, name, feeds):
        if name not in self.sessions:
            self.sessions[name] = self.open(self.folder / "onnx" / f"{name}{self.ending}.onnx")
        session = self.sessions[name]
        read = {each.name: feeds[each.name] for each in session.get_inputs()}
        return dict(zip([each.name for each in session.get_outputs()], session.run(None, read)))


def integers(values):
    return np.asarray(values, dtype=np.int64)


class Tagger:
    """network: from a name (model, decoder) and inputs to outputs, by default the ONNX files of the folder."""

    def __init__(self, folder=Path(__file__).parent, quantized=False, network=None):
        folder = Path(folder)
        self.data = json.loads((folder / "tagger.json").read_text(encoding="utf-8"))
        rules = compiled_rules(folder / "rules.json")
        self.words = Words(rules["words"])
        self.sentences = Sentences(rules["sentences"], rules["wrapped"])
        self.run = network or OnnxNetwork(folder, quantized)
        self.reads, self.tags, self.known = self.data["reads"], self.data["tags"], {}
        if self.reads["kind"] == "pieces":
            from tokenizers import Tokenizer

            self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        else:
            named = lambda entries: {entry: row + 2 for row, entry in enumerate(entries[2:])}
            self.word_rows, self.character_rows = named(self.reads["words"]), named(self.reads["characters"])

    def tag(self, text):
        """The spans of a text, by code points; of a model of one tag a token, the tokens."""
        text, spans = unified(text), []
        for tokens in self.sentences.of(text, self.words.of(text)):
            tags = [self.tags[row] for row in self.rows_of([text[start:end] for start, end in tokens])]
            if self.data["scheme"] == "tags":
                spans += [{"start": start, "end": end, "label": tag} for (start, end), tag in zip(tokens, tags)]
            else:
                spans += [
                    {"start": tokens[first][0], "end": tokens[last][1], "label": label}
                    for first, last, label in spans_of(tags)
                ]
        return spans

    def rows_of(self, words):
        """A sentence's tags, as rows of the network's output."""
        outputs = self.of_pieces(words) if self.reads["kind"] == "pieces" else self.run("model", self.of_words(words))
        chooses = self.data["chooses"]
        if chooses["kind"] == "each":
            return outputs["logits"][0].argmax(axis=1)
        if chooses["kind"] == "path":
            return best_path(outputs["logits"][0], np.asarray(chooses["transitions"], dtype=np.float32))
        return self.decoded(outputs, len(words), chooses)

    def of_pieces(self, words):
        """The outputs at each word's first piece, [1, words, n]."""
        reads, most = self.reads, self.reads["maximumLength"] - 2
        pieces = [self.pieces_of(word)[:most] for word in words]
        rows = {}
        for first, end, begin, to in windows_of([len(each) for each in pieces], most):
            ids, firsts = [reads["start"]], []
            for word in range(first, end):
                firsts += [len(ids)] if begin <= word < to else []
                ids += pieces[word]
            ids = integers([ids + [reads["end"]]])
            feeds = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
            for name, values in self.run("model", feeds).items():
                rows.setdefault(name, []).append(values[0][firsts])
        return {name: np.concatenate(each)[None] for name, each in rows.items()}

    def pieces_of(self, word):
        if word not in self.known:
            ids = self.tokenizer.encode([word], is_pretokenized=True, add_special_tokens=False).ids
            self.known[word] = ids or [self.reads["unknown"]]
        return self.known[word]

    def of_words(self, words):
        reads, places = self.reads, {}
        zeroed = lambda word: "".join("0" if unicodedata.category(each) == "Nd" else each for each in word)
        read = [zeroed(word) if reads["digitsToZero"] else word for word in words]
        row_of = lambda word: self.word_rows.get(word, self.word_rows.get(word.lower(), reads["unknown"]))
        spellings = [places.setdefault(word, len(places)) for word in read]
        cut = [word[: reads["longestSpelling"]] for word in places]
        longest = max(len(word) for word in cut)
        padded = lambda rows: integers([row + [0] * (longest - len(row)) for row in rows])
        feeds = {
            "words": integers([[row_of(word) for word in read]]),
            "lengths": integers([len(words)]),
            "spellings": integers([spellings]),
            "characters": padded([[self.character_rows.get(each, reads["unknown"]) for each in word] for word in cut]),
            "character_lengths": integers([len(word) for word in cut]),
        }
        if "characterTypes" in reads:
            feeds["character_types"] = padded([[character_type(each) for each in word] for word in cut])
        if "capitalisations" in reads:
            feeds["capitalisations"] = integers([[capitalisation(word) for word in read]])
        return feeds

    def decoded(self, outputs, count, chooses):
        """Tags from left to right, each with those before it; of several beginnings the likeliest are kept."""
        allowed = np.asarray(chooses["allowed"]) > 0
        prefixes = [{"tags": [], "score": 0.0}]
        for word in range(count):
            logits, states = self.step(outputs, word, prefixes, chooses["kind"])
            longer = []
            for n, prefix in enumerate(prefixes):
                may = allowed[1 + prefix["tags"][-1] if prefix["tags"] else 0]
                may = may & allowed[-1] if word == count - 1 else may
                scores = logits[n].astype(np.float64) - np.log(np.exp(logits[n] - logits[n].max()).sum()) - logits[n].max()
                for tag in np.flatnonzero(may) if may.any() else range(len(self.tags)):
                    score = prefix["score"] + scores[tag]
                    longer.append({"tags": prefix["tags"] + [int(tag)], "score": score, **states[n]})
            prefixes = sorted(longer, key=lambda each: -each["score"])[: chooses["beam"]]
        return prefixes[0]["tags"]

    def step(self, outputs, word, prefixes, kind):
        """The scores of a word's tags for each prefix [prefixes, tags], and what the next step is given of each."""
        if kind == "label-aware":
            features = outputs.get("features", outputs.get("last_hidden_state"))[0]
            labels = integers([tag + 1 for tag in prefixes[0]["tags"]] or [0])
            feeds = {"features": features, "word": integers(word), "labels": labels}
            return self.run("decoder", feeds)["logits"], [{}]
        start = outputs["initial_state"][0]
        result = self.run(
            "decoder",
            {
                "projected": outputs["projected"][0],
                "word": integers(word),
                "label": integers([prefix["tags"][-1] + 1 if word else 0 for prefix in prefixes]),
                "state": np.stack([prefix.get("state", start) for prefix in prefixes]),
                "cell": np.stack([prefix.get("cell", np.zeros_like(start)) for prefix in prefixes]),
            },
        )
        return result["logits"], [
            {"state": state, "cell": cell} for state, cell in zip(result["next_state"], result["next_cell"])
        ]


def best_path(emissions, transitions):
    """Viterbi: the tags of the path with the highest score."""
    count = emissions.shape[1]
    scores, back = transitions[count, :count] + emissions[0], []
    for row in emissions[1:]:
        through = scores[:, None] + transitions[:count, :count]
        back.append(through.argmax(axis=0))
        scores = through.max(axis=0) + row
    path = [int((scores + transitions[:count, count + 1]).argmax())]
    for before in reversed(back):
        path.append(int(before[path[-1]]))
    return path[::-1]


def main(tagger):
    files = [name for name in sys.argv[1:] if not name.startswith("--")]
    try:
        source = open(files[0], encoding="utf-8", newline="\n") if files else sys.stdin
    except OSError as error:
        sys.exit(f"error: {files[0]} cannot be read: {error.strerror}")
    field = "tokens" if tagger.data["scheme"] == "tags" else "spans"
    for line in source:
        text = line.rstrip("\n").removesuffix("\r")
        print(json.dumps({"text": text, field: tagger.tag(text)}, ensure_ascii=False, separators=(",", ":")))


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")
    try:
        main(Tagger(quantized="--quantized" in sys.argv))
    except ModuleNotFoundError as missing:
        sys.exit(f"error: {missing.name} is not installed: {NEEDED}")
