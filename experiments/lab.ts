/**
 * Does the trials of an experiment, one ordinary run each. What is finished is kept, the one under way has its journal: the
 * same command goes on where it was stopped, and a trial whose configuration or corpora have changed is done anew.
 */
import { randomUUID } from 'node:crypto';
import { beginningWith } from '../workers/protocol/checkpoint.ts';
import type { Splits } from '../workers/protocol/corpus.ts';
import type { CorpusReference, CorpusService, Engine, RunEvent, RunResult } from '../workers/protocol/engine.ts';
import { problemFrom } from '../workers/protocol/errors.ts';
import { duration } from '../workers/text/duration.ts';
import { bestDevF1, mainStage } from '../workers/text/runResult.ts';
import { Encoders, type PretrainedFiles } from './encoders.ts';
import type { Outcome, Outcomes, PretrainedOutcomes, Pretraining, Trial } from './experiment.ts';
import { fingerprintOf } from './fingerprint.ts';
import { type Kept, keptOf, knownScores } from './kept.ts';
import type { StateFolder } from './stateFolder.ts';
import { stoppedHere } from './stopped.ts';
import { sentencesOf, TimeLeft } from './timeLeft.ts';

export interface Vectors {
  readonly name: string;
  readonly blob: Blob;
}

/** What the trials are done with. */
export interface Equipment {
  readonly state: StateFolder;
  /** Opened once, at the first trial that is not finished. */
  openEngine(corpora: Pick<CorpusService, 'splits'>): Promise<Engine>;
  /** Opened once, at the first trial that has them. */
  openVectors(): Promise<Vectors>;
  /** Absent where none was given: then no trial asks for one. */
  readonly pretrained?: PretrainedFiles;
  /** Progress, a line each. */
  say(text: string): void;
  onEvent(event: RunEvent): void;
  /** Calls `stop` when the user wants an end. Returns what takes that away again. */
  onInterrupt(stop: () => void): () => void;
}

interface Job {
  readonly trial: Trial;
  readonly fingerprint: string;
  /** Such as `progressive 3 of 40`. */
  readonly label: string;
  readonly keepsModel: boolean;
  /** What is kept of it is of other settings or corpora. */
  readonly changed: boolean;
}

interface Stock {
  readonly outcomes: Map<string, Outcome>;
  readonly jobs: readonly Job[];
  /** By the trials' keys. */
  readonly fingerprints: ReadonlyMap<string, string>;
}

export class Lab {
  private readonly corpora = new Map<string, Splits>();
  private readonly ids = new WeakMap<Splits, string>();
  private engine: Promise<Engine> | null = null;
  private vectors: Promise<Vectors> | null = null;
  private readonly encoders: Encoders;
  /** Of source models on yardsticks, which many trials share: by the source's fingerprint and the corpus's id. */
  private readonly before = new Map<string, Kept['before']>();
  private timeLeft = new TimeLeft([]);
  private stopped = false;
  private runId: string | null = null;

  /** @param pretrainings what trials name as their encoder. */
  constructor(
    private readonly equipment: Equipment,
    pretrainings: readonly Pretraining[] = [],
  ) {
    const { state, pretrained, say } = equipment;
    this.encoders = new Encoders(pretrainings, {
      ...{ state, say },
      ...(pretrained && { pretrained }),
      reference: (splits) => this.reference(splits),
      onRun: (runId) => this.underWay(runId),
    });
  }

  /**
   * @throws GraftError as the run does where one fails; `run-stopped` where the user wanted an end. What is finished by then
   * is kept.
   */
  async perform(trials: readonly Trial[]): Promise<Outcomes> {
    const { say } = this.equipment;
    this.timeLeft = new TimeLeft(trials);
    const { outcomes, jobs, fingerprints } = await this.stock(trials);
    for (const trial of trials) {
      const outcome = outcomes.get(trial.key);
      if (outcome) this.timeLeft.finish(trial, outcome, true);
    }
    for (const { trial } of jobs.filter(({ changed }) => changed))
      say(`${trial.key} was done with other settings or corpora before; it is done anew.`);
    say(`${trials.length} trainings, ${outcomes.size} of them finished before. ${this.timeInWords()}`);
    const release = this.equipment.onInterrupt(() => this.stop());
    try {
      for (const job of jobs) {
        if (this.stopped) throw stoppedHere();
        const outcome = await this.run(job, fingerprints);
        outcomes.set(job.trial.key, outcome);
        this.timeLeft.finish(job.trial, outcome, false);
        say(`${job.label}: ${summary(outcome)} ${this.timeInWords()}`);
      }
    } finally {
      release();
    }
    return outcomes;
  }

