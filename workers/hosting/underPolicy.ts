/**
 * What the policy asks of the code that it is put upon, done before any other module begins: page and workers import this first. Text
 * becomes script only by the studio's own addresses. And zod checks without compiling code, which it would try and be refused; its
 * `config` is not imported, since all that lies in one file with it would begin before.
 */
import { trustOwnFilesAlone } from './trustedScripts.ts';

trustOwnFilesAlone();
Object.assign(globalThis, { __zod_globalConfig: { jitless: true } });
