import { describe } from 'vitest';
import { describeEngine } from '../../workers/protocol/engineContract/testing.ts';
import { fakeStudio } from './fake.ts';

describe('the stand-in studio', () => describeEngine(() => fakeStudio(0)));
