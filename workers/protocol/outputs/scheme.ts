/** The tagging scheme is the output's: it decides which tags there are. Declared once for every output that has tags. */
import type { ChoiceField } from '../fields.ts';

export const schemeField = {
  kind: 'choice',
  label: 'Tagging scheme',
  help: 'How spans are written as tags: BIOES also marks where a span ends. A corpus of one tag a token (POS) keeps its tags.',
  default: 'bioes',
  choices: [
    { value: 'bioes', label: 'BIOES' },
    { value: 'iob2', label: 'IOB2' },
    { value: 'tags', label: 'one tag a token' },
  ],
  paper: 'paper 0, section 4.1',
} as const satisfies ChoiceField;

/** What an output says of itself, so that page and command line can refuse a combination beforehand. */
export interface OutputDeclaration {
  readonly label: string;
  readonly help: string;
  readonly accepts: {
    /** Tokens of which only a set of possible tags is known. */
    readonly partial: boolean;
    /** A probability for each tag in the place of one tag, as in distillation. */
    readonly soft: boolean;
    /** Scores of another model beside the features: each tag's own score is a sum over them. */
    readonly consulted: boolean;
  };
  /** `independent`: each tag by itself; `chain`: a best sequence; `autoregressive`: each tag from those before it. */
  readonly order: 'independent' | 'chain' | 'autoregressive';
}
