#!/usr/bin/env python3
"""Makes test/parity/fixtures/pieces.json: small tokenizers of every kind, and what the tokenizers library makes of words.

  python3 test/parity/make_pieces.py        (needs tokenizers)

  [name].tokenizer      tokenizer.json
  [name].words          word, ids, and the places of the pieces in the word, in UTF-16 units

The tokenizers learn from the sentences below. Where pieces are equally frequent the trainer takes any of them, so another
run makes other vocabularies; the fixture holds them beside what they gave. The library gives a piece that is nothing
but a space the place of what follows; here it has none (from = to).
"""
import base64
import json
import os
import zlib

from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "fixtures")

TEXT = [
    "The harbour was closed on Monday, because the harbourmaster had lost his keys.",
    "La niña vivió en A Coruña y después en Málaga; el año pasado volvió.",
    "Perché la città è così vuota? Il sindaco l'ha già chiesto più volte.",
    "Der Bürgermeister öffnete die Straßenbahn um 12:30 Uhr für alle.",
    "Readers rereading unreadable letters; a reader's letters are readable.",
    "東京 タワー は 東 に ある", "Η ΟΔΟΣ είναι μεγάλη οδός", "naïve café, coöperate, Zoë", "email@example.org costs 4.50 $ in 2024",
]
WORDS = [
    "The", "harbourmaster", "unreadable", "rereaders'", "keys.", "niña", "Coruña", "Málaga", "città", "Perché", "BÜRGER",
    "Straßenbahn", "STRASSE", "12:30", "4.50", "l'ha", "naïve", "coöperation", "Zoë", "東京", "東京タワー", "x東y", "ΟΔΟΣ", "οδός",
    "İstanbul", "ǅ", "😀", "a😀b", "👩\u200d👧", "👍🏽", "🇮🇹", "\U00020000", "\u00ad", "soft\u00adhyphen", "a\u200bb", "ﬁn", "½",
    "Ａ", "ガ", "[MASK]", "a[SEP]b", "<mask>", "</s>", "email@example.org", "—", "…", "\u0378", "a\u00a0b", "каша", "q",
]
SPECIAL = {"bert": ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"], "roberta": ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]}

# SentencePiece's table of seven rules (ﬁ to fi, full-width A, no-break space, ½, e with acute, soft hyphen away, ka with
# a voiced mark), as sentencepiece 0.2.3 compiled it from its normalization_rule_tsv, squeezed by zlib.
CHARACTER_MAP = base64.b64encode(zlib.decompress(base64.b64decode(
    "eNol03fwz3UcwPGX748/OuOuO+JkXVEIhbJlpezMEiJ7RKLslN8vXXX2LKPszgxFaJC9V0ZG5s/eVBJKj+/1x+Oed5/Pfe79/rxHZIyI0RmiY6WU2BGJSM0bkS1iyPSsERnU2yGLKkekaNrcRCwYnRLpWRKR1iURkzJFPOx5qmbWGfqQ5vBRdnLyCD/VjMilj5IbQ0Qe8pOPhRsSUUAf5zEKUZAneYIiFOYpilKcYjxNCX40n2e0NKV4jmcpSxnKU46KVMDvRCWq8DzVqEoNqmO68QIv8SK1qUVd6lCferxMAxrRkCY0phlNeZVXeI3mtKQFr9OKNrSmLW/QnnZ0pAOd6URXuvAm3ehBd3ryFr14m3foTR/epR99GUB/BjGQwbzHB7xPavy/0R+SxkcM5WPSLdSn+gnDuG7jRuhwRjGSMckjxDjGMoHxfMZEJvE5U5jMF0xlGl8yg+nMYiZzmM26LBFf6TzmsoD5LEqeGRbzNUtZwrd8w3KWsYLvWMVKfuD75HlMnhnWsJq1/Mz65JhsZAOb2cRWtrCdbexkB7vZxV72sI9fOMB+fuUghznEUY5wjN84wXFOcTK51pzmLGc4zzkucoHLXOIqV5J7wTVucoPfucWf/MFf3OZv7nCPu/zDfR7wLy5fydOpQ0u5CJ26xvp5kZ62MP4DGYKX0g=="))).decode()


def around(tokenizer, start, end):
    ids = [(name, tokenizer.token_to_id(name)) for name in (start, end)]
    return processors.TemplateProcessing(single=f"{start} $A {end}", pair=f"{start} $A {end} $B:1 {end}:1", special_tokens=ids)


def word_piece(lowercase):
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=lowercase)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.train_from_iterator(TEXT, trainers.WordPieceTrainer(
        vocab_size=300, special_tokens=SPECIAL["bert"], show_progress=False))
    tokenizer.post_processor = around(tokenizer, "[CLS]", "[SEP]")
    return tokenizer


