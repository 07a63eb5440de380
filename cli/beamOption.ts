/** The width of the beam, for the commands that tag: it shapes no weight, so it is a choice of use. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { ModelUse } from '../workers/protocol/engine.ts';
import { attentionDecoderOutput } from '../workers/protocol/outputs/attentionDecoder.ts';

const { minimum, maximum } = attentionDecoderOutput.fields.beamWidth;

export function addBeamOption(command: Command): Command {
  return command.addOption(
    new Option(
      '--beam <number>',
      'of a model that writes its tags one after the other: how many beginnings it keeps at each word; by default what the model was made with',
    ).argParser(beamWidth),
  );
}

export const modelUse = ({ beam }: { readonly beam?: number }): ModelUse => (beam ? { beamWidth: beam } : {});

function beamWidth(text: string): number {
  const width = Number(text);
  if (/^\d+$/.test(text) && width >= minimum && width <= maximum) return width;
  throw new InvalidArgumentError(`Give a whole number from ${minimum} to ${maximum}.`);
}
