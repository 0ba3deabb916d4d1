import { defineConfig } from 'vitest/config'

const filesOf = (names: readonly string[]): string[] => names.map((name) => `e2e/${name}.test.ts`)

// What holds a bar that other work on the machine would move: one file after the other.
const alone = filesOf([
  'bilibili-session',
  'client',
  'crash',
  'disk-full',
  'edge',
  'feed-kill',
  'merge',
  'overlay',
])

// What takes minutes, and mostly waits: side by side.
const long = filesOf(['away', 'overlay-soak'])

const patient = {
  environment: 'node',
  testTimeout: 60_000,
  hookTimeout: 60_000,
  expect: { poll: { timeout: 20_000 } },
} as const

/**
 * `node` and `dom` run in `npm run check`; the others need a build, a browser and time,
 * `soak` hours.
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
          exclude: [...alone, ...long],
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          ...patient,
          name: 'alone',
          include: alone,
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
      {
        test: {
          ...patient,
          name: 'long',
          include: long,
          maxWorkers: 2,
          sequence: { groupOrder: 3 },
        },
      },
      {
        test: {
          ...patient,
          name: 'soak',
          include: ['e2e/**/*.soak.ts'],
          testTimeout: 3_600_000,
          fileParallelism: false,
        },
      },
    ],
  },
})
