/** A look at a file as it would be read, asked for anew when the file or a choice changes; the last answer stays meanwhile. */
import { useDebouncedValue } from '@mantine/hooks';
import { useEffect, useState } from 'react';
import type { ImportOptions } from '../../../workers/protocol/engine.ts';
import { problemFrom } from '../../../workers/protocol/errors.ts';
import type { CorpusPreview } from '../../../workers/protocol/preview.ts';
import { studio } from '../../engine/studio.ts';

const stemOf = ({ name }: File) => name.replace(/\.[^.]*$/, '');
/** A text and its annotation have one name but for its ending. */
const belongs = (other: File, file: File) =>
  other !== file && stemOf(other) === stemOf(file) && [other, file].some(({ name }) => /\.(ann|a1|a2)$/i.test(name));
const asked = (file: File) => ({ name: file.name, blob: file });

/** Milliseconds without a keystroke before the file is read again. */
const patience = 200;

/** @param beside the other files of the import. */
export function usePreview(file: File, beside: readonly File[], options: ImportOptions): CorpusPreview | null {
  const [preview, setPreview] = useState<CorpusPreview | null>(null);
  // Compared by what they say: the options are made anew with every drawing.
  const [wanted] = useDebouncedValue(JSON.stringify(options), patience);
  useEffect(() => {
    let current = true;
    studio()
      .corpora.preview(
        [file, ...beside.filter((other) => belongs(other, file))].map(asked),
        JSON.parse(wanted) as ImportOptions,
      )
      .catch((thrown): CorpusPreview => ({ lines: [], whole: false, reading: null, problem: problemFrom(thrown) }))
      .then((answer) => current && setPreview(answer));
    return () => {
      current = false;
    };
  }, [file, beside, wanted]);
  return preview;
}
