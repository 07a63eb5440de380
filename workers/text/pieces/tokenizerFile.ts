/** What is read of a tokenizer.json (huggingface.co/docs/tokenizers) and of the tokenizer_config.json beside it. */
import { z } from 'zod';
import { GraftError } from '../../protocol/errors.ts';

/** A step of the tokenizer as the file declares it: its kind and whatever that kind needs. */
const declaredSchema = z.looseObject({ type: z.string() });
export type Declared = z.infer<typeof declaredSchema>;

/** Beyond any vocabulary there is: it keeps a forged id from claiming the memory. */
const idSchema = z.number().int().min(0).max(10_000_000);

const addedTokenSchema = z.object({
  id: idSchema,
  content: z.string(),
  single_word: z.boolean().default(false),
  lstrip: z.boolean().default(false),
  rstrip: z.boolean().default(false),
  normalized: z.boolean().optional(),
  special: z.boolean().default(false),
});
export type AddedToken = z.infer<typeof addedTokenSchema>;

const modelSchema = z.looseObject({
  type: z.enum(['WordPiece', 'BPE', 'Unigram']).optional(),
  vocab: z.union([z.record(z.string(), idSchema), z.array(z.tuple([z.string(), z.number()]))]),
});

export const tokenizerSchema = z.looseObject({
  added_tokens: z.array(addedTokenSchema).default([]),
  normalizer: declaredSchema.nullish(),
  pre_tokenizer: declaredSchema.nullish(),
  post_processor: declaredSchema.nullish(),
  model: modelSchema,
});
export type TokenizerFile = z.infer<typeof tokenizerSchema>;

export const configSchema = z.looseObject({});
export type TokenizerConfig = z.infer<typeof configSchema>;

/** @throws GraftError where a text is not JSON, or not that of a tokenizer. */
export function parseTokenizerFiles(files: readonly string[]): { tokenizer: TokenizerFile; config: TokenizerConfig } {
  return {
    tokenizer: parse(files[0] ?? '', tokenizerSchema, 'tokenizer.json'),
    config: parse(files[1] ?? '{}', configSchema, 'tokenizer_config.json'),
  };
}

/** JSON of a known form, with or without a byte-order mark. @throws GraftError that names the file. */
export function parse<Value>(text: string, schema: z.ZodType<Value>, file: string): Value {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch {
    throw tokenizerError('It is not JSON, or was cut off.', file);
  }
  const result = schema.safeParse(value);
  if (!result.success) throw tokenizerError(`It cannot be read: ${z.prettifyError(result.error)}.`, file);
  return result.data;
}

/** A pattern of a step: a text that is looked for as it is, or a regular expression. */
export function patternOf(declared: unknown): RegExp {
  const { String: text, Regex: regex } = (declared ?? {}) as { String?: string; Regex?: string };
  try {
    if (text !== undefined) return new RegExp(text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'gu');
    if (regex !== undefined) return new RegExp(regex, 'gu');
  } catch {
    // Said below.
  }
  throw tokenizerError(`Its pattern ${JSON.stringify(declared)} is not understood.`);
}

export function tokenizerError(message: string, file = 'tokenizer.json'): GraftError {
  return new GraftError({
    code: 'tokenizer',
    message: `The tokenizer cannot be used. ${message}`,
    remedy: 'Save it again with transformers (tokenizer.save_pretrained), or take the files as they were published.',
    file,
  });
}
