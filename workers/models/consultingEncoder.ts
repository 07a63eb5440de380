/**
 * A model that asks another one: the scores that the other gives the tags of each token join the features, so that an output whose
 * scores are sums over features can add them up with its own. It is an ensemble in the space of outputs (with which Wortsman and
 * others 2022, "Robust fine-tuning of zero-shot models", compare their mixtures of weights).
 *
 * The model that is asked is a part of the one that asks, under names of its own, and never learns.
 */
import type { Tensor3D } from '@tensorflow/tfjs-core';
import { concat, max, tidy } from '@tensorflow/tfjs-core';
import type { Encoder, NewText, Sentences, VectorsWanted } from '../encoders/encoder.ts';
import { restoreEncoder } from '../encoders/registry.ts';
import type { Dropout } from '../layers/dropout.ts';
import type { AdapterChoice } from '../layers/lowRank.ts';
import type { ParameterSource, Parameters } from '../layers/parameters.ts';
import { namedUnder, type Part, type PartSource, partsUnder, type Texts } from '../layers/part.ts';
import type { Output } from '../outputs/output.ts';
import { createOutput } from '../outputs/registry.ts';
import { GraftError } from '../protocol/errors.ts';
import type { ModelFact } from '../protocol/model.ts';
import { type EncoderSpecification, type ModelSpecification, outputKinds } from '../protocol/specification.ts';
import type { GazetteerEntry } from '../text/gazetteers.ts';
import type { Random } from '../text/random.ts';

/** Leads the names of all parts of the model that is asked. */
export const consultedPrefix = 'consulted.';

/** The encoder of a stored model, with the model that it asks where it asks one. @throws GraftError as encoders do. */
export function storedEncoder({ encoder, consulted }: ModelSpecification, texts: Texts, parts: PartSource): Encoder {
  const own = restoreEncoder(encoder, texts, parts);
  if (!consulted) return own;
  const { specification, categories } = consulted;
  const below = partsUnder(consultedPrefix, parts);
  const asked = storedEncoder(specification, namedUnder(consultedPrefix, texts), below);
  const { featureSize, sharedFeatures } = asked;
  const output = createOutput(specification.output, categories, featureSize, below, sharedFeatures);
  if (scoresEachToken(output)) return new ConsultingEncoder(own, { encoder: asked, output });
  const { label } = outputKinds[specification.output.kind];
  throw new GraftError({
    code: 'model-consulted',
    message: `The model asks another one whose output is a ${label}, which does not score each token by itself.`,
    remedy: 'The file does not fit together: export the model again from where it was trained.',
  });
}

type TokenOutput = Output & Required<Pick<Output, 'scores'>>;

const scoresEachToken = (output: Output): output is TokenOutput => output.scores !== undefined;

interface Consulted {
  readonly encoder: Encoder;
  readonly output: TokenOutput;
}

class ConsultingEncoder implements Encoder {
  constructor(
    private readonly own: Encoder,
    private readonly consulted: Consulted,
  ) {}

  get specification(): EncoderSpecification {
    return this.own.specification;
  }

  get parts(): readonly Part[] {
    const { encoder, output } = this.consulted;
    return [...this.own.parts, ...encoder.parts, ...output.parts];
  }

  /** Its own alone: nothing else learns. */
  get layers(): readonly (readonly Part[])[] {
    return this.own.layers;
  }

  /** The scores of all tags that the other knows, and the largest of them. */
  private get added(): number {
    return this.consulted.output.tags.length + 1;
  }

  get featureSize(): number {
    return this.own.featureSize + this.added;
  }

  get sharedFeatures(): number {
    return this.own.sharedFeatures + this.added;
  }

  get facts(): readonly ModelFact[] {
    return this.own.facts;
  }

  get knownWords(): readonly string[] {
    return this.own.knownWords;
  }

  get gazetteers(): readonly GazetteerEntry[] {
    return this.own.gazetteers;
  }

  /** → [batch, time, own features + tags of the other + 1] */
  encode(sentences: Sentences, mode: Dropout | null): Tensor3D {
    const { encoder, output } = this.consulted;
    return tidy(() => {
      const features = this.own.encode(sentences, mode);
      // As it is used, also while the other learns: without dropout.
      const scores = output.scores(encoder.encode(sentences, null)); // [batch, time, tags]
      return concat([features, scores, max(scores, 2, true) as Tensor3D], 2);
    });
  }

  learnRows(sentences: Sentences): void {
    this.own.learnRows?.(sentences);
  }

  freeze(layers: number): void {
    this.own.freeze?.(layers);
  }

  adapt(choice: AdapterChoice, source: ParameterSource): void {
    this.own.adapt?.(choice, source);
  }

  get adapterParameters(): Parameters | null {
    return this.own.adapterParameters ?? null;
  }

  merge(): void {
    this.own.merge?.();
  }

  vectorsWanted(sentences: Sentences): VectorsWanted | null {
    return this.own.vectorsWanted(sentences);
  }

  countNewWords(sentences: Sentences): number {
    return this.own.countNewWords(sentences);
  }

  learnText(text: NewText, random: Random): Promise<number> {
    return this.own.learnText(text, random);
  }
}
