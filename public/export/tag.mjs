/**
 * Tags texts with the model beside this file, as Graft does: node tag.mjs FILE
 * FILE has one text a line. For each, one line of JSON is printed: {"text", "spans": [{"start", "end", "label"}]}, with offsets in
 * code points. A model of one tag a token gives "tokens" with their labels instead.
 *
 * Needs onnxruntime-node or onnxruntime-web, and @huggingface/tokenizers where the model reads pieces of words. In a page:
 *     import { createTagger } from './tag.mjs';
 *     const tagger = await createTagger({ ort, Tokenizer }); // of onnxruntime-web and @huggingface/tokenizers
 *     const spans = await tagger.tag('Ada lives in Velby.');
 */
import {
  capitalisation,
  characterType,
  codePoints,
  compiledRules,
  sentencesOf,
  spansOf,
  unified,
  windowsOf,
  wordsOf,
} from './cutting.mjs';

/** By default the files beside this one. */
async function readBeside(path) {
  const url = new URL(path, import.meta.url);
  if (url.protocol === 'file:') return new Uint8Array(await (await import('node:fs/promises')).readFile(url));
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${path} cannot be fetched: ${response.status}.`);
  return new Uint8Array(await response.arrayBuffer());
}

/**
 * @param ort onnxruntime-web or onnxruntime-node. @param Tokenizer of @huggingface/tokenizers, for models that read pieces.
 * @param quantized whether to take the smaller network. @param read from a path of the folder to its bytes.
 */
export async function createTagger({ ort, Tokenizer, quantized = false, read = readBeside }) {
  const json = async (path) => JSON.parse(new TextDecoder().decode(await read(path)));
  const data = await json('tagger.json');
  const rules = compiledRules(await json('rules.json'));
  const run = networks(ort, quantized, read);
  const { tags, scheme, chooses } = data;
  const reads = data.reads.kind === 'pieces' ? await pieceReader(data.reads, json, Tokenizer) : wordReader(data.reads);

  async function rowsOf(words) {
    const outputs = await reads(words, run);
    if (chooses.kind === 'each') return outputs.logits.map(indexOfMost);
    if (chooses.kind === 'path') return bestPath(outputs.logits, chooses.transitions);
    return decoded(outputs, words.length, data, run);
  }

  return {
    /** Whether each token has a tag, and there are no spans. */
    ofTokens: scheme === 'tags',
    /** The spans of a text, by code points; of a model of one tag a token, the tokens. */
    async tag(given) {
      const text = unified(given);
      const point = codePoints(text);
      const spans = [];
      for (const tokens of sentencesOf(text, wordsOf(text, rules.words), rules.sentences, rules.wrapped)) {
        const found = (await rowsOf(tokens.map((token) => text.slice(...token)))).map((row) => tags[row]);
        const ranges = scheme === 'tags' ? found.map((label, at) => ({ first: at, last: at, label })) : spansOf(found);
        for (const { first, last, label } of ranges) {
          spans.push({ start: point(tokens[first][0]), end: point(tokens[last][1]), label });
        }
      }
      return spans;
    },
  };
}

/** → (name, inputs) → outputs, each as rows where it has several [rows][n]. Inputs: { data, dims, float } each. */
function networks(ort, quantized, read) {
  const sessions = new Map();
  return async (name, feeds) => {
    if (!sessions.has(name)) {
      const bytes = await read(`onnx/${name}${quantized ? '_quantized' : ''}.onnx`);
      sessions.set(name, await ort.InferenceSession.create(bytes));
    }
    const session = sessions.get(name);
    const tensors = Object.fromEntries(
      session.inputNames.map((input) => {
        const { data, dims, float } = feeds[input];
        return [
          input,
          float
            ? new ort.Tensor('float32', data, dims)
            : new ort.Tensor('int64', BigInt64Array.from(data, BigInt), dims),
        ];
      }),
    );
    const results = await session.run(tensors);
    return Object.fromEntries(
      Object.entries(results).map(([output, { data, dims }]) => [output, rows(data, dims.at(-1))]),
    );
  };
}

const rows = (data, width) =>
  Array.from({ length: data.length / width }, (_, row) => data.slice(row * width, (row + 1) * width));

const integers = (data, ...dims) => ({ data, dims });

const floats = (list) => {
  const data = new Float32Array(list.length * list[0].length);
  list.forEach((row, n) => {
    data.set(row, n * row.length);
  });
  return { data, dims: [list.length, list[0].length], float: true };
};

/** The outputs at each word's first piece. */
async function pieceReader(reads, json, Tokenizer) {
  if (!Tokenizer) throw new Error('This model reads pieces of words: give the Tokenizer of @huggingface/tokenizers.');
  const tokenizer = new Tokenizer(await json('tokenizer.json'), await json('tokenizer_config.json'));
  const known = new Map();
  const most = reads.maximumLength - 2;
  const piecesOf = (word) => {
    if (!known.has(word)) {
      const { ids } = tokenizer.encode(word, { add_special_tokens: false });
      known.set(word, ids.length > 0 ? ids.map(Number) : [reads.unknown]);
    }
    return known.get(word);
  };
  return async (words, run) => {
    const pieces = words.map((word) => piecesOf(word).slice(0, most));
    const found = {};
    for (const { first, end, from, to } of windowsOf(
      pieces.map(({ length }) => length),
      most,
    )) {
      const ids = [reads.start];
      const firsts = [];
      for (let word = first; word < end; word++) {
        if (word >= from && word < to) firsts.push(ids.length);
        ids.push(...pieces[word]);
      }
      ids.push(reads.end);
      const outputs = await run('model', {
        input_ids: integers(ids, 1, ids.length),
        attention_mask: integers(
          ids.map(() => 1),
          1,
          ids.length,
        ),
        token_type_ids: integers(
          ids.map(() => 0),
          1,
          ids.length,
        ),
      });
      for (const [name, values] of Object.entries(outputs)) {
        found[name] = [...(found[name] ?? []), ...firsts.map((row) => values[row])];
      }
    }
    return found;
  };
}

function wordReader({ words, characters, unknown, digitsToZero, longestSpelling, ...features }) {
  const named = (entries) => new Map(entries.slice(2).map((entry, row) => [entry, row + 2]));
  const [wordRows, characterRows] = [named(words), named(characters)];
  const rowOf = (word) => wordRows.get(word) ?? wordRows.get(word.toLowerCase()) ?? unknown;
  return async (sentence, run) => {
    const read = sentence.map((word) => (digitsToZero ? word.replace(/\p{Nd}/gu, '0') : word));
    const different = [...new Set(read)];
    const places = new Map(different.map((word, place) => [word, place]));
    const cut = different.map((word) => [...word].slice(0, longestSpelling));
    const longest = Math.max(...cut.map(({ length }) => length));
    const spelled = (rowOfCharacter) =>
      integers(
        cut.flatMap((word) =>
          Array.from({ length: longest }, (_, n) => (n < word.length ? rowOfCharacter(word[n]) : 0)),
        ),
        cut.length,
        longest,
      );
    return run('model', {
      words: integers(read.map(rowOf), 1, read.length),
      lengths: integers([read.length], 1),
      spellings: integers(
        read.map((word) => places.get(word)),
        1,
        read.length,
      ),
      characters: spelled((character) => characterRows.get(character) ?? unknown),
      character_lengths: integers(
        cut.map(({ length }) => length),
        cut.length,
      ),
      ...(features.characterTypes && { character_types: spelled(characterType) }),
      ...(features.capitalisations && { capitalisations: integers(read.map(capitalisation), 1, read.length) }),
    });
  };
}

function indexOfMost(scores) {
  let best = 0;
  for (let n = 1; n < scores.length; n++) if (scores[n] > scores[best]) best = n;
  return best;
}

/** Viterbi: the tags of the path with the highest score. */
function bestPath(emissions, transitions) {
  const count = emissions[0].length;
  let scores = Array.from(emissions[0], (score, tag) => score + transitions[count][tag]);
  const back = emissions.slice(1).map((row) => {
    const before = scores;
    const chosen = Array.from(row, (_, tag) =>
      indexOfMost(before.map((score, from) => score + transitions[from][tag])),
    );
    scores = Array.from(row, (score, tag) => score + before[chosen[tag]] + transitions[chosen[tag]][tag]);
    return chosen;
  });
  const path = [indexOfMost(scores.map((score, tag) => score + transitions[tag][count + 1]))];
  for (const chosen of back.reverse()) path.unshift(chosen[path[0]]);
  return path;
}

/** Tags from left to right, each with those before it; of several beginnings the likeliest are kept. */
async function decoded(outputs, count, { tags, chooses }, run) {
  const all = tags.map((_, tag) => tag);
  let prefixes = [{ tags: [], score: 0 }];
  for (let word = 0; word < count; word++) {
    const { logits, states } = await step(outputs, word, prefixes, chooses.kind, run);
    const longer = prefixes.flatMap((prefix, n) => {
      const behind = chooses.allowed[word > 0 ? 1 + prefix.tags.at(-1) : 0];
      const may = all.filter((tag) => behind[tag] && (word < count - 1 || chooses.allowed.at(-1)[tag]));
      const most = Math.max(...logits[n]);
      const total = Math.log(logits[n].reduce((sum, score) => sum + Math.exp(score - most), 0));
      return (may.length > 0 ? may : all).map((tag) => {
        const score = prefix.score + logits[n][tag] - most - total;
        return { tags: [...prefix.tags, tag], score, ...states(n) };
      });
    });
    prefixes = longer.sort((one, other) => other.score - one.score).slice(0, chooses.beam);
  }
  return prefixes[0].tags;
}

/** The scores of a word's tags for each prefix, and what the next step is given of each. */
async function step(outputs, word, prefixes, kind, run) {
  if (kind === 'label-aware') {
    const labels = word > 0 ? prefixes[0].tags.map((tag) => tag + 1) : [0];
    const { logits } = await run('decoder', {
      features: floats(outputs.features ?? outputs.last_hidden_state),
      word: integers([word]),
      labels: integers(labels, labels.length),
    });
    return { logits, states: () => ({}) };
  }
  const [start] = outputs.initial_state;
  const result = await run('decoder', {
    projected: floats(outputs.projected),
    word: integers([word]),
    label: integers(
      prefixes.map((prefix) => (word > 0 ? prefix.tags.at(-1) + 1 : 0)),
      prefixes.length,
    ),
    state: floats(prefixes.map(({ state = start }) => state)),
    cell: floats(prefixes.map(({ cell = new Float32Array(start.length) }) => cell)),
  });
  const states = (n) => ({ state: result.next_state[n], cell: result.next_cell[n] });
  return { logits: result.logits, states };
}

/** What a program of Node asks for by name, or undefined. */
async function installed(...names) {
  for (const name of names) {
    try {
      const found = await import(name);
      return found.InferenceSession || found.Tokenizer ? found : found.default;
    } catch (error) {
      if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
    }
  }
  return undefined;
}

async function main(words) {
  const { readFileSync } = await import('node:fs');
  const ort = await installed('onnxruntime-node', 'onnxruntime-web');
  if (!ort) throw new Error('Neither onnxruntime-node nor onnxruntime-web is installed: npm install onnxruntime-node');
  const Tokenizer = (await installed('@huggingface/tokenizers'))?.Tokenizer;
  const tagger = await createTagger({ ort, Tokenizer, quantized: words.includes('--quantized') });
  const lines = readFileSync(words.find((word) => !word.startsWith('--')) ?? 0, 'utf8').split('\n');
  if (lines.at(-1) === '') lines.pop();
  for (const line of lines) {
    const text = line.replace(/\r$/, '');
    const found = await tagger.tag(text);
    process.stdout.write(`${JSON.stringify(tagger.ofTokens ? { text, tokens: found } : { text, spans: found })}\n`);
  }
}

if (globalThis.process?.argv?.[1]?.endsWith('tag.mjs')) {
  await main(process.argv.slice(2)).catch(({ message }) => {
    console.error(`error: ${message}`);
    process.exitCode = 1;
  });
}
