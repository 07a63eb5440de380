import { expect, it } from 'vitest';
import { droppedFiles } from './droppedFiles.ts';

type Tree = { readonly [name: string]: Tree | string };

/** As a browser gives what was dropped: readers hand out two entries at a time, and then none. */
function entryOf(name: string, content: Tree | string): FileSystemEntry {
  if (typeof content === 'string') {
    const file = (done: (file: File) => void) => done(new File([content], name));
    return { isFile: true, isDirectory: false, name, file } as unknown as FileSystemEntry;
  }
  const createReader = () => {
    const left = Object.entries(content).map(([below, inner]) => entryOf(below, inner));
    return { readEntries: (done: (entries: FileSystemEntry[]) => void) => done(left.splice(0, 2)) };
  };
  return { isFile: false, isDirectory: true, name, createReader } as unknown as FileSystemEntry;
}

const dropping = (tree: Tree) => {
  const items = Object.entries(tree).map(([name, content]) => ({ webkitGetAsEntry: () => entryOf(name, content) }));
  return droppedFiles({ items, files: [] } as unknown as DataTransfer);
};

it('a dropped folder gives its files and those one level below, by their paths', async () => {
  const found = await dropping({
    minilm: {
      'config.json': '{}',
      'vocab.txt': 'a',
      'model.safetensors': 'b',
      '1_Pooling': { 'config.json': '{}', deep: { 'a.txt': '' } },
    },
  });
  expect(found.map(({ path }) => path)).toEqual([
    'minilm/config.json',
    'minilm/vocab.txt',
    'minilm/model.safetensors',
    'minilm/1_Pooling/config.json',
  ]);
});

it('dropped files are given as they are', async () => {
  expect((await dropping({ 'minilm.zip': 'PK' })).map(({ path }) => path)).toEqual(['minilm.zip']);
  const file = new File([''], 'vocab.txt');
  const without = await droppedFiles({ items: [{}], files: [file] } as unknown as DataTransfer);
  expect(without).toEqual([{ file, path: 'vocab.txt' }]);
});
