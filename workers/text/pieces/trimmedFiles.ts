/** Where the files of a tokenizer name pieces by their ids outside its model: those ids, after the vocabulary was trimmed. */
import type { Declared, TokenizerConfig, TokenizerFile } from './tokenizerFile.ts';

/** By the ids before, the ids after. */
export type NewIds = ReadonlyMap<number, number>;

/** All but the model. Whatever it names is special or was added, and therefore kept. */
export function renumberedFile(tokenizer: TokenizerFile, newIds: NewIds): Omit<TokenizerFile, 'model'> {
  const { model: _, added_tokens: added, post_processor: processor, ...rest } = tokenizer;
  return {
    ...rest,
    added_tokens: added.map((token) => ({ ...token, id: renumbered(token.id, newIds) })),
    post_processor: processor && renumberedProcessor(processor, newIds),
  };
}

/** `added_tokens_decoder` has its pieces by their ids. */
export function renumberedConfig(config: TokenizerConfig, newIds: NewIds): TokenizerConfig {
  const { added_tokens_decoder: added } = config as {
    readonly added_tokens_decoder?: Readonly<Record<string, unknown>>;
  };
  if (!added) return config;
  const kept = Object.entries(added).filter(([id]) => newIds.has(Number(id)));
  return {
    ...config,
    added_tokens_decoder: Object.fromEntries(kept.map(([id, token]) => [renumbered(Number(id), newIds), token])),
  };
}

function renumberedProcessor(processor: Declared, newIds: NewIds): Declared {
  switch (processor.type) {
    case 'Sequence':
      return {
        ...processor,
        processors: ((processor.processors as Declared[] | undefined) ?? []).map((each) =>
          renumberedProcessor(each, newIds),
        ),
      };
    case 'TemplateProcessing': {
      const special = (processor.special_tokens ?? {}) as Readonly<Record<string, { readonly ids: readonly number[] }>>;
      const entries = Object.entries(special).map(([name, token]) => [
        name,
        { ...token, ids: token.ids.map((id) => renumbered(id, newIds)) },
      ]);
      return { ...processor, special_tokens: Object.fromEntries(entries) };
    }
    case 'BertProcessing':
    case 'RobertaProcessing':
      return { ...processor, sep: renumberedPair(processor.sep, newIds), cls: renumberedPair(processor.cls, newIds) };
    default:
      return processor;
  }
}

const renumberedPair = (pair: unknown, newIds: NewIds) => {
  const [piece, id] = pair as readonly [string, number];
  return [piece, renumbered(id, newIds)];
};

const renumbered = (id: number, newIds: NewIds): number => newIds.get(id) ?? id;
