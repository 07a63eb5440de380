/** The layer table of ARCHITECTURE.md, from the rooms that the rule goes by: a copy by hand would soon say something else. */
import { anything, type Room, tfjs } from './rooms.ts';

const begin = '<!-- layers: written by scripts/writeLayerTable.ts from scripts/rooms.ts -->';
const end = '<!-- /layers -->';

export function layerTable(rooms: Readonly<Record<string, Room>>): string {
  const rows = Object.entries(rooms).map(([path, room]) => {
    const cells = [room.place ?? `\`${path}/\``, room.holds, sayImports(room), sayPackages(room)];
    return `| ${cells.join(' | ')} |`;
  });
  return ['| Place | Holds | May import | Packages |', '|---|---|---|---|', ...rows].join('\n');
}

/**
 * The document with the table between its two markers.
 *
 * @throws Error where the markers are not there.
 */
export function withLayerTable(document: string, table: string): string {
  const [from, to] = [document.indexOf(begin), document.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`The table's markers are missing: ${begin} and ${end}`);
  return `${document.slice(0, from + begin.length)}\n\n${table}\n\n${document.slice(to)}`;
}

function sayImports({ imports }: Room): string {
  const names = imports.map((path) => (path === 'workers' ? 'all of workers' : path.replace(/^workers\//, '')));
  return names.join(', ') || 'nothing';
}

function sayPackages({ packages }: Room): string {
  if (anything.every((prefix) => packages.includes(prefix))) return 'any';
  const others = packages.filter((prefix) => !tfjs.includes(prefix));
  const named = others.map((prefix) => (prefix === 'node:' ? 'Node’s own' : prefix));
  return [...(others.length < packages.length ? ['tfjs'] : []), ...named].join(', ') || 'none';
}
