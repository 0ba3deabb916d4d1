import { Hono } from 'hono'
import { expect, test } from 'vitest'
import type { PageSources } from '../../config/sources.ts'
import type { ReadStaticFile } from '../../lib/file/static-files.ts'
import { pageRoutes } from './page.ts'

const sources: PageSources = {
  imageSources: ['https://*.hdslb.com'],
  mediaSources: ['https://cdn.example', 'https://effects.example'],
  fontSources: ['https://fonts.example'],
}

const asset = { bytes: new Uint8Array([1]), type: 'text/javascript', etag: '"e"' }

/** Requests a file that exists. */
function ask(path: string, headers: Record<string, string> = {}): Promise<Response> {
  const app = new Hono()
  for (const route of pageRoutes(() => Promise.resolve(asset), sources)) {
    app.get(route.path, (c) => route.handle(c as never))
  }
  return Promise.resolve(app.request(path, { headers }))
}

test.each(['/', '/assets/studio-x.js', '/kit/v1/danmu-chat.js'])(
  'D4: %s is sent once, and not again while it is unchanged',
  async (path) => {
    const first = await ask(path)
    expect([first.status, first.headers.get('etag')]).toEqual([200, '"e"'])
    for (const known of ['"e"', 'W/"e"', '"other", "e"']) {
      const again = await ask(path, { 'if-none-match': known })
      expect([again.status, await again.text()]).toEqual([304, ''])
    }
    expect((await ask(path, { 'if-none-match': '"other"' })).status).toBe(200)
  },
)

test.each([
  ['danmu-core-BxV2k_9a.js', 'public, max-age=31536000, immutable'],
  ['layer-D-4fQz_1.js', 'public, max-age=31536000, immutable'],
  ['danmu-superchat.js', 'public, max-age=300'],
  ['danmu-overlay.js', 'public, max-age=300'],
  ['theme-dark-glass.css', 'public, max-age=300'],
  ['danmu-announce.js', 'public, max-age=300'],
])('D4: %s of the kit is cached: %s', async (name, cache) => {
  expect((await ask(`/kit/v1/${name}`)).headers.get('cache-control')).toBe(cache)
})

/** Returns the directives of a page's policy, by name. */
async function policyOf(path: string, given = sources): Promise<Record<string, string>> {
  const app = new Hono()
  for (const route of pageRoutes(() => Promise.resolve(asset), given)) {
    app.get(route.path, (c) => route.handle(c as never))
  }
  const policy = (await app.request(path)).headers.get('content-security-policy') ?? ''
  return Object.fromEntries(policy.split('; ').map((one) => one.split(/ (.*)/s).slice(0, 2)))
}

test('the OBS page loads from the hosts of the settings, and takes inline style', async () => {
  for (const path of ['/overlay', '/overlay/night']) {
    expect(await policyOf(path)).toMatchObject({
      'default-src': "'none'",
      'script-src': "'self'",
      'style-src': "'self' 'unsafe-inline'",
      'img-src': "'self' data: https://*.hdslb.com",
      'media-src': "'self' https://cdn.example https://effects.example",
      'font-src': "'self' data: https://fonts.example",
    })
  }
})

test('other pages load only pictures from other hosts', async () => {
  for (const path of ['/', '/login', '/dock', '/dock/night']) {
    const policy = await policyOf(path)
    expect(policy).toMatchObject({
      'style-src': "'self'",
      'img-src': "'self' data: https://*.hdslb.com",
      'font-src': "'self'",
    })
    expect(policy).not.toHaveProperty('media-src')
  }
})

test('without hosts in the settings pages load from this server only', async () => {
  const policy = await policyOf('/overlay', { imageSources: [], mediaSources: [], fontSources: [] })
  expect(policy).toMatchObject({
    'img-src': "'self' data:",
    'media-src': "'self'",
    'font-src': "'self' data:",
  })
})

test.each([
  ['br, gzip', ['br', 'gzip']],
  ['gzip, deflate, br;q=0.5', ['br', 'gzip']],
  ['gzip;q=1.0, br;q=0', ['gzip']],
  ['identity', []],
  ['', []],
])('D4: Accept-Encoding %j is answered with what the client accepts', async (header, accepted) => {
  const read: ReadStaticFile = async (_path, given = []) => {
    const [encoding] = given
    expect(given).toEqual(accepted)
    return { ...asset, etag: `"${encoding}"`, ...(encoding ? { encoding } : {}) }
  }
  const app = new Hono()
  for (const route of pageRoutes(read, sources))
    app.get(route.path, (c) => route.handle(c as never))
  const response = await app.request('/assets/obs-x.js', { headers: { 'accept-encoding': header } })
  expect(response.headers.get('content-encoding')).toBe(accepted[0] ?? null)
  expect(response.headers.get('vary')).toBe('accept-encoding')
})
