import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { spawnBare } from '../../server/app/bare-process.ts'
import { createDouyinSigner } from '../../signer/douyin/index.ts'
import { createScriptSigner } from '../../signer/douyin/script/index.ts'
import type { DouyinSigner } from '../../signer/douyin/signer.ts'
import { root } from '../kit/server.ts'
import { median } from './compare.ts'
import { atLeast } from './fanout/bound.ts'
import type { Bench } from './result.ts'

const query = {
  live_id: '1',
  aid: '6383',
  version_code: '180800',
  webcast_sdk_version: '1.0.15',
  room_id: '7382517534467115826',
  did_rule: '3',
  user_unique_id: '7382524529011246630',
  device_platform: 'web',
  identity: 'audience',
}

const rounds = 5
const leastPerSecond = 100_000

// The maximum number of sources that connect in a second.
const leastBySandbox = 10

/** Signatures a second: our own by processor time, those of a script by wall-clock time. */
export const bench: Bench = async function* () {
  const own = createDouyinSigner()
  await repeat(own, 50_000) // warm-up
  const figures: number[] = []
  for (let i = 0; i < rounds; i++) figures.push(await perSecondOfCpu(own, 50_000))
  yield atLeast(leastPerSecond, { name: 'sign-own', value: median(figures), unit: 'signatures/s' })

  const source = readFileSync(join(root, 'e2e/fake/douyin/signing-script.js'), 'utf8')
  const script = createScriptSigner({ source, spawn: spawnBare, now: () => performance.now() })
  await repeat(script.sign, 100)
  const startedAt = performance.now()
  await repeat(script.sign, 500)
  const value = 500 / ((performance.now() - startedAt) / 1000)
  await script.close()
  yield atLeast(leastBySandbox, { name: 'sign-sandbox', value, unit: 'signatures/s' })
}

async function repeat(sign: DouyinSigner, times: number): Promise<void> {
  for (let i = 0; i < times; i++) await sign(query)
}

async function perSecondOfCpu(sign: DouyinSigner, times: number): Promise<number> {
  const before = process.cpuUsage()
  await repeat(sign, times)
  const { user, system } = process.cpuUsage(before)
  return times / ((user + system) / 1e6)
}
