/**
 * The only words the page and the workers share. `CorpusService` holds texts, `Engine` holds everything with tensors;
 * both run in-process (command line, tests) and behind Comlink (page), so every call returns a promise and callbacks
 * come last. Failures reject with the `Problem` of errors.ts.
 */
import type { AdaptationPlan } from './adaptationPlan.ts';
import type { AgreementService } from './agreement.ts';
import type { BackendInfo, BackendName, MemoryInfo } from './backend.ts';
import type { BatchEngine } from './batch.ts';
import type { CheckpointEngine } from './checkpoint.ts';
import type { BackendPreference, RunConfiguration } from './configuration.ts';
import type {
  AnnotatedCategories,
  CorpusKind,
  Document,
  Exported,
  ExportFormatName,
  FormatName,
  PartName,
  SentenceEnds,
  Splits,
} from './corpus.ts';
import type { DeidentifyService } from './deidentify.ts';
import type { DocumentChange, DocumentPage, DocumentQuery, DocumentStanding } from './documents.ts';
import type { Problem } from './errors.ts';
import type { EvaluationEngine, TaggedText } from './evaluation.ts';
import type { CarriedOn, FolderEngine } from './exportForms.ts';
import type { FieldValue } from './fields.ts';
import type { JournalKeeping } from './journal.ts';
import type { LikenessEngine } from './likenesses.ts';
import type { ModelSummary } from './model.ts';
import type { CorpusPreview, PreviewedFile, SourceFile } from './preview.ts';
import type { Scores } from './scores.ts';
import type { SentencePage, SentenceQuery } from './sentences.ts';
import type { TrainingSettings } from './settings.ts';
import type { ShrinkingEngine } from './shrinking.ts';
import type { SuggestionEngine } from './suggestions.ts';
import type { CostEngine } from './trainingCost.ts';
import type { VectorCoverage } from './vectorCoverage.ts';
import type { DrawnBack, YardstickScores } from './yardstick.ts';

/** 0 to 1, with a word for what is going on. */
export type OnProgress = (progress: { readonly label: string; readonly fraction: number }) => void;

// ---------------------------------------------------------------------------------------------------------- corpora

export interface CorpusFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Absent: one file for all, split by seed; several files go by their names (train, dev or testa, test or testb). */
  readonly part?: PartName;
}

export interface ImportOptions {
  readonly format?: FormatName;
  /** Both 0-based; negative counts from the end. */
  readonly tagColumn?: number;
  readonly wordColumn?: number;
  readonly kind?: CorpusKind;
  /** What the category is called where tags are a prefix alone (B, I, O). */
  readonly category?: string;
  readonly sentenceEnds?: SentenceEnds;
  readonly encoding?: string;
  /** Overrides what the file says about which categories were looked for. */
  readonly annotated?: AnnotatedCategories;
  readonly splitSeed?: number;
  /** Nothing is divided or held out: what is given for training is all learned from. */
  readonly whole?: boolean;
  /** It is removed when it was read through, and is kept in no project. */
  readonly passing?: boolean;
}

export interface PartSummary {
  readonly documents: number;
  readonly sentences: number;
  /** Of documents that count as submitted. */
  readonly submittedSentences: number;
  readonly tokens: number;
  /** Spans (or tags) per category, as training sees them. */
  readonly categories: Readonly<Record<string, number>>;
  /** Spans that overlap those: kept, and written to JSON Lines, but not to columns. */
  readonly furtherSpans: number;
  /** How many documents wait, are drafts, and so on. */
  readonly standings: Readonly<Record<DocumentStanding, number>>;
}

export interface CorpusSummary {
  readonly id: string;
  /** 1 after the import, and one more with each change of its content, so that results of an older state can be told apart. */
  readonly revision: number;
  readonly name: string;
  readonly kind: CorpusKind;
  readonly categories: readonly string[];
  /** Categories that were looked for everywhere. */
  readonly annotated: AnnotatedCategories;
  /** Whether somebody submitted or discarded a document: then submitted ones alone train. */
  readonly judged: boolean;
  /** By category, where somebody wrote any. */
  readonly guidelines: Readonly<Record<string, string>>;
  readonly parts: Readonly<Record<PartName, PartSummary>>;
  readonly files: readonly SourceFile[];
  /** What was worked out on the user's behalf, in words: by the readers of all files, and in making parts of them. */
  readonly assumed: readonly string[];
  /** Broken lines, dropped spans, sentences on both sides of the split. */
  readonly problems: readonly Problem[];
}

