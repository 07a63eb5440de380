"""
Cuts texts into words and sentences as Graft does, by the rules of rules.json, and reads spans off tags.
"""

import json
import unicodedata
from pathlib import Path

import regex


def unified(text):
    """A carriage return alone ends a line as well; everything stays in its place."""
    return regex.sub(r"\r(?!\n)", "\n", text)


def compiled(rule):
    if isinstance(rule, dict):
        return regex.compile(rule["pattern"], regex.IGNORECASE if rule["flags"] == "i" else 0)
    return [compiled(each) for each in rule] if isinstance(rule, list) and isinstance(rule[0], dict) else rule


def compiled_rules(path):
    rules = json.loads(Path(path).read_text(encoding="utf-8"))
    return {part: {name: compiled(rule) for name, rule in of.items()} for part, of in rules.items()}


class Words:
    """Cuts a text into words: [start, end) each."""

    def __init__(self, rules):
        self.rules = rules

    def of(self, text):
        rules = self.rules
        tokens = []
        searched = [0] * len(rules["longWords"])
        previous = ""
        match = rules["token"].search(text, 0)
        while match:
            start = match.start()
            word = self.long_word(text, start, match.group(), searched) or match.group()
            end = after = start + len(word)
            if text[after : after + 1] == "." and self.is_abbreviation(word, previous, text[after + 1 : after + 3]):
                end = after = after + 1
            cut = self.clitic_length(word) if end - start == len(word) else 0
            tokens += [(start, end - cut), (end - cut, end)] if cut else [(start, end)]
            previous = word
            match = rules["token"].search(text, after)
        return tokens

    def long_word(self, text, start, short, searched):
        rules = self.rules
        following = text[start + len(short) : start + len(short) + 1] or " "
        goes_on = short.endswith("+") or following in rules["goesOnBehind"]
        if not goes_on or rules["beginsWebAddress"].match(short):
            return None
        for kind, pattern in enumerate(rules["longWords"]):
            if start < searched[kind]:
                continue
            match = pattern.match(text, start)
            if match and match.group():
                return match.group()
            searched[kind] = start + len(match.group(1) if match else "")
        return None

    def clitic_length(self, word):
        if "'" not in word and "\u2019" not in word:
            return 0
        found = self.rules["negation"].search(word) or self.rules["clitic"].search(word)
        return len(found.group()) if found and found.start() > 0 else 0

    def is_abbreviation(self, word, before, after):
        rules = self.rules
        lower = word.lower()
        if lower in rules["abbreviations"]:
            return True
        if rules["capital"].search(word):
            is_name = rules["beforeName"].search(after) and not rules["numberBefore"].search(before)
            return word != rules["pronoun"] and bool(is_name)
        return lower in rules["beforeNumbers"] and bool(rules["beforeNumber"].search(after))


class Sentences:
    """Divides the words of a text into sentences: a list of words each."""

    def __init__(self, rules, wrapped):
        self.rules = rules
        self.wrapped = wrapped

    def of(self, text, tokens):
        line_ends = not self.is_wrapped(text)
        sentences, sentence, end = [], [], None
        for index, (start, stop) in enumerate(tokens):
            word = text[start:stop]
            end = self.end_after(word, end, not sentence)
            sentence.append((start, stop))
            following = tokens[index + 1] if index + 1 < len(tokens) else None
            if not following or self.breaks(text[stop : following[0]], end, line_ends, text[slice(*following)], word):
                sentences.append(sentence)
                sentence, end = [], None
        return sentences

    def end_after(self, word, before, is_first):
        rules = self.rules
        if rules["terminal"].search(word):
            return "mark"
        if before and (rules["closing"].search(word) or rules["pictograph"].search(word)):
            return "mark"
        may_end = not is_first and rules["abbreviationAtEnd"].search(word)
        return "abbreviation" if may_end and word[:-1].lower() not in rules["titles"] else None

    def breaks(self, gap, end, line_ends, following, word):
        rules = self.rules
        if rules["emptyLine"].search(gap):
            return True
        if "\n" in gap and (line_ends or end):
            return True
        if not end or not gap:
            return False
        if end == "abbreviation":
            return bool(rules["capital"].search(following)) and following.lower() in rules["openers"]
        if rules["pictograph"].search(following):
            return False
        if rules["closing"].search(following) and not rules["openingQuote"].search(following):
            return False
        if rules["lowerLetter"].search(following):
            return False
        if rules["begins"].search(following):
            return True
        return bool(rules["terminal"].search(word)) and not rules["punctuation"].search(following)

    def is_wrapped(self, text):
        """Whether lines were broken to a width, so that their ends are not ends of sentences."""
        rules = self.wrapped
        followed, block = 0, []
        running = 0
        for line in text.split("\n") + [""]:
            if not rules["blank"].search(line):
                block.append(line)
                continue
            for each in block[:-1]:
                followed += 1
                length = len(each.encode("utf-16-le", "surrogatepass")) // 2
                fits = rules["shortest"] <= length <= rules["longest"]
                running += fits and not rules["finished"].search(each)
            block = []
        return followed >= rules["fewest"] and running > rules["share"] * followed


def windows_of(sizes, most):
    """Sentences longer than the model reads: overlapping windows (first, end, from, to) over words."""
    read, first, end = [], 0, 0
    while end < len(sizes):
        pieces = sum(sizes[first:end])
        while end < len(sizes) and pieces + sizes[end] <= most:
            pieces += sizes[end]
            end += 1
        read.append((first, end))
        room = min(most / 4, most - (sizes[end] if end < len(sizes) else 0))
        before, first, shared = first, end, 0
        while first - 1 > before and shared + sizes[first - 1] <= room:
            first -= 1
            shared += sizes[first]
    windows, begin = [], 0
    for number, (first, end) in enumerate(read):
        to = end
        if number + 1 < len(read):
            second = read[number + 1][0]
            to = second
            while to < end and sum(sizes[to + 1 : end]) >= sum(sizes[second:to]):
                to += 1
            to = max(begin, to)
        windows.append((first, end, begin, to))
        begin = to
    return windows


def character_type(character):
    category = unicodedata.category(character)
    kinds = [category in ("Lu", "Lt"), category == "Ll", category[0] in "PS", True]
    return 1 + kinds.index(True)


def capitalisation(word):
    types = [character_type(each) for each in word]
    upper, lower = types.count(1), types.count(2)
    if upper + lower == 0:
        return 5
    if lower == 0:
        return 1
    if upper == 0:
        return 3
    return 2 if upper == 1 and types[0] == 1 else 4


def spans_of(tags):
    """(first, last, label) over words, by conlleval's rules: an I- that continues nothing opens a span."""
    spans, previous = [], ("O", "")
    for index, tag in enumerate(tags):
        prefix, _, label = ("O", "", "") if tag == "O" else tag.partition("-")
        opens = prefix in ("B", "S") or previous[0] == "O" or previous[1] != label
        if prefix != "O" and opens:
            spans.append([index, index, label])
        elif prefix != "O":
            spans[-1][1] = index
        previous = (prefix, label)
    return spans
