/** The format in which a corpus is written. */
import { Select } from '@mantine/core';
import { type ExportFormatName, exportFormatNames } from '../../../workers/protocol/corpus.ts';
import type { CorpusSummary } from '../../../workers/protocol/engine.ts';
import { exportFormats } from '../../../workers/protocol/exportFormats.ts';

interface Props {
  readonly corpus: Pick<CorpusSummary, 'kind'>;
  readonly format: ExportFormatName;
  readonly onChoose: (format: ExportFormatName) => void;
  readonly disabled: boolean;
}

export function FormatChoice({ corpus, format, onChoose, disabled }: Props) {
  return (
    <Select
      label="Format"
      data={exportFormatNames.map((value) => ({
        value,
        label: exportFormats[value].label,
        disabled: corpus.kind === 'tags' && !exportFormats[value].holdsTags,
      }))}
      value={format}
      onChange={(value) => value !== null && onChoose(value as ExportFormatName)}
      allowDeselect={false}
      disabled={disabled}
      w="20rem"
      maxDropdownHeight={340}
    />
  );
}