/** A list of names: one feature of every token, which says whether a name of the list covers it. */
export interface GazetteerList {
  readonly name: string;
  readonly names: number;
}

export interface CorpusService extends AgreementService, DeidentifyService {
  /**
   * Reads the beginning of the first file, or all of it where a beginning says nothing. The others are those that may
   * belong to it, such as a text's annotation. Rejects only what it cannot open.
   */
  preview(files: readonly PreviewedFile[], options: ImportOptions): Promise<CorpusPreview>;
  importCorpus(
    name: string,
    files: readonly CorpusFile[],
    options: ImportOptions,
    onProgress?: OnProgress,
  ): Promise<CorpusSummary>;
  sentences(corpusId: string, query: SentenceQuery): Promise<SentencePage>;
  renameCorpus(corpusId: string, name: string): Promise<CorpusSummary>;
  /** Renames, merges or (null) leaves out categories. */
  mapCategories(corpusId: string, mapping: Readonly<Record<string, string | null>>): Promise<CorpusSummary>;
  exportCorpus<Format extends ExportFormatName>(
    corpusId: string,
    part: PartName | 'all',
    format: Format,
  ): Promise<Exported<Format>>;
  splits(corpusId: string): Promise<Splits>;
  /** The documents of a part in their order, each in short. */
  documents(corpusId: string, query: DocumentQuery): Promise<DocumentPage>;
  /** One document as it is now; its id is its own within the part. */
  document(corpusId: string, part: PartName, documentId: string): Promise<Document>;
  /**
   * Takes edited documents in the place of those with their ids, as one change. Which spans training sees is chosen anew from
   * all of them; tokens are cut and sentences joined where a span asks for it; new categories join those of the corpus.
   * Rejects what does not agree with the text or with the corpus's kind, and leaves all documents as they were.
   */
  replaceDocuments(corpusId: string, changes: readonly DocumentChange[]): Promise<CorpusSummary>;
  /** Keeps what annotators go by for a category; an empty text takes it away. */
  writeGuideline(corpusId: string, category: string, text: string): Promise<CorpusSummary>;
  /**
   * Takes out of one part the sentences that stand word for word in another, and the groups that do; how many went stands
   * in `assumed`. Rejects where nothing would be left of the part.
   */
  deduplicate(corpusId: string, from: PartName): Promise<CorpusSummary>;
  /**
   * Takes back the change that made this revision: the corpus is again what it was before, its name excepted. Rejects where
   * the corpus was changed since, or the change is too long ago.
   */
  takeBackChange(corpusId: string, revision: number): Promise<CorpusSummary>;
  removeCorpus(corpusId: string): Promise<void>;
  /** The lists that a file of names would be as a gazetteer. Rejects what holds no name, or no text. */
  gazetteerLists(file: PreviewedFile): Promise<readonly GazetteerList[]>;
}

// ---------------------------------------------------------------------------------------------------------- models

/** How a model is used, where that is not as its file says. */
export interface ModelUse {
  /** Of a decoder. */
  readonly beamWidth?: number;
}

// ------------------------------------------------------------------------------------------------------------ runs

/** A corpus as it was at a revision: the trainer asks for its sentences again only when it has changed. */
export interface CorpusReference {
  readonly id: string;
  readonly revision: number;
  /** What it is called now, for the history of a model: another name makes no other revision. */
  readonly name?: string;
}

