/**
 * The head of a WebAnno file says which layers its columns hold: `#T_SP=` spans, `#T_CH=` chains, `#T_RL=` relations,
 * each with its features. This finds the column that holds the annotation: named entities where a layer is called so,
 * else the only span layer, else what the user asks for.
 */
import { GraftError } from '../../protocol/errors.ts';
import { clip } from '../clip.ts';
import type { ReadLog, ReadOptions } from './reading.ts';
import type { WebannoRow } from './webannoText.ts';

export interface AnnotationColumn {
  /** 0-based, in the rows. */
  readonly index: number;
  /** The layer's short name, such as `NamedEntity`. */
  readonly layer: string;
  /** The layer and the feature, for people. */
  readonly name: string;
  /** Whether it gives every token one tag, as parts of speech do. */
  readonly isTag: boolean;
  readonly type: string;
  readonly feature: string;
}

export interface WebannoHeader {
  /** The columns of span layers; those of chains, relations and slots are no categories of spans. */
  readonly columns: readonly AnnotationColumn[];
  /** The layers of chains and relations. */
  readonly others: readonly string[];
  /** Whether texts are escaped as in version 3.1 and before. */
  readonly byNumber: boolean;
}

const format = /^#FORMAT=WebAnno TSV (\d+)\.(\d+)\s*$/;
/** Number, offsets and word come before the layers. */
const firstAnnotation = 3;
const tagLayer = /(?:^|\.)(?:POS|Lemma|Stem|MorphologicalFeatures|Token|Dependency|SurfaceForm)$/i;
const posLayer = /(?:^|\.)POS$/i;
const entityLayer = /named.?ent|(?:^|[.\W_])(?:ne|ner|entity|entities)(?:$|[.\W_])|entit/i;
const categoryFeature = /^(?:value|label|type|category|class|tag|kind|ne|ner|entity|name)$/i;
const sideFeature = /^(?:identifier|id|uri|iri|kb.*|link.*|comment|note|remark|confidence|score|coarseValue)$/i;

/** Whether a text begins as WebAnno's files do, of any version. */
export function looksLikeWebanno(lines: readonly string[]): boolean {
  return lines.slice(0, 20).some((line) => line.startsWith('#FORMAT=WebAnno TSV')) || isOlder(lines);
}

