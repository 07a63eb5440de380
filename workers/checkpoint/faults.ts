/** How a checkpoint that cannot be used is refused: what is wrong, in which file, and what to do about it. */
import { GraftError } from '../protocol/errors.ts';

const remedies = {
  /** It is not all there, or not as it was written. */
  damaged: 'Download it again, or save it again with transformers (model.save_pretrained).',
  /** Files of different models lie together. */
  mixed: 'Take config.json, the weights and the tokenizer from the same model.',
  /** It is whole, but of a kind that is not read. */
  unknown:
    'Take a checkpoint of BERT, RoBERTa, XLM-R, DistilBERT, ELECTRA or ModernBERT, saved as safetensors by transformers.',
} as const;

export function checkpointError(
  code: `checkpoint-${string}`,
  message: string,
  remedy: keyof typeof remedies | { readonly say: string },
  file?: string,
): GraftError {
  return new GraftError({ code, message, remedy: typeof remedy === 'string' ? remedies[remedy] : remedy.say, file });
}
