/** What an adaptation can do otherwise, each with what it means. */
import type { Initialisation, UnannotatedTreatment } from '../../../workers/protocol/configuration.ts';
import type { Choice } from '../../components/Choices.tsx';

export const unannotatedChoices: readonly Choice<UnannotatedTreatment>[] = [
  {
    value: 'pseudo',
    title: 'Label them with the source model',
    meaning:
      'It marks what it knows first, and the marks are learned from along with yours. Yours win where they meet.',
  },
  {
    value: 'as-o',
    title: 'Take them as nothing',
    meaning: 'Unmarked means O. Simple, and the surest way to make the model forget what it knew.',
  },
  {
    value: 'marginal',
    title: 'Sum over them',
    meaning: 'Unmarked words may carry any tag that nobody looked for; the model is held to none of them.',
  },
];

export const initialisationChoices: readonly Choice<Initialisation>[] = [
  { value: 'matched', title: 'Like the others', meaning: 'Drawn with the mean and spread of the trained rows.' },
  { value: 'zeros', title: 'At zero', meaning: 'No opinion at first.' },
  { value: 'normal', title: 'At random', meaning: 'Drawn from N(0, 1): large beside trained rows.' },
  { value: 'best', title: 'Try all three', meaning: 'Trains three times and keeps the best on dev.' },
];
