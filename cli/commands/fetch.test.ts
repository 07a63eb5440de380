import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, vi } from 'vitest';
import { commit, standInHub } from '../hub/testing.ts';
import { graft, temporaryFolder } from '../testing.ts';

const fixture = fileURLToPath(new URL('../../test/parity/fixtures/checkpoints/electra', import.meta.url));
const files = Object.fromEntries(
  readdirSync(fixture).map((file) => [file, readFileSync(join(fixture, file))] as const),
);
const weights = files['model.safetensors'] as Buffer;
const name = 'somebody/tiny-electra';
const card = Buffer.from('---\nlicense: apache-2.0\n---\n');
const repository: Record<string, Buffer> = {
  ...files,
  'README.md': card,
  'pytorch_model.bin': weights,
  'onnx/model.onnx': weights,
};
const fetchInto = (out: string, ...options: string[]) => graft(['fetch', name, '--out', out, ...options]);
const newFolder = () => join(temporaryFolder(), 'electra');

describe('what is fetched', () => {
  it('are the files that a checkpoint is read from, with their sizes and licence told first and the commit pinned', async () => {
    const { asked } = await standInHub(name, repository);
    const out = newFolder();
    const { status, note } = await fetchInto(out);
    expect(status).toBe(0);
    const wanted = [...Object.keys(files), 'README.md', 'graft-origin.json'].sort();
    expect(readdirSync(out).sort()).toEqual(wanted);
    expect(readFileSync(join(out, 'model.safetensors')).equals(weights)).toBe(true);
    expect(note.indexOf('licence apache-2.0')).toBeGreaterThan(-1);
    expect(note.indexOf('licence apache-2.0')).toBeLessThan(note.indexOf('Fetching'));
    expect(note).toMatch(/model\.safetensors {2}\d+ KB/);
    const origin = JSON.parse(readFileSync(join(out, 'graft-origin.json'), 'utf8'));
    expect(origin).toMatchObject({ name, revision: 'main', commit, licence: 'apache-2.0' });
    expect(asked.some(({ path }) => path.includes('.bin') || path.includes('onnx'))).toBe(false);
    const inspected = await graft(['inspect', out]);
    expect(inspected.out).toContain('a pretrained encoder (ELECTRA)');
  });

  it('is there already the second time, which asks nobody, and what was changed comes again', async () => {
    const { asked } = await standInHub(name, repository);
    const out = newFolder();
    await fetchInto(out);
    const before = asked.length;
    vi.stubEnv('HF_HUB_OFFLINE', '1');
    expect(await fetchInto(out)).toMatchObject({ status: 0 });
    expect(asked.length).toBe(before);
    writeFileSync(join(out, 'config.json'), '{}');
    const offline = await fetchInto(out);
    expect(offline).toMatchObject({ status: 1 });
    expect(offline.note).toContain('HF_HUB_OFFLINE');
    vi.stubEnv('HF_HUB_OFFLINE', '');
    expect(await fetchInto(out)).toMatchObject({ status: 0 });
    expect(readFileSync(join(out, 'config.json')).equals(files['config.json'] as Buffer)).toBe(true);
  });

  it('is of the revision that was asked for, by a name with slashes too', async () => {
    const { asked } = await standInHub(name, repository);
    const out = newFolder();
    expect(await fetchInto(out, '--revision', 'refs/pr/2')).toMatchObject({ status: 0 });
    expect(asked[0]?.path).toContain('refs%2Fpr%2F2');
    const unknown = await fetchInto(newFolder(), '--revision', 'v9');
    expect(unknown).toMatchObject({ status: 1 });
    expect(unknown.note).toContain('no revision “v9”');
  });

  it('are all shards with their index, where the weights are in several files', async () => {
    const { 'model.safetensors': whole, ...others } = repository;
    const index = Buffer.from('{"weight_map": {"a": "model-00001-of-00002.safetensors"}}');
    const shards = { 'model-00001-of-00002.safetensors': whole as Buffer, 'model-00002-of-00002.safetensors': card };
    await standInHub(name, { ...others, ...shards, 'model.safetensors.index.json': index });
    const out = newFolder();
    expect(await fetchInto(out)).toMatchObject({ status: 0 });
    expect(readdirSync(out)).toEqual(expect.arrayContaining(['model.safetensors.index.json', ...Object.keys(shards)]));
  });
});

