/** What the papers and a plain PyTorch tagger reach on CoNLL-2003, by our names of the architectures. */

interface Reference {
  readonly test: number;
  readonly from: string;
}

export const standardReferences: Readonly<Record<string, Reference>> = {
  blstm: { test: 89.74, from: 'paper 0, section 5.4' },
  seq2seq: { test: 90.98, from: 'paper 0, section 5.4' },
  'bilstm-cnn': { test: 89.1, from: 'paper 2, Table 3' },
  'hierarchical-gru': { test: 91.2, from: 'paper 3, Table 3, without transfer' },
};

/** A BiLSTM-CRF in plain PyTorch with the same vectors (GloVe 6B, 50 dimensions), Adam at 0.002, seed 1. */
export const pytorchBilstmCrf = { dev: 92.13, test: 87.26 };

/** Paper 3, Table 1: tokens of CoNLL-2003. */
export const paperTokens = { train: 204_567, dev: 51_578, test: 46_666 };
