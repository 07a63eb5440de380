/** An architecture that only the tests know: an encoder without room, under a CRF that speaks IOB2. One data file. */
import type { Architecture } from '../workers/protocol/architectures.ts';
import { bilstmEncoder } from '../workers/protocol/encoders/bilstm.ts';
import { defaultsOf } from '../workers/protocol/fields.ts';
import { crfOutput } from '../workers/protocol/outputs/crf.ts';
import { commonSettings } from '../workers/protocol/settings.ts';

export const testArchitecture: Architecture = {
  name: 'test-architecture',
  label: 'Test architecture',
  help: 'A BiLSTM-CRF over IOB2 that keeps its digits.',
  specification: {
    encoder: { kind: 'bilstm', ...defaultsOf(bilstmEncoder.fields), digitsToZero: false, wordHidden: 20 },
    output: { kind: 'crf', ...defaultsOf(crfOutput.fields), scheme: 'iob2' },
  },
  settings: { ...commonSettings, optimizer: 'nadam', batching: 'tokens', batchTokens: 40 },
};
