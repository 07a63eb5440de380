/**
 * A run from its request to its result: corpus → plan → model → loop → report. What each kind of run does stands in a file
 * of its own; here is what they share, and what happens when the device is lost in the middle.
 */

import { memoryUsedUp } from '../../kernels/deviceErrors.ts';
import type { ModelState } from '../../models/state.ts';
import type { BackendInfo, BackendName } from '../../protocol/backend.ts';
import { type RunConfiguration, type SingleConfiguration, singleRunOf } from '../../protocol/configuration.ts';
import type { RunEvent, RunRequest, RunResult } from '../../protocol/engine.ts';
import type { GraftError } from '../../protocol/errors.ts';
import type { RunEntry } from '../../protocol/history.ts';
import type { JournalKeeping } from '../../protocol/journal.ts';
import { createRandom } from '../../text/random.ts';
import type { RunControl } from '../../training/control.ts';
import type { Device } from '../device.ts';
import type { EncoderShelf, NamedEncoder } from '../encoderShelf.ts';
import type { Shelf } from '../shelf.ts';
import { checkedRun, needsEncoder, needsSource } from './checks.ts';
import type { RunContext, RunOutcome } from './context.ts';
import { RunJournal } from './journal.ts';
import { type RunCorpora, runOnce } from './once.ts';
import { repeatRun } from './repeat.ts';

interface RunToPerform {
  readonly id: string;
  readonly request: RunRequest;
  readonly control: RunControl;
  readonly device: Device;
  readonly shelf: Shelf;
  readonly encoders: EncoderShelf;
  readonly corpora: () => Promise<RunCorpora>;
  readonly onEvent: (event: RunEvent) => void;
  readonly keeping: JournalKeeping | undefined;
}

/** The model that comes of it stands on the shelf. @throws GraftError where the run cannot be done, or came to nothing. */
export async function performRun(run: RunToPerform): Promise<RunResult> {
  const { id, control, device, shelf, encoders, keeping } = run;
  const request = { ...run.request, configuration: checkedRun(run.request.configuration) };
  const { configuration } = request;
  const source = sourceOf(request, shelf);
  const encoder = encoderOf(request, encoders);
  const emit: RunContext['emit'] = (event) => run.onEvent({ ...event, runId: id } as RunEvent);
  control.onChange = (paused) => emit({ type: paused ? 'paused' : 'resumed' });
  const opened = await device.open();
  const journal = new RunJournal(configuration, opened.name, keeping);
  if (journal.backend !== opened.name) emit({ type: 'warning', problem: otherBackend(journal.backend, opened) });
  const corpora = await run.corpora();
  const endWatch = device.onLoss((error) => control.fail(error));
  let stepParts = 1;
  try {
    const outcome = await device.survive(
      () => {
        control.mend();
        // A repeated run has a stream of its own each time.
        const random = createRandom('run' in configuration ? 0 : configuration.seed);
        const context = { request, given: encoder, scope: '', random, control, journal, stepParts, emit };
        return runByTask(context, configuration, corpora, source);
      },
      (error, backend) => {
        emit({ type: 'backend', backend });
        if (error.problem.code === memoryUsedUp) stepParts *= 2;
        emit({ type: 'warning', problem: stepParts > 1 ? goesOnInParts(error, stepParts) : goesOn(error, backend) });
      },
    );
    const backend = await device.open();
    const { seconds } = journal;
    const { model: state, configuration: made, ...told } = outcome;
    // A model's history names the one run that made it.
    const history = [
      ...(source?.history ?? []),
      historyEntry(made, request, { ...corpora, encoder }, outcome, seconds, backend),
    ];
    const colours = { ...request.colours, ...source?.colours };
    const model = shelf.add({ ...state, name: request.name, history, colours });
    return { runId: id, model, ...told, seed: made.seed, seconds, backend: backend.name };
  } finally {
    endWatch();
  }
}

function runByTask(
  context: RunContext,
  configuration: RunConfiguration,
  corpora: RunCorpora,
  source: ModelState | null,
): Promise<RunOutcome> {
  if ('run' in configuration) return repeatRun(context, corpora, source, configuration);
  return runOnce(context, corpora, source, configuration);
}

function sourceOf({ configuration, models }: RunRequest, shelf: Shelf): ModelState | null {
  if (singleRunOf(configuration).task !== 'adapt') return null;
  if (!models.source) throw needsSource();
  return shelf.state(models.source);
}

/** @throws GraftError where the run begins with a checkpoint's encoder and none is given. */
function encoderOf({ configuration, models }: RunRequest, encoders: EncoderShelf) {
  const run = singleRunOf(configuration);
  if (run.task === 'adapt' || run.specification.encoder.kind !== 'transformer') return undefined;
  if (!models.encoder) throw needsEncoder();
  return encoders.get(models.encoder);
}

export function goesOn({ problem }: GraftError, { name, device }: BackendInfo) {
  return {
    code: 'run-goes-on',
    message: `${problem.message} The run goes on from its last checkpoint, on ${name} (${device}).`,
    remedy: 'Nothing needs to be done; the epoch under way begins again.',
  };
}

/**
 * Of a batch's parts the gradients are summed: what is learned is the same but for dropout, rounding, and an expected share of entities,
 * which is then each part's own.
 */
function goesOnInParts({ problem }: GraftError, stepParts: number) {
  return {
    code: 'run-goes-on-in-parts',
    message: `${problem.message} The run goes on from its last checkpoint, each batch in ${stepParts} parts whose gradients are summed.`,
    remedy:
      'Nothing needs to be done. It takes longer than a smaller batch would, and learns as the chosen batch does.',
  };
}

export function otherBackend(before: BackendName, { name }: BackendInfo) {
  return {
    code: 'run-on-other-backend',
    message: `The run was begun on ${before} and goes on on ${name}: its numbers will differ a little from those of a run in one go.`,
    remedy: `Choose ${before} to have the same, or begin anew (--restart).`,
  };
}

function historyEntry(
  configuration: SingleConfiguration,
  { corpora }: RunRequest,
  { target, sources, encoder }: RunCorpora & { readonly encoder: NamedEncoder | undefined },
  { stages, main, tests, vectors, yardstick, mixed, consulted }: RunOutcome,
  seconds: number,
  backend: BackendInfo,
): RunEntry {
  const learned = stages.find(({ id }) => id === main);
  return {
    task: configuration.task,
    corpus: corpora.target.name ?? target.train.name,
    ...(encoder && { encoder: encoder.name }),
    ...(sources.length > 0 && { sources: sources.map(({ train }) => train.name) }),
    sentences: learned?.sentences ?? 0,
    newCategories: configuration.task === 'adapt' ? configuration.adaptation.newCategories : [],
    configuration,
    epochs: learned?.records.length ?? 0,
    seconds,
    backend: backend.name,
    date: new Date().toISOString(),
    test: tests.main.tokens > 0 ? tests.main : null,
    ...(vectors && { vectors }),
    ...(yardstick && { yardstick }),
    ...(mixed && { mixed }),
    ...(consulted && { consulted }),
  };
}
