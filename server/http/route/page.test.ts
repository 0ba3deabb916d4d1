import { Hono } from 'hono'
import { expect, test } from 'vitest'
import { pageRoutes, type PageSources } from './page.ts'

const sources: PageSources = {
  imageSources: ['https://*.hdslb.com'],
  mediaSources: ['https://cdn.example', 'https://effects.example'],
  fontSources: ['https://fonts.example'],
}

/** The directives of a page's policy, by name. */
async function policyOf(path: string, given = sources): Promise<Record<string, string>> {
  const app = new Hono()
  const asset = { bytes: new Uint8Array(), type: 'text/html' }
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

test('other pages show the same pictures, and nothing else from elsewhere', async () => {
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

test('without hosts everything comes from this server', async () => {
  const policy = await policyOf('/overlay', { imageSources: [], mediaSources: [], fontSources: [] })
  expect(policy).toMatchObject({
    'img-src': "'self' data:",
    'media-src': "'self'",
    'font-src': "'self' data:",
  })
})
