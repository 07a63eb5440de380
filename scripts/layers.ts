/**
 * The house's layer rule: which room may import which (rooms.ts), so that the rooms stay apart while they grow. A walk over
 * the imports goes by that one table; a linter's import patterns would need one list of forbidden paths a folder and depth.
 */
import { posix } from 'node:path';
import { parseSync } from 'oxc-parser';
import { type Room, rooms, tfjs } from './rooms.ts';

export interface Violation {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

/** Tests may stand on tools and on other rooms for their examples, but never reach across to the other side. */
const testPackages = [
  'node:',
  'vitest',
  'fast-check',
  'fake-indexeddb',
  'fflate',
  '@testing-library/',
  'webgpu',
  'onnxruntime-web',
  '@huggingface/tokenizers',
  ...tfjs,
];

const maximumLines = 400;

/** What is wrong with one file. @param path From the project's root, with forward slashes. */
export function violationsOf(path: string, source: string): Violation[] {
  const roomName = roomOf(path);
  if (roomName === undefined) return [];
  const room = rooms[roomName] as Room;
  const isTest = /\.(test|long)\.tsx?$/.test(path) || /\/testing\.ts$/.test(path);
  const violations: Violation[] = [];
  const report = (offset: number, message: string) =>
    violations.push({ file: path, line: lineOf(source, offset), message });

  const { module } = parseSync(path, source);
  for (const { specifier, offset } of importsOf(source, module)) {
    if (specifier.startsWith('.')) {
      const target = posix.normalize(posix.join(posix.dirname(path), specifier));
      const allowed = [
        roomName,
        ...room.imports,
        ...(isTest ? (roomName === 'src' ? ['test'] : ['workers', 'scripts', 'cli', 'test']) : []),
      ];
      // A room that holds others, such as workers/, is only its own files.
      const own = roomOf(target) === roomName;
      if (!own && !allowed.some((prefix) => within(target, prefix))) {
        report(offset, `${roomName} may not import ${target} (it may import: ${room.imports.join(', ') || 'nothing'})`);
      }
    } else {
      const packages = [...room.packages, ...(isTest ? testPackages : [])];
      const nodeModule = specifier.startsWith('node:');
      if (!packages.some((prefix) => (nodeModule ? prefix === 'node:' : specifier.startsWith(prefix)))) {
        report(offset, `${roomName} may not import the package ${specifier}`);
      } else if (roomName === 'src' && tfjs.some((prefix) => specifier.startsWith(prefix))) {
        report(offset, 'the page computes nothing: tensors are the workers’ alone');
      }
    }
  }
  if (isBarrel(module)) report(0, 'it only passes on what others export: no barrel files');
  const chance = roomName === 'src' ? -1 : source.indexOf('Math.random(');
  if (chance >= 0) report(chance, 'Math.random makes runs irreproducible: use workers/text/random.ts');
  const lines = source.split('\n').length - 1;
  const isGenerated = path.endsWith('_pb.ts');
  if (lines > maximumLines && !isGenerated)
    report(source.length - 1, `${lines} lines: a file has one subject and at most ${maximumLines} lines`);
  return violations;
}

type Module = ReturnType<typeof parseSync>['module'];

function importsOf(source: string, module: Module): { specifier: string; offset: number }[] {
  const found = module.staticImports.map(({ moduleRequest }) => ({
    specifier: moduleRequest.value,
    offset: moduleRequest.start,
  }));
  for (const { entries } of module.staticExports) {
    for (const { moduleRequest } of entries) {
      if (moduleRequest) found.push({ specifier: moduleRequest.value, offset: moduleRequest.start });
    }
  }
  for (const { moduleRequest } of module.dynamicImports) {
    const literal = /^['"`](.*)['"`]$/.exec(source.slice(moduleRequest.start, moduleRequest.end));
    if (literal?.[1]) found.push({ specifier: literal[1], offset: moduleRequest.start });
  }
  return found;
}

function isBarrel({ staticExports }: Module): boolean {
  const entries = staticExports.flatMap((statement) => statement.entries);
  return entries.length > 0 && entries.every(({ moduleRequest }) => moduleRequest !== null);
}

function roomOf(path: string): string | undefined {
  return Object.keys(rooms)
    .filter((room) => within(path, room))
    .sort((a, b) => b.length - a.length)[0];
}

function within(path: string, prefix: string): boolean {
  return path === prefix || path.startsWith(`${prefix}/`);
}

function lineOf(source: string, offset: number): number {
  return source.slice(0, offset).split('\n').length;
}
