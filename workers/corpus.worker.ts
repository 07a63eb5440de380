/** The worker that holds texts: parsing, splitting, searching, exporting. The page and the trainer both ask it. */
import './hosting/underPolicy.ts';
import * as Comlink from 'comlink';
import { createCorpusService } from './engine/corpusService.ts';
import { throwingProblems } from './exposed.ts';
import { living } from './living.ts';
import type { ProjectFiles } from './protocol/projects.ts';
import type { CorpusWorker } from './protocol/wire.ts';
import { projectBlob, readProjectBlob } from './storage/projectFile.ts';
import { documentHandler } from './text/packedDocument.ts';

// The page has the same: src/engine/client.ts.
Comlink.transferHandlers.set('document', documentHandler);

const corpora = createCorpusService();
const connect: CorpusWorker['connect'] = async (port) => {
  Comlink.expose(throwingProblems(corpora, {}), port);
};

const files: ProjectFiles = { exportProject: projectBlob, importProject: readProjectBlob };

Comlink.expose(throwingProblems(corpora, { connect, ...files, ...living }) satisfies CorpusWorker);
