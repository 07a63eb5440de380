/** A project that another tab writes: whatever would change it is refused where it is asked for, with a word and the way out. */
import type { CorpusService, Engine } from '../../workers/protocol/engine.ts';
import { GraftError } from '../../workers/protocol/errors.ts';
import type { Studio } from '../engine/client.ts';

const ofCorpora: readonly (keyof CorpusService)[] = [
  'importCorpus',
  'adjudicate',
  'renameCorpus',
  'mapCategories',
  'replaceDocuments',
  'writeGuideline',
  'deduplicate',
  'takeBackChange',
  'removeCorpus',
];

const ofEngine: readonly (keyof Engine)[] = [
  'loadModel',
  'loadCheckpoint',
  'mapCategories',
  'removeModel',
  'run',
  'pretrain',
  'shrink',
];

export function readOnlyStudio({ corpora, engine, keeping }: Studio): Studio {
  return { corpora: refusing(corpora, ofCorpora), engine: refusing(engine, ofEngine), keeping };
}

function refusing<Service extends object>(service: Service, refused: readonly (keyof Service)[]): Service {
  return new Proxy(service, {
    get(target, name) {
      if (!(refused as readonly PropertyKey[]).includes(name)) return Reflect.get(target, name);
      return async () => {
        throw new GraftError({
          code: 'read-only',
          message: 'This project is open in another tab, and is only looked at here.',
          remedy: 'Change it there, or close that tab and reload this page.',
        });
      };
    },
  });
}
