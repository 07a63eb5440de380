/** What is said where a pretraining cannot be done, or not as might be expected. */
import type { z } from 'zod';
import { GraftError, type Problem } from '../../protocol/errors.ts';

/** @param what is to be done, such as `pretraining`. @throws GraftError where a value is none that its field takes. */
export function checkedSettings<Settings>(schema: z.ZodType<Settings>, settings: Settings, what: string): Settings {
  const parsed = schema.safeParse(settings);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new GraftError({
    code: 'run-configuration',
    message: `The ${what} cannot be done so: ${issue?.path.join('.')}: ${issue?.message}.`,
    remedy: 'Correct this value and start again.',
  });
}

export function tooLittleText(name: string): GraftError {
  return new GraftError({
    code: 'pretraining-text',
    message: `There is too little text for ${name} to learn from: it has to give one passage for that and another to measure on.`,
    remedy: 'Give more text, or shorter passages (--length).',
  });
}

export function stoppedBefore(what: string): GraftError {
  return new GraftError({
    code: 'run-stopped',
    message: `The ${what} was stopped before its first step: there is no encoder to keep.`,
    remedy: 'Start it again. What was there before is as it was.',
  });
}

export function headAnew(name: string): Problem {
  return {
    code: 'pretraining-new-head',
    message: `${name} came without the layers that guess pieces: they begin anew, and perplexity falls fast while they are learned.`,
    remedy:
      'Nothing needs to be done; only compare its perplexity with that of encoders that brought theirs with care.',
  };
}

export function noBetter(before: number, after: number): Problem {
  return {
    code: 'pretraining-no-better',
    message: `Perplexity on text that is not learned from did not fall: it was ${before.toFixed(1)} and is ${after.toFixed(1)}.`,
    remedy: 'Lower the learning rate (--rate), give more text, or keep the encoder as it was.',
  };
}
