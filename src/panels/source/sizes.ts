/** The fields of the Sizes form: the architecture's, as far as the corpus leaves a choice. */
import type { CorpusKind } from '../../../workers/protocol/corpus.ts';
import { encoderKinds } from '../../../workers/protocol/specification.ts';
import type { FormField } from '../../components/FieldForm.tsx';
import { type ChosenField, chosenSpecification } from '../../store/chosenFields.ts';
import type { Choice } from '../../store/setup.ts';

/** @param kind of the corpus that is learned from. */
export function sizesOf(choice: Choice, kind: CorpusKind): FormField[] {
  // The sizes of an encoder that is given are its own.
  const given = choice.specification.encoder.kind === 'transformer' ? encoderKinds.transformer.fields : {};
  const open = chosenSpecification(choice).filter(({ key }) => !(key in given));
  return open.map((chosen) => (chosen.key === 'scheme' ? schemeFor(kind, chosen) : chosen));
}

/** One tag a token is what a corpus of tags says; spans have to be written as tags, in one of the schemes. */
function schemeFor(kind: CorpusKind, chosen: ChosenField): FormField {
  const { field, value } = chosen;
  if (kind === 'tags') return { ...chosen, value: 'tags', idle: 'This corpus has one tag a token.' };
  if (field.kind !== 'choice') return chosen;
  // What a link brought stays to be seen: the run would be refused for it.
  const choices = field.choices.filter((each) => each.value !== 'tags' || value === 'tags');
  return { ...chosen, field: { ...field, choices } };
}