export interface RunRequest {
  readonly configuration: RunConfiguration;
  /**
   * By role: the target is what is learned from and scored on; sources are learned together with it; by the dev sentences of
   * the yardstick, or all where it has none, an adaptation measures what the source model knew.
   */
  readonly corpora: {
    readonly target: CorpusReference;
    readonly sources?: readonly CorpusReference[];
    readonly yardstick?: CorpusReference;
  };
  /** By role: the source is what is adapted, the encoder what a new model begins with; both absent when all begins at random. */
  readonly models: { readonly source?: string; readonly encoder?: string };
  /** A file of word vectors, read through once and pruned to the words at hand. */
  readonly vectors?: { readonly name: string; readonly blob: Blob };
  /** Files of names that a model which is trained looks words up in; one that is adapted keeps its own. */
  readonly gazetteers?: readonly { readonly name: string; readonly blob: Blob }[];
  /** What the result is called. */
  readonly name: string;
  /** The places of the colours in which its categories are drawn meanwhile; those of the source model count more. */
  readonly colours?: Readonly<Record<string, number>>;
}

/** One training from its beginning to its end within a run. A run has one, or several: trials, comparisons. */
export interface Stage {
  /** Unique in the run, such as `matched` or `random`; equal in equal runs. */
  readonly id: string;
  /** For people: `from random weights`; empty for the only one of a run. */
  readonly label: string;
  /** `main` may become the model of the run; `comparison` is what it is held against. */
  readonly role: 'main' | 'comparison';
  readonly epochs: number;
  readonly sentences: number;
}

interface InRun {
  readonly runId: string;
}
interface InStage extends InRun {
  readonly stage: string;
  /** The corpus's role that the figures speak of. */
  readonly task: 'target';
}

export type RunEvent = InRun &
  (
    | {
        readonly type: 'started';
        readonly categories: readonly string[];
        readonly newCategories: readonly string[];
        readonly sentences: number;
      }
    /** The source model's scores before anything is learned: on the dev sentences, and on the yardstick. */
    | { readonly type: 'scored'; readonly name: 'sourceDev' | 'yardstick'; readonly scores: Scores }
    /** Everything that takes time and is not a training step: reading vectors, pseudo-labels, testing. */
    | { readonly type: 'phase'; readonly label: string; readonly fraction: number }
    | { readonly type: 'vectors'; readonly coverage: VectorCoverage }
    | { readonly type: 'stage'; readonly stage: Stage }
    | (InStage & {
        readonly type: 'step';
        readonly epoch: number;
        /** 1-based, of `steps` in this epoch. */
        readonly step: number;
        readonly steps: number;
        /** Mean over the sentences since the last event. */
        readonly loss: number;
        readonly sentencesPerSecond: number;
        /** To the end of this stage if it runs to its last epoch. */
        readonly secondsLeft: number;
      })
    | (InStage & EpochRecord & { readonly type: 'epoch'; readonly best: boolean })
    /** The stage goes on from its last checkpoint: these are its epochs so far, and others are void. */
    | (InStage & { readonly type: 'restored'; readonly records: readonly EpochRecord[]; readonly bestEpoch: number })
    | { readonly type: 'warning'; readonly problem: Problem }
    /** The device was lost, and the run goes on here. */
    | { readonly type: 'backend'; readonly backend: BackendInfo }
    | { readonly type: 'paused' }
    | { readonly type: 'resumed' }
    | { readonly type: 'finished'; readonly result: RunResult }
  );

export interface EpochRecord {
  readonly epoch: number;
  readonly loss: number;
  readonly dev: Scores;
  /** Mean loss on the dev sentences. */
  readonly devLoss: number;
  readonly seconds: number;
  /** Where other corpora are learned beside the target: scores on their dev sentences, in the order of the sources. */
  readonly sources?: readonly SourceScores[];
  /** Where an adaptation has one: what is known of the old categories, kinds counted as what they are kinds of. */
  readonly yardstick?: Scores;
}

export interface SourceScores {
  readonly corpus: string;
  readonly dev: Scores;
}

/** What a stage gave. */
export interface StageResult extends Stage {
  readonly settings: TrainingSettings;
  readonly records: readonly EpochRecord[];
  readonly bestEpoch: number;
  readonly stopped: 'last epoch' | 'no better F1' | 'by the user';
}