  /** What is finished, and nothing is trained. */
  async finished(trials: readonly Trial[]): Promise<Outcomes> {
    return (await this.stock(trials)).outcomes;
  }

  /** What is known of the encoders that trials began with. */
  pretrained(): Promise<PretrainedOutcomes> {
    return this.encoders.outcomes();
  }

  /** What is finished, and what is left to do. */
  private async stock(trials: readonly Trial[]): Promise<Stock> {
    const { state } = this.equipment;
    const adapted = new Set(trials.map(({ adapts }) => adapts));
    const fingerprints = new Map<string, string>();
    const outcomes = new Map<string, Outcome>();
    const jobs: Job[] = [];
    for (const [index, trial] of trials.entries()) {
      const fingerprint = await this.fingerprint(trial, fingerprints);
      fingerprints.set(trial.key, fingerprint);
      const keepsModel = adapted.has(trial.key);
      const kept = await state.kept<Outcome>(trial.key, fingerprint);
      if (kept.state === 'finished' && (!keepsModel || (await state.model(trial.key, fingerprint)))) {
        outcomes.set(trial.key, kept.outcome);
        continue;
      }
      const label = `${index + 1} of ${trials.length}, ${trial.key}`;
      jobs.push({ trial, fingerprint, keepsModel, label, changed: kept.state === 'changed' });
    }
    return { outcomes, jobs, fingerprints };
  }

  private async fingerprint(trial: Trial, before: ReadonlyMap<string, string>): Promise<string> {
    const vectors = trial.vectors ? await this.openVectors() : null;
    return fingerprintOf(trial, {
      encoder: trial.encoder === undefined ? undefined : this.encoders.fingerprint(trial.encoder),
      adapted: trial.adapts === undefined ? undefined : before.get(trial.adapts),
      vectors: vectors ? `${vectors.name} ${vectors.blob.size}` : undefined,
    });
  }

  private async run(job: Job, fingerprints: ReadonlyMap<string, string>): Promise<Outcome> {
    const { state } = this.equipment;
    const { trial, fingerprint, keepsModel } = job;
    const { key, adapts } = trial;
    const engine = await this.openEngine();
    this.timeLeft.begin(trial);
    let source: string | undefined;
    if (adapts !== undefined) {
      const bundle = await state.model(adapts, fingerprints.get(adapts) ?? '');
      source = (await engine.loadModel(adapts, bundle as Uint8Array)).id;
    }
    const result = await this.runFrom(job, engine, source).catch((error: unknown) => {
      throw this.stopped && problemFrom(error).code === 'run-stopped' ? stoppedHere() : error;
    });
    // The best epoch of a training that was cut off is no result; its journal stays, and it goes on from there.
    if (result.stages.some(({ stopped }) => stopped === 'by the user')) throw stoppedHere();
    if (keepsModel) await state.keepModel(key, fingerprint, await engine.exportModel(result.model.id));
    const kept = source === undefined ? undefined : await this.kept(engine, job, result.model.id, source, fingerprints);
    const outcome = { ...outcomeOf(result, trial), ...(kept && { yardstick: kept }) };
    await state.finish(key, fingerprint, outcome);
    for (const id of [result.model.id, source]) if (id !== undefined) await engine.removeModel(id);
    return outcome;
  }

  /** How source and adapted model do on the trial's yardstick; undefined where it has none. */
  private async kept(
    engine: Engine,
    { trial: { yardstick, configuration, adapts = '' } }: Job,
    adapted: string,
    source: string,
    fingerprints: ReadonlyMap<string, string>,
  ): Promise<Kept | undefined> {
    if (!yardstick || configuration.task !== 'adapt') return undefined;
    const { newCategories, kinds } = configuration.adaptation;
    const corpus = this.reference(yardstick);
    const key = `${fingerprints.get(adapts)} ${corpus.id}`;
    const before = this.before.get(key) ?? knownScores(await engine.evaluate(source, corpus, 'test'), []);
    this.before.set(key, before);
    return { before, ...keptOf(await engine.evaluate(adapted, corpus, 'test'), { newCategories, kinds }) };
  }

