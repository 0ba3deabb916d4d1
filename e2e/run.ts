/**
 * `npm run check`: generated code, types, lint, format, unused code, unit tests. `npm test`: all
 * that, and the whole product. `npm run test:long`: the tests that take minutes or need a quiet
 * machine. `npm run soak`: hours; `npm run soak -- <name>` runs the files whose name holds it. Each
 * ends with `N passed, N failed` and fails on any failure, on a skipped test and on no test at all.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureSystem } from './kit/system.ts'

interface Report {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly numPendingTests: number
  readonly numTodoTests: number
}

const statics = [
  'npm run proto',
  'npx tsc -p .',
  'npx tsc -p overlay',
  'npx tsc -p e2e',
  'npx tsx e2e/reach/check.ts',
  'npx tsc -p e2e/reach',
  'npx oxlint --deny-warnings',
  'npx oxfmt --check .',
  'npx knip',
]

const mode = process.argv[2] ?? '--all'
interface Counts {
  readonly passed: number
  readonly failed: number
}

const broken: Counts = { passed: 0, failed: 1 }
const folder = mkdtempSync(join(tmpdir(), 'danmu-test-'))
const say = (text: string): void => void process.stdout.write(text)

function step(command: string): boolean {
  say(`\n> ${command}\n`)
  const [program = '', ...args] = command.split(' ')
  return (
    spawnSync(program, args, { stdio: 'inherit', shell: process.platform === 'win32' }).status === 0
  )
}

function tests(projects: readonly string[], filter: readonly string[] = []): Counts {
  const file = join(folder, `${projects.join('-')}.json`)
  const which = [...filter, ...projects.map((name) => `--project ${name}`)].join(' ')
  const ok = step(
    `npx vitest run ${which} --reporter=default --reporter=json --outputFile.json=${file}`,
  )
  const report = JSON.parse(readFileSync(file, 'utf8')) as Report // vitest's own reporter
  const skipped = report.numPendingTests + report.numTodoTests
  if (skipped > 0) say(`${skipped} tests were skipped: that counts as failed\n`)
  // A file that does not load has no failed tests of its own.
  const failed = report.numFailedTests + skipped
  return { passed: report.numPassedTests, failed: ok ? failed : Math.max(1, failed) }
}

const prepared = (): boolean => ensureSystem(say) && step('npm run build')

function run(): Counts {
  if (mode === '--soak') return prepared() ? tests(['soak'], process.argv.slice(3)) : broken
  if (mode === '--long') return prepared() ? sum(tests(['alone']), tests(['slow'])) : broken
  if (!statics.every(step)) return broken
  const unit = tests(['node', 'dom'])
  if (mode === '--check') return unit
  return sum(unit, prepared() ? tests(['e2e']) : broken)
}

function sum(a: Counts, b: Counts): Counts {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed }
}

const { passed, failed } = run()
rmSync(folder, { recursive: true, force: true })
say(`\n${passed} passed, ${failed} failed\n`)
process.exitCode = failed > 0 || passed === 0 ? 1 : 0
