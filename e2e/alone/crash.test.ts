import { expect, test } from 'vitest'
import { shortfalls } from '../crash-bars.ts'
import { crashEngines } from '../crash-engine.ts'
import { crash } from '../crash.ts'

test.each(Object.keys(crashEngines))(
  'on %s five kills under a thousand messages a second lose and repeat no published event',
  async (engine) => {
    const report = await crash(engine, { rounds: 5, seed: 1 })
    expect(shortfalls(report)).toEqual([])
  },
  180_000,
)
