/**
 * The pieces that stand for no text: where a sequence begins and ends, what fills a batch, what hides a piece, what is not
 * known. The files name them; what they leave open is found by the names that are in use.
 */
import { type Declared, type TokenizerConfig, type TokenizerFile, tokenizerError } from './tokenizerFile.ts';

export interface SpecialPieces {
  readonly start: number;
  readonly end: number;
  readonly padding: number;
  readonly mask: number;
  readonly unknown: number;
}

const usualNames = {
  start: ['[CLS]', '<s>', '<bos>', '<|startoftext|>'],
  end: ['[SEP]', '</s>', '<eos>', '<|endoftext|>'],
  padding: ['[PAD]', '<pad>', '<|padding|>'],
  mask: ['[MASK]', '<mask>'],
  unknown: ['[UNK]', '<unk>'],
} as const;

const settings = {
  start: ['cls_token', 'bos_token'],
  end: ['sep_token', 'eos_token'],
  padding: ['pad_token'],
  mask: ['mask_token'],
  unknown: ['unk_token'],
} as const;

/**
 * Byte-level tokenizers need no unknown piece and may have no padding: then padding is what ends a sequence, and what is
 * unknown is padding.
 * @throws GraftError where a sequence's beginning or end or the mask is not to be found.
 */
export function specialPieces(
  tokenizer: TokenizerFile,
  config: TokenizerConfig,
  idOf: (piece: string) => number | undefined,
): SpecialPieces {
  const around = template(tokenizer.post_processor);
  const find = (role: keyof typeof usualNames): number | undefined => {
    const named = settings[role].map((key) => contentOf(config[key]));
    const candidates = [...(role === 'start' || role === 'end' ? [around[role]] : []), ...named, ...usualNames[role]];
    return candidates.map((name) => (name === undefined ? undefined : idOf(name))).find((id) => id !== undefined);
  };
  const needed = (role: 'start' | 'end' | 'mask', what: string): number => {
    const id = find(role);
    if (id !== undefined) return id;
    throw tokenizerError(`Its vocabulary has no piece ${what} (${usualNames[role].join(', ')}).`);
  };
  const start = needed('start', 'that begins a sequence');
  const end = needed('end', 'that ends a sequence');
  const padding = find('padding') ?? end;
  return {
    start,
    end,
    padding,
    mask: needed('mask', 'that hides others'),
    unknown: find('unknown') ?? padding,
  };
}

/** What the tokenizer itself puts around a sequence. */
function template(processor: Declared | null | undefined): { start?: string; end?: string } {
  if (!processor) return {};
  if (processor.type === 'Sequence') {
    return ((processor.processors as Declared[] | undefined) ?? []).map(template).find(({ start }) => start) ?? {};
  }
  const nameOf = (pair: unknown) => (Array.isArray(pair) ? String(pair[0]) : undefined);
  if (processor.type !== 'TemplateProcessing') return { start: nameOf(processor.cls), end: nameOf(processor.sep) };
  const single = (processor.single as { SpecialToken?: { id: string } }[] | undefined) ?? [];
  return { start: single[0]?.SpecialToken?.id, end: single.at(-1)?.SpecialToken?.id };
}

/** A piece as tokenizer_config.json names it: as a text, or as a table that holds it. */
function contentOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  const content = (value as { content?: unknown } | null | undefined)?.content;
  return typeof content === 'string' ? content : undefined;
}