describe('a connection that is cut off', () => {
  it('is taken up again where it broke', async () => {
    const { askedFor } = await standInHub(name, repository, { cutAfter: 5000, cuts: 2 });
    const out = newFolder();
    expect(await fetchInto(out)).toMatchObject({ status: 0 });
    const ranges = [...askedFor('tokenizer.json'), ...askedFor('model.safetensors')].flatMap(
      ({ range }) => range ?? [],
    );
    expect(ranges.length).toBe(2);
    expect(readFileSync(join(out, 'model.safetensors')).equals(weights)).toBe(true);
  });

  it('again and again is given up, and the next command goes on with the same commit', async () => {
    const out = newFolder();
    const broken = await standInHub(
      name,
      { ...repository, 'tokenizer.json': Buffer.from('{}') },
      { cutAfter: 0, cuts: 99 },
    );
    const first = await fetchInto(out);
    expect(first).toMatchObject({ status: 1 });
    expect(first.note).toContain('The connection was cut off after 0 of');
    broken.moveOn();
    mkdirSync(out, { recursive: true });
    const hub = await standInHub(name, { ...repository, 'tokenizer.json': Buffer.from('{}') });
    hub.moveOn();
    writeFileSync(join(out, 'model.safetensors.part'), weights.subarray(0, 3000));
    expect(await fetchInto(out)).toMatchObject({ status: 0 });
    expect(hub.askedFor('model.safetensors')).toMatchObject([{ range: 'bytes=3000-' }]);
    expect(hub.asked.some(({ path }) => path.startsWith('/api/'))).toBe(false);
    expect(readFileSync(join(out, 'model.safetensors')).equals(weights)).toBe(true);
    const other = await fetchInto(out, '--revision', 'refs/pr/2');
    expect(other).toMatchObject({ status: 1 });
    expect(other.note).toContain('do not go together');
  });

  it('by a server that gives no parts begins the file anew', async () => {
    await standInHub(name, repository, { cutAfter: 3000, cuts: 1, ignoresRanges: true });
    const out = newFolder();
    expect(await fetchInto(out)).toMatchObject({ status: 0 });
    expect(readFileSync(join(out, 'model.safetensors')).equals(weights)).toBe(true);
  });
});

describe('is refused, with nothing left half', () => {
  it('a file whose hash is another', async () => {
    await standInHub(name, repository, { hash: '0'.repeat(64) });
    const out = newFolder();
    const { status, note } = await fetchInto(out);
    expect(status).toBe(1);
    expect(note).toContain('model.safetensors: What came is not the file that the hub lists');
    expect(readdirSync(out).filter((file) => file.startsWith('model'))).toEqual([]);
  });

  it('pickled weights alone, by their name and with the way out', async () => {
    const { 'model.safetensors': _, ...others } = repository;
    await standInHub(name, others);
    const out = newFolder();
    const { status, note } = await fetchInto(out);
    expect(status).toBe(1);
    expect(note).toContain('pickled form alone (pytorch_model.bin)');
    expect(note).toContain('--revision refs/pr/NUMBER');
    expect(existsSync(out)).toBe(false);
  });

  it('a model of a family that is not read, before its weights come', async () => {
    const { askedFor } = await standInHub(name, { ...repository, 'config.json': Buffer.from('{"model_type": "t5"}') });
    const out = newFolder();
    const { note } = await fetchInto(out);
    expect(note).toContain('family t5');
    expect(askedFor('model.safetensors')).toEqual([]);
    expect(readdirSync(out)).toEqual([]);
  });

  it('a model that is larger than the disk', async () => {
    await standInHub(name, repository, { size: 2 ** 50 });
    const { status, note } = await fetchInto(newFolder());
    expect(status).toBe(1);
    expect(note).toMatch(/There is no room: .* GB are still to come/);
  });

  it('a folder that holds something else, and a name that is none', async () => {
    await standInHub(name, repository);
    const out = temporaryFolder();
    writeFileSync(join(out, 'thesis.txt'), 'mine');
    const full = await fetchInto(out);
    expect(full.note).toContain('files in this folder already');
    expect(statSync(join(out, 'thesis.txt')).size).toBe(4);
    expect(await graft(['fetch', '../etc', '--out', newFolder()])).toMatchObject({ status: 2 });
  });
});

describe('who may have it', () => {
  it('a private model is refused without HF_TOKEN, which is named, and given with it; no other origin is told it', async () => {
    const hub = await standInHub(name, repository, { token: 'hf_secret', elsewhere: true });
    const without = await fetchInto(newFolder());
    expect(without).toMatchObject({ status: 1 });
    expect(without.note).toContain('set the variable HF_TOKEN');
    vi.stubEnv('HF_TOKEN', 'hf_wrong');
    expect((await fetchInto(newFolder())).note).toContain('HF_TOKEN does not let you see it');
    vi.stubEnv('HF_TOKEN', 'hf_secret');
    expect(await fetchInto(newFolder())).toMatchObject({ status: 0 });
    const atStore = hub.asked.filter(({ path }) => path === '/model.safetensors');
    expect(atStore).toMatchObject([{ authorization: undefined }]);
  });

  it('terms that must be agreed to are named with their page', async () => {
    const { address } = await standInHub(name, repository, { gated: true });
    expect((await fetchInto(newFolder())).note).toContain(`Agree to them at ${address}/${name}`);
  });

  it('a model that is not there, and a hub that is not', async () => {
    await standInHub('somebody/else', repository);
    expect((await fetchInto(newFolder())).note).toContain(`There is no model ${name}`);
    vi.stubEnv('HF_ENDPOINT', 'http://127.0.0.1:1');
    expect((await fetchInto(newFolder())).note).toContain('http://127.0.0.1:1 could not be reached');
  });
});
