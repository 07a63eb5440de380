/** The forms in which a model can be taken away: what the file is called, what it holds, and how it is used. */
import type { FolderForm } from '../../../workers/protocol/exportForms.ts';
import type { ModelSummary } from '../../../workers/protocol/model.ts';
import { counted } from '../../charts/figures.ts';

export type ModelForm = 'graft' | FolderForm;

export const modelForms: readonly { readonly value: ModelForm; readonly label: string }[] = [
  { value: 'graft', label: '.graft file' },
  { value: 'huggingface', label: 'Hugging Face folder' },
  { value: 'onnx', label: 'ONNX folder' },
];

/** What a file of the archive is, by its name. */
export type Held = readonly (readonly [file: string, what: string])[];

export interface Usage {
  readonly title: string;
  readonly snippet: string;
}

export const endings: Readonly<Record<ModelForm, string>> = {
  graft: '.graft',
  huggingface: '-huggingface.zip',
  onnx: '-onnx.zip',
};

/** What an archive of that form holds. */
export function heldIn(form: FolderForm, { parameters, tags, specification }: ModelSummary): Held {
  const { encoder, output } = specification;
  const isTransformer = encoder.kind === 'transformer';
  const config = ['config.json', `Sizes, and its ${counted(tags.length, 'tag')} as id2label`] as const;
  const tokenizer = ['tokenizer.json', 'How words are cut into pieces, with its tokenizer_config.json'] as const;
  const data = [
    'tagger.json, rules.json',
    'What it reads by, its words among it, how tags are chosen, how texts are cut',
  ] as const;
  if (form === 'huggingface') {
    return [
      config,
      ['model.safetensors', counted(parameters, 'parameter')],
      tokenizer,
      ...(output.kind === 'softmax' ? [] : [data, ['tagger.py', 'Tags texts with it in PyTorch'] as const]),
    ];
  }
  const steps = output.kind === 'attention-decoder' || output.kind === 'label-aware';
  return [
    [
      'onnx/model.onnx',
      `The network${steps ? ' up to its decoder' : ''}; model_quantized.onnx has its weights in bytes`,
    ],
    ...(steps ? [['onnx/decoder.onnx', 'The step that writes one tag'] as const] : []),
    config,
    ...(isTransformer ? [tokenizer] : []),
    data,
    [
      'tag.py, tag.mjs',
      'Tag texts with it, in Python, in Node and in a page; cutting.py and cutting.mjs belong to them',
    ],
  ];
}

/** How a file of that form is used. @param file its name. */
export function usageOf(form: ModelForm, file: string, { specification }: ModelSummary): readonly Usage[] {
  const folder = file.replace(/\.zip$/, '');
  if (form === 'graft') {
    return [{ title: 'Use it in the terminal', snippet: `npm run graft -- tag --model ${file} --in text.txt` }];
  }
  if (form === 'onnx') return onnxUsage(folder, specification.encoder.kind === 'transformer');
  if (specification.output.kind !== 'softmax') {
    return [
      {
        title: 'Use it in Python, a text a line',
        snippet: `pip install torch transformers regex\npython ${folder}/tagger.py texts.txt`,
      },
    ];
  }
  return [
    {
      title: 'Use it in Python',
      snippet: `from transformers import pipeline\ntag = pipeline('token-classification', model='${folder}', aggregation_strategy='first')`,
    },
  ];
}

/** @param readsPieces of words, which it cuts by a library. */
function onnxUsage(folder: string, readsPieces: boolean): readonly Usage[] {
  const [python, node] = readsPieces ? [' tokenizers', ' @huggingface/tokenizers'] : ['', ''];
  const given = readsPieces ? 'ort, Tokenizer' : 'ort';
  const imports = [
    "import * as ort from 'onnxruntime-web';",
    ...(readsPieces ? ["import { Tokenizer } from '@huggingface/tokenizers';"] : []),
    `import { createTagger } from './${folder}/tag.mjs';`,
  ];
  return [
    {
      title: 'Use it in Python, a text a line',
      snippet: `pip install onnxruntime numpy regex${python}\npython ${folder}/tag.py texts.txt`,
    },
    {
      title: 'Use it in Node',
      snippet: `npm install onnxruntime-node${node}\nnode ${folder}/tag.mjs texts.txt`,
    },
    {
      title: 'Use it in a page',
      snippet: `${imports.join('\n')}\nconst tagger = await createTagger({ ${given} });\nconst spans = await tagger.tag(text);`,
    },
  ];
}

/** Why a model cannot be had in a form, or null. */
export function formObstacle(form: ModelForm, { specification }: ModelSummary): string | null {
  if (form === 'huggingface' && specification.encoder.kind !== 'transformer') {
    return 'transformers, the library, loads BERT and its kin, and no network of this kind. Take the ONNX folder.';
  }
  if (form !== 'graft' && specification.consulted) {
    return 'A model that asks another one as well goes into a .graft file alone.';
  }
  return null;
}
