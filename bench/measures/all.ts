/** The measures in the order of the table. */
import type { Measure } from './bench.ts';
import { bilstmCnnStep, crfStep, hierarchicalGruStep, seq2seqStep } from './crfStep.ts';
import { demo } from './demo.ts';
import { dispatches } from './dispatches.ts';
import { doubling } from './doubling.ts';
import { epoch } from './epoch.ts';
import { layersStep } from './layersStep.ts';
import { productShare } from './productShare.ts';
import { tagging } from './tagging.ts';
import { transformerDispatches } from './transformerDispatches.ts';
import { transformerFrozen } from './transformerFrozen.ts';
import { transformerCorpusStep, transformerStep } from './transformerStep.ts';
import { transformerTagging } from './transformerTagging.ts';

export const measures: readonly Measure[] = [
  layersStep,
  crfStep,
  bilstmCnnStep,
  hierarchicalGruStep,
  seq2seqStep,
  dispatches,
  productShare,
  epoch,
  tagging,
  doubling,
  demo,
  transformerStep,
  transformerCorpusStep,
  transformerFrozen,
  transformerDispatches,
  transformerTagging,
];
