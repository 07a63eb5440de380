import { MantineProvider } from '@mantine/core';
import { act, render, renderHook, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { bertTagger } from '../../../workers/protocol/architectures/bertTagger.ts';
import { setUpDemo } from '../../engine/demo.ts';
import * as vectors from '../../engine/englishVectors.ts';
import { fakeStudio } from '../../engine/fake.ts';
import { startRun } from '../../engine/runs.ts';
import { setStudio, studio } from '../../engine/studio.ts';
import { keepModel, renameModel } from '../../store/models.ts';
import { useUnsavedModels } from '../../store/saved.ts';
import { bringCorpus, bringModel, emptyPage } from '../../testing.ts';
import { ExportPanel } from './ExportPanel.tsx';

const saved: { name: string; blob: Blob }[] = [];

function show() {
  render(
    <MantineProvider env="test">
      <ExportPanel />
    </MantineProvider>,
  );
}

async function save(button: string): Promise<{ name: string; text: string }> {
  const before = saved.length;
  await userEvent.click(screen.getByRole('button', { name: button }));
  await waitFor(() => expect(saved.length).toBe(before + 1));
  const { name, blob } = saved.at(-1) ?? { name: '', blob: new Blob() };
  const reader = new FileReader();
  const text = new Promise<string>((resolve) => {
    reader.onload = () => resolve(String(reader.result));
  });
  reader.readAsText(blob);
  return { name, text: await text };
}

beforeEach(() => {
  emptyPage();
  saved.length = 0;
  let latest = new Blob();
  URL.createObjectURL = (blob) => {
    latest = blob as Blob;
    return 'blob:test';
  };
  URL.revokeObjectURL = () => {};
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    saved.push({ name: this.download, blob: latest });
  });
});

afterEach(() => {
  vi.restoreAllMocks();
});

describe('the Export panel', () => {
  it('offers the demo while there is nothing to export', () => {
    show();
    expect(screen.getAllByRole('button', { name: 'Try the demo' })).toHaveLength(1);
  });

  it('says of a model that carries how much its numbers matter that its file holds that', async () => {
    setStudio(fakeStudio(0));
    const model = await bringModel('Desk');
    show();
    expect(screen.queryByText('importance.safetensors')).toBeNull();
    act(() => keepModel({ ...model, importance: true }));
    expect(screen.getByText('importance.safetensors').nextElementSibling?.textContent).toContain('matters');
  });

  it('leaves out the sentences and the rare words of the training text where that is wanted', async () => {
    setStudio(fakeStudio(0));
    const model = await bringModel('Desk');
    act(() => keepModel({ ...model, sample: { corpus: 'first customer', rehearsed: 2, measured: 3 } }));
    const list = { name: 'English vectors', blob: new Blob(['the 0.1 0.2']) };
    vi.spyOn(vectors, 'englishVectorsFile').mockResolvedValue(list);
    const exported = vi.spyOn(studio().engine, 'exportModel');
    show();
    screen.getByText(/of the texts it learned from, their words, and the sentences/);
    await userEvent.click(screen.getByRole('checkbox', { name: /^With the 5 sentences of first customer/ }));
    await userEvent.click(screen.getByRole('checkbox', { name: /^With the rare words/ }));
    screen.getByText(/of the texts it learned from, usual words alone/);
    // Told apart by their names, and no figure that is the whole model's.
    screen.getByText(/--model desk-without-sentences-and-words\.graft /);
    expect(screen.getByText('texts.json').nextElementSibling?.textContent).toMatch(/usual words alone/);
    expect(screen.getByText('weights.safetensors').nextElementSibling?.textContent).toMatch(/^At most /);
    await save('Export model');
    await waitFor(() => expect(exported).toHaveBeenCalledWith(model.id, 'Desk', { sentences: false, wordsOf: list }));
  });

  it('says of a model that asks another one that its file holds that as well', async () => {
    setStudio(fakeStudio(0));
    const model = await bringModel('Desk');
    show();
    const held = () => screen.getByText('weights.safetensors').nextElementSibling?.textContent;
    expect(held()).not.toContain('asks');
    const { specification, categories } = model;
    act(() =>
      keepModel({
        ...model,
        specification: { ...specification, consulted: { specification, categories, share: 0.3 } },
      }),
    );
    expect(held()).toContain('those of the model that it asks as well');
  });

  it('counts as saved what the file holds, and not a name that was given while it was written', async () => {
    setStudio(fakeStudio(0));
    const model = await bringModel('Desk');
    const { exportModel } = studio().engine;
    vi.spyOn(studio().engine, 'exportModel').mockImplementationOnce(async (...asked) => {
      renameModel(model.id, 'Front desk');
      return exportModel.apply(studio().engine, asked);
    });
    show();
    await save('Export model');
    const { result } = renderHook(useUnsavedModels);
    await waitFor(() => expect(result.current).toBe(true));
    await save('Export model');
    await waitFor(() => expect(result.current).toBe(false));
  });

  it('offers the folders of other tools, each with how it is used there', async () => {
    setStudio(fakeStudio(0));
    await bringModel('Desk');
    vi.stubGlobal('fetch', async (address: URL) => new Response(`of ${address.pathname}`));
    show();
    await userEvent.click(screen.getByText('ONNX folder'));
    screen.getByText(/python desk-onnx\/tag\.py texts\.txt/);
    screen.getByText(/node desk-onnx\/tag\.mjs texts\.txt/);
    const { name, text } = await save('Export model');
    expect(name).toBe('desk-onnx.zip');
    expect(JSON.parse(text)).toMatchObject({
      form: 'onnx',
      scripts: ['tag.py', 'cutting.py', 'tag.mjs', 'cutting.mjs'],
    });
    // It is no transformer.
    await userEvent.click(screen.getByText('Hugging Face folder'));
    expect(screen.getByRole('button', { name: 'Export model' })).toHaveProperty('disabled', true);
    screen.getByText(/no network of this kind/);
    vi.unstubAllGlobals();
  });

  it('shows the loader of a head that transformers has no class for', async () => {
    setStudio(fakeStudio(0));
    const model = await bringModel('Desk');
    const { encoder } = bertTagger.specification;
    act(() => keepModel({ ...model, specification: { ...model.specification, encoder } }));
    show();
    await userEvent.click(screen.getByText('Hugging Face folder'));
    screen.getByText(/python desk-huggingface\/tagger\.py/);
    act(() => keepModel({ ...model, specification: bertTagger.specification }));
    screen.getByText(/pipeline\('token-classification'/);
  });

  it('saves model, scores and corpus under names made from the model’s', async () => {
    setStudio(fakeStudio(0));
    await bringCorpus();
    const model = await bringModel('Desk source');
    setUpDemo(model);
    await startRun();
    show();

    expect((await save('Export model')).name).toBe('desk-source-address.graft');
    screen.getByText('npm run graft -- tag --model desk-source-address.graft --in text.txt');
    const scores = await save('Scores as JSON');
    expect(scores.name).toBe('desk-source-address-scores.json');
    expect(JSON.parse(scores.text)).toMatchObject({ seed: 1, backend: 'wasm', test: { overall: {} } });
    expect((await save('Scores as CSV')).text).toMatch(/^model,category,precision/);
    expect((await save('Epochs as CSV')).text.trim().split('\n')).toHaveLength(7);
    expect((await save('Export corpus')).name).toBe('support-desk.jsonl');
    await userEvent.click(screen.getByLabelText('As the model tags it'));
    expect((await save('Export corpus')).name).toBe('support-desk-by-desk-source-address.jsonl');
  }, 30_000);
});
