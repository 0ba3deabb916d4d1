import { defineConfig } from 'vitest/config'

const patient = {
  environment: 'node',
  globalSetup: 'e2e/kit/empty-database.ts',
  testTimeout: 120_000,
  hookTimeout: 300_000, // a server, a browser and a database start, perhaps beside other work
  expect: { poll: { timeout: 90_000 } },
} as const

/**
 * The suites: `node` and `dom` run in `npm run check`, `e2e` also in `npm test`, `alone` and `slow`
 * in `npm run test:long`, `soak` in `npm run soak`. `alone` holds bars that other work on the
 * machine would move, so its files run one after the other; `slow`, and the pictures in `golden`, take minutes.
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'node',
          environment: 'node',
          isolate: false, // no module has state: one process runs many files, in a third of the time
          include: ['{proto,server,signer}/**/*.test.ts'],
          testTimeout: 30_000, // properties take their time on a machine that has much to do
        },
      },
      {
        test: {
          name: 'dom',
          environment: 'happy-dom',
          isolate: false,
          include: ['overlay/**/*.test.ts'],
        },
      },
      {
        test: {
          ...patient,
          name: 'e2e',
          include: ['e2e/**/*.test.ts'],
          exclude: ['e2e/{alone,slow,golden}/**'],
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          ...patient,
          name: 'alone',
          include: ['e2e/alone/*.test.ts'],
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
      {
        test: {
          ...patient,
          name: 'slow',
          include: ['e2e/{slow,golden}/*.test.ts'],
          fileParallelism: false, // two browsers at once would wait for each other's pictures
          sequence: { groupOrder: 3 },
        },
      },
      {
        test: {
          ...patient,
          name: 'soak',
          include: ['e2e/soak/*.soak.ts'],
          testTimeout: 3_600_000,
          fileParallelism: false,
        },
      },
    ],
  },
})
