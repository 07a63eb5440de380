/**
 * Names under which tools and people keep a text, its spans, and a span's parts. They only settle what the shape of the
 * values leaves open: nothing is read for its name alone, and nothing is passed over for having another. All in the
 * form of `plainName`; of several, the first is the likeliest.
 */
import { keyBefore, lastKey } from './paths.ts';
import { plainName } from './values.ts';

const list = (names: string) => names.split(' ');

export const textNames = list(
  'text fulltext content sentence raw body data document utterance message textcontent rawtext doctext documenttext ' +
    'query passage paragraph context article tweet comment review description abstract transcript input prompt string',
);
export const spanListNames = list(
  'label labels spans entities ents annotations annotation entity span ner nerspans nerlabels denotations mentions ' +
    'nertags highlights result results annotated tags value values answers goldspans gold',
);
/** Lists of stretches that are not what somebody looked for. */
export const otherListNames = list(
  'tokens token words sents sentences sentence paragraphs lines nounchunks chunks relations relation rels events links cats',
);
export const wordListNames = list(
  'tokens words tokenizedtext token word tokenized tokenlist wordlist forms form sentence text sent input sentences',
);
export const tagListNames = list(
  'nertags nertag ner nertagsnames tags tag labels label ne entities entity bio iob biotags ioblabels nerlabels targets ' +
    'target y slots annotation annotations xpos upos pos postags postag',
);

export const startNames = list(
  'start startoffset startchar charstart startposition startpos startindex startidx begin beginoffset beginposition ' +
    'beginindex beg from fromoffset offset offsetstart position pos startcharacter characterstart spanstart answerstart left first b s',
);
export const endNames = list(
  'end endoffset endchar charend endposition endpos endindex endidx stop stopoffset to tooffset until till finish ' +
    'offsetend endcharacter characterend spanend answerend right last e t',
);
export const lengthNames = list('length len size charlength offsetlength spanlength');
/** Two numbers in a list, such as `offsets: [3, 7]`. */
const pairNames = list(
  'span offsets offset range position positions loc location interval indices indexes charspan bounds charoffsets points',
);

/** What a span covers, word for word. */
export const coveredNames = list(
  'text spantext entitytext coveredtext surface surfaceform surfacetext mention quote exact entityvalue matchedtext phrase ' +
    'substring string spanstring textvalue',
);
const categoryNames = list(
  'label labels entitytype entitygroup entitylabel entitycategory nerlabel nertag nertype category categories ' +
    'categoryname tag tags tagname class classname classes type types entity entityname displayname ner netype obj ' +
    'concept kind annotationtype semantictype labelname labelid categoryid classid typeid tagid layer slot field cat name',
);
/** What says nothing about a span's category. */
const besideNames = list(
  'id ids uuid key hash user username annotator createdby createdat updatedat completedby updatedby color colour ' +
    'backgroundcolor textcolor answer status source origin fromname toname comment comments note notes date timestamp ' +
    'tokenstart tokenend score confidence rank inputhash taskhash probability prob intent relation tokenid dockey file filename filepath documentname url uri path language lang',
);
const beside = new Set(besideNames);
const nameParts = new Set(list('name names label labels text title value display displayname'));

/** The place of a path's name among these; Infinity where it is none. */
export function rankOf(path: string, names: readonly string[]): number {
  const rank = names.indexOf(plainName(lastKey(path)));
  return rank < 0 ? Number.POSITIVE_INFINITY : rank;
}

/** `label`, Label Studio's `hypertextlabels`, or what is nested as `label.name`. */
export function categoryRank(path: string): number {
  const name = plainName(lastKey(path));
  const rank = categoryNames.indexOf(name);
  const before = plainName(keyBefore(path));
  const rankBefore = nameParts.has(name) ? categoryNames.indexOf(before) : -1;
  if (rankBefore >= 0) return rankBefore;
  if (/.labels$/.test(name)) return 1;
  return rank < 0 ? Number.POSITIVE_INFINITY : rank;
}

export function isBeside(path: string): boolean {
  const name = plainName(lastKey(path));
  return beside.has(name) || (isIdentifier(path) && categoryNames.indexOf(name) < 0);
}

const besideNumbers = new Set(
  list(
    'id user annotator createdby updatedby completedby score confidence rank hash inputhash taskhash tokenstart tokenend tokenid',
  ),
);

/** A number that says nothing about a place. */
export function isBesideNumber(path: string): boolean {
  return besideNumbers.has(plainName(lastKey(path))) || isIdentifier(path);
}

/** `user_id`, `userId`. */
const isIdentifier = (path: string) => /[_\-\s.]id$|[a-z]I[dD]$|^u?uid$/.test(lastKey(path));

export function pairPlace(path: string): 0 | 1 | undefined {
  const last = lastKey(path);
  if ((last !== '0' && last !== '1') || !pairNames.includes(plainName(keyBefore(path)))) return undefined;
  return last === '0' ? 0 : 1;
}
