import { defineConfig } from 'vitest/config'

/** `node` and `dom` run in `npm run check`; `e2e` needs a build, a browser and time, `soak` hours. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'node',
          environment: 'node',
          include: ['{proto,server,signer}/**/*.test.ts'],
        },
      },
      { test: { name: 'dom', environment: 'happy-dom', include: ['overlay/**/*.test.ts'] } },
      {
        test: {
          name: 'e2e',
          environment: 'node',
          include: ['e2e/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'soak',
          environment: 'node',
          include: ['e2e/**/*.soak.ts'],
          testTimeout: 3_600_000,
          hookTimeout: 60_000,
          fileParallelism: false,
        },
      },
    ],
  },
})
