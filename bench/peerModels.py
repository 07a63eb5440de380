"""The models of bench/peer.py in PyTorch, with the sizes of bench/ours.ts. Each has a loss, a decoder and an optimizer."""
import torch
import torch.nn as nn


def packed(inputs, lengths):
    return nn.utils.rnn.pack_padded_sequence(inputs, lengths.cpu(), batch_first=True, enforce_sorted=False)


def padded(states, steps):
    return nn.utils.rnn.pad_packed_sequence(states, batch_first=True, total_length=steps)[0]


class Tagger(nn.Module):
    """BiLSTM-CRF with a character BiLSTM. Padded batches, PyTorch's own LSTM, the CRF as a loop over time."""

    cost = 0.0  # of a wrong tag, in training
    clip = 5.0  # the gradients' norm

    def __init__(self, words, characters, tags):
        super().__init__()
        self.words = nn.Embedding(words, 50, padding_idx=0)
        self.characters = nn.Embedding(characters, 25, padding_idx=0)
        self.dropout = nn.Dropout(0.5)
        self.add_layers()
        self.linear = nn.Linear(self.features, tags)
        self.transitions = nn.Parameter(torch.zeros(tags, tags))  # [from, to]
        self.start = nn.Parameter(torch.zeros(tags))
        self.end = nn.Parameter(torch.zeros(tags))

    def add_layers(self):
        self.character_layers = nn.LSTM(25, 25, batch_first=True, bidirectional=True)
        self.word_layers = nn.LSTM(100, 128, batch_first=True, bidirectional=True)
        self.features = 256

    def optimizer(self):
        return torch.optim.Adam(self.parameters(), 0.002)

    def spellings(self, inputs):
        return self.character_layers(inputs)[1][0]  # [2, batch·steps, character hidden]

    def states(self, words, characters, character_lengths, lengths):
        batch, steps, longest = characters.shape
        spelled = packed(self.characters(characters.view(batch * steps, longest)), character_lengths.view(-1).clamp(min=1))
        ends = self.spellings(spelled).transpose(0, 1).reshape(batch, steps, -1)
        features = self.dropout(torch.cat([self.words(words), ends], -1))
        return self.dropout(padded(self.word_layers(packed(features, lengths))[0], steps))  # [batch, steps, features]

    def emissions(self, *inputs):
        return self.linear(self.states(*inputs))  # [batch, steps, tags]

    def loss(self, emissions, gold, mask):
        costly = emissions
        if self.cost:
            costly = emissions + self.cost * (1 - nn.functional.one_hot(gold, emissions.shape[2]))
        alpha = self.start + costly[:, 0]
        score = self.start[gold[:, 0]] + emissions[:, 0].gather(1, gold[:, :1])[:, 0]
        for t in range(1, emissions.shape[1]):
            inside = mask[:, t]
            onward = torch.logsumexp(alpha.unsqueeze(2) + self.transitions, 1) + costly[:, t]
            alpha = torch.where(inside.unsqueeze(1), onward, alpha)
            step = self.transitions[gold[:, t - 1], gold[:, t]] + emissions[:, t].gather(1, gold[:, t:t + 1])[:, 0]
            score = score + step * inside
        last = gold.gather(1, mask.sum(1, keepdim=True) - 1)[:, 0]
        return (torch.logsumexp(alpha + self.end, 1) - score - self.end[last]).mean()

    def decode(self, emissions, mask):
        best, pointers = self.start + emissions[:, 0], []
        stay = torch.arange(emissions.shape[2], device=emissions.device)
        for t in range(1, emissions.shape[1]):
            inside = mask[:, t:t + 1]
            score, origin = (best.unsqueeze(2) + self.transitions).max(1)
            best = torch.where(inside, score + emissions[:, t], best)
            pointers.append(torch.where(inside, origin, stay.expand_as(origin)))
        path = [(best + self.end).argmax(1)]
        for origin in reversed(pointers):
            path.append(origin.gather(1, path[-1].unsqueeze(1))[:, 0])
        return torch.stack(path[::-1], 1)


class HierarchicalGru(Tagger):
    """Paper 3's. PyTorch's own GRU applies the reset gate after the recurrent product, not before: the same work."""

    cost = 1.0

    def add_layers(self):
        self.character_layers = nn.GRU(25, 80, 2, bias=False, batch_first=True, bidirectional=True)
        self.word_layers = nn.GRU(210, 300, 2, bias=False, batch_first=True, bidirectional=True)
        self.features = 600

    def optimizer(self):
        return torch.optim.Adagrad(self.parameters(), 0.01)

    def spellings(self, inputs):
        return self.character_layers(inputs)[1][-2:]  # of the upper layer


