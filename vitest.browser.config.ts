import { defineConfig } from 'vitest/config';

/** Pages in a real browser: Debian's Chromium, or the one that BASIN_CHROMIUM names. */
export default defineConfig({
  test: {
    include: ['tests/browser/**/*.browser.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 180_000,
  },
});
