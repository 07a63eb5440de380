/** Writes the layer table into ARCHITECTURE.md; with --check, part of `npm run check`, fails where it is not what it should be. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { layerTable, withLayerTable } from './layerTable.ts';
import { rooms } from './rooms.ts';

const file = join(import.meta.dirname, '../ARCHITECTURE.md');
const document = readFileSync(file, 'utf8');
const written = withLayerTable(document, layerTable(rooms));

if (!process.argv.includes('--check')) writeFileSync(file, written);
else if (written !== document) {
  console.error(
    'ARCHITECTURE.md: the layer table is not that of scripts/rooms.ts. Write it: npx tsx scripts/writeLayerTable.ts',
  );
  process.exitCode = 1;
}
