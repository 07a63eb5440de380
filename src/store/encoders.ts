/** The pretrained encoder that is at hand: what a new transformer begins with. */
import { create } from 'zustand';
import type { EncoderSummary } from '../../workers/protocol/checkpoint.ts';

interface EncodersState {
  readonly encoder: EncoderSummary | null;
}

export const useEncoders = create<EncodersState>()(() => ({ encoder: null }));
