import { expect, test } from 'vitest'
import { shortfalls } from '../store/crash/bars.ts'
import { crashEngines } from '../store/crash/engine.ts'
import { crash } from '../store/crash/run.ts'

test.each(Object.keys(crashEngines))(
  'on %s five kills under a thousand messages a second lose and repeat no published event',
  async (engine) => {
    const report = await crash(engine, { rounds: 5, seed: 1 })
    expect(shortfalls(report)).toEqual([])
  },
  180_000,
)