  private async runFrom(job: Job, engine: Engine, source: string | undefined): Promise<RunResult> {
    const { state } = this.equipment;
    const { trial, fingerprint } = job;
    const { key, configuration, target, sources = [], vectors } = trial;
    const encoder = trial.encoder === undefined ? undefined : await this.encoders.open(engine, trial.encoder);
    const request = {
      configuration: encoder && configuration.task === 'train' ? beginningWith(encoder, configuration) : configuration,
      corpora: {
        target: this.reference(target),
        ...(sources.length > 0 && { sources: sources.map((each) => this.reference(each)) }),
      },
      models: { ...(source !== undefined && { source }), ...(encoder && { encoder: encoder.id }) },
      name: key,
      ...(vectors && { vectors: await this.openVectors() }),
    };
    return state.goingOn(key, fingerprint, (keeping) =>
      engine.run(request, (event) => this.onEvent(job, event), keeping),
    );
  }

  private onEvent({ trial, label }: Job, event: RunEvent): void {
    const { say, onEvent } = this.equipment;
    this.underWay(event.runId);
    if (event.type === 'restored') say(`${label}: going on after epoch ${event.records.length}.`);
    if (event.type === 'epoch') {
      this.timeLeft.epoch(trial, event.epoch, event.seconds);
      const { epochs } = trial.configuration.settings;
      const dev = event.dev.overall.f1.toFixed(2);
      say(`${label}: epoch ${event.epoch} of at most ${epochs}, dev ${dev}. ${this.timeInWords()}`);
    }
    onEvent(event);
  }

  private underWay(runId: string): void {
    this.runId = runId;
    if (this.stopped) this.stop();
  }

  private stop(): void {
    if (!this.stopped) this.equipment.say('Stopping after this step. The same command goes on from here.');
    this.stopped = true;
    const { runId } = this;
    if (runId !== null) void this.engine?.then((engine) => engine.stop(runId));
  }

  private openEngine(): Promise<Engine> {
    this.engine ??= this.equipment.openEngine({ splits: async (id) => this.corpora.get(id) as Splits });
    return this.engine;
  }

  private openVectors(): Promise<Vectors> {
    this.vectors ??= this.equipment.openVectors();
    return this.vectors;
  }

  /** The engine asks for a corpus by its id. */
  private reference(splits: Splits): CorpusReference {
    const id = this.ids.get(splits) ?? randomUUID();
    this.ids.set(splits, id);
    this.corpora.set(id, splits);
    return { id, revision: 1 };
  }

  private timeInWords(): string {
    const left = this.timeLeft.left();
    if (left === null) return 'How long they take is reckoned from the first epochs.';
    const { seconds, atMost } = left;
    return seconds === 0 ? '' : `${atMost ? 'At most' : 'About'} ${duration(seconds)} left for all.`;
  }
}

function outcomeOf(result: RunResult, trial: Trial): Outcome {
  const main = mainStage(result);
  const { records, bestEpoch, stopped } = main;
  const { tests, pseudoLabels, seconds, backend, seed, model } = result;
  return {
    seed,
    sentences: sentencesOf(trial),
    devF1: bestDevF1(main),
    test: tests.main,
    ...(tests.init && { init: tests.init }),
    pseudoLabels,
    bestEpoch,
    epochs: records.length,
    stopped,
    epochSeconds: records.reduce((sum, each) => sum + each.seconds, 0) / Math.max(1, records.length),
    seconds,
    backend,
    parameters: model.parameters,
  };
}

const summary = ({ devF1, test, bestEpoch, epochs, seconds }: Outcome) =>
  `dev ${devF1.toFixed(2)}, test ${test.overall.f1.toFixed(2)}, best epoch ${bestEpoch} of ${epochs}, ${duration(seconds)}.`;
