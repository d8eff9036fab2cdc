import {defineConfig} from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/build.setup.ts'],
    // Tests start processes that compute; more files at once than this only makes each slower.
    maxWorkers: 2,
    // A test that hangs should end; one that is slow on a busy machine should not fail. Promises of time are asserted.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
