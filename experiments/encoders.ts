/**
 * The encoders that trainings begin with: the one that was given, and those that an experiment pretrains before. A pretrained one
 * is kept with its perplexities, so that the next training, and the next call, find it made.
 */
import type { EncoderSummary } from '../workers/protocol/checkpoint.ts';
import type { Splits } from '../workers/protocol/corpus.ts';
import type { CorpusReference, Engine } from '../workers/protocol/engine.ts';
import type { PretrainingEvent } from '../workers/protocol/pretraining.ts';
import { duration } from '../workers/text/duration.ts';
import { zipFiles } from '../workers/text/zip.ts';
import { givenEncoder, type PretrainedOutcome, type Pretraining } from './experiment.ts';
import { fingerprintOfPretraining } from './fingerprint.ts';
import type { StateFolder } from './stateFolder.ts';
import { stoppedHere } from './stopped.ts';

/** A pretrained encoder, as files. */
export interface PretrainedFiles {
  readonly name: string;
  /** Of all its files, in bytes: with the name it tells it from others. */
  readonly size: number;
  /** Into an engine. */
  load(engine: Engine): Promise<EncoderSummary>;
}

interface Surroundings {
  readonly state: StateFolder;
  readonly pretrained?: PretrainedFiles;
  reference(splits: Splits): CorpusReference;
  say(text: string): void;
  /** Told of each step, so that the run can be stopped. */
  onRun(runId: string): void;
}

export class Encoders {
  private readonly opened = new Map<string, Promise<EncoderSummary>>();

  constructor(
    private readonly pretrainings: readonly Pretraining[],
    private readonly surroundings: Surroundings,
  ) {}

  /** What tells this encoder from others. */
  fingerprint(key: string): string {
    const { pretrained } = this.surroundings;
    if (key === givenEncoder) return pretrained ? `${pretrained.name} ${pretrained.size}` : '';
    const pretraining = this.find(key);
    return fingerprintOfPretraining(
      pretraining,
      pretraining.from === givenEncoder ? this.fingerprint(givenEncoder) : undefined,
    );
  }

  /** Pretrained first, where that is not done. */
  open(engine: Engine, key: string): Promise<EncoderSummary> {
    const known = this.opened.get(key);
    if (known) return known;
    const opening = key === givenEncoder ? this.files().load(engine) : this.pretrained(engine, this.find(key));
    this.opened.set(key, opening);
    return opening;
  }

  /** What is known of those that are made, by their keys. */
  async outcomes(): Promise<ReadonlyMap<string, PretrainedOutcome>> {
    const found = await Promise.all(
      this.pretrainings.map(async ({ key }) => {
        const kept = await this.surroundings.state.kept<PretrainedOutcome>(key, this.fingerprint(key));
        return kept.state === 'finished' ? [[key, kept.outcome] as const] : [];
      }),
    );
    return new Map(found.flat());
  }

  private async pretrained(engine: Engine, pretraining: Pretraining): Promise<EncoderSummary> {
    const { state, reference, say } = this.surroundings;
    const { key, from, text, settings, seed } = pretraining;
    const fingerprint = this.fingerprint(key);
    const kept = await state.encoder(key, fingerprint);
    if (kept) return (await engine.loadCheckpoint(key, [{ path: `${key}.zip`, bytes: kept }])).encoder;
    const encoder = from === givenEncoder ? (await this.open(engine, givenEncoder)).id : from;
    const request = { encoder, corpus: reference(text), settings, seed, name: key };
    const result = await state.goingOn(key, fingerprint, (keeping) =>
      engine.pretrain(request, (event) => this.tell(key, event), keeping),
    );
    // What was cut off is no result.
    if (result.stopped === 'by the user') throw stoppedHere();
    const { records, seconds, backend } = result;
    await state.keepEncoder(key, fingerprint, zipFiles(await engine.exportEncoder(result.encoder.id)));
    await state.finish(key, fingerprint, { records, seconds, backend, parameters: result.encoder.parameters });
    say(`${key}: pretrained in ${duration(seconds)}.`);
    return result.encoder;
  }

  private tell(key: string, event: PretrainingEvent): void {
    const { say, onRun } = this.surroundings;
    onRun(event.runId);
    if (event.type === 'warning') say(`${key}: ${event.problem.message}`);
    if (event.type === 'measured') say(`${key}: epoch ${event.epoch}, perplexity ${event.perplexity.toFixed(1)}.`);
  }

  private find(key: string): Pretraining {
    return this.pretrainings.find((each) => each.key === key) as Pretraining;
  }

  /** Without any given no training asks for it. */
  private files(): PretrainedFiles {
    return this.surroundings.pretrained as PretrainedFiles;
  }
}
