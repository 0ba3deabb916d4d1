import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { Doctor } from '../../server/doctor/doctor.ts'
import { doctorSteps } from '../../proto/api/doctor.ts'
import type { Report } from '../../server/doctor/report.ts'
import { platforms } from '../../server/platform/registry.ts'
import { cli } from '../kit/cli.ts'
import { until } from '../kit/wait.ts'
import { startServerProcess, temporaryFolder } from '../kit/server.ts'
import { bilibiliOpenSite } from '../fake/bilibili-open/harness.ts'
import { bilibiliSite } from '../fake/bilibili/harness.ts'
import { douyinSite } from '../fake/douyin/harness.ts'
import { networkTo, type SiteUnderTest, type SiteHarness } from '../fake/site.ts'

const sites = [bilibiliSite, bilibiliOpenSite, douyinSite]
const listenMs = 300

const opened: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of opened.splice(0).toReversed()) await close()
})

async function startSite(site: SiteUnderTest, refusal?: string): Promise<SiteHarness> {
  const harness = await site.start(Date.now, refusal)
  opened.push(() => harness.close())
  return harness
}

function doctorFor(harness: SiteHarness): Doctor {
  let reports = 0
  return new Doctor({
    platforms,
    network: networkTo(harness),
    newId: () => `report-${++reports}`,
    listenMs,
  })
}

async function examined(
  harness: SiteHarness,
  site: SiteUnderTest,
  ref = harness.ref,
): Promise<Report> {
  const begun = doctorFor(harness).begin(`${site.name}:${ref}`)
  if ('declined' in begun) throw new Error(begun.reason)
  return begun.done
}

/** Data that must never be in a report, because users share reports. */
const secrets = /w_rid|signature=|ttwid|buvid|infoc|cookie=|token=|"key"|authorization|\?\w+=/i

describe.each(sites.map((site) => [site.name, site] as const))('%s', (_name, site) => {
  test('a healthy room passes every step', async () => {
    const harness = await startSite(site)
    const speak = setInterval(() => harness.say(1), 50)
    opened.push(async () => clearInterval(speak))
    const report = await examined(harness, site)
    expect(report.findings.map(({ step }) => step)).toEqual([...doctorSteps])
    expect(report.findings.filter(({ verdict }) => verdict === 'failed')).toEqual([])
    expect(report.findings.at(-2)).toMatchObject({ step: 'kinds', code: 'kinds-known' })
    expect(report.kinds.events['chat']).toBeGreaterThan(0)
    expect(report.frames).toBeGreaterThan(0)
    expect(harness.complaints()).toEqual([])
    await until(() => harness.times('goodbye') > 0)
    expect(JSON.stringify(report)).not.toMatch(secrets)
  })

  test.each(site.refusals.map((refusal) => [refusal.name, refusal] as const))(
    '%s is found at its step, with an advice',
    async (_refusal, { name, ref, step, code, says }) => {
      const harness = await startSite(site, name)
      const report = await examined(harness, site, ref)
      const [found, ...others] = report.findings.filter(
        ({ verdict }) => verdict === 'failed' || verdict === 'warning',
      )
      expect(others).toEqual([])
      expect(found).toMatchObject({ step, code })
      expect(found?.words.cure).toMatchObject({
        en: expect.stringMatching(/\w/),
        'zh-CN': expect.stringMatching(/\p{Script=Han}/u),
      })
      // A room that is not live has a state of its own instead of a failure.
      expect(found?.detail ?? says).toContain(says)
      expect(report.findings.map((finding) => finding.step)).toEqual([...doctorSteps])
      expect(JSON.stringify(report)).not.toMatch(secrets)
    },
  )
})