class BilstmCnn(nn.Module):
    """Paper 2's, after Chiu and Nichols. Which row of the small tables a token reads does not change the work."""

    clip = 5.0

    def __init__(self, words, characters, tags):
        super().__init__()
        self.words = nn.Embedding(words, 50, padding_idx=0)
        self.characters = nn.Embedding(characters, 25, padding_idx=0)
        self.types = nn.Embedding(5, 4, padding_idx=0)
        self.capitalisations = nn.Embedding(6, 5, padding_idx=0)
        self.convolution = nn.Conv1d(29, 53, 3, padding=1)
        self.word_layers = nn.LSTM(50 + 53 + 5, 275, 2, dropout=0.5, batch_first=True, bidirectional=True)
        self.directions = nn.ModuleList([nn.Linear(275, tags), nn.Linear(275, tags)])
        self.dropout = nn.Dropout(0.5)

    def optimizer(self):
        return torch.optim.NAdam(self.parameters(), 0.005)

    def emissions(self, words, characters, character_lengths, lengths):
        batch, steps, longest = characters.shape
        spelled = characters.view(batch * steps, longest)
        read = torch.cat([self.characters(spelled), self.types(spelled % 5)], -1).transpose(1, 2)
        behind = torch.arange(longest, device=spelled.device) >= character_lengths.view(-1, 1)
        maxima = self.convolution(read).masked_fill(behind[:, None], -1e9).max(2).values.view(batch, steps, 53)
        features = torch.cat([self.words(words), maxima, self.capitalisations(words % 6)], -1)
        states = self.dropout(padded(self.word_layers(packed(features, lengths))[0], steps))
        halves = states.split(275, -1)
        return sum(torch.log_softmax(linear(half), -1) for linear, half in zip(self.directions, halves))

    def loss(self, emissions, gold, mask):
        return -(emissions.gather(2, gold[..., None])[..., 0] * mask).sum() / mask.sum()

    def decode(self, emissions, mask):
        return emissions.argmax(-1)


class Seq2Seq(Tagger):
    """Paper 0's aligned attention decoder with gold labels, by PyTorch's LSTM cell. What needs no recurrence is computed
    before the loop over time."""

    clip = 50.0

    def __init__(self, words, characters, tags):
        super().__init__(words, characters, tags)
        self.dropout = nn.Dropout(0.4)
        self.labels = nn.Embedding(1 + tags, 25)  # the start first
        self.keys, self.query = nn.Linear(144, 32, bias=False), nn.Linear(72, 32, bias=False)
        self.score = nn.Linear(32, 1, bias=False)
        self.cell = nn.LSTMCell(25 + 144 + 144, 72)

    def add_layers(self):
        self.character_layers = nn.LSTM(25, 15, batch_first=True, bidirectional=True)
        self.word_layers = nn.LSTM(80, 72, batch_first=True, bidirectional=True)
        self.features = 72  # of the decoder

    def emissions(self, *inputs):
        return self.states(*inputs)  # what the decoder reads

    def loss(self, states, gold, mask):
        batch, steps, _ = states.shape
        before = torch.cat([torch.zeros_like(gold[:, :1]), 1 + gold[:, :-1]], 1)
        read = torch.cat([self.labels(before), states], -1)  # of a step, beside its context
        keys = self.keys(states)
        state = states[torch.arange(batch, device=states.device), mask.sum(1) - 1, :72]
        cell, walked = torch.zeros_like(state), []
        for t in range(steps):
            scores = self.score(torch.tanh(self.query(state).unsqueeze(1) + keys)).squeeze(-1)
            shares = torch.softmax(scores.masked_fill(~mask, -1e30), -1)
            context = torch.bmm(shares.unsqueeze(1), states).squeeze(1)
            state, cell = self.cell(torch.cat([read[:, t], context], -1), (state, cell))
            walked.append(state)
        logits = self.linear(self.dropout(torch.stack(walked, 1)))
        return nn.functional.cross_entropy(logits[mask], gold[mask])


MODELS = {"bilstm-crf": Tagger, "bilstm-cnn": BilstmCnn, "hierarchical-gru": HierarchicalGru, "seq2seq": Seq2Seq}
