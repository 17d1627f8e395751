import { defineConfig } from 'vitest/config';

const patience = { testTimeout: 30_000, hookTimeout: 60_000 };

/** Everything that needs no browser and no more than seconds: the browser and the long statistics have commands of their own. */
export default defineConfig({
  test: {
    maxWorkers: '100%',
    projects: [
      {
        test: {
          name: 'packages',
          include: ['{core,datasets,workflows}/src/**/*.test.ts', 'plugins/*/src/**/*.test.ts'],
          exclude: ['**/node_modules/**', '**/*.stat.test.ts'],
          // Tests of one worker share the modules that they load: loading them anew for each file would take longer than the tests.
          isolate: false,
          ...patience,
        },
      },
      { test: { name: 'programs', include: ['tests/**/*.test.ts'], exclude: ['tests/browser/**'], ...patience } },
    ],
  },
});
