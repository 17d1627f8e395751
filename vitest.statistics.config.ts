import { defineConfig } from 'vitest/config';

/** Long statistical tests: fixed seeds, with their false-alarm rates written beside them. */
export default defineConfig({
  test: {
    include: ['{core,datasets,workflows}/src/**/*.stat.test.ts', 'plugins/*/src/**/*.stat.test.ts'],
    testTimeout: 600_000,
  },
});
