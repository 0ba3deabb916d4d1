/**
 * `npm run bench -- <prefix>`: every bench whose name begins so, one JSON line a result. It first
 * makes what they need: generated code, or the whole build. Exits with 1 if a bar is missed or
 * nothing was measured.
 */
import { spawnSync } from 'node:child_process'
import { ensureSystem } from '../kit/system.ts'
import type { Bench } from './result.ts'

const benches: Readonly<Record<string, () => Promise<{ readonly bench: Bench }>>> = {
  'decode-bilibili': () => import('./decode-bilibili.ts'),
  'decode-douyin': () => import('./decode-douyin.ts'),
  'fanout-steady': () => import('./fanout/steady.ts'),
  'fanout-busy': () => import('./fanout/busy.ts'),
  'fanout-crowd': () => import('./fanout/crowd.ts'),
  'fanout-stalled': () => import('./fanout/stalled.ts'),
  'fanout-through': () => import('./fanout/through.ts'),
  login: () => import('./login.ts'),
  live: () => import('./live.ts'),
  'live-gifts': () => import('./live-gifts.ts'),
  'log-append': () => import('./log.ts'),
  'log-latency': () => import('./log-latency.ts'),
  'rooms-load': () => import('./rooms/index.ts'),
  'rooms-memory': () => import('./rooms/memory.ts'),
  sign: () => import('./sign.ts'),
  game: () => import('./game.ts'),
  overlay: () => import('./overlay.ts'),
}

// These run the built server or pages; the others need the generated code only.
const built = /^(?:overlay|rooms|fanout|login|live)/

const report = (text: string): void => void process.stderr.write(text)

function prepare(names: readonly string[]): boolean {
  const script = names.some((name) => built.test(name)) ? 'build' : 'proto'
  // Standard output is for the results.
  const { status } = spawnSync('npm', ['run', '--silent', script], { stdio: ['ignore', 2, 2] })
  return status === 0 && (!names.includes('overlay') || ensureSystem(report))
}

const prefix = process.argv[2] ?? ''
const chosen = Object.keys(benches).filter((name) => name.startsWith(prefix))
if (chosen.length === 0) {
  const names = Object.keys(benches).join(', ')
  report(`no bench begins with ${JSON.stringify(prefix)}; there are ${names}\n`)
}
let measured = 0
let missed = 0
for (const name of prepare(chosen) ? chosen : []) {
  const { bench } = (await benches[name]?.()) ?? {}
  for await (const result of bench?.() ?? []) {
    process.stdout.write(`${JSON.stringify(result)}\n`)
    measured += 1
    if (!result.ok) missed += 1
  }
}
process.exitCode = missed > 0 || measured === 0 ? 1 : 0