test('at most two rooms are examined at once, and an invalid source is refused', async () => {
  const harness = await startSite(bilibiliSite)
  const doctor = doctorFor(harness)
  const begun = [1, 2, 3].map(() => doctor.begin('bilibili:1'))
  expect(begun[2]).toMatchObject({ declined: 'busy' })
  expect(doctor.begin('movie-night')).toMatchObject({ declined: 'malformed' })
  expect(doctor.begin('demo:busy')).toMatchObject({ declined: 'unknown' })
  expect(doctor.begin('huya:1')).toMatchObject({ declined: 'unknown' })
  await Promise.all(begun.flatMap((one) => ('done' in one ? [one.done] : [])))
  expect(doctor.list().map(({ state }) => state)).toEqual(['done', 'done'])
})

const ownerToken = 'an owner token of more than thirty-two characters'

test('the API starts an examination and reports its progress, to the owner only', async () => {
  const harness = await startSite(bilibiliSite, 'token: -352')
  const server = await startServerProcess({
    ENDPOINTS: JSON.stringify(harness.endpoints),
    OWNER_TOKEN: ownerToken,
    PLATFORMS: 'bilibili',
  })
  opened.push(() => server.end())
  const ask = (path: string, init: RequestInit = {}): Promise<Response> =>
    fetch(`${server.url}/api/doctor${path}`, {
      ...init,
      headers: { authorization: `Bearer ${ownerToken}`, 'content-type': 'application/json' },
    })
  const begin = (room: string): Promise<Response> =>
    ask('', { method: 'POST', body: JSON.stringify({ room }) })
  expect((await fetch(`${server.url}/api/doctor`)).status).toBe(401)
  expect((await begin('douyin:1')).status).toBe(400)
  const begun = await begin('bilibili:5440')
  expect(begun.status).toBe(202)
  const { id } = (await begun.json()) as Report
  const report = await until(async () => {
    const answer = (await (await ask(`/${id}`)).json()) as Report
    return answer.state !== 'running' && answer
  })
  expect(report.findings.find(({ verdict }) => verdict === 'failed')).toMatchObject({
    step: 'signature',
    code: 'taken-for-machine',
  })
  expect(await (await ask('')).json()).toMatchObject({ reports: [{ id }] })
  expect((await ask('/no-such-report')).status).toBe(404)
  const off = await fetch(`${server.url}/rooms/douyin:1`)
  expect(await off.text()).toContain('switched off on this server by PLATFORMS')
})

test('the command prints each step in either language, and its exit code is the result', async () => {
  const harness = await startSite(bilibiliSite)
  const env = { ENDPOINTS: JSON.stringify(harness.endpoints), LANG: 'en_US.UTF-8' }
  const well = await cli(['doctor', 'bilibili:1', '--seconds', '0.5'], env)
  expect(well).toMatchObject({ code: 0, err: '' })
  expect(well.out).toMatch(/✓ handshake +The socket is open/)
  expect(well.out).toMatch(/bilibili:1 · .*unofficial · as a guest · names are hidden/)
  const ill = await cli(['doctor', 'bilibili:404', '--lang', 'zh-CN'], env)
  expect(ill.code).toBe(1)
  expect(ill.out).toMatch(/✗ 页面 +没有这个房间。/)
  expect(ill.out).toContain('→ 用浏览器打开直播间')
  const shop = await startSite(bilibiliOpenSite)
  const app = { platform: 'bilibili-open', ...shop.credentials?.['shop'] }
  const folder = temporaryFolder()
  opened.push(async () => folder.remove())
  const login = join(folder.path, 'login.json')
  writeFileSync(login, JSON.stringify(app))
  const open = await cli(
    ['doctor', 'bilibili-open:shop', '--seconds', '0.5', '--login-file', login],
    { ...env, ENDPOINTS: JSON.stringify(shop.endpoints) },
  )
  expect(open).toMatchObject({ code: 0, out: expect.stringContaining('as an app') })
  expect(shop.times('goodbye')).toBe(1)
  const wrong = await cli(['doctor', 'demo:busy'], env)
  expect(wrong).toMatchObject({ code: 2, err: expect.stringContaining('nothing to examine') })
})
