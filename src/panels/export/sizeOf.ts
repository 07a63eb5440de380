/** How much of a corpus an export holds: what its format leaves out is counted from that. */
import { type PartName, partNames } from '../../../workers/protocol/corpus.ts';
import type { CorpusSummary } from '../../../workers/protocol/engine.ts';

export function sizeOf({ parts }: CorpusSummary, part: PartName | 'all') {
  const wanted = part === 'all' ? partNames.map((name) => parts[name]) : [parts[part]];
  const sum = (size: (of: (typeof wanted)[number]) => number) => wanted.reduce((total, of) => total + size(of), 0);
  return {
    documents: sum(({ documents }) => documents),
    sentences: sum(({ sentences }) => sentences),
    furtherSpans: sum(({ furtherSpans }) => furtherSpans),
  };
}