def byte_level(normalizer):
    tokenizer = Tokenizer(models.BPE())
    tokenizer.normalizer = normalizer
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=True)
    tokenizer.train_from_iterator(TEXT, trainers.BpeTrainer(
        vocab_size=420, special_tokens=SPECIAL["roberta"], initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False))
    tokenizer.add_special_tokens([AddedToken("<mask>", lstrip=True, normalized=False)])
    tokenizer.post_processor = processors.RobertaProcessing(("</s>", 2), ("<s>", 0), trim_offsets=True)
    return tokenizer


def unigram():
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.normalizer = normalizers.Sequence([
        normalizers.Precompiled(base64.b64decode(CHARACTER_MAP)), normalizers.Replace(Regex(" {2,}"), " ")])
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always")
    tokenizer.train_from_iterator(TEXT, trainers.UnigramTrainer(
        vocab_size=260, special_tokens=SPECIAL["roberta"], unk_token="<unk>", show_progress=False))
    tokenizer.post_processor = around(tokenizer, "<s>", "</s>")
    return tokenizer


def byte_fallback():
    """As the newer multilingual encoders have it: spaces as pieces, bytes for what has no piece."""
    tokenizer = Tokenizer(models.BPE(byte_fallback=True, unk_token="<unk>", fuse_unk=True))
    tokenizer.normalizer = normalizers.Sequence([normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")])
    bytes_ = [f"<0x{byte:02X}>" for byte in range(256)]
    tokenizer.train_from_iterator(
        [word for line in TEXT for word in line.split()],
        trainers.BpeTrainer(vocab_size=560, special_tokens=[*SPECIAL["roberta"], *bytes_], show_progress=False))
    tokenizer.post_processor = around(tokenizer, "<s>", "</s>")
    # The trainer takes the bytes for special pieces; as text they are none.
    held = json.loads(tokenizer.to_str())
    held["added_tokens"] = [token for token in held["added_tokens"] if not token["content"].startswith("<0x")]
    return Tokenizer.from_str(json.dumps(held))


def words_of(tokenizer):
    rows = []
    for word in WORDS:
        encoding = tokenizer.encode([word], is_pretokenized=True, add_special_tokens=False)
        units = [0]
        for character in word:
            units.append(units[-1] + len(character.encode("utf-16-le")) // 2)
        places = [[units[start], units[end]] for start, end in encoding.offsets]
        places = [[start, start] if token in ("▁", "Ġ") else [start, end]
                  for token, (start, end) in zip(encoding.tokens, places)]
        rows.append([word, encoding.ids, places])
    return rows


def main():
    kinds = {
        "wordPieceCased": word_piece(False), "wordPieceUncased": word_piece(True), "byteLevel": byte_level(None),
        "byteLevelComposed": byte_level(normalizers.NFC()), "unigram": unigram(), "byteFallback": byte_fallback(),
    }
    fixture = {name: {"tokenizer": json.loads(tokenizer.to_str()), "words": words_of(tokenizer)}
               for name, tokenizer in kinds.items()}
    path = os.path.join(FOLDER, "pieces.json")
    with open(path, "w", encoding="utf-8") as file:
        json.dump(fixture, file, ensure_ascii=False, separators=(",", ":"))
    print(path, os.path.getsize(path))


if __name__ == "__main__":
    main()
