import { describe, expect, it } from 'vitest';
import type { Checkpoint } from '../checkpoint/checkpoint.ts';
import { bertTagger } from '../protocol/architectures/bertTagger.ts';
import { checkpointTagger } from './checkpointTagger.ts';

const { encoder } = bertTagger.specification;

/** A head over one feature whose weights are 1, 2, 3, … and whose biases ten times that, by its labels. */
function model(...labels: string[]) {
  const numbers = labels.map((_, index) => index + 1);
  const head = {
    labels,
    weights: { shape: [1, labels.length], values: Float32Array.from(numbers) },
    bias: { shape: [labels.length], values: Float32Array.from(numbers, (each) => 10 * each) },
  };
  const checkpoint: Checkpoint = {
    specification: encoder as Checkpoint['specification'],
    weights: {},
    texts: {},
    head,
    masked: null,
    facts: { family: 'BERT', notes: [] },
  };
  const state = checkpointTagger('ready', checkpoint, head);
  const row = (tag: string) => {
    const at = state.tags.indexOf(tag);
    return [state.weights['outputLayer.weights']?.values[at], state.weights['outputLayer.bias']?.values[at]];
  };
  return { state, row };
}

describe('a head of another tool', () => {
  it('keeps its rows under our order of tags', () => {
    const { state, row } = model('B-LOC', 'I-LOC', 'O', 'I-PER', 'B-PER');
    expect(state.categories).toEqual(['LOC', 'PER']);
    expect(state.specification.output.scheme).toBe('iob2');
    expect([...state.tags].sort()).toEqual(['B-LOC', 'B-PER', 'I-LOC', 'I-PER', 'O']);
    expect(row('O')).toEqual([3, 30]);
    expect(row('B-PER')).toEqual([5, 50]);
    expect(row('I-PER')).toEqual([4, 40]);
  });

  it('in BILOU is one in BIOES', () => {
    const { state, row } = model('O', 'B-LOC', 'I-LOC', 'L-LOC', 'U-LOC');
    expect(state.specification.output.scheme).toBe('bioes');
    expect(row('E-LOC')).toEqual([4, 40]);
    expect(row('S-LOC')).toEqual([5, 50]);
  });

  it('without prefixes marks spans where one label is O, whose words are all inside', () => {
    const { state, row } = model('O', 'LOC', 'work of art');
    expect(state.categories).toEqual(['LOC', 'work of art']);
    expect(row('I-work of art')).toEqual([3, 30]);
    // Less probable than the inside, and so never chosen until it has learned.
    expect(row('B-work of art')).toEqual([3, 29]);
  });

  it('without prefixes and without O gives every word a tag', () => {
    const { state, row } = model('NOUN', 'VERB', 'X-Y');
    expect(state.specification.output.scheme).toBe('tags');
    expect(state.tags).toEqual(['NOUN', 'VERB', 'X-Y']);
    expect(row('VERB')).toEqual([2, 20]);
  });

  it('that lacks a tag never gives it', () => {
    const { row } = model('O', 'B-LOC', 'B-PER', 'I-PER', 'S-PER');
    expect(row('I-LOC')).toEqual([2, 19]);
    expect(model('B-LOC', 'I-LOC').row('O')).toEqual([0, -100]);
  });
});
