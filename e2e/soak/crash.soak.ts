import { expect, test } from 'vitest'
import { shortfalls } from '../store/crash/bars.ts'
import { crashEngines } from '../store/crash/engine.ts'
import { crash } from '../store/crash/run.ts'

test.each(Object.keys(crashEngines))(
  'on %s fifty kills under a thousand messages a second lose and double nothing that was shown',
  async (engine) => {
    const report = await crash(engine, { rounds: 50, seed: 2 })
    expect(shortfalls(report)).toEqual([])
  },
)
