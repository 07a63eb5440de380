import { describe, expect, it } from 'vitest';
import { layerTable, withLayerTable } from './layerTable.ts';
import { tfjs } from './rooms.ts';

const table = layerTable({
  src: { holds: 'the page', imports: ['workers/text'], packages: [''] },
  'workers/text': { holds: 'texts', imports: [], packages: [] },
  workers: { place: '`workers/*.worker.ts`', holds: 'entries', imports: ['workers'], packages: ['comlink', ...tfjs] },
  cli: { holds: 'the terminal', imports: ['workers', 'scripts/a.ts'], packages: ['node:', 'commander'] },
});

const document = (between: string) =>
  `# House\n\n<!-- layers: written by scripts/writeLayerTable.ts from scripts/rooms.ts -->\n\n${between}\n\n<!-- /layers -->\n\nMore.\n`;

describe('the layer table', () => {
  it('says for each room where it is, what it holds and what it may import', () => {
    expect(table.split('\n').slice(2)).toEqual([
      '| `src/` | the page | text | any |',
      '| `workers/text/` | texts | nothing | none |',
      '| `workers/*.worker.ts` | entries | all of workers | tfjs, comlink |',
      '| `cli/` | the terminal | all of workers, scripts/a.ts | Node’s own, commander |',
    ]);
  });

  it('takes the place of the one before and leaves the rest of the document as it is', () => {
    expect(withLayerTable(document('| an | old |\n| table |'), table)).toBe(document(table));
    expect(withLayerTable(document(table), table)).toBe(document(table));
  });

  it('is not put anywhere where its place is not marked', () => {
    expect(() => withLayerTable('# House\n', table)).toThrow(/markers are missing/);
  });
});
