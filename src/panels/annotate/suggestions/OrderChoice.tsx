/** In which order documents are gone through, and whether the model's doubts are worth going by. */
import { Select, Text } from '@mantine/core';
import { useEffect } from 'react';
import type { CorpusSummary } from '../../../../workers/protocol/engine.ts';
import { type DocumentOrder, documentOrders } from '../../../../workers/protocol/suggestions.ts';
import { orderNow, putInOrder } from '../../../engine/ordering.ts';
import { useAnnotating } from '../../../store/annotating.ts';
import { useSuggesting } from '../../../store/suggesting.ts';

const labels: Readonly<Record<DocumentOrder, string>> = {
  given: 'As they stand',
  random: 'At random',
  uncertainty: 'Least sure first',
  diversity: 'Least sure, unlike each other',
  disagreement: 'Where model and annotation differ',
};

export function OrderChoice({ corpus }: { readonly corpus: CorpusSummary }) {
  const chosen = useSuggesting((state) => state.order);
  const report = useSuggesting((state) => state.report);
  const finding = useSuggesting((state) => state.finding);
  // Of the threshold nothing depends but what the model is not sure of.
  const below = useSuggesting((state) => (state.finding === 'unsure' ? state.threshold : null));
  const part = useAnnotating((state) => state.part);
  const { order, advice } = orderNow(corpus);
  // biome-ignore lint/correctness/useExhaustiveDependencies: of each submission the order would change under the annotator's hands.
  useEffect(() => {
    void putInOrder(corpus);
  }, [corpus.id, part, order, chosen, report, finding, below]);
  return (
    <>
      <Select
        aria-label="Order of the documents"
        size="xs"
        w="15rem"
        data={documentOrders.map((value) => ({ value, label: labels[value] }))}
        value={chosen}
        allowDeselect={false}
        onChange={(value) => useSuggesting.setState({ order: value as DocumentOrder })}
      />
      {chosen !== 'given' && chosen !== 'random' && (
        <Text size="xs" c="dimmed" aria-live="polite" maw="44rem">
          {chosen === order ? '' : 'At random for now. '}
          {chosen === 'disagreement'
            ? 'Only submitted documents in which the model finds something else, the most of it first.'
            : advice.why}
        </Text>
      )}
    </>
  );
}
