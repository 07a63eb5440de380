/** The pretrained encoders that are at hand, and the one that a new transformer begins with. */
import { create } from 'zustand';
import type { EncoderSummary } from '../../workers/protocol/checkpoint.ts';

interface EncodersState {
  /** Those that are at hand, in the order in which they came. */
  readonly encoders: readonly EncoderSummary[];
  /** One of them. */
  readonly encoder: EncoderSummary | null;
  /** The id of the one that came from files; the others were made here. */
  readonly fromFiles: string | null;
}

export const useEncoders = create<EncodersState>()(() => ({ encoders: [], encoder: null, fromFiles: null }));

/** It is also what a new transformer begins with now. */
export function keepEncoder(encoder: EncoderSummary): void {
  const { encoders } = useEncoders.getState();
  useEncoders.setState({ encoders: [...encoders, encoder], encoder });
}

export function chooseEncoder(id: string): void {
  const encoder = useEncoders.getState().encoders.find((each) => each.id === id);
  if (encoder) useEncoders.setState({ encoder });
}

/** The last of the others is then what a new transformer begins with. */
export function dropEncoder(id: string): void {
  const left = useEncoders.getState().encoders.filter((each) => each.id !== id);
  const { encoder } = useEncoders.getState();
  const fromFiles = useEncoders.getState().fromFiles;
  useEncoders.setState({
    encoders: left,
    fromFiles: fromFiles === id ? null : fromFiles,
    encoder: encoder?.id === id ? (left.at(-1) ?? null) : encoder,
  });
}

/** A name that no other encoder has. */
export function freeEncoderName(name: string): string {
  const taken = new Set(useEncoders.getState().encoders.map((each) => each.name));
  for (let number = 1; ; number++) {
    const free = number === 1 ? name : `${name} (${number})`;
    if (!taken.has(free)) return free;
  }
}
