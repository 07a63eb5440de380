/** The tests that take minutes to hours, on real corpora: `npm run test:long`. Their files end in `.long.ts`. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{workers,cli,experiments,bench}/**/*.long.ts'],
    testTimeout: 3_600_000,
    hookTimeout: 600_000,
    fileParallelism: false,
    passWithNoTests: true,
  },
});
