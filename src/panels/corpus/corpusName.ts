/** What a corpus is called before anybody names it: after its folder, or after what its files' names share. */
import { partFromName } from '../../../workers/text/partOfFile.ts';

export interface NamedFile {
  readonly name: string;
  /** Where a folder was chosen. */
  readonly webkitRelativePath?: string;
  /** Where a folder was dropped. */
  readonly path?: string;
}

const fallback = 'Untitled corpus';

/** `target-train.jsonl` and `target-dev.jsonl` are of a corpus "target"; a single file lends its own name. */
export function corpusNameOf(files: readonly NamedFile[]): string {
  const folders = new Set(files.map(folderOf));
  const [folder] = folders;
  if (folder && folders.size === 1) return folder;
  const stems = files.map(({ name }) => name.replace(/(\.[a-z0-9]{1,6}){1,2}$/i, ''));
  const candidates = [shared(stems), ...stems.map(withoutPart)];
  return candidates.find((name) => name !== '' && partFromName(name) === undefined) ?? fallback;
}

/** The innermost folder; empty where a file came without one. */
function folderOf({ webkitRelativePath = '', path = '' }: NamedFile): string {
  const folders = (webkitRelativePath || path).split('/').slice(0, -1);
  return folders.at(-1)?.replace(/^\.+$/, '') ?? '';
}

/** What all stems begin with, up to the end of a word. */
function shared(stems: readonly string[]): string {
  const [first = ''] = stems;
  let length = 0;
  while (length < first.length && stems.every((stem) => stem[length] === first[length])) length++;
  const whole = stems.some((stem) => stem.length === length);
  return first.slice(0, length).replace(whole ? /[\s._-]+$/ : /(^|[\s._-]+)[^\s._-]*$/, '');
}

/** `my-train` as `my`. */
function withoutPart(stem: string): string {
  return stem
    .split(/(?<=[\s._-])/)
    .filter((word) => partFromName(word) === undefined)
    .join('')
    .replace(/[\s._-]+$/, '');
}
