/** A look at a file as it would be read, asked for anew when the file or a choice changes; the last answer stays meanwhile. */
import { useDebouncedValue } from '@mantine/hooks';
import { useEffect, useState } from 'react';
import type { CorpusPreview, ImportOptions } from '../../../workers/protocol/engine.ts';
import { problemFrom } from '../../../workers/protocol/errors.ts';
import { studio } from '../../engine/studio.ts';

/** Milliseconds without a keystroke before the file is read again. */
const patience = 200;

export function usePreview(file: File, options: ImportOptions): CorpusPreview | null {
  const [preview, setPreview] = useState<CorpusPreview | null>(null);
  // Compared by what they say: the options are made anew with every drawing.
  const [wanted] = useDebouncedValue(JSON.stringify(options), patience);
  useEffect(() => {
    let current = true;
    studio()
      .corpora.preview({ name: file.name, blob: file }, JSON.parse(wanted) as ImportOptions)
      .catch((thrown): CorpusPreview => ({ lines: [], whole: false, reading: null, problem: problemFrom(thrown) }))
      .then((answer) => current && setPreview(answer));
    return () => {
      current = false;
    };
  }, [file, wanted]);
  return preview;
}
