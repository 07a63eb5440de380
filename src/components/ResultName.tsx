/** What the model that comes out will be called; by default made from where it comes from. */
import { TextInput } from '@mantine/core';
import { resultName } from '../engine/runs.ts';
import { useSourceCorpora, useTargetCorpus } from '../store/corpora.ts';
import { useSourceModel } from '../store/models.ts';
import { setRunName, useAdaptation, useSetup } from '../store/setup.ts';

export function ResultName({ disabled }: { readonly disabled: boolean }) {
  const name = useSetup((state) => state.name);
  const adaptation = useAdaptation();
  const corpus = useTargetCorpus();
  const source = useSourceModel();
  const sources = useSourceCorpora();
  const joint = useSetup(({ task }) => task === 'joint');
  const together = joint ? sources.map((each) => each.name) : [];
  return (
    <TextInput
      label="Name of the new model"
      placeholder={corpus ? resultName(corpus.name, source?.name ?? '', adaptation, together) : ''}
      value={name}
      onChange={(event) => setRunName(event.currentTarget.value)}
      disabled={disabled}
      maw="28rem"
    />
  );
}
