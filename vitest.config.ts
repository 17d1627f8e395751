import { defineConfig } from 'vitest/config';

/** Everything that needs no browser and no more than seconds: the browser and the long statistics have commands of their own. */
export default defineConfig({
  test: {
    include: ['{core,datasets,workflows}/src/**/*.test.ts', 'plugins/*/src/**/*.test.ts', 'tests/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/*.stat.test.ts', 'tests/browser/**'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
