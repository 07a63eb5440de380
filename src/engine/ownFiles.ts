/** Files that ship with the page, fetched from where it came from when somebody asks for them. */
import { GraftError } from '../../workers/protocol/errors.ts';

/** @param path from the page's folder, such as `demo/target-train.jsonl`. @throws GraftError where it is not there. */
export async function fetchOwn(path: string): Promise<Response> {
  const response = await fetch(new URL(path, document.baseURI)).catch(() => null);
  if (response?.ok) return response;
  const [folder = ''] = path.split('/');
  throw new GraftError({
    code: 'own-file-missing',
    message: `The file ${path}, which ships with the page, could not be read.`,
    remedy: `Reload the page. If it comes from a copy of your own, make sure that its folder "${folder}" was copied too.`,
  });
}
