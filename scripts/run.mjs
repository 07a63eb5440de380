/** `node scripts/run.mjs NAME …`: brings in what is missing, then hands over to scripts/NAME.ts. */
import { installDependencies, requireNode } from './dependencies.mjs';

requireNode();
installDependencies();
const [name] = process.argv.splice(2, 1);
const { tsImport } = await import('tsx/esm/api');
await tsImport(`./${name}.ts`, import.meta.url);
