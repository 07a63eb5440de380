/** What the box to try begins with: a sentence of the user's own corpus, else one that was made up. */
import { useEffect, useState } from 'react';
import type { PartName } from '../../../workers/protocol/corpus.ts';
import type { CorpusSummary } from '../../../workers/protocol/engine.ts';
import type { SentenceView } from '../../../workers/protocol/sentences.ts';
import { studio } from '../../engine/studio.ts';

const madeUp =
  'Hello, this is Marta Voss. Please change my address to 14 Weaver Lane, Leeds, and call me on 0113 555 0182 when it is done.';
/** Sentences among which one is chosen, and letters that make one good to read. */
const looked = 60;
const shortest = 40;
const longest = 240;

/** The first of a readable length with something to find in it, else the first with something to find, else the first. */
function chosenFrom(sentences: readonly SentenceView[]): string | null {
  const telling = sentences.filter(({ spans }) => spans.length > 0);
  const readable = telling.find(({ text }) => text.length >= shortest && text.length <= longest);
  return (readable ?? telling[0] ?? sentences[0])?.text ?? null;
}

export function useSampleText(corpus: CorpusSummary | null, part: PartName): string {
  const [sample, setSample] = useState<string | null>(null);
  const [id, revision] = [corpus?.id, corpus?.revision];
  useEffect(() => {
    let current = true;
    if (id === undefined || revision === undefined) {
      setSample(madeUp);
      return;
    }
    studio()
      .corpora.sentences(id, { part, offset: 0, limit: looked })
      .then(
        ({ sentences }) => current && setSample(chosenFrom(sentences) ?? madeUp),
        () => current && setSample(madeUp),
      );
    return () => {
      current = false;
    };
  }, [id, revision, part]);
  return sample ?? '';
}
