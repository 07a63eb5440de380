/** What only shows where the command line is a process of its own: its streams, its end, and the signals it gets. */
import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from './testing.ts';

const root = join(import.meta.dirname, '..');

function start(words: readonly string[], stdio: StdioOptions = ['ignore', 'pipe', 'pipe']): ChildProcess {
  return spawn(process.execPath, ['--import', 'tsx', 'cli/main.ts', ...words], { cwd: root, stdio });
}

async function text(stream: AsyncIterable<Buffer> | null): Promise<string> {
  let all = '';
  if (stream) for await (const chunk of stream) all += chunk;
  return all;
}

async function ended(child: ChildProcess) {
  const [[status, signal], out, note] = await Promise.all([
    once(child, 'close'),
    text(child.stdout?.destroyed ? null : child.stdout),
    text(child.stderr?.destroyed ? null : child.stderr),
  ]);
  return { status, signal, out, note };
}

/** As `head` does when it has read enough. */
async function endedUnread(words: readonly string[]) {
  const child = start(words);
  child.stdout?.destroy();
  return ended(child);
}

function corpusOf(sentences: number) {
  const folder = temporaryFolder();
  const corpus = join(folder, 'a.conll');
  writeFileSync(corpus, 'Ada B-Person\nleft O\n\n'.repeat(sentences));
  return { folder, corpus, convert: ['convert', '--in', corpus, '--to', 'conll-iob2'] };
}

describe('where nobody reads standard output on', () => {
  it('ends without a word, as SIGPIPE ends cat', async () => {
    expect(await endedUnread(['train', '--help'])).toMatchObject({ status: 141, note: '' });
    const { status, note } = await endedUnread(corpusOf(1).convert);
    expect(note).not.toMatch(/error|at /i);
    expect(status).toBe(141);
  });

  it('ends so as well where the result goes to /dev/stdout by name', async () => {
    const { status, note } = await endedUnread([...corpusOf(1).convert, '--out', '/dev/stdout']);
    expect(note).not.toMatch(/error|at /i);
    expect(status).toBe(141);
  });
});

it('takes paths from the folder in which npm was called', async () => {
  const { folder } = corpusOf(1);
  const env = { ...process.env, npm_lifecycle_event: 'graft', INIT_CWD: folder };
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', 'cli/main.ts', 'convert', '--in', 'a.conll', '--to', 'conll'],
    {
      cwd: root,
      env,
    },
  );
  expect(await ended(child)).toMatchObject({ status: 0, out: 'Ada B-Person\nleft O\n\n' });
});

it('goes on and writes its files where nobody reads the progress', async () => {
  const { folder, convert } = corpusOf(1);
  const child = start([...convert, '--out', join(folder, 'out')]);
  child.stderr?.destroy();
  expect(await ended(child)).toMatchObject({ status: 0 });
  expect(readFileSync(join(folder, 'out'), 'utf8')).toBe('Ada B-Person\nleft O\n\n');
});

it.skipIf(!existsSync('/dev/full'))('says in one line that standard output could not be written', async () => {
  const full = openSync('/dev/full', 'w');
  const { status, note } = await ended(start(corpusOf(1).convert, ['ignore', full, 'pipe']));
  closeSync(full);
  expect(note.trimEnd().split('\n').at(-1)).toMatch(/^error: standard output could not be written: ENOSPC/);
  expect(status).toBe(1);
});

it('adds to a file that standard output goes to, where the result goes to /dev/stdout', async () => {
  const { folder, convert } = corpusOf(1);
  const path = join(folder, 'out');
  writeFileSync(path, 'before\n');
  const stdout = openSync(path, 'a');
  expect(await ended(start([...convert, '--out', '/dev/stdout'], ['ignore', stdout, 'pipe']))).toMatchObject({
    status: 0,
  });
  closeSync(stdout);
  expect(readFileSync(path, 'utf8')).toBe('before\nAda B-Person\nleft O\n\n');
});

it('is ended by Ctrl-C, which a shell calls 130, and leaves the output as it was', async () => {
  const { folder, convert } = corpusOf(100_000);
  const out = join(folder, 'out');
  writeFileSync(out, 'before');
  const child = start([...convert, '--out', out]);
  child.stderr?.once('data', () => child.kill('SIGINT'));
  expect(await ended(child)).toMatchObject({ status: null, signal: 'SIGINT' });
  expect(readFileSync(out, 'utf8')).toBe('before');
  expect(readdirSync(folder).sort()).toEqual(['a.conll', 'out']);
});
