import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkOutputs, checkWritable, readBytes, writeWhole } from './files.ts';
import { temporaryFolder } from './testing.ts';
import { openVectors } from './vectorFiles.ts';

const permissions = (path: string) => (statSync(path).mode & 0o777).toString(8);

it('says what stands for the standard streams where somebody gives a dash', async () => {
  await expect(readBytes('-')).rejects.toThrow('There is no such file.');
  await expect(readBytes('-')).rejects.toMatchObject({ problem: { remedy: expect.stringContaining('/dev/stdin') } });
  expect(() => checkWritable('-')).toThrow('Standard output has no such name here.');
});

describe('writing a file', () => {
  it.each(['600', '640', '755'])('keeps its permissions, %s', async (mode) => {
    const path = join(temporaryFolder(), 'a');
    writeFileSync(path, 'old');
    chmodSync(path, Number.parseInt(mode, 8));
    await writeWhole(path, 'new');
    expect([readFileSync(path, 'utf8'), permissions(path)]).toEqual(['new', mode]);
  });

  it('gives a new file what any new file gets, and leaves nothing else behind', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'any'), '');
    await writeWhole(join(folder, 'new'), new Uint8Array([1, 2, 3]));
    expect(permissions(join(folder, 'new'))).toBe(permissions(join(folder, 'any')));
    expect(readdirSync(folder).sort()).toEqual(['any', 'new']);
  });

  it('puts a new file in the old one’s place, so that who reads the old one reads it to its end', async () => {
    const path = join(temporaryFolder(), 'a');
    writeFileSync(path, 'old');
    const before = statSync(path).ino;
    await writeWhole(path, 'new');
    expect(statSync(path).ino).not.toBe(before);
  });

  it.each(['there', 'not there yet'])('follows a link to a file that is %s', async (state) => {
    const folder = temporaryFolder();
    const [target, link] = [join(folder, 'below', 'target'), join(folder, 'link')];
    mkdirSync(join(folder, 'below'));
    if (state === 'there') writeFileSync(target, 'old');
    symlinkSync('below/target', link);
    await writeWhole(link, 'new');
    expect(readlinkSync(link)).toBe('below/target');
    expect(readFileSync(target, 'utf8')).toBe('new');
  });

  it('writes through a FIFO, which stays one', async () => {
    const path = join(temporaryFolder(), 'fifo');
    execFileSync('mkfifo', [path]);
    const [read] = await Promise.all([readFile(path, 'utf8'), writeWhole(path, 'all of it')]);
    expect(read).toBe('all of it');
    expect(lstatSync(path).isFIFO()).toBe(true);
  });

  it('writes through a device', async () => {
    await writeWhole('/dev/null', 'gone');
    expect(lstatSync('/dev/null').isCharacterDevice()).toBe(true);
  });

  it.skipIf(!existsSync('/dev/full'))('says that a device is full', async () => {
    await expect(writeWhole('/dev/full', 'too much')).rejects.toThrow(
      '/dev/full: It could not be written: no space left on device.',
    );
  });
});

describe('a place that cannot be written', () => {
  const folder = temporaryFolder;
  it.each([
    ['in a folder that is missing', () => '/nowhere/a', 'The folder /nowhere does not exist.'],
    ['that is a folder', folder, 'This is a folder.'],
    ['that is spelled as a folder', () => `${folder()}/new/`, 'This is a folder.'],
    ['that has no name', () => '', 'This is a folder.'],
    ['below a file', () => join(fileIn(folder()), 'a'), 'not a directory.'],
    ['whose name is too long', () => join(folder(), 'x'.repeat(300)), 'name too long.'],
    ['behind a link into nowhere', () => linkTo('/nowhere/a'), 'The folder /nowhere does not exist.'],
    ['behind a ring of links', () => linkTo('link'), 'too many symbolic links encountered.'],
    ['that is no open stream', () => '/dev/fd/999', 'bad file descriptor.'],
  ])('%s is refused beforehand', (_, path, message) => {
    expect(() => checkWritable(path())).toThrow(message);
  });

  it.skipIf(!existsSync('/proc'))('is refused as well where the system lets nobody write', () => {
    expect(() => checkWritable('/proc/a')).toThrow('It may not be written');
  });

  it('is tried without leaving anything', () => {
    const at = temporaryFolder();
    checkWritable(join(at, 'a'));
    expect(readdirSync(at)).toEqual([]);
  });
});

describe('outputs', () => {
  it.each([
    ['the same path', (path: string) => path],
    ['another spelling', (path: string) => relative('.', path)],
    ['a way around', (path: string) => join(path, '..').concat('/./a')],
    ['a symbolic link', (path: string) => linkTo(path)],
    ['a hard link', (path: string) => hardLinkTo(path)],
    ['a link to its folder', (path: string) => join(linkTo(join(path, '..')), 'a')],
  ])('must not be an input under %s', (_, spelled) => {
    const path = fileIn(temporaryFolder());
    const check = () => checkOutputs({ '--out': spelled(path) }, { '--dev': undefined, '--train': ['/nowhere', path] });
    expect(check).toThrow('--out and --train are one file: --out would overwrite what --train reads.');
  });

  it('must not be each other, also before they are there', () => {
    const path = join(temporaryFolder(), 'new');
    const check = () => checkOutputs({ '--out': path, '--json': linkTo(path) }, {});
    expect(check).toThrow('--json and --out are one file: --out goes there too.');
  });

  it('may all go to where nothing is kept, and otherwise to different files', () => {
    const folder = temporaryFolder();
    checkOutputs({ '--out': '/dev/null', '--json': '/dev/null' }, { '--train': '/dev/null' });
    checkOutputs({ '--out': join(folder, 'new'), '--json': join(folder, 'other') }, { '--train': fileIn(folder) });
    checkOutputs({ '--out': join(folder, 'new'), '--json': undefined }, { '--source': fileIn(folder) });
  });

  it('must not be empty, nor inputs: what a shell makes of a variable that holds nothing', async () => {
    expect(() => checkOutputs({ '--out': '' }, {})).toThrow('The path that --out gives is empty.');
    expect(() => checkOutputs({}, { '--train': ['a', ''] })).toThrow('The path that --train gives is empty.');
    await expect(readBytes('')).rejects.toThrow('A path is empty.');
  });

  it('must be writable', () => {
    expect(() => checkOutputs({ '--out': '/nowhere/a' }, {})).toThrow('The folder /nowhere does not exist.');
  });
});

it('reads vectors from a FIFO as from a file', async () => {
  const path = join(temporaryFolder(), 'fifo');
  execFileSync('mkfifo', [path]);
  const [{ name, blob }] = await Promise.all([openVectors(path), writeWhole(path, 'a 1 2\n')]);
  expect([name, await blob.text()]).toEqual(['fifo', 'a 1 2\n']);
});

function fileIn(folder: string): string {
  const path = join(folder, 'a');
  writeFileSync(path, 'an input');
  return path;
}

function linkTo(target: string): string {
  const path = join(temporaryFolder(), 'link');
  symlinkSync(target, path);
  return path;
}

function hardLinkTo(target: string): string {
  const path = join(temporaryFolder(), 'hard');
  linkSync(target, path);
  return path;
}