/** Version 1 and 2 had layers in lines such as ` # de.tudarmstadt.….NamedEntity | value`. */
function isOlder(lines: readonly string[]): boolean {
  return lines.slice(0, 20).some((line) => /^\s*#\s+(?:webanno\.custom\.|de\.tudarmstadt\.)/.test(line));
}

/** @throws GraftError `webanno-version` where it is not version 3. */
export function readHeader(lines: readonly string[], log: ReadLog): WebannoHeader {
  const head = lines.slice(0, 200);
  const at = head.findIndex((line) => line.startsWith('#FORMAT=WebAnno'));
  const found = format.exec(head[at] ?? '');
  const [major, minor] = [Number(found?.[1] ?? 3), Number(found?.[2] ?? 3)];
  if ((!found && isOlder(lines)) || major !== 3) {
    throw new GraftError({
      code: 'webanno-version',
      message: `It is WebAnno TSV ${found ? `${major}.${minor}` : 'of version 1 or 2'}; Graft reads version 3. Nothing was read.`,
      remedy: 'Export it from WebAnno or INCEpTION as “WebAnno TSV v3.x”.',
      file: log.file,
      line: Math.max(0, at) + 1,
    });
  }
  const columns: AnnotationColumn[] = [];
  const others = new Set<string>();
  let index = firstAnnotation;
  for (const line of head) {
    const layer = /^#T_(SP|CH|RL)=([^|]*)(?:\|(.*))?$/.exec(line.trimEnd());
    if (!layer) continue;
    const [, kind, type = '', rest] = layer;
    const features = rest === undefined || rest === '' ? [''] : rest.split('|');
    for (const feature of features) {
      const isSlot = feature.startsWith('ROLE_') || feature.includes('.');
      const short = type.split('.').at(-1) ?? type;
      const name = feature === '' ? short : `${short} ${feature}`;
      if (kind !== 'SP') others.add(short);
      else if (!isSlot) columns.push({ index, layer: short, name, isTag: tagLayer.test(type), type, feature });
      index++;
    }
  }
  return { columns, others: [...others], byNumber: minor <= 1 };
}

/**
 * @returns nothing where the file has no layer of spans: a text that nobody annotated yet.
 * @throws GraftError `no-such-column`, or `which-column` where several layers could be meant.
 */
export function chooseColumn(
  { columns, others }: WebannoHeader,
  sentences: readonly { readonly rows: readonly WebannoRow[] }[],
  { tagColumn, kind }: ReadOptions,
  log: ReadLog,
): AnnotationColumn | undefined {
  if (tagColumn !== undefined) return askedColumn(columns, tagColumn, log);
  const [only] = columns;
  if (!only) {
    log.assume('the file has no layer of spans: a text without annotation');
    if (others.length > 0) {
      log.looksAnnotated({
        message: `This WebAnno TSV holds ${clip(others.join(', '), 80)}, chains or relations, and no layer of spans. Nothing was read.`,
        remedy: 'Export it with the layer of the named entities.',
      });
    }
    return undefined;
  }
  const rows = sentences.flatMap((sentence) => sentence.rows);
  const chosen = chooseLayer(columns, rows, kind === 'tags', log);
  const left = columns.filter(({ type }) => type !== chosen.type).map(({ name }) => name);
  const beside = left.length > 0 ? `; left out: ${clip(left.join(', '), 120)}` : '';
  log.assume(`the layer ${chosen.name} (column ${chosen.index + 1}) is the annotation${beside}`);
  return chosen;
}

function chooseLayer(
  columns: readonly AnnotationColumn[],
  rows: readonly WebannoRow[],
  wantsTags: boolean,
  log: ReadLog,
): AnnotationColumn {
  const [first] = columns as [AnnotationColumn];
  if (wantsTags) return columns.find(({ type }) => posLayer.test(type)) ?? first;
  const spanColumns = columns.filter(({ isTag }) => !isTag);
  if (spanColumns.length === 0) return columns.find(({ type }) => posLayer.test(type)) ?? first;
  const used = spanColumns.filter(({ index }) => rows.some(({ cells }) => isFilled(cells[index])));
  const candidates = used.length > 0 ? used : spanColumns;
  const entities = candidates.filter(({ type }) => entityLayer.test(type.split('.').slice(-2).join('.')));
  const among = entities.length > 0 ? entities : candidates;
  const types = new Set(among.map(({ type }) => type));
  if (types.size > 1) throw whichColumn(candidates, log);
  return (
    among.find(({ feature }) => categoryFeature.test(feature) && hasValues(among, feature, rows)) ??
    among.find(({ feature }) => !sideFeature.test(feature) && hasValues(among, feature, rows)) ??
    among.find(({ feature }) => !sideFeature.test(feature)) ??
    (among[0] as AnnotationColumn)
  );
}

const isFilled = (cell: string | undefined) => cell !== undefined && cell !== '' && cell !== '_';

/** Whether a feature has a value anywhere; `*` says that it has none. */
function hasValues(columns: readonly AnnotationColumn[], feature: string, rows: readonly WebannoRow[]): boolean {
  const index = columns.find((column) => column.feature === feature)?.index ?? -1;
  return rows.some(({ cells }) => isFilled(cells[index]) && !/^\*(?:\[\d+\])?$/.test(cells[index] ?? ''));
}

function askedColumn(columns: readonly AnnotationColumn[], asked: number, log: ReadLog): AnnotationColumn {
  const index = asked < 0 ? Math.max(0, ...columns.map((column) => column.index)) + 1 + asked : asked;
  const found = columns.find((column) => column.index === index);
  if (found) {
    log.assume(`the layer ${found.name} (column ${found.index + 1}) is the annotation`);
    return found;
  }
  throw new GraftError({
    code: 'no-such-column',
    message: `Column ${asked} of this WebAnno TSV holds no annotation of spans.`,
    remedy: columns.length > 0 ? `Choose ${listed(columns)}.` : 'Choose a file with a layer of spans.',
    file: log.file,
  });
}

function whichColumn(columns: readonly AnnotationColumn[], log: ReadLog): GraftError {
  return new GraftError({
    code: 'which-column',
    message: 'This WebAnno TSV has several layers of spans, and none is called named entities. Nothing was read.',
    remedy: `Choose the column of the tags: ${listed(columns)}.`,
    file: log.file,
  });
}

/** Columns as people count them, and as the terminal does, from 0. */
const listed = (columns: readonly AnnotationColumn[]) =>
  columns.map(({ index, name }) => `column ${index + 1}, ${clip(name, 40)} (--tag-column ${index})`).join('; ');
