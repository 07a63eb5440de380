import { describe } from 'vitest';
import { describeEngine } from '../../test/engineContract/engineContract.ts';
import { openTestServices } from './testing.ts';

describe('the engine', () => describeEngine(openTestServices));
