/**
 * `npm run bench -- <prefix>`: runs every bench whose name has the prefix, one JSON line a result.
 * Exits with 1 if a bound is missed or nothing was measured.
 */
import type { Bench } from './result.ts'

const benches: Readonly<Record<string, () => Promise<{ readonly bench: Bench }>>> = {
  'decode-bilibili': () => import('./decode-bilibili.ts'),
  'decode-douyin': () => import('./decode-douyin.ts'),
  'fanout-steady': () => import('./fanout/steady.ts'),
  'fanout-busy': () => import('./fanout/busy.ts'),
  'fanout-crowd': () => import('./fanout/crowd.ts'),
  'fanout-stalled': () => import('./fanout/stalled.ts'),
  'fanout-through': () => import('./fanout/through.ts'),
  'log-append': () => import('./log.ts'),
  'log-latency': () => import('./log-latency.ts'),
  rooms: () => import('./rooms/index.ts'),
  sign: () => import('./sign.ts'),
  game: () => import('./game.ts'),
  overlay: () => import('./overlay.ts'),
}

const prefix = process.argv[2] ?? ''
let measured = 0
let missed = 0
for (const [name, load] of Object.entries(benches)) {
  if (!name.startsWith(prefix)) continue
  const { bench } = await load()
  for await (const result of bench()) {
    process.stdout.write(`${JSON.stringify(result)}\n`)
    measured += 1
    if (!result.ok) missed += 1
  }
}
if (measured === 0) {
  const names = Object.keys(benches).join(', ')
  process.stderr.write(`no bench begins with ${JSON.stringify(prefix)}; there are ${names}\n`)
}
process.exitCode = missed > 0 || measured === 0 ? 1 : 0
