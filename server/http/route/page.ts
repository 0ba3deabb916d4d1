import type { ReadAsset } from '../../lib/asset-node.ts'
import { Problem } from '../problem.ts'
import type { Route } from '../route.ts'

const own = [
  "default-src 'none'",
  "script-src 'self'",
  "connect-src 'self'",
  "img-src 'self' https: data:",
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
  "require-trusted-types-for 'script'",
  'trusted-types lit-html danmu-overlay', // the latter starts the worker that draws
]

/** Our own pages: nothing inline, nothing from elsewhere but pictures. */
const strict = [...own, "style-src 'self'", "frame-src 'self'"].join('; ')

/** The page OBS shows: OBS puts the streamer's own CSS into it, and effects may be videos. */
const styled = [...own, "style-src 'self' 'unsafe-inline'", 'media-src https:'].join('; ')

const pages = [
  ['/', 'studio/index.html', strict],
  ['/overlay', 'obs/index.html', styled],
  ['/overlay/:name', 'obs/index.html', styled],
  ['/login', 'login/index.html', strict],
  ['/dock', 'dock/index.html', strict],
  ['/dock/:name', 'dock/index.html', strict],
] as const

/** Pages, their scripts and styles, and the kit: built files, read as they are asked for. */
export function pageRoutes(read: ReadAsset): readonly Route[] {
  const serve = async (path: string, headers: Record<string, string>): Promise<Response> => {
    const asset = await read(path)
    if (!asset) throw new Problem('not-found', `there is no file ${path}; was the kit built?`)
    return new Response(asset.bytes, { headers: { 'content-type': asset.type, ...headers } })
  }
  return [
    ...pages.map(([path, file, policy]): Route => {
      const headers = { 'content-security-policy': policy, 'cache-control': 'no-cache' }
      return { method: 'GET', path, access: 'public', handle: () => serve(file, headers) }
    }),
    {
      method: 'GET',
      path: '/assets/:name',
      access: 'public',
      // Names hold a hash of the content.
      handle: (c) =>
        serve(`assets/${c.req.param('name')}`, {
          'cache-control': 'public, max-age=31536000, immutable',
        }),
    },
    {
      method: 'GET',
      path: '/kit/v1/:name',
      access: 'public',
      shared: true, // any site may embed the elements
      handle: (c) =>
        serve(`kit/v1/${c.req.param('name')}`, { 'cache-control': 'public, max-age=300' }),
    },
  ]
}
