/** What the stand-in studio suggests: what its models find in a text, with invented confidences. */
import type { PartName, Splits } from '../../workers/protocol/corpus.ts';
import type { Engine } from '../../workers/protocol/engine.ts';
import type { ModelSummary } from '../../workers/protocol/model.ts';
import type {
  DocumentSuggestions,
  SuggestionEngine,
  SuggestionReport,
  SuggestionRequest,
} from '../../workers/protocol/suggestions.ts';
import { calibrate } from '../../workers/text/calibration.ts';
import { documentsFound, orderDocuments } from '../../workers/text/documentOrders.ts';
import { fakeTaggedText } from './fakeTagger.ts';

export class FakeSuggestions implements SuggestionEngine {
  private readonly kept = new Map<string, Map<string, DocumentSuggestions>>();

  constructor(
    private readonly splits: (corpusId: string) => Promise<Splits>,
    private readonly model: (id: string) => ModelSummary,
  ) {}

  async suggest({ corpus, part, modelId }: SuggestionRequest): Promise<SuggestionReport> {
    const { documents } = (await this.splits(corpus.id))[part];
    const model = modelId === undefined ? null : this.model(modelId);
    const ready = documents.map(({ id, text }, place): [string, DocumentSuggestions] => {
      const spans = model ? fakeTaggedText(model, text).spans : [];
      const suggestions = spans.map((span) => ({ ...span, source: 'model' as const }));
      return [id, { documentId: id, suggestions, uncertainty: (place * 7) % 5 }];
    });
    this.kept.set(`${corpus.id} ${part}`, new Map(ready));
    const outcomes = Array.from({ length: 60 }, (_, place) => ({
      confidence: 0.5 + (place % 10) / 20,
      right: place % 10 >= 10 - place / 8,
    }));
    return {
      documents: documents.length,
      suggestions: ready.reduce((sum, [, { suggestions }]) => sum + suggestions.length, 0),
      measure: model && 'entropy',
      calibration: model && calibrate(outcomes),
      dev: model && { precision: 80, recall: 75, f1: 77.4, support: 120, predicted: 112, correct: 90 },
    };
  }

  async suggestions(corpusId: string, part: PartName, documentIds: readonly string[]) {
    const ready = this.kept.get(`${corpusId} ${part}`);
    return documentIds.map((id) => ready?.get(id) ?? null);
  }

  async stopSuggesting() {}

  async documentOrder(...[{ id }, part, order, seed]: Parameters<Engine['documentOrder']>) {
    const corpus = (await this.splits(id))[part];
    return orderDocuments(corpus, this.kept.get(`${id} ${part}`) ?? new Map(), order, seed);
  }

  async documentsFound(...[{ id }, part, finding, below]: Parameters<Engine['documentsFound']>) {
    const corpus = (await this.splits(id))[part];
    return documentsFound(corpus, this.kept.get(`${id} ${part}`) ?? new Map(), finding, below);
  }
}
