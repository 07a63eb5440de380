import { describe } from 'vitest';
import { describeEngine } from '../../test/engineContract/engineContract.ts';
import { fakeStudio } from './fake.ts';

describe('the stand-in studio', () => describeEngine(() => fakeStudio(0)));
