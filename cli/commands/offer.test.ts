import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { type OfferedList, offeredListSchema } from '../../workers/protocol/offeredEncoder.ts';
import { graft, temporaryFolder } from '../testing.ts';

const folderOf = (family: string) =>
  fileURLToPath(new URL(`../../test/parity/fixtures/checkpoints/${family}`, import.meta.url));

function builtStudio(): string {
  const studio = join(temporaryFolder(), 'dist');
  mkdirSync(studio);
  writeFileSync(join(studio, 'index.html'), '');
  return studio;
}

const listIn = (studio: string): OfferedList =>
  offeredListSchema.parse(JSON.parse(readFileSync(join(studio, 'encoders', 'index.json'), 'utf8')));

/** A copy with a card and files that nobody needs. */
function electra(licence: string): string {
  const folder = join(temporaryFolder(), 'small electra');
  cpSync(folderOf('electra'), folder, { recursive: true });
  writeFileSync(join(folder, 'README.md'), `---\nlanguage: en\nlicense: ${licence}\n---\n# A card\n`);
  writeFileSync(join(folder, 'pytorch_model.bin'), 'pickled');
  writeFileSync(join(folder, 'training_args.json'), '{}');
  return folder;
}

it('checkpoints are copied beside the studio, as far as they are needed, and listed with size, licence and hashes', async () => {
  const studio = builtStudio();
  const { status, note } = await graft(['offer', electra('mit'), folderOf('bert'), '--studio', studio]);
  expect(status).toBe(0);
  expect(note).toContain('licence mit');
  expect(note).toContain('make sure that you may');
  const [bert, small] = listIn(studio).encoders;
  expect(bert).toMatchObject({ name: 'bert', family: 'BERT', licence: null, tagger: true });
  expect(small).toMatchObject({ name: 'small-electra', family: 'ELECTRA', licence: 'mit', tagger: false });
  const there = readdirSync(join(studio, 'encoders', 'small-electra'));
  expect(there.sort()).toEqual(small?.files.map(({ path }) => path).sort());
  expect(there).toContain('README.md');
  expect(there).not.toContain('pytorch_model.bin');
  expect(there).not.toContain('training_args.json');
  for (const { path, size, sha256 } of small?.files ?? []) {
    const bytes = readFileSync(join(studio, 'encoders', 'small-electra', path));
    expect({ size: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') }).toEqual({ size, sha256 });
  }
});

it('another one is added, one of the same name takes its place, and one that was deleted is listed no more', async () => {
  const studio = builtStudio();
  await graft(['offer', electra('mit'), '--studio', studio]);
  await graft(['offer', folderOf('roberta'), '--studio', studio]);
  await graft(['offer', electra('apache-2.0'), '--studio', studio]);
  expect(listIn(studio).encoders).toMatchObject([{ name: 'roberta' }, { licence: 'apache-2.0' }]);
  rmSync(join(studio, 'encoders', 'roberta'), { recursive: true });
  expect(await graft(['offer', '--studio', studio])).toMatchObject({ status: 0 });
  expect(listIn(studio).encoders).toMatchObject([{ name: 'small-electra' }]);
});

it('a FIFO in a checkpoint is not waited for', async () => {
  const [folder, studio] = [electra('mit'), builtStudio()];
  rmSync(join(folder, 'README.md'));
  execFileSync('mkfifo', [join(folder, 'README.md')]);
  expect(await graft(['offer', folder, '--studio', studio])).toMatchObject({ status: 0 });
  expect(listIn(studio).encoders).toMatchObject([{ licence: null }]);
  execFileSync('mkfifo', [join(folder, 'piped.json')]);
  const { status, note } = await graft(['offer', folder, '--studio', studio]);
  expect([status, note]).toEqual([1, expect.stringContaining('piped.json: This is a FIFO and no file.')]);
});

it('what is no checkpoint, or no studio, is refused, and nothing is listed', async () => {
  const studio = builtStudio();
  const empty = temporaryFolder();
  expect((await graft(['offer', empty, '--studio', studio])).note).toContain('There is no config.json');
  const elsewhere = await graft(['offer', folderOf('bert'), '--studio', empty]);
  expect(elsewhere).toMatchObject({ status: 1 });
  expect(elsewhere.note).toContain('this is no built studio');
  const offered = join(studio, 'encoders', 'bert');
  await graft(['offer', folderOf('bert'), '--studio', studio]);
  expect((await graft(['offer', offered, '--studio', studio])).note).toContain('offered already');
  expect(existsSync(join(offered, 'config.json'))).toBe(true);
});