/** Scores on the test sentences, by name. */
export interface RunTests {
  /** The run's model (paper 0's Sub). */
  readonly main: Scores;
  /** The source model before the run (Init). */
  readonly init?: Scores;
  /** The same architecture from random weights on the same sentences (Rand). */
  readonly random?: Scores;
}

/** One of several runs that differ in their seed alone, or in what a search drew. */
export interface Repetition extends DrawnBack {
  readonly seed: number;
  readonly main: string;
  /** The ids of its stages. */
  readonly stages: readonly string[];
  readonly tests: RunTests;
  readonly yardstick?: YardstickScores;
  /** What a trial of a search drew, by the fields' names. */
  readonly chosen?: Readonly<Record<string, FieldValue>>;
}

export interface RunResult extends DrawnBack {
  readonly runId: string;
  /** The model that came out, with its best epoch restored. */
  readonly model: ModelSummary;
  /** In the order in which they ran. */
  readonly stages: readonly StageResult[];
  /** The stage from which the model came. */
  readonly main: string;
  readonly tests: RunTests;
  /** Where the run was repeated with several seeds or settings; else empty. */
  readonly repetitions: readonly Repetition[];
  /** Absent where the adaptation had none. */
  readonly yardstick?: YardstickScores;
  /** Absent where no vectors were read. */
  readonly vectors?: VectorCoverage;
  /** Pseudo-labels that joined the training sentences, by category. */
  readonly pseudoLabels: Readonly<Record<string, number>>;
  readonly seconds: number;
  readonly backend: BackendName;
  /** From which the model came. */
  readonly seed: number;
}

export interface Engine
  extends LikenessEngine,
    CheckpointEngine,
    BatchEngine,
    CostEngine,
    EvaluationEngine,
    ShrinkingEngine,
    FolderEngine,
    SuggestionEngine {
  chooseBackend(preference: BackendPreference): Promise<BackendInfo>;
  memory(): Promise<MemoryInfo>;
  /** Reads a `.graft` bundle; all of it is validated before anything is used. @param id the one that it had before. */
  loadModel(name: string, bytes: Uint8Array, use?: ModelUse, id?: string): Promise<ModelSummary>;
  /**
   * @param name what the model is called by now, where that is not what it was called when it came.
   * @param carried what of its training text goes along; by default all.
   */
  exportModel(modelId: string, name?: string, carried?: CarriedOn): Promise<Uint8Array>;
  removeModel(modelId: string): Promise<void>;
  /**
   * Renames, merges (two to one name) and (null) removes categories with their rows and transitions. What comes of it is a
   * further model; the one that it came from stays.
   */
  mapCategories(modelId: string, mapping: Readonly<Record<string, string | null>>): Promise<ModelSummary>;
  planAdaptation(request: RunRequest): Promise<AdaptationPlan>;
  /**
   * How many of the words that the run would learn from have a vector in its file; null where it has none, or where the
   * model has no use for it. Reads the file through, and rejects one that the run could not use.
   */
  vectorCoverage(request: RunRequest, onProgress?: OnProgress): Promise<VectorCoverage | null>;
  /** Resolves when the run has ended; rejects with why it could not. One run at a time. */
  run(request: RunRequest, onEvent: (event: RunEvent) => void, keeping?: JournalKeeping): Promise<RunResult>;
  /** These three do nothing where the run has ended. */
  pause(runId: string): Promise<void>;
  resume(runId: string): Promise<void>;
  /** Ends the run after the step at hand; the best epoch so far is kept and tested. */
  stop(runId: string): Promise<void>;
  /** Splits raw text into sentences and tokens and tags it. */
  tagText(modelId: string, text: string): Promise<TaggedText>;
  /** The corpus with the model's spans in place of its own, as a file. */
  tagCorpus<Format extends ExportFormatName>(
    modelId: string,
    corpus: CorpusReference,
    part: PartName | 'all',
    format: Format,
    onProgress?: OnProgress,
  ): Promise<Exported<Format>>;
}
