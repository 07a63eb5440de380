/** Which part of a corpus is written, or all of it. */
import { Select } from '@mantine/core';
import { type PartName, partNames } from '../../../workers/protocol/corpus.ts';
import type { CorpusSummary } from '../../../workers/protocol/engine.ts';

interface Props {
  readonly corpus: Pick<CorpusSummary, 'parts'>;
  readonly part: PartName | 'all';
  readonly onChoose: (part: PartName | 'all') => void;
  readonly disabled: boolean;
}

export function PartChoice({ corpus, part, onChoose, disabled }: Props) {
  return (
    <Select
      label="Part"
      data={[
        { value: 'all', label: 'all' },
        ...partNames.map((name) => ({ value: name, label: name, disabled: corpus.parts[name].sentences === 0 })),
      ]}
      value={part}
      onChange={(value) => value !== null && onChoose(value as PartName | 'all')}
      allowDeselect={false}
      disabled={disabled}
      w="8rem"
    />
  );
}
